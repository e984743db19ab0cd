"""Graded tests of lab 02."""

from __future__ import annotations

import functools
import math
import sys

import numpy as np

from helpers.data import source
from helpers.graded.answers import array, as_array, curves_of, number, scalar
from helpers.graded.bars import required_bar
from helpers.graded.evaluation import (
    assert_same_while_training,
    assert_trained_on_neither,
    course_data,
    course_images,
    cross_entropy,
    penalty,
    predict,
    share_right,
    updates_made,
)
from helpers.graded.figures import Panel, panels
from helpers.graded.namespace import Namespace, once
from helpers.graded.tests import exercise, fresh_rng, measured
from helpers.languages.catalogue import translate
from helpers.stored_runs import stored_run

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
        f"Here a sum is {sums[0]:.3g}. Which activation of the last layer makes sure of that?"
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
    (images, labels), (test_images, test_labels) = course_data("mnist")
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
            f"`y_{name}` needs a whole number for each image, the shape {y.shape}; it has {target.shape}."
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


@exercise("Q2.1", points=0.5)
def test_jobs_are_those_of_the_two_libraries(nb: Namespace):
    "Each of six jobs with the library that does it."
    submitted = nb.q2_1
    assert isinstance(submitted, str | list | tuple), (
        'Give a list of six letters, such as ["K", "T", …].'
    )
    answer = [sign for sign in "".join(map(str, submitted)).upper() if sign.isalpha()]
    assert len(answer) == 6, "Give six letters, one for each job."
    assert set(answer) <= {"K", "T"}, "Each letter is K or T."
    assert "".join(answer) == "KTKTTK", (
        "Not all of them yet. Ask of each job: does it describe or steer a network, or does it compute with "
        "arrays? The language can stay when the engine is replaced."
    )


@exercise("Q2.1", points=0.5)
def test_versions_are_those_installed(nb: Namespace):
    "The versions of TensorFlow and Keras installed here."
    answer = nb.q2_1_versions
    is_pair = isinstance(answer, list | tuple) and len(answer) == 2
    assert is_pair, "Give a list of two strings: TensorFlow's version, then that of Keras."
    import keras
    import tensorflow as tf

    for name, module, version in zip(("TensorFlow", "Keras"), (tf, keras), answer, strict=True):
        actual, version = module.__version__, str(version).strip()
        same = version == actual or (version.count(".") >= 1 and actual.startswith(f"{version}."))
        assert same, (
            f"{version!r} is not the version of {name} that runs here. Each library has an attribute that says it."
        )


@exercise("Q2.3", points=0.5)
def test_parameters_are_counted(nb: Namespace):
    "The number of weights and biases in both dense layers of the wider network."
    answer = number(nb.q2_3)
    assert answer != 784 * 512 + 512 * 10, (
        "These are the weights. What does each unit have besides?"
    )
    assert answer != 784 * 512 + 512, "That is the first dense layer. There is a second one."
    assert answer != 785 * 128 + 129 * 10, (
        "That is the network of Figure 2.1. The wider one has 512 hidden units."
    )
    assert answer == 785 * 512 + 513 * 10, (
        "Not yet. Count layer by layer: inputs times units, and one bias for each unit."
    )


@exercise("E2.2", points=0.5)
def test_network_gives_probabilities(nb: Namespace):
    "`model` turns an image of shape (28, 28) into ten probabilities."
    assert_gives_probabilities(predict(nb.model, course_part("test")[0][:20]))


@exercise("E2.2", points=0.5)
def test_network_has_the_right_size(nb: Namespace):
    "`model` has 128 hidden units that see every pixel."
    count = nb.model.count_params()
    assert count == 785 * 128 + 129 * 10, (
        f"The network has {count:,} parameters, Figure 2.1 has another number. How many units does each layer "
        "have? Does the first dense layer see all pixels of an image at once?"
    )


@exercise("E2.2", points=0.5)
def test_hidden_layer_is_relu(nb: Namespace):
    "The hidden layer of `model` has the activation ReLU, and nothing else happens to an image."
    model, x = nb.model, course_part("test")[0]
    assert_hidden_layer_is_relu(model, x)
    assert_same_while_training(model, x[:20])
    weights = model.get_weights()
    shapes = [weight.shape for weight in weights]
    assert shapes == [(784, 128), (128,), (128, 10), (10,)], (
        f"The weights and biases have the shapes {shapes}; Figure 2.1 has a matrix and a bias for each of two "
        "dense layers."
    )
    hidden = np.maximum(x[:20].reshape(20, -1) @ weights[0] + weights[1], 0)
    logits = hidden @ weights[2] + weights[3]
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    right = exponentials / exponentials.sum(axis=1, keepdims=True)
    assert np.allclose(predict(model, x[:20]), right, atol=1e-3), (
        "The network does more than its two dense layers, ReLU and softmax. Which layer of yours is not in "
        "Figure 2.1? The pixels are scaled already."
    )


