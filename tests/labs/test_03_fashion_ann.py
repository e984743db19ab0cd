"""Graded tests of lab 03."""

from __future__ import annotations

import functools
import math
import warnings

import numpy as np

from helpers.data import source
from helpers.graded import figures
from helpers.graded.answers import array, curves_of, number, scalar
from helpers.graded.bars import required_bar
from helpers.graded.evaluation import (
    assert_compiled,
    assert_trained_on_neither,
    course_data,
    course_images,
    penalty,
    predict,
    share_right,
    updates_made,
)
from helpers.graded.namespace import Namespace, once
from helpers.graded.tests import exercise, fresh_rng, measured
from helpers.languages.catalogue import translate

TOPS = [0, 2, 4, 6]


course_part = functools.partial(course_images, "fashion-mnist")


def course_training_parts(nb: Namespace) -> tuple[tuple, tuple]:
    """The course's own training and validation images, each with its whole-number labels."""
    total = int(nb.train_size)
    first = total * 4 // 5
    return course_part("training", 0, first), course_part("training", first, total)


def forward(weights: list[np.ndarray], x: np.ndarray, activations: tuple[str, str]) -> np.ndarray:
    """Probabilities of three dense layers, in NumPy; an activation is `"relu"`, `"linear"` or `"tanh"`."""
    functions = {"relu": lambda z: np.maximum(z, 0), "linear": lambda z: z, "tanh": np.tanh}
    values = x.reshape(len(x), -1)
    for layer, activation in enumerate(activations):
        values = functions[activation](values @ weights[2 * layer] + weights[2 * layer + 1])
    logits = values @ weights[4] + weights[5]
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def assert_was_not_trained_on_what_judges_it(model) -> None:
    """A network trained on the training part alone is less sure of the images that it is judged by.

    Measured at full settings on the real data, one or two seeds each. Honest networks (plain, L2 of 0.0001 to
    0.001): validation loss 1.05 times the training loss for one that stays below its bar, 1.11 times and more for
    the others; with augmentation 1.03 times, where no image is known by heart (moved, 1.1 times the loss; else 1.6
    to 1.9). The test loss is 1.03 to 1.08 times the validation loss. Networks trained on the validation images: at
    most 1.01 times the training loss; on the test images and not on those: at most 0.92 times the validation loss.
    On the built-in sample honest losses are at least 1.07 times the training loss, others at most 0.9 times.
    """
    judges = {"test": course_part("test"), "validation": course_part("training", 48_000)}
    training = course_part("training", 0, 48_000)
    if source("fashion-mnist") == "real":
        beside = {"test": 0.97, "validation": 0.87}
        assert_trained_on_neither(model, judges, training, 1.03, 1.6, beside)
    else:
        assert_trained_on_neither(model, judges, training, 1.0)


def images_and_targets(count: int, classes: range) -> tuple[np.ndarray, np.ndarray]:
    """Random images and one-hot labels from `classes`, to try a training on."""
    rng = fresh_rng()
    targets = np.eye(10, dtype="float32")[rng.choice(classes, size=count)]
    return rng.random((count, 28, 28), dtype="float32"), targets


