"""Graded tests of lab 04."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from helpers.graded import figures
from helpers.graded.answers import array, given_copies, letter, number, scalar
from helpers.graded.bars import required_bar
from helpers.graded.evaluation import assert_compiled, assert_same_while_training, course_images
from helpers.graded.namespace import Namespace, once
from helpers.graded.tests import exercise, fresh_rng, measured

NAMES = ("sigmoid", "tanh", "ReLU", "LeakyReLU")
RESULTS = dict(zip(NAMES, ("sigmoid", "tanh", "relu", "leaky_relu"), strict=True))
ACTIVATIONS = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "ReLU": lambda z: np.maximum(z, 0),
    "LeakyReLU": lambda z: np.where(z > 0, z, np.float32(0.1) * z),
}
SHAPES = [(784, 128), (128,), (128, 64), (64,), (64, 10), (10,)]


def activation_name(value: object) -> str:
    """One of `NAMES`, however it is spelt."""
    plain = re.sub(r"[^a-z]", "", str(value).lower())
    known = {name.lower(): name for name in NAMES}
    assert plain in known, f"{value!r} is not one of the four names: {', '.join(NAMES)}."
    return known[plain]


def apply(function: Callable, z: np.ndarray, *arguments: float) -> np.ndarray:
    """What `function` makes of `z`, once it has the shape of `z` and has left `z` alone."""
    name = getattr(function, "__name__", "the function")
    before = z.copy()
    output = array(function(z, *arguments), f"What `{name}` returns").astype("float64")
    assert np.array_equal(z, before), f"`{name}` changed the array it was given; return a new one."
    assert output.shape == z.shape, f"`{name}` made the shape {output.shape} out of {z.shape}."
    return output


def random_sums() -> np.ndarray:
    """Sums of both signs, shape (40, 5), none of them at a kink."""
    z = fresh_rng().normal(scale=3, size=(40, 5))
    return np.where(np.abs(z) < 1e-3, 0.5, z)


def assert_slope(slope: Callable, function: Callable[[np.ndarray], np.ndarray], hint: str) -> None:
    """`slope` agrees with the finite differences of `function` at random sums."""
    z, h = random_sums(), 1e-6
    differences = (function(z + h) - function(z - h)) / (2 * h)
    slopes = apply(slope, z)
    assert np.isfinite(slopes).all(), f"`{slope.__name__}` gives {slopes[~np.isfinite(slopes)][0]}."
    worst = np.unravel_index(np.abs(slopes - differences).argmax(), z.shape)
    assert np.allclose(slopes, differences, atol=1e-5), (
        f"At z = {z[worst]:.3g} `{slope.__name__}` gives {slopes[worst]:.4g}, and a finite difference "
        f"{differences[worst]:.4g}. {hint}"
    )


@exercise("E4.1", points=0.5)
def test_sigmoid_follows_the_formula(nb: Namespace):
    "`sigmoid` follows its formula."
    sigmoid, z = nb.sigmoid, random_sums()
    right = 1 / (1 + np.exp(-z))
    output = apply(sigmoid, z)
    assert not np.allclose(output, 1 - right), (
        "This is the sigmoid of -z: it falls where Figure 4.1 rises. Which sign belongs to which side of zero?"
    )
    assert np.allclose(output, right), "`sigmoid` does not agree with its formula."


@exercise("E4.1", points=0.5)
def test_tanh_and_relu_follow_their_formulas(nb: Namespace):
    "`tanh` and `relu` follow their formulas."
    tanh, relu, z = nb.tanh, nb.relu, random_sums()
    assert np.allclose(apply(tanh, z), np.tanh(z)), "`tanh` does not agree with its formula."
    output = apply(relu, z)
    assert np.all(output[z < 0] == 0), "`relu` must be 0 wherever its input is negative."
    assert np.allclose(output[z > 0], z[z > 0]), "`relu` must leave positive values as they are."


@exercise("E4.1", points=0.5)
def test_leaky_relu_lets_a_part_through(nb: Namespace):
    "`leaky_relu` has the slope 1 above zero and the given slope below."
    leaky_relu, z = nb.leaky_relu, random_sums()
    output = apply(leaky_relu, z)
    assert np.allclose(output[z > 0], z[z > 0]), (
        "`leaky_relu` must leave positive values as they are."
    )
    assert not np.allclose(output[z < 0], -0.1 * z[z < 0]), (
        "For a negative sum `leaky_relu` is a small *negative* number. Look at Figure 4.1."
    )
    assert np.allclose(output[z < 0], 0.1 * z[z < 0]), (
        "Without a second argument `leaky_relu` must let a tenth of each negative value through."
    )
    steeper = apply(leaky_relu, z, 0.25)
    assert np.allclose(steeper, np.where(z > 0, z, z / 4)), (
        "`leaky_relu(z, 0.25)` must have the slope 0.25 below zero: use its second argument."
    )


@exercise("E4.2", points=0.5)
def test_slope_of_sigmoid(nb: Namespace):
    "`sigmoid_slope` is the derivative of the sigmoid."
    slope = nb.sigmoid_slope
    assert_slope(
        slope,
        lambda z: 1 / (1 + np.exp(-z)),
        "Its argument is the sum z, not the value of the sigmoid.",
    )


@exercise("E4.2", points=0.5)
def test_slope_of_tanh(nb: Namespace):
    "`tanh_slope` is the derivative of tanh."
    assert_slope(nb.tanh_slope, np.tanh, "Its argument is the sum z, not the value of tanh.")


@exercise("E4.2", points=0.5)
def test_slope_of_relu(nb: Namespace):
    "`relu_slope` is the derivative of ReLU."
    assert_slope(
        nb.relu_slope,
        lambda z: np.maximum(z, 0),
        "How steep is the line of Figure 4.1 on either side of zero?",
    )


@exercise("E4.2", points=0.5)
def test_slope_of_leaky_relu(nb: Namespace):
    "`leaky_relu_slope` is the derivative of LeakyReLU."
    assert_slope(
        nb.leaky_relu_slope,
        lambda z: np.where(z > 0, z, 0.1 * z),
        "How steep is the line of Figure 4.1 on either side of zero?",
    )
    z = random_sums()
    try:
        steeper = apply(nb.leaky_relu_slope, z, 0.25)
    except TypeError as error:
        raise AssertionError(
            "`leaky_relu_slope` must take the slope below zero as its second argument, like `leaky_relu`."
        ) from error
    assert np.allclose(steeper, np.where(z > 0, 1, 0.25)), (
        "`leaky_relu_slope(z, 0.25)` must be 0.25 below zero: use its second argument."
    )


@exercise("Q4.1", points=0.5)
def test_steepest_points(nb: Namespace):
    "The largest slopes of sigmoid and tanh."
    answer = nb.q4_1
    is_pair = isinstance(answer, list | tuple | np.ndarray) and len(answer) == 2
    assert is_pair, "Give a list of two numbers: for sigmoid, then for tanh."
    values = [number(value, "Each of the two") for value in answer]
    right = [math.isclose(values[0], 0.25, rel_tol=0.01), math.isclose(values[1], 1, rel_tol=0.01)]
    assert any(right), "Neither is right yet. Read the top of each curve in Figure 4.3."
    wrong = "tanh" if right[0] else "sigmoid"
    assert all(right), f"One of the two is right; look again at {wrong} in Figure 4.3."


def numpy_network(weights: list[np.ndarray], activation: Callable, x: np.ndarray) -> np.ndarray:
    """Probabilities of three dense layers with softmax at the end, for x of shape (n, 28, 28)."""
    kernel_1, bias_1, kernel_2, bias_2, kernel_3, bias_3 = weights
    hidden = activation(x.reshape(len(x), -1) @ kernel_1 + bias_1)
    logits = activation(hidden @ kernel_2 + bias_2) @ kernel_3 + bias_3
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@exercise("E4.3", points=0.5)
def test_build_describes_the_network(nb: Namespace):
    "`build` gives a network of 128, 64 and 10 units, with the given activation in both hidden layers."
    import keras

    build = nb.build
    x = fresh_rng().random((20, 28, 28), dtype="float32")
    # A function that no layer has by default, to see that what is given is used.
    bent = {
        "sigmoid": ("sigmoid", lambda z: 1 / (1 + np.exp(-z))),
        "tanh": ("tanh", np.tanh),
        "relu": ("relu", lambda z: np.maximum(z, 0)),
        "a function": (keras.activations.softsign, lambda z: z / (1 + np.abs(z))),
    }
    for name, (activation, function) in bent.items():
        network = build(activation, 7, 0.001)
        assert isinstance(network, keras.Model), (
            f"`build` returned a {type(network).__name__}; it must return the network."
        )
        assert network.built, (
            "The network does not know the size of an image yet, so it has no weights. Begin it with "
            "`keras.Input((28, 28))`."
        )
        count = network.count_params()
        assert count == 785 * 128 + 129 * 64 + 65 * 10, (
            f"The network has {count:,} parameters. Count: does the first dense layer see 784 pixels, and do the "
            "three dense layers have 128, 64 and 10 units?"
        )
        try:
            outputs = np.asarray(network(x))
        except Exception as error:
            raise AssertionError(
                "The network must take images of shape (28, 28) as they are; it refused: "
                f"{str(error).splitlines()[0]}"
            ) from error
        assert np.allclose(outputs.sum(axis=1), 1, atol=1e-4), (
            "The ten outputs of an image must add up to 1. Which activation has the last layer?"
        )
        right = numpy_network(network.get_weights(), function, x)
        assert np.allclose(outputs, right, atol=1e-4), (
            f"With {name} as `activation` the network does not compute what it should. Do both hidden "
            "layers use the argument `activation`?"
        )
        assert_same_while_training(network, x)
        dense = [layer for layer in network.layers if hasattr(layer, "kernel")]
        assert len(dense) == 3, (
            "Later cells look for three dense layers in `network.layers`, and find "
            f"{len(dense)}. Put them there themselves, not into a network inside the network."
        )


@exercise("E4.3", points=0.5)
def test_build_repeats_itself(nb: Namespace):
    "`build` gives the same first weights for the same seed, and others for another seed."
    build = nb.build
    first, again, other = (build("tanh", number, 0.001).get_weights()[0] for number in (3, 3, 4))
    assert np.array_equal(first, again), (
        "Two networks built with the same seed start from different weights. Where is the seed set?"
    )
    assert not np.array_equal(first, other), (
        "Networks built with different seeds start from the same weights. Use the argument `seed`."
    )


@exercise("E4.3", points=0.5)
def test_build_compiles(nb: Namespace):
    "The network is compiled with Adam, the cross-entropy of whole-number labels, and accuracy."
    build = nb.build
    network = build("relu", 3, 0.004)
    assert getattr(network, "optimizer", None) is not None, "The network is not compiled yet."
    assert_compiled(network)
    optimizer = network.optimizer
    kind = type(optimizer).__name__
    assert kind == "Adam", f"The optimiser is {kind}; the task asks for Adam."
    rate = float(np.asarray(optimizer.learning_rate))
    assert math.isclose(rate, 0.004, rel_tol=1e-4), (
        f"Built with the learning rate 0.004, the optimiser has {rate:.4g}. Hand the argument on."
    )
    rng = fresh_rng()
    x, y = rng.random((50, 28, 28), dtype="float32"), rng.integers(0, 10, 50)
    probabilities = np.asarray(network(x), dtype="float64")
    network.run_eagerly = True  # quicker for so few images: no graph to trace
    try:
        results = network.evaluate(x, y, verbose=0, return_dict=True)
    except Exception as error:
        raise AssertionError(
            "`evaluate` fails on labels that are whole numbers. Which loss takes those?"
        ) from error
    loss = -np.log(probabilities[np.arange(50), y]).mean()
    assert math.isclose(results["loss"], loss, rel_tol=1e-3), (
        "The loss is not the cross-entropy of labels that are whole numbers."
    )
    assert "accuracy" in results, "`compile` was not asked for the metric accuracy."


@exercise("Q4.2", points=0.5)
def test_winner_is_named(nb: Namespace):
    "The activation with the highest mean in your runs."
    submitted, runs = nb.q4_2, race(nb)
    answer = activation_name(submitted)
    means = {name: float(np.mean(values)) for name, values in runs.items()}
    assert math.isclose(means[answer], max(means.values()), abs_tol=1e-9), (
        f"In your runs another activation has a higher mean than {answer}. Take the mean over all seeds: the "
        "diamonds of Figure 4.5."
    )


@exercise("Q4.2", points=0.5, full_training=True)
def test_runs_reach_their_bars(nb: Namespace):
    "Each network reaches the validation accuracy that nearly every seed gives."
    _, runs = nb.q4_2, race(nb)
    as_given = int(nb.train_size) == 60_000 and len(runs["ReLU"]) >= 3
    assert as_given, (
        "The race was run with fewer images or seeds than the notebook's own settings say. Restore `train_size` "
        "and `n_seeds`, and run it again."
    )
    for name, result in RESULTS.items():
        share = validation_accuracy(name, nb.weights[name][0], 60_000)
        lowest = required_bar(f"04/{result}_val_accuracy")
        measured(f"04/{result}_val_accuracy", share)
        assert share >= lowest, (
            f"With {name} the validation accuracy is {share:.4f}; nearly every seed gives at least "
            f"{lowest:.3f}. Was anything changed in the parameters or in `build` since?"
        )


@once
def race(nb: Namespace) -> dict[str, list[float]]:
    """`val_accuracy`, once it agrees with what the networks' weights give on the course's own images."""
    table, weights, total = nb.val_accuracy, nb.weights, int(nb.train_size)
    again = "Run the cell of the race again, as it was given."
    whole = all(isinstance(of, dict) and set(of) >= set(NAMES) for of in (table, weights))
    assert whole, f"`val_accuracy` and `weights` must have an entry for each activation. {again}"
    for name in NAMES:
        assert len(weights[name]) == len(table[name]) == len(table["ReLU"]) > 0, (
            f"`val_accuracy` and `weights` must hold a run of {name} for each seed. {again}"
        )
        for run_weights, stated in zip(weights[name], table[name], strict=True):
            share = validation_accuracy(name, run_weights, total)
            # One image may fall on the other side where the sums are added up in another order.
            assert math.isclose(share, number(stated), abs_tol=1.5 / (total / 5)), (
                f"`val_accuracy` says {number(stated):.4f} for a run of {name}, whose network has the accuracy "
                f"{share:.4f} by its weights. {again}"
            )
        starts = {np.asarray(run_weights[0]).tobytes() for run_weights in weights[name]}
        assert len(starts) == len(weights[name]), (
            f"Two runs of {name} have the same network: each seed gives one of its own. {again}"
        )
    return {name: [number(stated) for stated in table[name]] for name in NAMES}


_accuracies: dict[tuple, float] = {}  # three tests look at the same networks


def validation_accuracy(name: str, weights: list[np.ndarray], total: int) -> float:
    """Accuracy, on the last fifth of the course's first `total` training images, of a network of the race."""
    weights = [np.asarray(array, dtype="float32") for array in weights]
    assert [array.shape for array in weights] == SHAPES, (
        f"The networks of {name} do not have the layers of E4.3."
    )
    known = (name, total, *(array.tobytes() for array in weights))
    if known not in _accuracies:
        x, labels = course_images("fashion-mnist", "training", total * 4 // 5, total)
        with np.errstate(over="ignore"):
            outputs = numpy_network(weights, ACTIVATIONS[name], x)
        _accuracies[known] = float(np.mean(outputs.argmax(axis=1) == labels))
    return _accuracies[known]


@exercise("E4.4", points=0.75)
def test_bars_are_means(nb: Namespace):
    "Each bar is as high as the mean accuracy in percent, in the order of the names."
    runs, panel = drawn_bars(nb)
    means = np.array([100 * np.mean(values) for values in runs.values()])
    assert len(panel.bars) == len(runs), (
        f"For {len(runs)} activations the panel has {len(panel.bars)} bars. Draw one for each, upright: `ax.bar`."
    )
    assert not np.allclose(panel.bars, means / 100), "The heights are shares. Draw percent."
    best = [100 * max(values) for values in runs.values()]
    assert not np.allclose(panel.bars, best), "These are the best runs. A bar shows the mean."
    assert np.allclose(panel.bars, means), (
        "The heights of the bars are not the means of the runs, in the order of the names."
    )


@exercise("E4.4", points=0.5)
def test_runs_are_dots(nb: Namespace):
    "Each single run is a dot."
    runs, panel = drawn_bars(nb)
    drawn = np.concatenate([[], *(line.y for line in panel.lines)])
    for name, values in runs.items():
        missing = [value for value in values if not np.isclose(drawn, 100 * value).any()]
        assert not missing, (
            f"Of the runs of {name}, {len(missing)} have no dot at their accuracy in percent: "
            '`ax.plot(…, "o")` for all of them.'
        )


@exercise("E4.4", points=0.25)
def test_bar_chart_is_named(nb: Namespace):
    "The panel has a title, and its vertical axis begins at 0 and says what it shows."
    runs, panel = drawn_bars(nb)
    assert panel.title.strip(), "The panel has no title: `ax.set_title(…)`."
    assert panel.ylabel.strip(), "What do the heights show? Say it: `ax.set_ylabel(…)`."
    lowest = min(panel.ylim)
    assert abs(lowest) < 0.5, (
        f"The vertical axis begins at {lowest:.3g}. We read the length of a bar: let the axis begin at 0."
    )
    assert max(panel.ylim) > 100 * max(max(values) for values in runs.values()), (
        f"The vertical axis ends at {max(panel.ylim):.3g}: the best run lies outside. Let it end higher."
    )


@once
def drawn_bars(nb: Namespace) -> tuple[dict[str, list[float]], figures.Panel]:
    """Runs made up, and the panel in which the student's function draws them."""
    import matplotlib.pyplot as plt

    rng = fresh_rng()
    levels = dict(zip(NAMES, (0.8, 0.7, 0.9, 0.75), strict=True))  # not in order of height
    runs = {
        name: [float(level + value) for value in rng.uniform(-0.02, 0.02, 4)]
        for name, level in levels.items()
    }
    drawn = nb.draw_bars({name: list(values) for name, values in runs.items()})
    panels = figures.panels(drawn, "What `draw_bars` returns")
    if figures.is_figure(drawn):
        plt.close(drawn)
    assert len(panels) == 1, f"The figure has {len(panels)} panels; it needs one."
    return runs, panels[0]


def pair(value: object) -> tuple[float, float]:
    """Two numbers."""
    is_pair = isinstance(value, list | tuple | np.ndarray) and len(value) == 2
    assert is_pair, (
        "`paired_difference` must return two numbers: the mean, then its standard error."
    )
    return scalar(value[0], "The first of the two"), scalar(value[1], "The second of the two")


@exercise("E4.5", points=0.5)
def test_mean_of_differences(nb: Namespace):
    "The first number is the mean of a - b."
    paired_difference = nb.paired_difference
    a, b = fresh_rng().normal(loc=(3, 1), size=(6, 2)).T
    right = np.mean(a - b)
    mean, error = pair(paired_difference(list(a), list(b)))
    assert not math.isclose(mean, -right), "The sign is wrong: it is a minus b."
    assert not math.isclose(error, right), "First the mean, then the standard error."
    assert math.isclose(mean, right), "The first number is not the mean of the differences a - b."


@exercise("E4.5", points=1)
def test_standard_error_of_the_mean(nb: Namespace):
    "The second number is the standard error of that mean."
    paired_difference = nb.paired_difference
    a, b = fresh_rng().normal(size=(2, 6))
    b += 4 * a  # results in pairs that belong together
    _, error = pair(paired_difference(a.copy(), b.copy()))
    differences = a - b
    deviation = differences.std(ddof=1)
    assert not math.isclose(error, deviation), (
        "This is the scatter of single differences. The mean of n of them scatters less: by which factor?"
    )
    assert not math.isclose(error, differences.std() / math.sqrt(6)), (
        "Nearly: this divides by n inside the root. The sample asks for n - 1."
    )
    unpaired = math.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 6)
    assert not math.isclose(error, unpaired), (
        "This takes the two lists as unrelated. They come in pairs: form the differences first."
    )
    assert math.isclose(error, deviation / math.sqrt(6)), (
        "The second number does not follow the formula for s. Start from the differences."
    )