@exercise("Q2.5", points=0.5)
def test_updates_are_counted(nb: Namespace):
    "The number of updates in five epochs."
    answer = number(nb.q2_5)
    assert answer != 1688, "That is one epoch."
    assert answer not in (8435, 8437, 8438, 8437.5), (
        "Nearly: the last, smaller batch of every epoch makes an update too."
    )
    assert answer == 8440, "Not yet. How many batches does one epoch have?"


@exercise("E2.3", points=0.5)
def test_model_is_trained(nb: Namespace):
    "`model` is trained for `epochs` epochs, and `history` holds its four curves."
    curves_of(nb.history, nb.epochs)
    share = share_right(nb.model, *course_part("test"))
    assert share > 0.3, (
        f"The network gets {share:.0%} of new images right, which is close to guessing. Check the loss, the "
        "optimiser, and that images and labels belong together."
    )


@exercise("E2.3", points=0.5)
def test_model_is_validated_on_the_validation_part(nb: Namespace):
    "`history` was validated on the validation part, and `fit` made the updates that were asked for."
    history, model = nb.history, nb.model
    assert_validated_on(curves_of(history, nb.epochs), model, *course_validation_part(nb))
    assert_number_of_updates(model, nb, int(nb.batch_size))


@exercise("E2.3", points=0.5, full_training=True)
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


@once
def drawn_curves(nb: Namespace) -> tuple[list[Panel], dict[str, list[float]]]:
    """What `draw_curves` draws of a training of seven epochs, and the curves of that training."""
    draw_curves, rng = nb.draw_curves, fresh_rng()
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    curves = {name: rng.uniform(0.1, 0.9, 7).tolist() for name in names}
    figure = draw_curves({name: list(values) for name, values in curves.items()})
    try:
        return panels(figure, "What `draw_curves` returns"), curves
    finally:
        plt = sys.modules.get("matplotlib.pyplot")
        if plt:
            plt.close("all")


@exercise("E2.4", points=1)
def test_curves_are_drawn(nb: Namespace):
    "`draw_curves` shows the losses in one panel and the accuracies in another, epoch by epoch."
    drawn, curves = drawn_curves(nb)
    assert len(drawn) == 2, (
        f"The figure has {len(drawn)} panels: it needs two, one for the losses, one for the accuracies."
    )
    where = {name: _panels_of(values, drawn) for name, values in curves.items()}
    for name, places in where.items():
        assert places, f"No line of the figure goes through the values of history['{name}']."
    pairs = [set(where[name]) & set(where[f"val_{name}"]) for name in ("loss", "accuracy")]
    assert all(pairs), "Training and validation belong in one panel, so that they can be compared."
    assert pairs[0] != pairs[1], "The losses belong in one panel, the accuracies in the other."
    for panel in drawn:
        for line in panel.lines:
            counted = len(line.x) != 7 or np.array_equal(line.x, np.arange(1, 8))
            assert counted, (
                f"For 7 epochs a line runs from {line.x[0]:g} to {line.x[-1]:g}: count the epochs from 1, and "
                "give `plot` their numbers before the values."
            )


@exercise("E2.4", points=1)
def test_curves_can_be_read(nb: Namespace):
    "Each panel has a title, names for both axes, and a legend that names training and validation."
    for place, panel in zip(("left", "right"), drawn_curves(nb)[0], strict=False):
        assert panel.title, f"The {place} panel has no title."
        for axis, name in (("xlabel", panel.xlabel), ("ylabel", panel.ylabel)):
            assert name, f"In the {place} panel an axis has no name: `set_{axis}` gives it."
        named = " ".join(panel.legend).lower()
        assert named, (
            f"The {place} panel has no legend: give each line a `label`, and call `legend()`."
        )
        for word, whole in (("train", "training"), ("val", "validation")):
            assert word in named or translate(whole)[:5].lower() in named, (
                f"The legend of the {place} panel says {panel.legend}; it should tell which line is training and "
                "which is validation."
            )


