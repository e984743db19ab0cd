"""Graded tests of lab 02."""

from __future__ import annotations

import functools
import math
import warnings

import numpy as np

from helpers.data import load_mnist, source
from helpers.graded.answers import array, curves_of, letter, letters, number, scalar
from helpers.graded.bars import required_bar
from helpers.graded.evaluation import (
    assert_same_while_training,
    assert_trained_on_neither,
    course_images,
    cross_entropy,
    penalty,
    predict,
    share_right,
    updates_made,
)
from helpers.graded.namespace import Namespace
from helpers.graded.tests import exercise, fresh_rng, measured

course_part = functools.partial(course_images, "mnist")


def course_validation_part(nb: Namespace) -> tuple[np.ndarray, np.ndarray]:
    """The last tenth of the first `train_size` training images, from the course's own data, and their labels."""
    total = int(nb.train_size)
    return course_part("training", total * 9 // 10, total)


def assert_gives_probabilities(outputs: np.ndarray) -> None:
    assert outputs.shape[1:] == (10,), (
        "For one image the outputs must be ten numbers, one for each digit; here the shape is "
        f"{outputs.shape[1:]}."
    )
    sums = outputs.sum(axis=1)
    proper = outputs.min() >= 0 and np.allclose(sums, 1, atol=1e-3)
    assert proper, (
        "The ten outputs of an image must be probabilities: none negative, with the sum 1. "
        f"Here a sum is {sums[0]:.3g}. Which activation of the last layer sees to that?"
    )


def assert_hidden_layer_is_relu(model, x: np.ndarray) -> None:
    """The logits of `model`, along straight lines between images, are straight pieces with kinks.

    Measured on such networks, trained and untrained, 128 and 512 units: the largest bend of a line, as a share of
    its steepest slope, is below 0.0004 without activation, 0.001 to 0.02 with a smooth one, above 0.1 with ReLU.
    """
    t = np.linspace(0, 1, 121).reshape(1, -1, *[1] * (x.ndim - 1))
    start, end = x[0:8:2, None], x[1:9:2, None]
    lines = 0.3 * ((1 - t) * start + t * end)  # faint, so that no probability gets too close to 0
    outputs = predict(model, lines.reshape(-1, *x.shape[1:]).astype("float32"))
    logits = np.log(np.maximum(outputs, 1e-12)).reshape(4, 121, -1)
    logits -= logits.mean(axis=2, keepdims=True)
    slopes = np.diff(logits, axis=1)
    bends = np.abs(np.diff(slopes, axis=1)) / (np.abs(slopes).max(axis=1, keepdims=True) + 1e-9)
    largest = np.median(bends.max(axis=1))
    assert largest > 6e-4, (
        "There is no activation between the two dense layers: together they are just one."
    )
    assert largest > 0.04, (
        "The hidden layer bends smoothly everywhere. ReLU is made of two straight pieces."
    )


def assert_validated_on(curves: dict, model, x: np.ndarray, y: np.ndarray) -> None:
    """The last validation loss is the cross-entropy of `model` on `x`, `y`, and what its regularizers add."""
    # Keras leaves out the cut at 1e-7 where it can compute the loss from the logits.
    losses = [cross_entropy(predict(model, x), y, lowest) for lowest in (1e-30, 1e-7)]
    added = penalty(model, x)
    assert any(
        math.isclose(curves["val_loss"][-1], loss + added, rel_tol=1e-4) for loss in losses
    ), (
        "The last `val_loss` is not the cross-entropy of this network on the validation part. "
        "Which images did `fit` validate on, and with which loss? Was the network trained further since?"
    )


def assert_number_of_updates(model, nb: Namespace, batch_size: int) -> None:
    """`fit` made the updates of `epochs` epochs on the training part, in batches of `batch_size`."""
    images, epochs = int(nb.train_size) * 9 // 10, int(nb.epochs)
    made = updates_made(model)
    wanted = epochs * math.ceil(images / batch_size)
    # A dataset may leave the last, smaller batch of each epoch out.
    assert made in (wanted, epochs * (images // batch_size)), (
        f"Since it was compiled, the network has got {made:,} updates; {epochs} epochs of the {images:,} training "
        f"images in batches of {batch_size} make {wanted:,}. Look at the batch size and at the images that "
        "`fit` gets. (Was `fit` called twice? Run the cell that builds the network again first.)"
    )


def assert_was_not_trained_on_what_judges_it(model, shape: tuple[int, ...]) -> None:
    """A network trained on the training part alone is less sure of the images that it is judged by.

    Measured at full settings on the real data. Honest networks (plain, L2 of 0.0001 to 0.001, augmentation, noise,
    dropout, 1 epoch, SGD): where moved training images have 2.6 times the loss of the training images, test and
    validation loss are at least 1.7 times the training loss; else at least 0.9 times; test and validation loss are
    0.84 to 1.19 times each other. Networks that were trained on images that judge them: at most 1.05 times the
    training loss where they know those by heart, 0.6 times where they were trained on few others afterwards, and
    0.36 to 0.62 times each other. On the built-in sample, one seed: at least 1.69 times, 1.05 times where no image
    is known by heart, and at most 1.09 times.
    """

    def part(*which: str | int) -> tuple[np.ndarray, np.ndarray]:
        x, labels = course_part(*which)
        return x.reshape(-1, *shape), labels

    judges = {"test": part("test"), "validation": part("training", 54_000)}
    # The built-in sample's test images are harder than its validation images: 2.9 times the loss.
    beside = dict.fromkeys(judges, 0.75) if source("mnist") == "real" else None
    assert_trained_on_neither(model, judges, part("training", 0, 54_000), 1.2, 2.6, beside)


@exercise("E2.1", points=1)
def test_images_are_scaled_and_split(nb: Namespace):
    "Three parts of the data: training and validation in a ratio of 9 to 1, and test; pixels from 0 to 1."
    names = [f"{kind}_{part}" for part in ("train", "val", "test") for kind in "xy"]
    arrays = {name: getattr(nb, name) for name in names}
    for name, value in arrays.items():
        assert isinstance(value, np.ndarray), (
            f"`{name}` is a {type(value).__name__}; keep it a NumPy array, as it came."
        )
    (images, labels), (test_images, test_labels) = load_mnist()
    total = int(nb.train_size)
    n = total * 9 // 10
    wanted = {
        "train": (images[:n], labels[:n]),
        "val": (images[n:total], labels[n:total]),
        "test": (test_images, test_labels),
    }
    for name, (x, y) in wanted.items():
        mine, target = arrays[f"x_{name}"], arrays[f"y_{name}"]
        assert mine.shape == x.shape, (
            f"`x_{name}` has the shape {mine.shape}; it needs {x.shape}. Cut at `n_train`, keep 28 × 28."
        )
        assert np.issubdtype(mine.dtype, np.floating), (
            f"`x_{name}` must hold floats, not {mine.dtype}."
        )
        assert math.isclose(mine.max(), x.max() / 255, rel_tol=1e-3), (
            f"The pixels of `x_{name}` go up to {mine.max():.3g}. Scale them so that 255 becomes 1."
        )
        assert target.shape == y.shape, (
            f"`y_{name}` needs one whole number an image, the shape {y.shape}; it has {target.shape}."
        )
        some = slice(None, None, max(1, len(x) // 500))
        assert np.allclose(mine[some], x[some] / 255, atol=1e-3), (
            f"`x_{name}` does not hold the right images. Keep the order: the first `n_train` for training, the "
            "rest for validation, and scale all three parts in the same way."
        )
        assert np.array_equal(target, y), (
            f"`y_{name}` does not hold the labels of its images, in order."
        )
        assert np.issubdtype(target.dtype, np.integer), (
            f"The labels in `y_{name}` have become {target.dtype}; leave them whole numbers."
        )


@exercise("Q2.2", points=0.5)
def test_versions_are_those_installed(nb: Namespace):
    "The versions of TensorFlow and Keras installed here."
    answer = nb.q2_2
    is_pair = isinstance(answer, list | tuple) and len(answer) == 2
    assert is_pair, "Give a list of two strings: TensorFlow's version, then that of Keras."
    import keras
    import tensorflow as tf

    for name, module, given in zip(("TensorFlow", "Keras"), (tf, keras), answer, strict=True):
        actual, given = module.__version__, str(given).strip()
        same = given == actual or (given.count(".") >= 1 and actual.startswith(f"{given}."))
        assert same, (
            f"{given!r} is not the version of {name} that runs here. Each library has an attribute that says it."
        )


@exercise("Q2.3", points=0.5)
def test_layers_are_matched(nb: Namespace):
    "Each of the four classes with what it does."
    given = nb.q2_3
    answer = letters(given)
    assert len(answer) == 4, "Give four letters, one each for Sequential, Flatten, Dense, Dropout."
    wrong = [
        name
        for name, mine, right in zip(
            ("Sequential", "Flatten", "Dense", "Dropout"), answer, "cbda", strict=True
        )
        if mine != right
    ]
    assert not wrong, f"{len(wrong)} of the four are not right yet; one of them is {wrong[-1]}."


@exercise("E2.2", points=0.5)
def test_relu_keeps_what_is_positive(nb: Namespace):
    "`relu` keeps positive values and turns the others into 0."
    relu = nb.relu
    z = fresh_rng().normal(size=(7, 10))
    before = z.copy()
    output = np.asarray(relu(z))
    assert np.array_equal(z, before), "`relu` changed the array it was given; return a new one."
    assert output.shape == z.shape, f"`relu` made the shape {output.shape} out of {z.shape}."
    assert np.all(output[z <= 0] == 0), "`relu` must be 0 wherever its input is negative."
    assert np.allclose(output[z > 0], z[z > 0]), "`relu` must leave positive values as they are."


@exercise("E2.2", points=0.5)
def test_softmax_gives_probabilities(nb: Namespace):
    "`softmax` turns each row of logits into probabilities, even where the logits are large."
    softmax = nb.softmax
    rng = fresh_rng()
    z = rng.normal(scale=2, size=(7, 10))
    before = z.copy()
    output = np.asarray(softmax(z), dtype="float64")
    assert np.array_equal(z, before), "`softmax` changed the array it was given; return a new one."
    assert output.shape == z.shape, f"`softmax` made the shape {output.shape} out of {z.shape}."
    assert np.allclose(output.sum(axis=1), 1), (
        "Each row of `softmax` must add up to 1. Along which axis do you sum?"
    )
    right = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    assert np.allclose(output, right), (
        "The rows add up to 1, but the shares are not those of the formula."
    )
    shifts = 1000.0 * (-1) ** np.arange(7)[:, None]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        large = np.asarray(softmax(z + shifts))
    assert np.allclose(large, right), (
        "With logits around 1,000 or -1,000 `softmax` breaks down. Which number, subtracted from a row, makes "
        "its largest exponential 1?"
    )
    z[0, 3] = 1000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one_large = np.asarray(softmax(z.copy()))[0]
    assert np.allclose(one_large, np.eye(10)[3]), (
        "With one logit of 1,000 among small ones `softmax` breaks down: the number you subtract does not "
        "yet keep all exponentials of the row small."
    )


@exercise("Q2.4", points=0.5)
def test_relu_and_softmax_compared(nb: Namespace):
    "What one logit does to the outputs of ReLU and of softmax."
    assert letter(nb.q2_4) == "b", (
        "Not this one. Try it: change one number of an array and look at what your two functions return."
    )


@exercise("Q2.6", points=0.5)
def test_parameters_are_counted(nb: Namespace):
    "The number of weights and biases in both dense layers."
    answer = number(nb.q2_6)
    assert answer != 784 * 128 + 128 * 10, (
        "These are the weights. What does each unit have besides?"
    )
    assert answer != 784 * 128 + 128, "That is the first dense layer. There is a second one."
    assert answer == 785 * 128 + 129 * 10, (
        "Not yet. Count layer by layer: inputs times units, and one bias for each unit."
    )


@exercise("E2.3", points=0.5)
def test_network_gives_probabilities(nb: Namespace):
    "`model` turns an image of shape (28, 28) into ten probabilities."
    assert_gives_probabilities(predict(nb.model, course_part("test")[0][:20]))


@exercise("E2.3", points=0.5)
def test_network_has_the_right_size(nb: Namespace):
    "`model` has 128 hidden units that see every pixel."
    count = nb.model.count_params()
    assert count == 785 * 128 + 129 * 10, (
        f"The network has {count:,} parameters. Compare with your count in Q2.6: how many units does each layer "
        "have, and does the first dense layer see all pixels of an image at once?"
    )


@exercise("E2.3", points=0.5)
def test_hidden_layer_is_relu(nb: Namespace):
    "The hidden layer of `model` has the activation ReLU, and nothing else happens to an image."
    model, x = nb.model, course_part("test")[0]
    assert_hidden_layer_is_relu(model, x)
    assert_same_while_training(model, x[:20])
    weights = model.get_weights()
    shapes = [weight.shape for weight in weights]
    assert shapes == [(784, 128), (128,), (128, 10), (10,)], (
        f"The weights and biases have the shapes {shapes}; Figure 2.2 has a matrix and a bias for each of two "
        "dense layers."
    )
    hidden = np.maximum(x[:20].reshape(20, -1) @ weights[0] + weights[1], 0)
    logits = hidden @ weights[2] + weights[3]
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    right = exponentials / exponentials.sum(axis=1, keepdims=True)
    assert np.allclose(predict(model, x[:20]), right, atol=1e-3), (
        "The network does more than its two dense layers, ReLU and softmax. Which layer of yours is not in "
        "Figure 2.2? The pixels are scaled already."
    )


@exercise("Q2.8", points=0.5)
def test_another_loss(nb: Namespace):
    "What the squared error would change."
    assert letter(nb.q2_8) == "c", (
        "Not this one. Compare the two curves at the left edge of Figure 2.4."
    )


@exercise("Q2.9", points=0.5)
def test_loss_and_metric(nb: Namespace):
    "What equal accuracies with different losses mean."
    assert letter(nb.q2_9) == "a", (
        "Not this one. Which of the two numbers knows how sure the network was of each answer?"
    )


@exercise("Q2.11", points=0.5)
def test_updates_are_counted(nb: Namespace):
    "The number of updates in five epochs."
    answer = number(nb.q2_11)
    assert answer != 1688, "That is one epoch."
    assert answer not in (8435, 8437, 8438, 8437.5), (
        "Nearly: the last, smaller batch of every epoch makes an update too."
    )
    assert answer == 8440, "Not yet. How many batches does one epoch have?"


@exercise("E2.4", points=0.5)
def test_model_is_trained(nb: Namespace):
    "`model` is trained for `epochs` epochs, and `history` holds its four curves."
    curves_of(nb.history, nb.epochs)
    share = share_right(nb.model, *course_part("test"))
    assert share > 0.3, (
        f"The network gets {share:.0%} of new images right, which is close to guessing. Check the loss, the "
        "optimiser, and that images and labels belong together."
    )


@exercise("E2.4", points=0.5)
def test_model_is_validated_on_the_validation_part(nb: Namespace):
    "`history` was validated on the validation part, and `fit` made the updates that were asked for."
    history, model = nb.history, nb.model
    assert_validated_on(curves_of(history, nb.epochs), model, *course_validation_part(nb))
    assert_number_of_updates(model, nb, int(nb.batch_size))


@exercise("E2.4", points=0.5, full_training=True)
def test_model_reaches_its_bar(nb: Namespace):
    "`model`, trained on the training part alone, reaches the test accuracy that nearly every seed gives."
    model, lowest = nb.model, required_bar("02/test_accuracy")
    share = share_right(model, *course_part("test"))
    measured("02/test_accuracy", share)
    assert share >= lowest, (
        f"The test accuracy is {share:.4f}; this network reaches at least {lowest:.3f} when it is trained "
        "on the whole training part. Check the number of epochs, the batch size and the optimiser."
    )
    assert_was_not_trained_on_what_judges_it(model, (28, 28))


@exercise("E2.5", points=0.5)
def test_test_accuracy_is_right(nb: Namespace):
    "`probabilities` are the outputs for the test images, and `test_accuracy` the share that is right."
    given = array(nb.probabilities, "`probabilities`")
    share = scalar(nb.test_accuracy, "`test_accuracy`")
    x, y = course_part("test")
    assert given.shape == (len(y), 10), (
        f"`probabilities` has the shape {given.shape}; there are {len(y):,} test images and ten digits."
    )
    assert np.allclose(given, predict(nb.model, x), atol=1e-3), (
        "`probabilities` are not the outputs of `model` for the test images. Was it trained further since?"
    )
    assert share <= 1, "Give `test_accuracy` as a share between 0 and 1."
    assert math.isclose(share, np.mean(given.argmax(axis=1) == y), abs_tol=5e-4), (
        "`test_accuracy` is not the share of test images whose most probable digit is the true one."
    )


@exercise("E2.5", points=0.5)
def test_standard_error_is_right(nb: Namespace):
    "`standard_error` follows the formula."
    error = scalar(nb.standard_error, "`standard_error`")
    share, n = scalar(nb.test_accuracy, "`test_accuracy`"), len(course_part("test")[1])
    assert not math.isclose(error, share * (1 - share) / n, rel_tol=0.02), "Take the square root."
    assert math.isclose(error, math.sqrt(share * (1 - share) / n), rel_tol=0.02), (
        "Not yet. In the formula, a is the accuracy as a share, and n the number of test images."
    )


@exercise("Q2.12", points=0.5)
def test_final_accuracy(nb: Namespace):
    "The accuracy of your network on the test images."
    answer = number(nb.q2_12)
    assert 0 <= answer <= 1, "Give the accuracy as a number between 0 and 1."
    actual = share_right(nb.model, *course_part("test"))
    validation = share_right(nb.model, *course_validation_part(nb))
    is_validation = abs(answer - validation) < 1e-4 <= abs(answer - actual)
    assert not is_validation, (
        "That is the accuracy on the validation part, by which one chooses. Which part gives the final word?"
    )
    # Half a point: the same notebook, run on another machine, gives a slightly different network.
    assert abs(answer - actual) <= 0.005, (
        "This is not the accuracy of `model` on the test images. Which part of the data is it judged by?"
    )


@exercise("E2.6", points=1)
def test_confident_errors_are_found(nb: Namespace):
    "The wrong predictions with the highest confidence, most confident first."
    find = nb.most_confident_errors
    rng = fresh_rng()
    p = rng.dirichlet(np.full(10, 0.4), size=60)
    # The first half is right, so that an index among the errors is never that of an error.
    is_right = (np.arange(60) < 30) | (rng.random(60) < 0.3)
    labels = np.where(is_right, p.argmax(axis=1), (p.argmax(axis=1) + 3) % 10)
    wrong = np.flatnonzero(p.argmax(axis=1) != labels)
    expected = wrong[np.argsort(-p[wrong].max(axis=1))]
    for count in (5, len(wrong) + 10):
        result = np.asarray(find(p.copy(), labels.copy(), count))
        size = min(count, len(wrong))
        assert result.shape == (size,), (
            f"Asked for {count} of {len(wrong)} errors, it returned an array of shape {result.shape}; "
            f"expected {size} indices."
        )
        assert np.isin(result, wrong).all(), (
            "Some of the returned images were predicted right. Do your indices count within all images?"
        )
        assert np.issubdtype(result.dtype, np.integer), (
            f"Indices are whole numbers; these are {result.dtype}."
        )
        assert set(result) == set(expected[:size]), (
            "All returned predictions are wrong ones, but they are not those with the highest confidence."
        )
        assert np.array_equal(result, expected[:size]), (
            "These are the right images in the wrong order: most confident first."
        )


@exercise("Q2.15", points=0.5)
def test_fifty_epochs(nb: Namespace):
    "What 50 epochs do to the curves."
    assert letter(nb.q2_15) == "c", (
        "Not this one. Look at Figure 2.9, one curve at a time: both losses, then both accuracies."
    )


@exercise("E2.7", points=0.5)
def test_variant_is_built(nb: Namespace):
    "`variant` takes vectors of 784 numbers, has 512 hidden units with ReLU, dropout, and ten probabilities."
    variant = nb.variant
    x = course_part("test")[0][:20].reshape(-1, 784)
    assert_gives_probabilities(predict(variant, x))
    count = variant.count_params()
    assert count == 785 * 512 + 513 * 10, (
        f"The network has {count:,} parameters. How many would 512 hidden units on 784 inputs give?"
    )
    assert_hidden_layer_is_relu(variant, x)
    first, second = (np.asarray(variant(x, training=True)) for _ in range(2))
    assert not np.allclose(first, second, atol=1e-6), (
        "Two passes in training mode gave the same outputs: nothing is dropped. Where is the dropout?"
    )
    assert np.allclose(first.sum(axis=1), 1, atol=1e-3), (
        "In training mode the outputs no longer add up to 1: the dropout falls on the probabilities. "
        "Which units is it meant for?"
    )
    rates = [layer.rate for layer in variant.layers if hasattr(layer, "rate")]
    assert all(math.isclose(rate, 0.2, rel_tol=1e-6) for rate in rates), (
        f"A fifth of the hidden units is to be dropped, not {rates[0]:.0%}."
    )


@exercise("E2.7", points=0.25)
def test_variant_is_trained(nb: Namespace):
    "`variant` is trained with dropout on its hidden units, and validated on the validation part."
    history, variant = nb.variant_history, nb.variant
    x_val, y_val = course_validation_part(nb)
    assert_validated_on(curves_of(history, nb.epochs), variant, x_val.reshape(-1, 784), y_val)
    assert_number_of_updates(variant, nb, int(nb.batch_size_variant))
    # On a black image the biases of a trained network still turn units on, while dropping pixels changes nothing.
    black = np.zeros((1, 784), "float32")
    passes = np.concatenate([np.asarray(variant(black, training=True)) for _ in range(20)])
    assert np.ptp(passes, axis=0).max() > 1e-6, (
        "The dropout falls on the pixels; it is for the hidden units. Where does it stand in the list of layers?"
    )


@exercise("E2.7", points=0.25, full_training=True)
def test_variant_reaches_its_bar(nb: Namespace):
    "`variant`, trained on the training part alone, reaches the test accuracy that nearly every seed gives."
    variant, lowest = nb.variant, required_bar("02/variant_test_accuracy")
    x, y = course_part("test")
    share = share_right(variant, x.reshape(-1, 784), y)
    measured("02/variant_test_accuracy", share)
    assert share >= lowest, (
        f"The test accuracy is {share:.4f}; this network reaches at least {lowest:.3f} when it is trained "
        "on the whole training part. Check the number of epochs, the batch size and the rate of the dropout."
    )
    assert_was_not_trained_on_what_judges_it(variant, (784,))


@exercise("E2.8", points=1)
def test_best_candidate_is_chosen_by_what_was_seen(nb: Namespace):
    "The candidate that is best on the seen images, with its accuracy there and on all the others."
    choose_best = nb.choose_best
    rng = fresh_rng()
    for _ in range(30):
        correct = rng.random((12, 300)) < rng.uniform(0.5, 0.9, size=(12, 1))
        seen = rng.permutation(300)[:41]
        rest = np.setdiff1d(np.arange(300), seen)
        scores = correct[:, seen].mean(axis=1)
        # The best has an equal at the end, which differs on the other images.
        twin = correct[scores.argmax()].copy()
        twin[rest] = ~twin[rest]
        correct = np.concatenate([correct, twin[None]])
        result = choose_best(correct.copy(), seen.copy())
        is_triple = isinstance(result, list | tuple | np.ndarray) and len(result) == 3
        assert is_triple, (
            "Return three things: the candidate, its accuracy on the seen images, its accuracy on the others."
        )
        best, on_seen, on_rest = (
            scalar(value, f"The {place} of the three")
            for place, value in zip(("first", "second", "third"), result, strict=True)
        )
        assert best == scores.argmax(), (
            "This is not the candidate with the highest accuracy on the seen images (the first of equals)."
        )
        assert math.isclose(on_seen, scores.max(), abs_tol=1e-6), (
            "The second value is not the candidate's accuracy on the seen images, as a share."
        )
        assert not math.isclose(on_rest, correct[int(best)].mean(), abs_tol=1e-9), (
            "The third value is the accuracy on all images. It must leave the seen ones out."
        )
        assert math.isclose(on_rest, correct[int(best), rest].mean(), abs_tol=1e-6), (
            "The third value is not the accuracy of that candidate on the images that were not seen."
        )


@exercise("Q2.18", points=0.5)
def test_better_technique(nb: Namespace):
    "The technique that promises the largest step beyond this network."
    assert letter(nb.q2_18) == "d", (
        "Not this one. Does it help with a stroke that is moved or tilted by a few pixels?"
    )
