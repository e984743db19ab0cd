"""Graded tests of lab 06."""

from __future__ import annotations

import math
import operator
import warnings

import numpy as np

from helpers.data import FASHION_NAMES
from helpers.graded import figures
from helpers.graded.answers import array, given_copies, letter, number, scalar
from helpers.graded.evaluation import accuracy, course_images, predict
from helpers.graded.namespace import Namespace, once
from helpers.graded.tests import exercise, fresh_rng

SHIRT = FASHION_NAMES.index("Shirt")


def count_pairs(true: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Confusion matrix: row = true class, column = predicted class."""
    cells = np.asarray(true).astype(int) * classes + np.asarray(predicted).astype(int)
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes)


def answers_of_cnn(nb: Namespace, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The probabilities kept under `name`, once they are those of `cnn` on the course's images, and the labels."""
    import keras

    model, probabilities = nb.cnn, np.asarray(getattr(nb, name))
    assert isinstance(model, keras.Model), "`cnn` must be lab 05's network, as section 1 gets it."
    images, labels = (
        course_images("fashion-mnist", "test")
        if name == "test_probabilities"
        else course_images("fashion-mnist", "training", 48_000)
    )
    assert probabilities.shape == (len(labels), 10), (
        f"`{name}` has the shape {probabilities.shape}; it needs a row for each of the {len(labels):,} images. "
        "Run the cell again that makes it."
    )
    some = fresh_rng().choice(len(labels), 300, replace=False)
    right = predict(model, images[some][..., np.newaxis])
    assert np.allclose(probabilities[some], right, atol=1e-3), (
        f"`{name}` is not what `cnn` gives for these images. Run the cell again that makes it."
    )
    share = accuracy(right, labels[some])
    assert share > 0.25, (
        f"`cnn` gets {share:.0%} of the images right, which is close to guessing. Run section 1 again, with the "
        "network that lab 05 has trained."
    )
    return probabilities, labels


def validation_matrix(nb: Namespace) -> np.ndarray:
    """Confusion matrix of the notebook's own network on the validation images."""
    probabilities, labels = answers_of_cnn(nb, "val_probabilities")
    return count_pairs(labels, probabilities.argmax(axis=1), 10)


def random_matrix(rng: np.random.Generator) -> np.ndarray:
    """Counts of five classes of unequal size, most of them on the diagonal, no two pairs alike."""
    matrix = rng.integers(1, 40, size=(5, 5)) + np.diag(rng.integers(50, 400, size=5))
    return matrix


def quotient(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """`a / b`, and 0 where `b` is 0."""
    return np.divide(a, b, out=np.zeros(len(a)), where=b != 0)


def right_scores(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 of each class."""
    hits = np.diag(matrix).astype(float)
    called, are = matrix.sum(axis=0), matrix.sum(axis=1)
    return quotient(hits, called), quotient(hits, are), quotient(2 * hits, called + are)


def quietly(function, *arguments):
    """What `function` makes of copies of the arguments; its warnings are not the student's reading matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return given_copies(function, *arguments)


def three_arrays(result: object, what: str) -> list[np.ndarray]:
    """The three arrays a function has returned, as floats."""
    is_triple = isinstance(result, list | tuple | np.ndarray) and len(result) == 3
    assert is_triple, f"Return three arrays: {what}."
    names = what.split(", ")
    return [
        array(values, f"The {name}").astype(float)
        for name, values in zip(names, result, strict=True)
    ]


def class_number(name: object) -> int:
    """Number of the class that is called `name`; capitals do not matter, nor does the `/top` of T-shirt/top."""
    class_name = str(name).strip().lower()
    for index, known in enumerate(FASHION_NAMES):
        if class_name in (known.lower(), known.lower().split("/")[0]):
            return index
    raise AssertionError(f"{str(name)!r} is not one of the class names. They are in `names`.")


@exercise("E6.1", points=1)
def test_confusions_are_counted(nb: Namespace):
    "`confusion_matrix` counts each pair of true and predicted class."
    count = nb.confusion_matrix
    rng = fresh_rng()
    images = 5000  # more in a cell than one byte can count
    true = rng.integers(0, 4, size=images)
    predicted = np.where(rng.random(images) < 0.6, true, rng.integers(0, 4, size=images))
    true[:300], predicted[:300] = 3, 1  # one direction outweighs the other, whatever was drawn
    right = count_pairs(true, predicted, 4)
    result = array(given_copies(count, true, predicted, 4), "The table")
    assert result.shape == (4, 4), (
        f"For 4 classes the table needs the shape (4, 4); it has {result.shape}."
    )
    assert not np.array_equal(result, np.minimum(right, 1)), (
        "No cell holds more than 1, though pairs repeat. Indexing with whole arrays and `+= 1` adds once for each "
        "cell, not once for each image."
    )
    assert not np.array_equal(result, right.T), (
        "Rows and columns are exchanged: a row is a true class."
    )
    assert math.isclose(result.sum(), images), (
        f"{images:,} images were given; the table counts {result.sum():,.0f}. Each image is one tally mark, and "
        f"cells must hold large numbers (here they are of type {result.dtype})."
    )
    assert np.array_equal(result, right), (
        "Some counts are wrong. Try a few labels that you can count by hand."
    )


@exercise("E6.1", points=0.5)
def test_absent_classes_have_empty_rows(nb: Namespace):
    "Classes that do not occur among the labels have rows and columns of zeros."
    count = nb.confusion_matrix
    true, predicted = np.array([1, 1, 3, 1], dtype="uint8"), np.array([1, 3, 3, 1])
    result = array(given_copies(count, true, predicted, 6), "The table")
    assert result.shape == (6, 6), (
        f"With 6 classes, of which only some occur, the shape is {result.shape}. Use the number of classes given."
    )
    assert np.array_equal(result, count_pairs(true, predicted, 6)), (
        "With classes that do not occur, some counts are wrong."
    )


@exercise("E6.2", points=1)
def test_confusions_are_drawn(nb: Namespace):
    "`draw_confusions` draws the counts of true against predicted class."
    right, part = drawn_confusions(nb)
    shown = np.asarray(part.images[0])
    assert shown.shape == right.shape, (
        f"The image has the shape {shown.shape}; for ten classes the matrix is {right.shape}."
    )
    assert not np.array_equal(shown, right.T), (
        "True and predicted labels are exchanged: the true ones come first."
    )
    assert shown.max() > 1, "These are shares. Draw the numbers of images, without `normalize`."
    assert np.array_equal(shown, right), (
        "The image is not the confusion matrix of the labels that the function is given. Does it use its "
        "arguments?"
    )


@exercise("E6.2", points=0.5)
def test_drawing_is_named(nb: Namespace):
    "The panel has a title, and its axes say which labels are true and which are predicted."
    _, part = drawn_confusions(nb)
    assert part.title.strip(), "The panel has no title: `ax.set_title(…)`."
    assert part.xlabel.strip(), "The horizontal axis must say that it shows the predicted labels."
    assert part.ylabel.strip(), "The vertical axis must say that it shows the true labels."


@once
def drawn_confusions(nb: Namespace) -> tuple[np.ndarray, figures.Panel]:
    """Counts of labels made up, and the panel in which the student's function draws them."""
    import matplotlib.pyplot as plt

    rng = fresh_rng()
    true = np.concatenate([np.arange(10), rng.integers(0, 10, size=600)])
    predicted = np.where(rng.random(610) < 0.5, true, rng.integers(0, 10, size=610))
    predicted[:10] = np.arange(10)  # each class occurs
    drawn = given_copies(nb.draw_confusions, true, predicted)
    panels = figures.panels(drawn, "What `draw_confusions` returns")
    if figures.is_figure(drawn):
        plt.close(drawn)
    panels = [part for part in panels if part.images]  # a colour bar is no matrix
    assert len(panels) == 1, (
        f"The figure has {len(panels)} panels with an image; it needs one, and nothing else."
    )
    return count_pairs(true, predicted, 10), panels[0]


@exercise("Q6.1", points=0.5)
def test_cell_is_read(nb: Namespace):
    "What a cell of the row-normalised matrix says."
    assert letter(nb.q6_1) == "b", (
        "Not this one. Which numbers of the figure add up to 100, and what do they have in common?"
    )


@exercise("Q6.2", points=0.5)
def test_numbers_are_matched(nb: Namespace):
    "Which number answers each of the three questions."
    submitted = nb.q6_2
    is_complete = isinstance(submitted, list | tuple | str) and len(submitted) == 3
    assert is_complete, "Give a list of three letters, one for each question."
    answer = [letter(value, "abc") for value in submitted]
    assert answer != ["c", "b", "a"], (
        "You have exchanged two. For each question: among which items does one count, those that *are* bags, or "
        "those *called* bags?"
    )
    assert answer == ["b", "c", "a"], (
        "Not yet. For each question: among which items does one count, and which of them are the hits?"
    )


@exercise("E6.3", points=1.5)
def test_scores_are_right(nb: Namespace):
    "`precision_recall_f1` gives the three numbers for each class."
    score = nb.precision_recall_f1
    matrix = random_matrix(fresh_rng())
    scores = three_arrays(given_copies(score, matrix), "precision, recall, F1")
    right = right_scores(matrix)
    for name, values in zip(("precision", "recall", "F1"), scores, strict=True):
        assert values.shape == (5,), (
            f"For 5 classes, {name} needs the shape (5,); it has {values.shape}."
        )
        assert values.max() <= 1, f"A {name} is a share between 0 and 1."
    swapped = np.allclose(scores[0], right[1]) and np.allclose(scores[1], right[0])
    assert not swapped, (
        "Precision and recall are exchanged. Which of them looks along a row, where all images are of one class?"
    )
    assert np.allclose(scores[0], right[0]), "Precision: among the images *called* so, the hits."
    assert np.allclose(scores[1], right[1]), "Recall: among the images that *are* so, the hits."
    assert not np.allclose(scores[2], (right[0] + right[1]) / 2), (
        "This F1 is the plain mean of precision and recall; it is meant to be the harmonic one."
    )
    assert np.allclose(scores[2], right[2]), "F1 does not follow the formula."


@exercise("E6.3", points=0.5)
def test_undefined_scores_are_zero(nb: Namespace):
    "Where there is nothing to divide by, precision, recall and F1 are 0."
    score = nb.precision_recall_f1
    matrix = random_matrix(fresh_rng())
    matrix[:, 2] = 0  # never predicted
    matrix[4, :] = 0  # does not occur
    matrix[[0, 1], [0, 1]] = 0, 7
    matrix[3, :] = matrix[:, 3] = 0  # neither
    result = np.array(three_arrays(quietly(score, matrix), "precision, recall, F1"))
    assert np.isfinite(result).all(), (
        "With classes that are never predicted or do not occur, some values are `nan` or infinite. They "
        "should be 0."
    )
    assert np.allclose(result, right_scores(matrix)), (
        "With classes that are never predicted or do not occur, some values are not as they should be: "
        "undefined ones are 0, the others as before."
    )


@exercise("Q6.3", points=0.5)
def test_recall_of_shirt(nb: Namespace):
    "The recall of *Shirt* on the validation images."
    answer = number(nb.q6_3)
    assert 0 <= answer <= 1, "Give the recall as a share between 0 and 1."
    precision, recall, _ = (values[SHIRT] for values in right_scores(validation_matrix(nb)))
    # Figure 6.3 shows the recall in whole percent: typed from there it is not near enough.
    near = abs(answer - recall) <= 5e-4
    assert near or abs(answer - precision) > 5e-4, (
        "That is the precision: the share of shirts among the images *called* so."
    )
    assert near, (
        "This is not the recall of class Shirt of your network on the validation images. In which row of Figure "
        "6.3 is it? Let Python look it up, and do not round: a number typed from the figure or from an earlier "
        "run does not follow the network."
    )


@exercise("E6.4", points=1.5)
def test_confused_pairs_are_found(nb: Namespace):
    "The pairs with the most errors, both directions added, the worst first."
    find = nb.most_confused
    rng = fresh_rng()
    for count in (1, 4, 10):
        both = np.triu(3 * rng.permutation(np.arange(20, 45)).reshape(5, 5), 1)  # no two alike
        there = np.triu(rng.integers(0, 1 + both), 1)
        matrix = there + (both - there).T + np.diag(rng.integers(200, 300, size=5))
        total = matrix + matrix.T
        right = sorted(((a, b) for b in range(5) for a in range(b)), key=lambda pair: -total[pair])[
            :count
        ]
        result = given_copies(find, matrix, count)
        # Later cells go through the pairs more than once, and use the numbers as positions.
        assert isinstance(result, list | tuple | np.ndarray), (
            f"Return a list of pairs; this is a {type(result).__name__}."
        )
        try:
            pairs = [(operator.index(a), operator.index(b)) for a, b in result]
        except (TypeError, ValueError) as error:
            raise AssertionError(
                "Return a list of pairs, each of them two class numbers, which are whole numbers."
            ) from error
        assert len(pairs) == count, f"Asked for {count} pairs, it returned {len(pairs)}."
        assert all(a != b for a, b in pairs), (
            "A class is paired with itself: that is the diagonal, the images that were named correctly."
        )
        unordered = [tuple(sorted(pair)) for pair in pairs]
        assert len(set(unordered)) == count, (
            "A pair is listed twice, once for each direction. Add both directions first."
        )
        assert set(unordered) == set(right), (
            "These are not the pairs with the most errors when both directions are added."
        )
        assert unordered == right, "The right pairs in the wrong order: the worst first."


@exercise("Q6.4", points=0.5)
def test_most_confused_classes(nb: Namespace):
    "The two most confused pairs of your network."
    submitted = nb.q6_4
    try:
        pairs = [tuple(class_number(name) for name in (a, b)) for a, b in submitted]
    except (TypeError, ValueError) as error:
        raise AssertionError("Give a list of two pairs of names, as in the example.") from error
    assert len(pairs) == 2, f"Give two pairs; here are {len(pairs)}."
    assert all(a != b for a, b in pairs), "A pair has two different classes."
    assert set(pairs[0]) != set(pairs[1]), "Both pairs are the same."
    matrix = validation_matrix(nb)
    total = np.triu(matrix + matrix.T, 1)
    ranked = np.sort(total[np.triu_indices(10, 1)])[::-1]
    counts = [total[min(pair), max(pair)] for pair in pairs]
    # Pairs whose counts differ by less than chance would make them are equally good answers.
    least = [count - 2 * math.sqrt(2 * count) for count in ranked[:2]]
    assert min(counts) >= least[1], (
        "One of these pairs has far fewer errors than others. Look at the longest bars of Figure 6.5."
    )
    assert counts[0] >= least[0], "Put the worst pair first."


@exercise("E6.5", points=1.5)
def test_reliability_is_right(nb: Namespace):
    "`reliability` gives number, mean confidence and accuracy of each bin."
    measure = nb.reliability
    rng = fresh_rng()
    for bins in (10, 4):
        # Off the edges between bins, where rounding decides; and none below 0.3, so that bins are empty.
        confidence = (rng.integers(bins // 3, bins, 400) + rng.uniform(0.05, 0.95, 400)) / bins
        confidence[:5] = 1.0
        is_right = rng.random(400) < confidence**2
        which = np.minimum((confidence * bins).astype(int), bins - 1)
        counts = np.bincount(which, minlength=bins)
        right = [
            counts,
            quotient(np.bincount(which, confidence, bins), counts),
            quotient(np.bincount(which, is_right, bins), counts),
        ]
        result = quietly(measure, confidence, is_right, bins)
        mine = three_arrays(result, "number of images, mean confidence, accuracy")
        kinds = ("numbers of images", "mean confidences", "accuracies in the bins")
        for name, values in zip(kinds, mine, strict=True):
            assert values.shape == (bins,), (
                f"For {bins} bins, the {name} need the shape ({bins},); they have {values.shape}."
            )
            assert np.isfinite(values).all(), (
                f"The {name} hold `nan`. An empty bin gets 0 in all three arrays."
            )
        assert mine[0].sum() == 400, (
            f"400 predictions were given, the bins hold {mine[0].sum():g}. Is a confidence of exactly 1 "
            "in the last bin?"
        )
        for name, values, target in zip(kinds, mine, right, strict=True):
            assert np.allclose(values, target), (
                f"The {name} are not right for {bins} bins of equal width between 0 and 1."
            )


@exercise("E6.5", points=1)
def test_calibration_error_is_right(nb: Namespace):
    "`calibration_error` follows the formula."
    measure = nb.calibration_error
    rng = fresh_rng()
    # In the lower half too cautious, in the upper too bold: signed distances would cancel.
    confidence = np.concatenate(
        [rng.uniform(0.41, 0.49, 300), rng.uniform(0.91, 0.99, 500), rng.uniform(0.61, 0.69, 40)]
    )
    is_right = rng.random(840) < np.repeat([0.8, 0.7, 0.1], [300, 500, 40])
    parts = np.split(np.arange(840), [300, 800])
    gaps = np.array([is_right[part].mean() - confidence[part].mean() for part in parts])
    sizes = np.array([len(part) for part in parts])
    right = np.sum(sizes * np.abs(gaps)) / 840
    answer = scalar(quietly(measure, confidence, is_right, 10), "The error")
    assert not math.isnan(answer), "The error is `nan`: what happens in an empty bin?"
    assert not math.isclose(answer, abs(np.sum(sizes * gaps)) / 840, abs_tol=1e-6), (
        "Bins that are too bold and bins that are too cautious cancel each other. Take the distance in each bin."
    )
    unweighted = [np.abs(gaps).sum() / bins for bins in (3, 10)]
    assert not np.isclose(answer, unweighted, atol=1e-6).any(), (
        "Each bin counts the same here. Weight it by its share of the images."
    )
    assert math.isclose(answer, right, abs_tol=1e-6), (
        "The error does not follow the formula. It is built from what `reliability` returns."
    )


@exercise("Q6.7", points=1)
def test_over_or_underconfident(nb: Namespace):
    "How much surer the network is than it is right, on the validation images."
    answer = number(nb.q6_7)
    p, labels = answers_of_cnn(nb, "val_probabilities")
    sure, right = p.max(axis=1).mean(), accuracy(p, labels)
    near = 2e-4
    assert abs(answer - 100 * (sure - right)) > near or abs(sure - right) < near, (
        "Give a difference of shares, not of percents."
    )
    assert abs(answer - (right - sure)) > near or abs(sure - right) < near, (
        "The sign is wrong: mean confidence minus accuracy."
    )
    assert abs(answer - sure) > near, "That is the mean confidence. Subtract the accuracy."
    assert abs(answer - (sure - right)) <= near, (
        "Not yet. The two lines under Figure 6.10 show mean confidence and accuracy, rounded. Compute both for "
        "the CNN from `val_probabilities` and `val_right`."
    )


@exercise("E6.6", points=1)
def test_balanced_accuracy_is_right(nb: Namespace):
    "`balanced_accuracy` is the mean recall over the classes that occur."
    measure = nb.balanced_accuracy
    matrix = random_matrix(fresh_rng())
    precision, recall, _ = right_scores(matrix)
    answer = scalar(given_copies(measure, matrix), "The balanced accuracy")
    assert 0 <= answer <= 1, "Give a share between 0 and 1."
    assert not math.isclose(answer, np.trace(matrix) / matrix.sum(), abs_tol=1e-6), (
        "This is plain accuracy: large classes weigh more."
    )
    assert not math.isclose(answer, precision.mean(), abs_tol=1e-6), (
        "This is the mean precision. Balanced accuracy is made of what each class finds of its own images."
    )
    assert math.isclose(answer, recall.mean(), abs_tol=1e-6), "It should be the mean recall."
    matrix[[0, 3]] = 0
    answer = scalar(quietly(measure, matrix), "The balanced accuracy")
    assert not math.isnan(answer), "With classes that do not occur the result is `nan`."
    assert math.isclose(answer, recall[[1, 2, 4]].mean(), abs_tol=1e-6), (
        "Two of five classes do not occur, and the result is not the mean recall of the other three."
    )


@exercise("Q6.8", points=0.5)
def test_rare_shirts(nb: Namespace):
    "What happens to recall and precision of a class that gets rarer."
    assert letter(nb.q6_8) == "c", (
        "Not this one. Which of the two counts only inside one true class? And what does the last column under "
        "Figure 6.11 show?"
    )


@exercise("E6.7", points=0.75)
def test_final_matrix_is_right(nb: Namespace):
    "`test_matrix` and `test_accuracy` are those of the test images."
    matrix = array(nb.test_matrix, "`test_matrix`")
    accuracy = scalar(nb.test_accuracy, "`test_accuracy`")
    probabilities, labels = answers_of_cnn(nb, "test_probabilities")
    right = count_pairs(labels, probabilities.argmax(axis=1), 10)
    assert matrix.shape == (10, 10), f"`test_matrix` has the shape {matrix.shape}, not (10, 10)."
    assert not np.array_equal(matrix, validation_matrix(nb)), (
        "`test_matrix` is that of the validation images."
    )
    assert np.array_equal(matrix, right), (
        "`test_matrix` is not the confusion matrix, in counts, of `test_probabilities`. Which name does the "
        "network give to an image?"
    )
    assert math.isclose(accuracy, np.trace(right) / right.sum(), abs_tol=5e-4), (
        "`test_accuracy` is not the share of test images on the diagonal."
    )


@exercise("E6.7", points=0.75)
def test_final_scores_are_right(nb: Namespace):
    "`test_shirt_recall` and `test_macro_f1` are those of the test images."
    shirt, macro = (
        scalar(getattr(nb, name), f"`{name}`") for name in ("test_shirt_recall", "test_macro_f1")
    )
    probabilities, labels = answers_of_cnn(nb, "test_probabilities")
    _, recall, f1 = right_scores(count_pairs(labels, probabilities.argmax(axis=1), 10))
    assert math.isclose(shirt, recall[SHIRT], abs_tol=5e-4), (
        "`test_shirt_recall` is not the recall of Shirt on the test images."
    )
    assert math.isclose(macro, f1.mean(), abs_tol=5e-4), (
        "`test_macro_f1` is not the mean of the ten F1 on the test images, each class counting the same."
    )