@exercise("Q4.3", points=1)
def test_differences_larger_than_the_noise(nb: Namespace):
    "The activations that the winner beats by more than the noise."
    from scipy.stats import t

    submitted, runs = nb.q4_3, race(nb)
    assert isinstance(submitted, list | tuple | set), (
        "Give a list of names, such as `['tanh']`; or `[]`."
    )
    answer = {activation_name(name) for name in submitted}
    winner = max(runs, key=lambda name: np.mean(runs[name]))
    assert winner not in answer, f"{winner} is the winner itself; name only those that it beats."
    for name in NAMES:
        if name == winner:
            continue
        differences = np.asarray(runs[winner]) - np.asarray(runs[name])
        n = len(differences)
        error = differences.std(ddof=1) / math.sqrt(n) if n > 1 else math.inf
        beaten = n > 1 and differences.mean() > t.ppf(0.975, n - 1) * error
        assert beaten or name not in answer, (
            f"The lead of {winner} over {name} is not larger than the noise. Compare the columns "
            "'difference' and 'needed'."
        )
        assert not beaten or name in answer, (
            "One is missing whose 'difference' is larger than what is 'needed'. Go through the table again."
        )


@exercise("E4.6", points=1)
def test_one_number_for_each_layer(nb: Namespace):
    "`gradient_sizes` returns one number for each dense layer, the first layer first."
    sizes, right, gradients = gradients_of_a_small_network(nb)
    assert sizes.shape == (3,), (
        f"For a network with three dense layers it returned the shape {sizes.shape}. One number for the "
        "weights of each, without the biases."
    )
    assert not np.allclose(sizes, right[::-1], rtol=1e-3), (
        "The order is reversed: the layer next to the image comes first."
    )
    assert not np.allclose(sizes, [g.mean() for g in gradients], rtol=1e-3), (
        "This is the mean of the gradient, in which signs cancel. Take the root mean square."
    )
    assert np.all(sizes > 0), "A size is never negative, and none of these gradients is zero."