@exercise("E3.1", points=0.5)
def test_images_are_scaled_and_split(nb: Namespace):
    "Images in three parts, training and validation in a ratio of 4 to 1; pixels from 0 to 1."
    arrays = {part: getattr(nb, f"x_{part}") for part in ("train", "val", "test")}
    (images, _), (test_images, _) = course_data("fashion-mnist")
    total = int(nb.train_size)
    n = total * 4 // 5
    wanted = {"train": images[:n], "val": images[n:total], "test": test_images}
    for part, x in wanted.items():
        name, mine = f"x_{part}", array(arrays[part], f"`x_{part}`")
        assert mine.shape == x.shape, (
            f"`{name}` has the shape {mine.shape}; it needs {x.shape}. Cut at `n_train`, keep 28 × 28."
        )
        assert np.issubdtype(mine.dtype, np.floating), (
            f"`{name}` must hold floats, not {mine.dtype}."
        )
        assert math.isclose(mine.max(), x.max() / 255, rel_tol=1e-3), (
            f"The pixels of `{name}` go up to {mine.max():.3g}. Scale them so that 255 becomes 1."
        )
        some = slice(None, None, max(1, len(x) // 500))
        assert np.allclose(mine[some], x[some] / 255, atol=1e-3), (
            f"`{name}` does not hold the right images. Keep the order: the first `n_train` for training, the "
            "rest for validation, and scale all three parts in the same way."
        )


@exercise("E3.1", points=0.5)
def test_labels_are_one_hot(nb: Namespace):
    "One-hot labels for all three parts."
    arrays = {part: getattr(nb, f"y_{part}") for part in ("train", "val", "test")}
    (_, labels), (_, test_labels) = course_data("fashion-mnist")
    total = int(nb.train_size)
    n = total * 4 // 5
    wanted = {"train": labels[:n], "val": labels[n:total], "test": test_labels}
    for part, right in wanted.items():
        name, mine = f"y_{part}", array(arrays[part], f"`y_{part}`")
        assert mine.ndim == 2, (
            f"`{name}` has the shape {mine.shape}. One-hot labels have a row for each image and a column for "
            "each class."
        )
        assert mine.shape == (len(right), 10), (
            f"`{name}` has the shape {mine.shape}; it needs {(len(right), 10)}."
        )
        is_one_hot = np.array_equal(np.unique(mine), [0, 1]) and np.all(mine.sum(axis=1) == 1)
        assert is_one_hot, f"Each row of `{name}` must hold a single 1 among zeros."
        assert np.array_equal(mine.argmax(axis=1), right), (
            f"The 1 in a row of `{name}` does not stand where the label of its image says. Label 0 belongs to "
            "the first column; keep the order of the images."
        )
        assert np.issubdtype(mine.dtype, np.floating), (
            f"`{name}` holds {mine.dtype}; make the labels floats, like the probabilities they are compared with."
        )


DIVIDED = (
    "Each row of `p` was divided by its sum first, as the losses of Keras do. Write the formula in NumPy, "
    "with `p` as it is."
)


@exercise("E3.2", points=1)
def test_categorical_loss(nb: Namespace):
    "`categorical_loss` is the mean cross-entropy for rows of targets, one-hot or not."
    loss = nb.categorical_loss
    rng = fresh_rng()
    p = rng.uniform(0.05, 0.9, size=(8, 10))  # Keras would divide each row by its sum
    for kind, y in (
        ("one-hot", np.eye(10)[rng.integers(10, size=8)]),
        ("soft", rng.dirichlet(np.ones(10), size=8)),
    ):
        terms = -(y * np.log(p)).sum(axis=1)
        value = scalar(loss(y.copy(), p.copy()), "What `categorical_loss` returns")
        assert value > 0, (
            "The loss came out negative. ln p is negative for p < 1: where is the minus?"
        )
        assert not math.isclose(value, terms.sum(), rel_tol=1e-4), (
            "That is the sum over the images. Which number makes batches of different sizes comparable?"
        )
        assert not math.isclose(value, terms.mean() / 10, rel_tol=1e-4), (
            "Your loss is ten times too small: it is averaged over the classes as well. Sum over the classes, "
            "average over the images."
        )
        divided = -(y * np.log(p / p.sum(axis=1, keepdims=True))).sum(axis=1).mean()
        assert not math.isclose(value, divided, rel_tol=1e-4), DIVIDED
        assert math.isclose(value, terms.mean(), rel_tol=1e-4), (
            f"With {kind} targets `categorical_loss` does not give the value of the formula."
        )


@exercise("E3.2", points=1)
def test_sparse_loss(nb: Namespace):
    "`sparse_loss` is the mean cross-entropy for labels that are whole numbers."
    loss = nb.sparse_loss
    rng = fresh_rng()
    p = rng.uniform(0.05, 0.9, size=(8, 10))
    labels = rng.integers(10, size=8).astype("uint8")
    terms = -np.log(p[np.arange(8), labels])
    value = scalar(loss(labels.copy(), p.copy()), "What `sparse_loss` returns")
    assert value > 0, "The loss came out negative. ln p is negative for p < 1: where is the minus?"
    assert not math.isclose(value, terms.sum(), rel_tol=1e-4), (
        "That is the sum over the images. Take the mean."
    )
    every = -np.log(p[:, labels]).mean()
    assert not math.isclose(value, every, rel_tol=1e-4), (
        "`p[:, labels]` takes all these columns of every image. From each row you need one entry, its own."
    )
    divided = -np.log((p / p.sum(axis=1, keepdims=True))[np.arange(8), labels]).mean()
    assert not math.isclose(value, divided, rel_tol=1e-4), DIVIDED
    assert math.isclose(value, terms.mean(), rel_tol=1e-4), (
        "`sparse_loss` does not give the value of the formula. Which probability of each image counts?"
    )


@exercise("Q3.2", points=0.5)
def test_parameters_are_counted(nb: Namespace):
    "The number of weights and biases in all three dense layers."
    answer = number(nb.q3_2)
    assert answer != 784 * 128 + 128 * 64 + 64 * 10, (
        "These are the weights. What does each unit have besides?"
    )
    assert answer != 785 * 128 + 129 * 64, "These are the hidden layers. There is one more."
    assert answer != 785 * 128 + 129 * 10, "That is the network of lab 02. Which layer is new?"
    assert answer == 785 * 128 + 129 * 64 + 65 * 10, (
        "Not yet. Count layer by layer: inputs times units, and one bias for each unit."
    )


def assert_is_built(network) -> None:
    """Later cells look at the layers and weights of a new network, before it has seen an image."""
    assert getattr(network, "built", True), (
        "The network does not know the size of an image yet, so it has no weights. Begin it with "
        "`keras.Input((28, 28))`."
    )


def layers_within(network) -> list:
    """Layers of a network, and those of networks that are among them."""
    return [
        inner
        for layer in network.layers
        for inner in (layers_within(layer) if hasattr(layer, "layers") else [layer])
    ]


@exercise("E3.3", points=1)
def test_network_computes_what_it_should(nb: Namespace):
    "`build_network` gives two hidden layers with the activation asked for, then ten probabilities."
    build = nb.build_network
    network = build()
    x = course_part("test")[0][:20]
    assert_is_built(network)
    outputs = predict(network, x)
    assert outputs.shape == (20, 10), (
        f"For 20 images the outputs have the shape {outputs.shape}; it must be ten numbers for each image."
    )
    shapes = [w.shape for w in network.get_weights()]
    wanted = [(784, 128), (128,), (128, 64), (64,), (64, 10), (10,)]
    assert shapes == wanted, (
        f"The weights and biases have the shapes {shapes}. How many units has each layer of the table, and in "
        "which order?"
    )
    rng = fresh_rng()
    weights = [rng.normal(scale=1 / math.sqrt(shape[0]), size=shape) for shape in shapes]
    network.set_weights(weights)
    outputs = predict(network, x)
    assert np.allclose(outputs.sum(axis=1), 1, atol=1e-3), (
        "The ten outputs of an image do not add up to 1. Which activation of the last layer makes sure of that?"
    )
    for first, second in (("linear", "relu"), ("relu", "linear"), ("linear", "linear")):
        assert not np.allclose(outputs, forward(weights, x, (first, second)), atol=1e-4), (
            "A hidden layer has no activation, though none but `relu` was asked for. Check both of them."
        )
    assert np.allclose(outputs, forward(weights, x, ("relu", "relu")), atol=1e-4), (
        "The hidden layers do not compute ReLU when `build_network()` is called without an argument."
    )
    for name in ("linear", "tanh"):
        other = build(name)
        assert other is not network, "Each call must return a new network."
        other.set_weights(weights)
        assert np.allclose(predict(other, x), forward(weights, x, (name, name)), atol=1e-4), (
            f"`build_network({name!r})` does not give both hidden layers this activation. Do they use the "
            "argument? The last layer keeps its softmax."
        )


@exercise("E3.3", points=0.5)
def test_network_has_dropout(nb: Namespace):
    "A fifth of the 128 units is dropped in training, and none in prediction."
    network = nb.build_network()
    x = course_part("test")[0][:20]
    assert_is_built(network)
    predict(network, x[:1])
    first, second = (np.asarray(network(x, training=True)) for _ in range(2))
    assert not np.allclose(first, second, atol=1e-6), (
        "Two passes in training mode gave the same outputs: nothing is dropped. Where is the dropout?"
    )
    dropouts = [layer for layer in layers_within(network) if "Dropout" in type(layer).__name__]
    assert len(dropouts) == 1, f"There are {len(dropouts)} dropout layers; the table has one."
    kind = type(dropouts[0]).__name__
    assert kind == "Dropout", f"`{kind}` is another layer: the table says `Dropout`."
    assert math.isclose(dropouts[0].rate, 0.2, rel_tol=1e-6), (
        f"A fifth of the units must be dropped, not {dropouts[0].rate:.0%}."
    )
    size = dropouts[0].output.shape[-1]
    assert size == 128, (
        f"The dropout falls on {size} numbers. Which ones does the table drop? Look at its place in the list."
    )


@exercise("E3.4", points=1)
def test_two_layers_collapse(nb: Namespace):
    "`collapse` gives the one layer that computes what two without activation do."
    collapse = nb.collapse
    rng = fresh_rng()
    inputs, units, outputs = 7, 5, 3
    w1, b1 = rng.normal(size=(inputs, units)), rng.normal(size=units)
    w2, b2 = rng.normal(size=(units, outputs)), rng.normal(size=outputs)
    result = collapse(w1.copy(), b1.copy(), w2.copy(), b2.copy())
    is_pair = isinstance(result, list | tuple) and len(result) == 2
    assert is_pair, "Return two arrays: the weights, and the bias."
    weights, bias = (
        array(result[0], "The first of the two"),
        array(result[1], "The second of the two"),
    )
    assert weights.shape == (inputs, outputs), (
        f"From {inputs} inputs, {units} units and {outputs} outputs your weights have the shape {weights.shape}. "
        "They must lead from the inputs straight to the outputs."
    )
    assert np.allclose(weights, w1 @ w2), (
        "The weights are not right yet. Write z out in terms of x: what stands behind x?"
    )
    assert bias.size == outputs, (
        f"The bias has the shape {bias.shape}; there must be one number for each output."
    )
    untouched = np.allclose(bias, b2) or np.allclose(bias, b2 + b1.sum())
    assert not untouched, (
        "The first bias also passes through the second layer. What happens to it there?"
    )
    assert np.allclose(bias.ravel(), b1 @ w2 + b2), (
        "The bias is not right yet. What is z when x is zero?"
    )


@exercise("E3.5", points=0.75)
def test_training_is_compiled_right(nb: Namespace):
    "`train` compiles with Adam and a loss for one-hot labels, and returns four curves."
    curves, network, (x, y), _ = trained(nb)
    curves_of(curves)
    assert_compiled(network)
    optimizer = type(network.optimizer).__name__
    assert optimizer == "Adam", f"The optimiser is {optimizer}; the exercise asks for Adam."
    p = np.maximum(predict(network, x), 1e-7)
    right = float(np.mean(-(y * np.log(p)).sum(axis=1))) + penalty(network, x)
    network.run_eagerly = True  # quicker for so few images: no graph to trace
    compiled = float(network.evaluate(x, y, batch_size=100, verbose=0)[0])
    assert math.isclose(compiled, right, rel_tol=1e-3), (
        "The loss that `train` compiled is not the cross-entropy of one-hot labels."
    )


@exercise("E3.5", points=0.75)
def test_training_uses_what_it_is_given(nb: Namespace):
    "`train` makes the right number of updates on the images it gets, and validates on the others."
    curves, network, (x, _), (x_val, y_val) = trained(nb)
    count = len(curves["loss"])
    assert count == 2, f"Asked for 2 epochs, `train` made {count}. Does it use its argument?"
    updates, wanted = updates_made(network), 2 * math.ceil(len(x) / nb.batch_size)
    assert updates == wanted, (
        f"In 2 epochs of {len(x)} images `train` made {updates} updates; batches of `batch_size` make {wanted}. "
        "Does it train on all images that it is given, and only on those?"
    )
    p = np.maximum(predict(network, x_val), 1e-7)
    right = float(np.mean(-(y_val * np.log(p)).sum(axis=1))) + penalty(network, x_val)
    assert math.isclose(curves["val_loss"][-1], right, rel_tol=1e-3), (
        "The last `val_loss` is not that of the images given as `validation`. Which ones did `fit` validate on?"
    )
    assert not np.isclose(curves["loss"][0], curves["loss"][1], rtol=1e-7), (
        "The loss does not move from one epoch to the next: is anything trained?"
    )


@once
def trained(nb: Namespace) -> tuple:
    """Curves, network and both parts of one small training with the student's `train`."""
    train, build = nb.train, nb.build_network
    # Other classes for validation: what is learnt from `part` makes the loss there large.
    part, validation = images_and_targets(300, range(5)), images_and_targets(100, range(5, 10))
    network = build()
    try:
        copies = [tuple(map(np.copy, some)) for some in (part, validation)]
        curves = train(network, *copies[0], copies[1], 2, verbose=0)
    except ValueError as error:
        mismatch = any(word in str(error) for word in ("rank", "ndim"))
        assert not mismatch, (
            "Labels and loss do not fit: `train` is given one-hot labels. Section 2 shows the pairs that work."
        )
        raise
    except KeyError as error:
        raise AssertionError(
            f"`train` asked for {error}, which is not among the curves."
        ) from error
    assert network.compiled, (
        "`train` did not compile the network that it was given, or with a function of your own as loss or "
        "metric. Does it use its argument `network`, or another network of your notebook?"
    )
    return curves, network, part, validation


@exercise("E3.6", points=1)
def test_trainings_are_drawn(nb: Namespace):
    "`draw_comparison` draws the `val_accuracy` of each training in one panel, from epoch 1 on."
    runs, panel = drawn_runs(nb)
    for name, curves in runs.items():
        line = line_through(panel, curves["val_accuracy"])
        assert line is not None, (
            f"No line goes through the `val_accuracy` of {name!r}, a training of {len(curves['loss'])} epochs. "
            "Draw one for each training in `runs`, as shares or in percent."
        )
        assert np.allclose(line.x, np.arange(1, len(line.x) + 1)), (
            f"The first value of `val_accuracy` stands at {line.x[0]:g}. It is measured after epoch 1."
        )
        for other in ("loss", "val_loss", "accuracy"):
            assert line_through(panel, curves[other]) is None, (
                f"One line shows the `{other}` of a training. Each has one line only, that of its `val_accuracy`."
            )


@exercise("E3.6", points=0.5)
def test_axes_are_named(nb: Namespace):
    "The panel has a title and a label on both axes."
    _, panel = drawn_runs(nb)
    assert panel.title.strip(), "The panel has no title: `ax.set_title(…)`."
    assert any(word in panel.xlabel.lower() for word in ("epoch", translate("epoch"))), (
        "What runs along the lower axis? Say it: `ax.set_xlabel(…)`."
    )
    assert panel.ylabel.strip(), "The panel has no label on its left axis: `ax.set_ylabel(…)`."


@exercise("E3.6", points=0.5)
def test_trainings_are_named(nb: Namespace):
    "The legend gives each line the name of its training."
    runs, panel = drawn_runs(nb)
    lines = [line_through(panel, curves["val_accuracy"]) for curves in runs.values()]
    assert all(lines), "There is not yet a line for each training."
    assert panel.legend, (
        "The panel has no legend: `label=…` in `plot`, and at the end `ax.legend()`."
    )
    for name, line in zip(runs, lines, strict=True):
        called = ", ".join(line.called)
        assert name in called, (
            f"In the legend the line of {name!r} is called {called!r}. The names are the keys of `runs`."
        )
        others = [other for other in runs if other != name and other in called]
        assert not others, (
            f"In the legend the lines of {name!r} and {others[0]!r} look the same or have the same text: give "
            "each line a name and a look of its own."
        )


@once
def drawn_runs(nb: Namespace) -> tuple[dict[str, dict[str, list[float]]], figures.Panel]:
    """Trainings made up, of several lengths, and the panel in which the student's function draws them."""
    draw = nb.draw_comparison
    import matplotlib.pyplot as plt

    rng = fresh_rng()
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    lengths = {"plain": 7, "wide": 4, "deep": 6}
    runs = {
        run: {name: [float(value) for value in rng.uniform(0.2, 0.9, length)] for name in names}
        for run, length in lengths.items()
    }
    copies = {
        run: {name: list(values) for name, values in curves.items()} for run, curves in runs.items()
    }
    try:
        drawn = draw(copies)
    except KeyError as error:
        asked = error.args[0] if error.args else ""
        assert asked not in names, (
            f"`draw_comparison` looked for {asked!r} in `runs`. There it finds names of trainings only: the "
            "curves are one step further in."
        )
        raise
    panels = figures.panels(drawn, "What `draw_comparison` returns")
    if figures.is_figure(drawn):
        plt.close(drawn)
    assert len(panels) == 1, (
        f"The figure has {len(panels)} panels; it needs one, for all trainings."
    )
    return runs, panels[0]


def line_through(panel: figures.Panel, values: list[float]) -> figures.Line | None:
    """The line of a panel with these heights, as they are or in percent."""
    for line in panel.lines:
        if len(line.y) == len(values) and any(
            np.allclose(line.y, scale * np.asarray(values)) for scale in (1, 100)
        ):
            return line
    return None


@exercise("Q3.4", points=1)
def test_gap_is_measured_in_the_same_way(nb: Namespace):
    "The gap between training and validation accuracy, both with all units on."
    gap = scalar(nb.q3_4)
    training, validation = course_training_parts(nb)
    right, val = share_right(nb.model, *training), share_right(nb.model, *validation)
    # One image may fall on the other side where the sums are added up in another order.
    near = max(2e-4, 1.5 / len(training[1])) + max(2e-4, 1.5 / len(validation[1]))
    wanted = right - val
    assert abs(gap) <= 1, (
        "Give the gap as a difference of two shares, each between 0 and 1. `evaluate` returns the loss first."
    )
    suggested = nb.history["accuracy"][-1] - nb.history["val_accuracy"][-1]
    assert abs(gap - suggested) > 1e-6 or abs(gap - wanted) <= near, (
        "That takes the accuracy that `fit` gave: an average over the epoch, with dropout on. Measure after the "
        "training."
    )
    assert abs(gap + wanted) > near or abs(wanted) <= near, (
        "The gap has the wrong sign: training minus validation."
    )
    assert abs(gap - right) > near or abs(gap - wanted) <= near, (
        "That is the accuracy on the training images. Subtract the validation accuracy after the last epoch."
    )
    assert abs(gap - wanted) <= near, (
        "This is not the accuracy on `x_train` minus the validation accuracy after the last epoch. Which of its "
        "two numbers does `evaluate` return first?"
    )


@exercise("E3.7", points=1)
def test_early_stopping(nb: Namespace):
    "`early_stop` gives the best epoch so far and the last epoch trained."
    early_stop = nb.early_stop
    rng = fresh_rng()
    fixed = [
        ([0.9, 0.7, 0.6, 0.65, 0.62, 0.5, 0.55, 0.56, 0.57, 0.58], 1, (3, 4)),
        ([0.9, 0.7, 0.6, 0.65, 0.62, 0.5, 0.55, 0.56, 0.57, 0.58], 2, (3, 5)),
        ([0.9, 0.7, 0.6, 0.65, 0.62, 0.5, 0.55, 0.56, 0.57, 0.58], 3, (6, 9)),
        ([0.9, 0.8, 0.7, 0.6], 2, (4, 4)),
        ([0.5, 0.6, 0.7, 0.8], 10, (1, 4)),
        ([0.5, 0.5, 0.5, 0.5], 2, (1, 3)),  # an equal value has not beaten the best
    ]
    drawn = [(list(rng.random(30)), int(rng.integers(1, 8)), None) for _ in range(30)]
    for losses, patience, expected in fixed + drawn:
        if expected is None:
            # The rule in other words: stop at the first epoch that ends `patience` epochs without a new minimum.
            bests = [int(np.argmin(losses[: i + 1])) for i in range(len(losses))]
            ends = [i for i in range(len(losses)) if i - bests[i] >= patience]
            end = ends[0] if ends else len(losses) - 1
            expected = (bests[end] + 1, end + 1)
        result = early_stop(list(losses), patience)
        is_pair = isinstance(result, list | tuple | np.ndarray) and len(result) == 2
        assert is_pair, "Return two epochs: the best one so far, and the last one trained."
        epochs = tuple(scalar(value, "Each of the two epochs") for value in result)
        assert epochs != expected[::-1] or epochs == expected, (
            "The two epochs are right but swapped: the best one first, then the last one trained."
        )
        assert epochs != (expected[0] - 1, expected[1] - 1), "Epochs are counted from 1."
        shown = [round(float(value), 2) for value in losses[: expected[1] + 1]]
        assert epochs[0] == expected[0], (
            f"With patience {patience} and the losses {shown} … your best epoch is {epochs[0]:g}. The rule "
            "knows only the epochs before it stops."
        )
        assert epochs[1] == expected[1], (
            f"With patience {patience} and the losses {shown} … your training ends after epoch {epochs[1]:g}. "
            "Count the epochs in a row since the best one."
        )
        assert all(isinstance(value, int | np.integer) for value in result), (
            "The epochs are right, but not of type `int`: later cells count with them. Use `int(…)`."
        )


@exercise("E3.8", points=0.25)
def test_predictions_are_those_of_the_network(nb: Namespace):
    "`predicted` holds the most probable class of each test image."
    predicted = array(nb.predicted, "`predicted`")
    x, _ = course_part("test")
    assert predicted.shape == (len(x),), (
        f"`predicted` has the shape {predicted.shape}; there must be one class for each of the "
        f"{len(x):,} test images."
    )
    array(predicted, "`predicted`", of="whole numbers")
    assert np.mean(predicted == predict(nb.model, x).argmax(axis=1)) > 0.999, (
        "`predicted` are not the most probable classes of `model` for the test images. Was it trained "
        "further since?"
    )


@exercise("E3.8", points=0.25)
def test_test_part_is_evaluated(nb: Namespace):
    "`test_loss` and `test_accuracy` are those of `model` on the test part."
    loss = scalar(nb.test_loss, "`test_loss`")
    share = scalar(nb.test_accuracy, "`test_accuracy`")
    x, y = course_part("test")
    p = predict(nb.model, x)
    right = float(np.mean(p.argmax(axis=1) == y))
    of_right_class = p[np.arange(len(y)), y]
    # Keras leaves out the cut at 1e-7 where it can compute the loss from the logits.
    losses = [np.mean(-np.log(np.maximum(of_right_class, lowest))) for lowest in (1e-30, 1e-7)]
    losses += [loss + penalty(nb.model, x) for loss in losses]
    swapped = math.isclose(loss, right, abs_tol=5e-4)
    assert not swapped, "Loss and accuracy are swapped. In which order does `evaluate` return them?"
    assert math.isclose(share, right, abs_tol=5e-4), (
        "`test_accuracy` is not the accuracy of `model` on the test images, as a share between 0 and 1."
    )
    assert any(math.isclose(loss, value, rel_tol=2e-3) for value in losses), (
        "`test_loss` is not the cross-entropy of `model` on the test images."
    )


@exercise("E3.8", points=1)
def test_accuracy_of_each_class(nb: Namespace):
    "`class_accuracy` gives the share of each class's images that are classified correctly."
    function = nb.class_accuracy
    rng = fresh_rng()
    labels = np.concatenate([np.arange(10), rng.integers(10, size=300)])
    guesses = np.where(rng.random(310) < 0.6, labels, rng.integers(10, size=310))
    result = array(function(labels.copy(), guesses.copy()), "What `class_accuracy` returns")
    assert result.shape == (10,), (
        f"`class_accuracy` returned the shape {result.shape}; there must be one share for each of ten classes."
    )
    right = [np.mean(guesses[labels == k] == k) for k in range(10)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        precision = [np.mean(labels[guesses == k] == k) for k in range(10)]
    both = [np.mean((labels == k) & (guesses == k)) for k in range(10)]
    rest = [np.mean((labels == k) == (guesses == k)) for k in range(10)]
    assert not np.allclose(result, precision, equal_nan=True), (
        "You divide by the number of images *predicted* as the class. Start from those that "
        "belong to it."
    )
    assert not np.allclose(result, both), (
        "You divide by the number of all images. How many are there of this class?"
    )
    assert not np.allclose(result, rest), (
        "You also count the images of other classes that were correctly not given this label. Look at one class's "
        "own images only."
    )
    assert np.allclose(result, right), (
        "These are not the shares. Take one class: pick its images by their label, and see how many are "
        "predicted as it."
    )


@exercise("E3.8", points=0.5, full_training=True)
def test_network_reaches_its_bar(nb: Namespace):
    "`model`, trained on the training part alone, reaches the accuracy that nearly every seed gives."
    nb.predicted  # noqa: B018 - not attempted before it is there
    model, lowest = nb.model, required_bar("03/test_accuracy")
    share = share_right(model, *course_part("test"))
    measured("03/test_accuracy", share)
    assert share >= lowest, (
        f"The test accuracy is {share:.4f}; this network reaches at least {lowest:.3f} when it is trained "
        "on the whole training part. Check the layers of E3.3 and the settings of E3.5."
    )
    assert_was_not_trained_on_what_judges_it(model)


@exercise("Q3.7", points=1)
def test_share_of_the_tops(nb: Namespace):
    "The share of the mistakes that lies between two of the four tops."
    answer = scalar(nb.q3_7)
    assert 0 <= answer <= 1, "Give a share between 0 and 1."
    x, labels = course_part("test")
    guesses = predict(nb.model, x).argmax(axis=1)
    mistakes = guesses != labels
    is_top, called_top = np.isin(labels, TOPS), np.isin(guesses, TOPS)
    near = 1.5 / max(1, mistakes.sum())
    right = np.mean((is_top & called_top)[mistakes])
    others = [
        (
            "That is the accuracy of the merged classes. Of the *mistakes*, which share disappears?",
            np.mean(~mistakes | (is_top & called_top)),
        ),
        (
            "That is a share of all images. Divide by the number of mistakes.",
            np.mean(mistakes & is_top & called_top),
        ),
        (
            "You count each mistake on a top. A shirt taken for a bag stays a mistake.",
            np.mean(is_top[mistakes]),
        ),
        ("That is the share that is left. Which share disappears?", 1 - right),
    ]
    for words, value in others:
        assert abs(answer - value) > near or abs(answer - right) <= near, words
    assert abs(answer - right) <= near, (
        "Not yet. Among the images where `predicted` differs from `test_labels`: for which are both in `tops`?"
    )