def _panels_of(values: list[float], drawn: list[Panel]) -> list[int]:
    """Panels with a line through `values`, as they are or in percent."""
    return [
        i
        for i, panel in enumerate(drawn)
        for line in panel.lines
        if len(line.y) == len(values)
        and any(np.allclose(line.y, scale * np.array(values), rtol=1e-4) for scale in (1, 100))
    ]


@exercise("E2.5", points=0.5)
def test_test_accuracy_is_right(nb: Namespace):
    "`probabilities` are the outputs for the test images, and `test_accuracy` the share that is right."
    probabilities = array(nb.probabilities, "`probabilities`")
    share = scalar(nb.test_accuracy, "`test_accuracy`")
    x, y = course_part("test")
    assert probabilities.shape == (len(y), 10), (
        f"`probabilities` has the shape {probabilities.shape}; there are {len(y):,} test images and ten digits."
    )
    assert np.allclose(probabilities, predict(nb.model, x), atol=1e-3), (
        "`probabilities` are not the outputs of `model` for the test images. Was it trained further since?"
    )
    assert share <= 1, "Give `test_accuracy` as a share between 0 and 1."
    assert math.isclose(share, np.mean(probabilities.argmax(axis=1) == y), abs_tol=5e-4), (
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


@exercise("E2.6", points=1.5)
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


def long_history() -> dict[str, np.ndarray]:
    """The stored curves of 50 epochs."""
    curves = stored_run("mnist_dense_50_epochs")["history"]
    return {name: np.array(values) for name, values in curves.items()}


@exercise("Q2.7", points=0.5)
def test_epoch_of_the_lowest_validation_loss(nb: Namespace):
    "The epoch with the lowest validation loss, counted from 1."
    answer, curves = number(nb.best_epoch, "`best_epoch`"), long_history()
    right = int(curves["val_loss"].argmin()) + 1
    assert answer != right - 1, "NumPy counts from 0, epochs are counted from 1."
    assert answer != curves["loss"].argmin() + 1, (
        "That is the training loss. Which curve is from new images?"
    )
    assert answer != curves["val_accuracy"].argmax() + 1, (
        "That is the best accuracy. Take the loss."
    )
    assert answer != curves["val_loss"].argmax() + 1, (
        "That is the highest loss; a loss should be low."
    )
    assert answer == right, "Not yet: at which place is `long_history['val_loss']` smallest?"


@exercise("Q2.7", points=0.5)
def test_accuracy_after_the_lowest_loss(nb: Namespace):
    "How the validation accuracy changes after the epoch of the lowest validation loss."
    answer, curves = number(nb.accuracy_gain, "`accuracy_gain`"), long_history()
    best = int(curves["val_loss"].argmin())
    gain = curves["val_accuracy"][-10:].mean() - curves["val_accuracy"][best]
    assert not math.isclose(answer, gain, rel_tol=0.02), (
        "In percentage points, please: 0.01 is 1 point."
    )
    assert not math.isclose(answer, -100 * gain, rel_tol=0.02), (
        "The sign is wrong: later minus earlier."
    )
    last = 100 * (curves["val_accuracy"][-1] - curves["val_accuracy"][best])
    assert not math.isclose(answer, last, rel_tol=0.02), (
        "That is the last epoch alone, and one epoch is noisy. Take the mean of the last ten."
    )
    assert math.isclose(answer, 100 * gain, rel_tol=0.02), (
        "Not yet: the mean of the last ten values of `long_history['val_accuracy']`, minus the value at "
        "`best_epoch`, in percentage points. (The value of epoch 1 stands at place 0.)"
    )


@exercise("Q2.9", points=0.5)
def test_luck_of_the_chosen_candidate(nb: Namespace):
    "The part of the reported accuracy that is luck, with all candidates tried."
    answer = number(nb.q2_9)
    reported = as_array(nb.reported, "`reported`").astype(float)
    fresh = as_array(nb.fresh, "`fresh`").astype(float)
    luck = reported[-1] - fresh[-1]
    assert not math.isclose(answer, reported[0] - fresh[0], abs_tol=0.005), (
        "That is with one candidate, where nothing is chosen. Take the right end of the figure."
    )
    assert not math.isclose(answer, reported[-1] - reported[0], abs_tol=0.005), (
        "So much does the reported score climb. But the chosen network is better on fresh images, too: compare "
        "the two curves at the same number of candidates."
    )
    assert not math.isclose(answer, luck / 100, abs_tol=0.0005), (
        "In percentage points: both curves are in percent."
    )
    assert abs(answer - luck) <= 0.01, (
        "Not yet: at the right end of Figure 2.9, how far is the reported accuracy above that on fresh images?"
    )