@exercise("E4.6", points=1)
def test_gradients_have_the_right_size(nb: Namespace):
    "Each number is the root mean square of the gradient of the mean loss."
    sizes, right, gradients = gradients_of_a_small_network(nb)
    assert sizes.shape == (3,), "It must return one number for each dense layer."
    assert not np.allclose(sizes, 40 * right, rtol=1e-3), (
        "Each number is too large by the number of images. Take the mean of the losses, not their sum."
    )
    assert not np.allclose(sizes, right**2, rtol=1e-3), "Take the square root of the mean square."
    others = [
        ("the largest gradient of each layer", [np.abs(g).max() for g in gradients]),
        ("the mean of the absolute gradient", [np.abs(g).mean() for g in gradients]),
        (
            "the norm, which grows with the number of weights",
            [np.linalg.norm(g) for g in gradients],
        ),
    ]
    for words, values in others:
        assert not np.allclose(sizes, values, rtol=1e-3), (
            f"This is {words}. Take the root mean square."
        )
    assert np.allclose(sizes, right, rtol=1e-3), (
        "The numbers are not those of the gradient. Is it of the loss, with respect to `layer.kernel`?"
    )


NO_PATH = (
    "The tape saw no way from the kernels to the loss, so a gradient is None. Call `network(x)` inside `with "
    "tf.GradientTape() as tape:`, and compute the loss there, with TensorFlow or Keras: `network.predict` and "
    "NumPy leave no trace."
)


def sizes_without_missing_gradients(gradient_sizes: Callable, *arguments: object) -> object:
    """What `gradient_sizes` returns, unless a gradient is None."""
    try:
        sizes = gradient_sizes(*arguments)
    except (TypeError, ValueError, AttributeError) as error:
        missing = "None" in str(error) or "numpy" in str(error)  # calculated with, or as the loss
        assert not missing, NO_PATH
        raise
    assert not (isinstance(sizes, list | tuple) and any(size is None for size in sizes)), NO_PATH
    return sizes


@once
def gradients_of_a_small_network(nb: Namespace) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """The student's sizes for a small network on 40 images, the right sizes, and the gradients."""
    gradient_sizes = nb.gradient_sizes
    import keras
    import tensorflow as tf

    rng = fresh_rng()
    x, y = rng.random((40, 28, 28), dtype="float32"), rng.integers(0, 10, 40).astype("uint8")
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(7, activation="tanh"),
            keras.layers.Dense(5, activation="sigmoid"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(loss="sparse_categorical_crossentropy")
    with tf.GradientTape() as tape:
        p = tf.gather(network(x), y.astype("int32"), batch_dims=1)
        loss = -tf.reduce_mean(tf.math.log(p))
    gradients = [np.asarray(g) for g in tape.gradient(loss, network.trainable_weights[::2])]
    before = network.get_weights()
    sizes = sizes_without_missing_gradients(gradient_sizes, network, x, y)
    assert hasattr(sizes, "__len__"), (
        f"`gradient_sizes` must return a list of numbers; this is of type {type(sizes).__name__}."
    )
    returned = np.array([scalar(value, "A size") for value in sizes])
    same = all(map(np.array_equal, before, network.get_weights()))
    assert same, "`gradient_sizes` changed the weights of the network. It should only measure."
    return returned, np.array([np.sqrt(np.mean(g**2)) for g in gradients]), gradients


@exercise("Q4.5", points=0.5)
def test_product_of_eight_slopes(nb: Namespace):
    "The product of eight slopes of the sigmoid, at best."
    answer = number(nb.q4_5)
    assert not math.isclose(answer, 2), "That is a sum. The gradient is *multiplied* at each layer."
    assert not math.isclose(answer, 0.25), "That is one slope. There are eight."
    assert math.isclose(answer, 0.25**8, rel_tol=0.02), (
        "Not yet. What is the largest slope of the sigmoid (Q4.1), and how often is it multiplied?"
    )


@exercise("E4.7", points=1)
def test_dead_units_are_found(nb: Namespace):
    "One truth value for each unit: whether it is exactly 0 for all images."
    dead_units = nb.dead_units
    rng = fresh_rng()
    outputs = np.maximum(rng.normal(size=(60, 9)), 0)
    outputs[:, [1, 6]] = 0
    outputs[:, 2] = 0
    outputs[17, 2] = 1e-6  # speaks once, softly
    outputs[:, 3] = -0.1 * rng.random(60)  # as LeakyReLU does
    outputs[:, 4] = np.tile([1.0, -1.0], 30)
    outputs[:, 8] += 0.1  # never 0
    outputs[4:6] = 0  # two images for which all units are 0
    order = rng.permutation(9)
    # Twice, each unit in another place: places that never change are right once in 36 times.
    for places in (order, np.roll(order, 1)):
        dead = array(given_copies(dead_units, outputs[:, places]), "What `dead_units` returns")
        assert dead.shape != (60,), (
            "That is one value for each image. Along which axis do the images lie?"
        )
        assert dead.shape == (9,), (
            f"For nine units it returned the shape {dead.shape}; it must be one truth value for each unit."
        )
        array(dead, "What `dead_units` returns", of="True or False")
        dead = dead[places.argsort()]
        assert dead[[1, 6]].all(), "A unit that is 0 for all images was not found."
        assert not dead[[0, 5, 7]].any(), "A unit that is 0 for some images only is not dead."
        assert not dead[2], (
            "A unit that puts out 0.000001 for one image is not dead: it still gets a gradient."
        )
        assert not dead[3], "A unit with negative outputs, as LeakyReLU has them, is not dead."
        assert not dead[4], "Outputs whose sum is 0 are not always 0: look at each of them."
        assert not dead[8], "A unit that is hardly ever 0 was counted as dead."


@exercise("Q4.6", points=0.5)
def test_life_of_the_dead(nb: Namespace):
    "What further training does to a dead unit."
    assert letter(nb.q4_6) == "c", (
        "Not this one. Look at the gradients printed above: what would an update of such a weight be?"
    )
