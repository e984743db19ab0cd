"""Graded tests of lab 08."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Mapping

import numpy as np

from helpers.data import source
from helpers.graded.answers import (
    array,
    curves_of,
    finished_run,
    given_copies,
    letter,
    number,
    scalar,
)
from helpers.graded.bars import meets, required_bar
from helpers.graded.evaluation import (
    accuracy,
    assert_trained_on_neither,
    course_images,
    cross_entropy,
    predict,
)
from helpers.graded.figures import Panel, panels
from helpers.graded.namespace import Namespace
from helpers.graded.runs import Run, finished
from helpers.graded.tests import exercise, fresh_rng, measured

PARAMETERS = (
    "epochs",
    "batch_size",
    "optimizer",
    "dropout_rate",
    "l2_lambda",
    "use_batch_norm",
    "early_stopping_patience",
    "regularization_applied",
)
SUMMARY = {
    "final_val_accuracy",
    "best_val_accuracy",
    "final_val_loss",
    "best_val_loss",
    "actual_epochs",
}


TP1, TP2 = "TP1_MNIST_Deep_Learning_LifeCycle", "TP2_Improving_Deep_Models"
SINGLES = {
    "dropout": {"dropout_rate": 0.3},
    "L2": {"l2_lambda": 0.001},
    "batch norm": {"use_batch_norm": True},
    "early stopping": {},
}


course_part = functools.partial(course_images, "mnist", shape=(784,))


def sizes_of(nb: Namespace) -> tuple[int, int]:
    """How many images the notebook trains on, and where its validation part ends."""
    stop = int(number(nb.train_size, "`train_size`"))
    return stop * 9 // 10, stop


def validation_part(nb: Namespace) -> tuple[np.ndarray, np.ndarray]:
    """The notebook's validation images, as the course has them, and their labels."""
    return course_part("training", *sizes_of(nb))


def is_pair(value: object) -> bool:
    """Whether `value` holds two things."""
    return isinstance(value, list | tuple | np.ndarray) and len(value) == 2


def outputs(network, x: np.ndarray, training: bool = False) -> np.ndarray:
    """What a Keras network gives for `x`, in float64."""
    assert callable(network), "This must be a Keras model, such as `keras.Sequential([...])`."
    try:
        return np.asarray(network(x, training=training), dtype="float64")
    except Exception as error:
        raise AssertionError(
            "The network must take vectors of 784 numbers; it refused: "
            f"{str(error).splitlines()[0]}"
        ) from error


def nearest_mean_network(l2_lambda: float = 0.0):
    """A compiled network of the test's own that gets most digits right: it compares with the mean of each class.

    Compiled as `compile_network` does it, with a penalty on its one layer.
    """
    import keras

    x, y = course_part("training", 0, 2000)
    means = np.stack([x[y == digit].mean(axis=0) for digit in range(10)])
    network = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(
                10,
                activation="softmax",
                kernel_initializer="zeros",
                kernel_regularizer=keras.regularizers.L2(l2_lambda) if l2_lambda else None,
            ),
        ]
    )
    network.set_weights([0.2 * means.T, -0.1 * (means**2).sum(axis=1)])
    network.compile(
        loss="sparse_categorical_crossentropy",
        metrics=[
            keras.metrics.SparseCategoricalAccuracy(name="accuracy"),
            keras.metrics.SparseCategoricalCrossentropy(name="cross_entropy"),
        ],
        run_eagerly=True,  # to trace a graph would take longer than to go without
    )
    return network


def assert_left_alone(weights: list[np.ndarray], network, what: str) -> None:
    """The network still has these weights."""
    unchanged = all(map(np.array_equal, weights, network.get_weights()))
    assert unchanged, f"`{what}` trained or changed the network. It is only to be measured."


def batch_norms(network) -> list[int]:
    """Positions of the layers of batch normalisation."""
    return [i for i, layer in enumerate(network.layers) if hasattr(layer, "moving_variance")]


def assert_is_tracked(
    nb: Namespace, experiment: str, identifier: object, history: object, params: Mapping
) -> Run:
    """The run of `experiment` holds `params`, the curves `history`, their summary, and the figure."""
    history = curves_of(history)
    assert "val_cross_entropy" in history, (
        "The curves lack 'val_cross_entropy', which later cells draw: compile with `compile_network`."
    )
    run = finished_run(nb, identifier)
    assert identifier in {other_run.run_id for other_run in finished(nb, experiment)}, (
        f"The run does not belong to the experiment {experiment}. Which experiment do you set before the run?"
    )
    wanted = {key: str(value) for key, value in params.items()}
    logged = run.params
    missing = [name for name in PARAMETERS if name not in logged]
    assert not missing, (
        f"The run lacks the parameters {', '.join(missing)}. Which function of MLflow logs them?"
    )
    other = [name for name in wanted if logged.get(name) != wanted[name]]
    assert not other, (
        f"The run's parameter {other[0]!r} is not that of this network. Hand over the parameters prepared for it."
    )
    assert len(history["loss"]) <= int(params["epochs"]), (
        f"The network was trained for {len(history['loss'])} epochs; its parameters say {params['epochs']}."
    )
    curve = run.curves.get("val_loss", [])
    assert len(curve) == len(history["val_loss"]), (
        f"The run holds {len(curve)} epochs of `val_loss`, the curves {len(history['val_loss'])}. Which callback "
        "sends each epoch's numbers?"
    )
    assert np.allclose(curve, history["val_loss"], rtol=1e-5), (
        "The curves kept with the run are not those of this training. Was the network trained again since?"
    )
    missing = SUMMARY - set(run.metrics)
    assert not missing, (
        f"The run lacks the metrics {', '.join(sorted(missing))}. Log your summary inside the block."
    )
    best = run.metrics["best_val_loss"]
    assert math.isclose(best, min(history["val_loss"]), rel_tol=1e-5), (
        "The summary kept with the run is not that of these curves."
    )
    assert any(name.endswith((".png", ".svg", ".html")) for name in run.artifacts), (
        "The run has no figure among its artifacts. Log the curves' figure inside the block."
    )
    return run


def assert_validated_on(history: dict, epoch: int, network, nb: Namespace) -> None:
    """The validation accuracy of `epoch` (from 0) is that of `network` on the validation part."""
    x, y = validation_part(nb)
    assert math.isclose(
        history["val_accuracy"][epoch], accuracy(predict(network, x), y), abs_tol=1e-3
    ), (
        "The validation accuracy on the curves is not that of this network on the validation part. Which images "
        "did `fit` validate on, and was the network trained again since?"
    )


def assert_updated(network, epochs: int, nb: Namespace) -> None:
    """The network has made the updates of so many epochs of the training part."""
    assert getattr(network, "optimizer", None) is not None, "The network is not compiled."
    made = int(network.optimizer.iterations)
    expected = epochs * math.ceil(sizes_of(nb)[0] / nb.batch_size)
    assert made == expected, (
        f"The network has made {made:,} updates; the epochs on its curves make {expected:,} in batches of "
        f"{nb.batch_size}. Was it built again since, trained twice, or trained on other images or in other "
        "batches? Build it again, then train it once."
    )


def assert_was_not_trained_on_what_judges_it(network, nb: Namespace) -> None:
    """A network trained on the training part alone does better there than on the images it is judged by.

    Measured at full settings. Over ten seeds the baseline's validation and test loss are 1.86 to 2.24 times the
    training loss, on the built-in sample 1.64 to 5.3 times. Over five seeds those of the improved network are 10
    to 11.3 times, on the sample 6.8 times and more. Trained on those images as well (two seeds each), at most 1.1
    times, on the sample at most 1.3.
    """
    judges = {"test": course_part("test"), "validation": validation_part(nb)}
    assert_trained_on_neither(network, judges, course_part("training", 0, 6000), 1.4)


@exercise("E8.1", points=1)
def test_gap_is_measured(nb: Namespace):
    "The gap is the accuracy in training minus that in validation, of the same network."
    accuracy_gap, network = nb.accuracy_gap, nearest_mean_network()
    rng = fresh_rng()
    start = int(rng.integers(0, 8000))
    x, y = course_part("test", start, start + 2000)
    shuffled = np.where(rng.random(1000) < 0.4, rng.integers(0, 10, 1000), y[1000:])
    parts = (x[:1000], y[:1000]), (x[1000:], shuffled)
    first, second = (accuracy(predict(network, images), labels) for images, labels in parts)
    weights = network.get_weights()
    gap = scalar(accuracy_gap(network, *parts), "The gap")
    assert_left_alone(weights, network, "accuracy_gap")
    assert not math.isclose(gap, second - first, abs_tol=1.5e-3), (
        "The sign is the wrong way round: a network that does better in training has a positive gap."
    )
    assert not math.isclose(gap, 100 * (first - second), abs_tol=1e-1), (
        "Return a share: 0.02 for two points."
    )
    assert math.isclose(gap, first - second, abs_tol=1.5e-3), (
        "This is not the difference of the two accuracies. In which order does `evaluate` give its three numbers?"
    )


@exercise("E8.2", points=1)
def test_summary_is_right(nb: Namespace):
    "Five metrics, read from the curves."
    summarize = nb.summarize
    rng = fresh_rng()
    for epochs in (3, 7):
        history = {
            name: [float(value) for value in rng.permutation(np.linspace(0.1, 0.9, epochs))]
            for name in ("loss", "accuracy", "val_loss", "val_accuracy")
        }
        # The epoch of the lowest loss is never that of the highest accuracy, and the best is never the last.
        if np.argmin(history["val_loss"]) == np.argmax(history["val_accuracy"]):
            history["val_accuracy"] = history["val_accuracy"][1:] + history["val_accuracy"][:1]
        history["val_loss"].append(max(history["val_loss"]) + 0.01)
        history["val_accuracy"].append(min(history["val_accuracy"]) - 0.01)
        history["loss"].append(0.05)
        history["accuracy"].append(0.95)
        result = summarize({name: list(values) for name, values in history.items()})
        assert isinstance(result, Mapping), "Return a dictionary: a name for each number."
        missing = SUMMARY - set(result)
        assert not missing, f"The summary lacks {', '.join(sorted(missing))}."
        expected = {
            "final_val_accuracy": history["val_accuracy"][-1],
            "final_val_loss": history["val_loss"][-1],
            "best_val_accuracy": max(history["val_accuracy"]),
            "best_val_loss": min(history["val_loss"]),
            "actual_epochs": epochs + 1,
        }
        numbers = {name: scalar(value, f"`{name}`") for name, value in result.items()}
        for name, value in expected.items():
            answer = numbers[name]
            hint = "Which curve, and which of its values?"
            if name.startswith("best"):
                hint = "What is best for this curve: high or low? It is not always the last epoch."
            assert math.isclose(answer, value, rel_tol=1e-6), (
                f"`{name}` is not right for some curves. {hint}"
            )


@exercise("E8.3", points=0.5)
def test_baseline_is_a_run(nb: Namespace):
    "The baseline's training is a finished MLflow run with parameters, curves, summary and figure."
    assert_is_tracked(nb, TP1, nb.baseline_run_id, nb.baseline_history, nb.baseline_params)
    assert_updated(nb.baseline, len(nb.baseline_history["loss"]), nb)


@exercise("E8.3", points=0.5)
def test_baseline_is_trained(nb: Namespace):
    "The baseline is trained for all its epochs and validated on the validation part."
    history, epochs = nb.baseline_history, int(nb.baseline_params["epochs"])
    assert_validated_on(curves_of(history, epochs), -1, nb.baseline, nb)


@exercise("E8.3", points=0.5, full_training=True)
def test_baseline_reaches_its_bar(nb: Namespace):
    "The baseline reaches the test accuracy that nearly every seed gives."
    nb.baseline_run_id  # noqa: B018  not attempted before this exercise is
    lowest = required_bar("02/variant_test_accuracy")  # the same network, the same training
    x, y = course_part("test")
    share = accuracy(predict(nb.baseline, x), y)
    assert meets(share, lowest, "higher"), (
        "On images that it has not seen, this network is not as good as it is with nearly every seed. Check the "
        "epochs, the batch size, and that it was trained on the whole training part."
    )
    assert_was_not_trained_on_what_judges_it(nb.baseline, nb)


@exercise("E8.4", points=0.5)
def test_penalty_is_right(nb: Namespace):
    "λ times the sum of all squared weights."
    l2_penalty = nb.l2_penalty
    rng = fresh_rng()
    weights = [rng.normal(size=shape) for shape in ((3, 4), (4,), (2, 2, 2))]
    squares = sum(float((w**2).sum()) for w in weights)
    for strength in (0.01, 0.5):
        penalty_value = scalar(l2_penalty([w.copy() for w in weights], strength), "The penalty")
        absolute = sum(float(np.abs(w).sum()) for w in weights)
        means = sum(float((w**2).mean()) for w in weights)
        wrong = [
            ("Half of it: the formula has no factor ½.", squares / 2),
            ("Do not take the root: the penalty is made of squares.", math.sqrt(squares)),
            ("That is the sum of absolute values (L1); L2 squares them.", absolute),
            ("That is made of means; the formula sums.", means),
        ]
        for hint, value in wrong:
            assert not math.isclose(penalty_value, strength * value, rel_tol=1e-6), hint
        assert not math.isclose(penalty_value, squares, rel_tol=1e-6), "Where is the price λ?"
        assert math.isclose(penalty_value, strength * squares, rel_tol=1e-6), (
            "Not λ times the sum of squares. Are all arrays of the list counted, with all their weights?"
        )


@exercise("Q8.2", points=0.5)
def test_pull_on_a_weight(nb: Namespace):
    "The derivative of the penalty with respect to one weight."
    answer, strength, weight = number(nb.q8_2), 0.002, 0.3
    assert not math.isclose(answer, strength * weight**2), (
        "That is what this weight costs. By how much does the cost change when the weight does?"
    )
    assert not math.isclose(answer, strength * weight), (
        "Nearly: differentiate the square once more."
    )
    assert not math.isclose(answer, strength), (
        "That is the price λ alone. The pull also depends on the size of the weight."
    )
    assert math.isclose(answer, 2 * strength * weight, rel_tol=1e-6), (
        "Not yet. Differentiate λ w² with respect to w, then put in the numbers."
    )


@exercise("E8.5", points=0.5)
def test_batch_norm_normalizes(nb: Namespace):
    "Each unit gets mean 0 and variance 1 over the batch."
    batch_norm = nb.batch_norm
    rng = fresh_rng()
    z = rng.normal(size=(50, 6)) * rng.uniform(0.5, 5, 6) + rng.normal(scale=3, size=6)
    result = array(given_copies(batch_norm, z, np.ones(6), np.zeros(6), 1e-9), "The result")
    assert result.shape == z.shape, f"It made the shape {result.shape} out of {z.shape}."
    by_image = (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True)
    assert not np.allclose(result, by_image, atol=1e-3), (
        "You normalise each image over its units. Which axis runs over the batch?"
    )
    assert np.allclose(result.mean(axis=0), 0, atol=1e-6), "The units do not have the mean 0 yet."
    assert np.allclose(result.var(axis=0), 1, rtol=0.03), (
        "The units do not have the variance 1 yet. What does the formula divide by?"
    )


@exercise("E8.5", points=0.5)
def test_batch_norm_scales_and_shifts(nb: Namespace):
    "γ scales and β shifts each unit; ε stands inside the root."
    batch_norm = nb.batch_norm
    rng = fresh_rng()
    z, gamma, beta = rng.normal(size=(400, 5)), rng.uniform(1, 3, 5), rng.normal(size=5)
    for more in ((1e-3,), (0.5,), ()):
        epsilon = more[0] if more else 0.001
        centred = z - z.mean(axis=0)
        expected = gamma * centred / np.sqrt(z.var(axis=0) + epsilon) + beta
        try:
            result = np.asarray(batch_norm(z.copy(), gamma.copy(), beta.copy(), *more))
        except TypeError as error:
            assert more, "`batch_norm` must do without ε, too: begin with `epsilon=0.001`."
            raise error
        # n or n - 1 in the variance: 1/800 of the value here.
        assert np.allclose(result, expected, rtol=0.01, atol=0.01), (
            "With a γ, a β and an ε of their own the result is not that of the formula. Where does each stand?"
        )


def stopping_rule(losses: list[float], patience: int) -> tuple[int, int]:
    """The rule, written as one looks for it: for each epoch, when was the lowest up to then?"""
    for epoch in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:epoch])) + 1
        if epoch - best >= patience:
            return epoch, best
    return len(losses), int(np.argmin(losses)) + 1


@exercise("E8.6", points=1)
def test_early_stopping_follows_the_rule(nb: Namespace):
    "Stop after `patience` epochs without a new lowest loss; the best epoch is the lowest up to then."
    early_stopping = nb.early_stopping
    rng = fresh_rng()
    curves = [
        (
            [0.5, 0.3, 0.4, 0.35, 0.32, 0.1],
            3,
            "A later, lower loss must not count once it has stopped.",
        ),
        ([0.5, 0.4, 0.45, 0.39, 0.41, 0.42], 2, "A new lowest loss begins the count anew."),
        ([0.5, 0.4, 0.3, 0.2], 2, "If nothing stops it, training runs to the end."),
        ([0.5, 0.4, 0.41, 0.42], 3, "If nothing stops it, training runs to the end."),
        (
            [0.5, 0.3, 0.3, 0.3, 0.2],
            2,
            "A loss that only equals the lowest is not a new lowest one.",
        ),
        (
            [0.3, 0.6, 0.5, 0.4, 0.2],
            3,
            "Falling again is not enough: is it lower than the *lowest* so far?",
        ),
    ]
    curves += [
        ([float(v) for v in rng.random(12)], int(rng.integers(1, 6)), "Count from 1.")
        for _ in range(20)
    ]
    for losses, patience, hint in curves:
        result = early_stopping(list(losses), patience)
        assert is_pair(result), (
            "Return two numbers: the epoch after which training stops, and the best epoch."
        )
        try:
            epochs = tuple(map(operator.index, result))
        except TypeError as error:
            raise AssertionError("Both epochs must be whole numbers, not floats.") from error
        expected = stopping_rule(losses, patience)
        assert epochs != (expected[0] - 1, expected[1] - 1), "Count the epochs from 1."
        assert epochs != expected[::-1] or expected[0] == expected[1], (
            "The order: first the epoch it stops after, then the best one."
        )
        shown = ", ".join(f"{loss:.3g}" for loss in losses)
        assert epochs == expected, (
            f"Not yet for the losses {shown} with a patience of {patience}. {hint}"
        )


@exercise("Q8.4", points=0.5)
def test_what_is_restored(nb: Namespace):
    "The epoch whose weights early stopping leaves, for the notebook's own curve."
    answer, curves = number(nb.q8_4), curves_of(nb.memorizer_history)
    # A rule that looks for the lowest value finds the highest one when all signs are changed.
    stop, best = stopping_rule([-share for share in curves["val_accuracy"]], 5)
    if answer == best:
        return
    assert answer != stop, (
        "After this epoch the training stops. What does the last of the arguments promise?"
    )
    assert answer != best - 1, "Count the epochs from 1."
    assert answer != stopping_rule(curves["val_loss"], 5)[1], (
        "This epoch belongs to the validation loss. What does `monitor` name here?"
    )
    assert answer != stopping_rule(curves["val_accuracy"], 5)[1], (
        "At this epoch the accuracy is lowest. Your `early_stopping` looks for low values; here a higher one is "
        "better."
    )
    raise AssertionError(
        "Not this one. Your `early_stopping` can tell, if you give it numbers that get smaller when the accuracy "
        "gets larger. Which of its two numbers is asked for, and with which patience?"
    )


@exercise("Q8.5", points=0.5)
def test_order_of_the_layers(nb: Namespace):
    "The four parts of the hidden block in order."
    submitted = nb.q8_5
    is_complete = isinstance(submitted, list | tuple | str) and len(submitted) == 4
    assert is_complete, "Give a list of four letters."
    answer = [letter(value) for value in submitted]
    assert sorted(answer) == list("abcd"), "Each letter is used once."
    assert answer.index("c") == 0, "Not yet. What makes the numbers that all the others work on?"
    assert answer.index("d") < answer.index("a"), (
        "Not yet. Read the task again: on which side of the activation does batch normalisation stand?"
    )
    assert answer == ["c", "d", "a", "b"], (
        "Not yet. What would dropout's zeros do to the layers behind it?"
    )


def fresh(nb: Namespace, **changes):
    """A network from the student's `build`, all techniques on but for `changes`."""
    wanted = {"dropout_rate": 0.3, "l2_lambda": 0.001, "use_batch_norm": True} | changes
    network = nb.build(**wanted)
    is_model = callable(network) and hasattr(network, "layers")
    assert is_model, "`build` must return a Keras model, such as `keras.Sequential([...])`."
    return network


def assert_l2_is(network, strength: float) -> None:
    """The network's penalty is that of the hidden layer's weights alone."""
    kernels = [w for w in network.get_weights() if w.shape == (784, 512)]
    assert kernels, "The hidden layer must have 512 units that see all 784 inputs."
    squares = float((kernels[0].astype("float64") ** 2).sum())
    penalty = sum(float(value) for value in network.losses)
    if not strength:
        assert math.isclose(penalty, 0, abs_tol=1e-9), "With a λ of 0 there must be no penalty."
        return
    assert penalty > 0, "With a λ above 0 the network has no penalty. Which argument sets it?"
    assert math.isclose(penalty, strength * squares, rel_tol=1e-3), (
        "The penalty is not λ times the squares of the hidden layer's weights. Does another layer have one, too?"
    )


@exercise("E8.7", points=0.5)
def test_networks_have_the_right_parts(nb: Namespace):
    "784 inputs, 512 hidden units, ten probabilities; the L2 penalty on the hidden layer alone."
    x = np.random.default_rng(0).random((20, 784), dtype="float32")
    for changes in ({}, {"l2_lambda": 0.02}, {"l2_lambda": 0.0, "use_batch_norm": False}):
        network = fresh(nb, **changes)
        predicted = outputs(network, x)
        assert predicted.shape == (20, 10), (
            f"For 20 images the network gives the shape {predicted.shape}; ten numbers for each image are wanted."
        )
        proper = predicted.min() >= 0 and np.allclose(predicted.sum(axis=1), 1, atol=1e-3)
        assert proper, (
            "The ten outputs must be probabilities. Which activation of the last layer makes sure of that?"
        )
        assert_l2_is(network, changes.get("l2_lambda", 0.001))


@exercise("E8.7", points=0.5)
def test_techniques_are_optional(nb: Namespace):
    "Batch normalisation and dropout are there when asked for, and absent otherwise."
    x = np.random.default_rng(1).random((200, 784), dtype="float32")
    for use in (True, False):
        count = len(batch_norms(fresh(nb, use_batch_norm=use)))
        assert count == use, (
            f"With use_batch_norm={use} the network has {count} layers of batch normalisation."
        )
    network = fresh(nb)
    momentum = network.layers[batch_norms(network)[0]].momentum
    assert momentum <= 0.9 + 1e-6, (
        f"Batch normalisation has a momentum of {momentum:g}: after few updates its averages are still "
        "those of the start. Which one does the task ask for?"
    )
    for rate in (0.0, 0.25, 0.6):
        network = fresh(nb, dropout_rate=rate, use_batch_norm=False)
        changed = not np.allclose(outputs(network, x, True), outputs(network, x), atol=1e-6)
        if not rate:
            assert not changed, (
                "With a dropout rate of 0, training must give what prediction gives."
            )
            continue
        assert changed, f"With a dropout rate of {rate} nothing is dropped in training."
        rates = [layer.rate for layer in network.layers if hasattr(layer, "rate")]
        assert all(math.isclose(value, rate) for value in rates), (
            f"The dropout rate is {rates[0]:g} where {rate:g} was asked for."
        )


@exercise("E8.7", points=0.5)
def test_block_is_in_order(nb: Namespace):
    "Weights, batch normalisation, ReLU, dropout, in this order."
    network = fresh(nb)
    x = np.random.default_rng(2).random((100, 784), dtype="float32")
    import keras

    at = batch_norms(network)
    assert at, "With use_batch_norm=True there is no batch normalisation."
    norm = network.layers[at[0]]
    inner = keras.Model(network.inputs[0], [norm.input, norm.output])
    entering, leaving = (np.asarray(part) for part in inner(x))
    assert entering.shape[1:] == (512,), (
        "Batch normalisation does not stand behind the 512 hidden units."
    )
    assert entering.min() < 0, (
        "What enters batch normalisation is never negative: ReLU comes before it. Compare with Q8.5."
    )
    kernel = next(w for w in network.get_weights() if w.shape == (784, 512))
    passes = np.asarray(keras.Model(network.inputs[0], norm.input)(x, training=True))
    assert np.allclose(passes, x @ kernel, atol=1e-3), (
        "In training, batch normalisation does not get what the weights make. Where does dropout stand?"
    )
    # What the last layer of weights gets is ReLU of what batch normalisation gives.
    last = [w for w in network.get_weights() if w.shape == (512, 10)]
    assert last, "The output layer must see all 512 hidden units."
    logits = np.maximum(leaving, 0) @ last[0]
    expected = np.exp(logits - logits.max(axis=1, keepdims=True))
    expected /= expected.sum(axis=1, keepdims=True)
    assert np.allclose(expected, outputs(network, x), atol=1e-3), (
        "Between batch normalisation and the output there is not just ReLU (and dropout, in training)."
    )
    drops = [i for i, layer in enumerate(network.layers) if hasattr(layer, "rate")]
    dense = [i for i, layer in enumerate(network.layers) if hasattr(layer, "kernel")]
    in_order = bool(drops) and at[0] < drops[0] < dense[-1]
    assert in_order, "Dropout must stand behind batch normalisation and before the output layer."


@exercise("E8.8", points=0.5)
def test_improved_network_is_the_one_asked_for(nb: Namespace):
    "`improved` has all techniques, and a learning rate that decays."
    network = nb.improved
    assert len(batch_norms(network)) == 1, "`improved` lacks batch normalisation."
    assert_l2_is(network, 0.001)
    rates = [layer.rate for layer in network.layers if hasattr(layer, "rate")]
    assert rates == [0.3], "`improved` needs one dropout layer with the rate 0.3."
    assert_decays(network, nb)
    assert_updated(network, len(nb.improved_history["loss"]), nb)


def assert_decays(network, nb: Namespace) -> None:
    """The network's learning rate falls from about 0.001 to nearly 0 over its epochs."""
    import keras

    assert network.optimizer is not None, "`improved` is not compiled."
    described = network.optimizer.get_config()["learning_rate"]
    assert isinstance(described, dict), (
        f"The learning rate is still {float(described):g} after training. Which optimizer has the schedule?"
    )
    schedule = keras.optimizers.schedules.deserialize(described)
    last = int(nb.epochs_improved) * math.ceil(sizes_of(nb)[0] / nb.batch_size)
    first, middle, end = (float(schedule(step)) for step in (0, last // 2, last))
    falls = math.isclose(first, 0.001, rel_tol=0.5) and 0.05 * first < middle < first
    assert falls, (
        f"The schedule begins at {first:g} and is at {middle:g} in the middle of the training. Take the one that "
        "`optimizer_called` makes."
    )
    assert end < 0.05 * first, (
        f"At the end of the training the schedule is still at {end:g}. How many updates are there in all epochs?"
    )


@exercise("E8.8", points=0.5)
def test_improved_network_is_a_run(nb: Namespace):
    "The training of `improved` is a finished run with curves, figure, and the model with its signature."
    history, identifier = nb.improved_history, nb.improved_run_id
    run = assert_is_tracked(nb, TP2, identifier, history, nb.improved_params)
    losses = history["val_loss"]
    stop, best = stopping_rule(losses, int(nb.patience))
    assert len(losses) == min(stop, int(nb.epochs_improved)), (
        f"Training ended after {len(losses)} epochs; with this patience it ends after {stop}. Is early stopping "
        "among the callbacks, and does it watch the validation loss?"
    )
    assert_validated_on(history, best - 1, nb.improved, nb)
    assert_stopped_early(run, best)
    assert run.model_inputs, (
        "The run has no model. Log it inside the block, with a few images as the example."
    )
    shape = run.model_inputs[0]
    assert shape is not None, (
        "The model has no signature. What does `mlflow.keras.log_model` take besides the model and its name?"
    )
    assert shape == (-1, 784), (
        f"The signature says that the model takes inputs of the shape {shape}. Which images did you give as the "
        "example?"
    )


def assert_stopped_early(run: Run, best: int) -> None:
    """The run says that early stopping watched the training and restored the weights of epoch `best`."""
    restores = run.params.get("restore_best_weights")
    assert restores is not None, (
        "The run does not say whether early stopping restores the best weights: log the parameter "
        "`restore_best_weights` of your `stopper`."
    )
    assert restores == "True", (
        f"`restore_best_weights` is {restores}: the network is left as the last epoch made it."
    )
    restored = run.metrics.get("restored_epoch")
    assert restored is not None, (
        "The run lacks the metric `restored_epoch`. After `fit`, `stopper` knows its best epoch."
    )
    assert restored == best, (
        f"`restored_epoch` is {restored:g}; the lowest validation loss was in another epoch. Is `stopper` among "
        "the callbacks of this training? (Keras counts epochs from 0, you from 1.)"
    )


@exercise("E8.8", points=0.5, full_training=True)
def test_improved_network_reaches_its_bars(nb: Namespace):
    "`improved` reaches the test accuracy and loss that nearly every seed gives."
    network = nb.improved
    lowest, highest = required_bar("08/test_accuracy"), required_bar("08/test_loss")
    x, y = course_part("test")
    probabilities = predict(network, x)
    share = accuracy(probabilities, y)
    loss = cross_entropy(probabilities, y) + sum(float(value) for value in network.losses)
    measured("08/test_accuracy", share)
    measured("08/test_loss", loss)
    assert meets(share, lowest, "higher"), (
        "On images that it has not seen, this network is not as accurate as it is with nearly every seed. Check "
        "the schedule, the number of epochs and the batch size."
    )
    assert meets(loss, highest, "lower"), (
        "On images that it has not seen, the loss of this network, penalty included, is higher than with nearly "
        "every seed. Check the schedule, the number of epochs and λ."
    )
    assert_was_not_trained_on_what_judges_it(network, nb)


@exercise("E8.9", points=1)
def test_loss_is_split(nb: Namespace):
    "Cross-entropy on the given images, and the penalty of the network."
    split_loss, rng = nb.split_loss, fresh_rng()
    for l2_lambda in (float(rng.uniform(0.02, 0.1)), 0.0):
        # Other images each time: on some, accuracy and cross-entropy happen to be equal.
        start = int(rng.integers(0, 9000))
        x, y = course_part("test", start, start + 1000)
        network = nearest_mean_network(l2_lambda)
        weights = network.get_weights()
        expected = cross_entropy(predict(network, x), y)
        penalty = l2_lambda * float((weights[0].astype("float64") ** 2).sum())
        result = given_copies(split_loss, network, x, y)
        assert_left_alone(weights, network, "split_loss")
        assert is_pair(result), "Return a pair: the cross-entropy, then the penalty."
        first, second = (scalar(value, "Each of the two parts") for value in result)
        assert not (penalty and math.isclose(first, expected + penalty, rel_tol=1e-3)), (
            "The first number still contains the penalty."
        )
        swapped = math.isclose(first, penalty, rel_tol=1e-3) and math.isclose(
            second, expected, rel_tol=1e-3
        )
        alike = math.isclose(penalty, expected, rel_tol=1e-2)  # by chance, for one λ in fifty or so
        assert alike or not swapped, "The order: cross-entropy first."
        assert math.isclose(first, expected, rel_tol=1e-3), (
            "The first number is not the cross-entropy on the images that `split_loss` was given."
        )
        assert math.isclose(second, penalty, rel_tol=1e-3, abs_tol=1e-5), (
            "The second number is not the network's penalty. (A network without L2 has a penalty of 0.)"
        )


@exercise("E8.10", points=1)
def test_gains_are_paired(nb: Namespace):
    'Mean and standard error of the paired differences to "nothing".'
    gains = nb.gains
    import pandas as pd

    rng = fresh_rng()
    names, seeds = ["nothing", "plain", "both"], [3, 1, 8, 5]
    rows = [(name, seed, *rng.random(2).tolist()) for name in names for seed in seeds]
    table = pd.DataFrame(rows, columns=["variant", "seed", "score", "other"]).sample(
        frac=1, random_state=int(rng.integers(1000))
    )
    for metric in ("score", "other"):
        result = gains(table.copy(), metric)  # a copy: the right values come after
        assert isinstance(result, pd.DataFrame), (
            f"Return a DataFrame; this is a {type(result).__name__}."
        )
        assert {"mean", "se"} <= set(result.columns), (
            f"The columns are {', '.join(map(str, result.columns))}; `mean` and `se` are wanted."
        )
        assert {"plain", "both"} <= set(result.index), (
            'There must be one row for each variant but "nothing", with the variant as the index.'
        )
        values = {
            name: table[table["variant"] == name].sort_values("seed")[metric].to_numpy()
            for name in names
        }
        for name in ("plain", "both"):
            differences = values[name] - values["nothing"]
            mean, error = (number(result.loc[name, column]) for column in ("mean", "se"))
            assert not math.isclose(mean, -differences.mean()), (
                'The sign is the wrong way round: a variant that is better than "nothing" has a positive mean.'
            )
            assert not math.isclose(mean, values[name].mean()), (
                '`mean` is that of the variant itself. Subtract what "nothing" gave with the same seed.'
            )
            assert math.isclose(mean, differences.mean()), (
                "`mean` is not that of the differences in the column asked for. Is `metric` used, or a fixed name?"
            )
            expected = differences.std(ddof=1) / math.sqrt(len(seeds))
            spread = (
                "`se` is the standard deviation of the differences. By what is it still divided?"
            )
            assert not math.isclose(error, differences.std(ddof=1)), spread
            assert not math.isclose(error, differences.std() / math.sqrt(len(seeds))), (
                "The deviation is that of a whole population; runs are a sample: divide by n - 1."
            )
            unpaired = math.hypot(*(values[n].std(ddof=1) for n in (name, "nothing"))) / math.sqrt(
                len(seeds)
            )
            assert not math.isclose(error, unpaired), (
                "`se` is that of two separate groups. Take the differences first, seed by seed, then their spread."
            )
            assert math.isclose(error, expected), (
                "`se` is not the standard error of the differences, taken seed by seed."
            )


def assert_measured(table, nb: Namespace) -> None:
    """Three results of single techniques, drawn at random, are what their networks give."""
    weights, (x, y) = nb.ablation_weights, validation_part(nb)
    rows = table[table["variant"].isin(SINGLES)]
    counts = [int((rows["variant"] == name).sum()) for name in SINGLES]
    assert min(counts) >= int(number(nb.ablation_seeds)), f"A technique lacks runs. {AGAIN}"
    for place in fresh_rng().choice(len(rows), 3, replace=False):
        name, seed = str(rows["variant"].iloc[place]), int(rows["seed"].iloc[place])
        network = fresh(
            nb, **({"dropout_rate": 0, "l2_lambda": 0, "use_batch_norm": False} | SINGLES[name])
        )
        try:
            network.set_weights(weights[name, seed])
        except (LookupError, TypeError, ValueError) as error:
            raise AssertionError(f"{AGAIN} ({name}, seed {seed})") from error
        share = accuracy(predict(network, x), y)
        assert math.isclose(rows["kept_val_accuracy"].iloc[place], share, abs_tol=1e-3), (
            f"{AGAIN} ({name}, seed {seed})"
        )


AGAIN = (
    "The table `ablation` does not hold what the networks in `ablation_weights` give on the validation images. "
    "Run section 8 again from its first cell."
)


@exercise("Q8.8", points=0.5)
def test_single_winner(nb: Namespace):
    "The single technique with the highest mean validation accuracy in this notebook's own ablation."
    answer, table = str(nb.q8_8).strip(), nb.ablation
    means = table.groupby("variant")["kept_val_accuracy"].mean()
    singles = means[["dropout", "L2", "batch norm", "early stopping"]]
    by_name = {name.lower(): name for name in means.index}
    assert answer.lower() in by_name, (
        f"{answer!r} is not a name of the table. The single ones are {', '.join(singles.index)}."
    )
    name = by_name[answer.lower()]
    assert name in singles.index, f"{name!r} is not a single technique."
    assert_measured(table, nb)
    assert math.isclose(singles[name], singles.max()), (
        "Another single technique has a higher mean. Compare the column `mean` of the table under Figure 8.8."
    )


def entry(l2_lambda: float, dropout_rate: float) -> dict:
    """An entry of a grid, as the notebook's `sweep_params` makes them."""
    return {
        "epochs": 10,
        "batch_size": 128,
        "optimizer": "adam",
        "dropout_rate": dropout_rate,
        "l2_lambda": l2_lambda,
        "use_batch_norm": True,
        "early_stopping_patience": 0,
        "train_size": 3000,
        "seed": 42,
        "regularization_applied": "dropout + L2 + batch norm",
    }


def as_text(params: Mapping) -> dict[str, str]:
    """Parameters as MLflow gives them back."""
    return {name: str(value) for name, value in params.items()}


def still_missing(missing, grid: list[dict], done: list[dict]) -> list[dict]:
    """What the student's function says of a grid and of finished runs; a list of entries of the grid."""
    result = missing([dict(params) for params in grid], [as_text(params) for params in done])
    assert isinstance(result, list | tuple), (
        f"Return a list of entries of the grid; this is a {type(result).__name__}."
    )
    entries = [dict(params) if isinstance(params, Mapping) else params for params in result]
    assert not any(params not in grid and params in map(as_text, grid) for params in entries), (
        "You return entries whose values are text. Return those of the grid, with their numbers."
    )
    assert all(params in grid for params in entries), (
        "What you return is not made of entries of the grid."
    )
    return entries


@exercise("E8.11", points=0.5)
def test_finished_runs_are_not_missing(nb: Namespace):
    "Entries without a finished run are missing, in the order of the grid; the others are not."
    missing = nb.missing
    grid = [entry(strength, rate) for strength in (0.003, 0.03) for rate in (0.1, 0.2)]
    result = still_missing(missing, grid, [])
    assert result == grid, "With no run finished, every entry of the grid is missing, in its order."
    result = still_missing(missing, grid, [grid[2], grid[0]])
    assert result != grid, (
        "Two of four entries had a finished run, and your function did not see it. What is the type of the values "
        "in `finished`, and in the grid?"
    )
    assert result == [grid[1], grid[3]], (
        "Two of four entries had a finished run; exactly the other two are missing."
    )
    assert still_missing(missing, grid, grid) == [], (
        "When all runs are finished, the list must be empty."
    )


@exercise("E8.11", points=0.5)
def test_only_the_same_parameters_count(nb: Namespace):
    "A run counts only with the same parameters; an entry that the grid names twice is missing once."
    missing = nb.missing
    grid = [entry(0.003, rate) for rate in (0.1, 0.2)]
    for name, value in (("seed", 43), ("epochs", 1), ("optimizer", "rmsprop")):
        other = [params | {name: value} for params in grid]
        assert still_missing(missing, grid, other) == grid, (
            f"The finished runs have another `{name}`; they must not count. Compare all parameters."
        )
    doubled = [grid[0], grid[1], grid[0]]
    assert still_missing(missing, doubled, []) == grid, (
        "The grid names an entry twice: it must be in the list once, or it is trained twice."
    )
    assert still_missing(missing, doubled, [grid[0]]) == [grid[1]], (
        "The grid names an entry twice, and it is finished: it is not missing."
    )


@exercise("Q8.10", points=0.5)
def test_fair_measure(nb: Namespace):
    "Why the sweep is ranked by cross-entropy."
    assert letter(nb.q8_10) == "b", (
        "Not this one. What is in the loss that is not in the cross-entropy, and does it differ between runs?"
    )


def sweep_runs(nb: Namespace) -> list[Run]:
    """Finished runs of the notebook's sweep, once each entry of its grid has one."""
    images = min(int(number(nb.train_size_small)), sizes_of(nb)[0])
    shared = {
        "train_size": images,
        "epochs": nb.epochs_sweep,
        "seed": nb.seed,
        "use_batch_norm": True,
    }
    runs = [
        run
        for run in finished(nb, TP2)
        if all(run.params.get(name) == str(value) for name, value in shared.items())
        and run.tags.get("dataset_source") == source("mnist")
        and run.tags.get("part") == "sweep"
        and RANKED_BY in run.metrics
    ]
    grid = [(*pair, "adam") for pair in itertools.product(nb.sweep_l2, nb.sweep_dropout)]
    grid += [(0.001, 0.3, name) for name in ("sgd, momentum 0.9", "rmsprop", "adam, cosine decay")]
    params = [run.params for run in runs]
    done = {(float(p["l2_lambda"]), float(p["dropout_rate"]), p["optimizer"]) for p in params}
    missing = [wanted for wanted in grid if wanted not in done]
    assert not missing, (
        f"{len(missing)} of the {len(grid)} entries of the grid have no finished run, such as λ "
        f"{missing[0][0]:g}, dropout {missing[0][1]:g}, {missing[0][2]}. Run the "
        "cell that trains the sweep to its end."
    )
    return runs


RANKED_BY = "kept_val_cross_entropy"


@exercise("E8.12", points=1)
def test_best_run_is_found(nb: Namespace):
    "The finished run of this sweep with the lowest cross-entropy."
    identifier = nb.best_run_id
    run, runs = finished_run(nb, identifier), sweep_runs(nb)
    assert identifier in {candidate.run_id for candidate in runs}, (
        "This run does not belong to the sweep of this notebook. Check `experiment_names` and `filter_string`."
    )
    lowest = min(candidate.metrics[RANKED_BY] for candidate in runs)
    assert run.metrics[RANKED_BY] <= lowest + 1e-9, (
        "Another run has a lower cross-entropy. By which metric do you order, and in which direction?"
    )


def assert_is_labelled(panel: Panel) -> None:
    """Axes, title and lines of the panel have names."""
    assert panel.xlabel.strip(), "The axis to the right has no label."
    assert panel.ylabel.strip(), "The axis up has no label."
    assert panel.title.strip(), "The panel has no title: what does one see in it?"
    assert panel.legend, "There is no legend: a reader cannot tell the lines apart."
    assert len(set(panel.legend)) == len(panel.legend), (
        "Two lines have the same name in the legend."
    )


@exercise("E8.13", points=1)
def test_sweep_is_drawn(nb: Namespace):
    "One line for each λ: cross-entropy against dropout rate, with labels, a legend and a title."
    all_panels = panels(nb.sweep_figure, "`sweep_figure`")
    drawn = [panel for panel in all_panels if panel.lines]
    assert len(drawn) == 1, f"One panel with lines is wanted; the figure has {len(drawn)}."
    panel, runs = drawn[0], sweep_runs(nb)
    rates = sorted(float(rate) for rate in nb.sweep_dropout)
    for strength in nb.sweep_l2:
        value_at: dict[float, float] = {}
        for run in runs:  # the newest first
            if run.params["optimizer"] == "adam" and float(run.params["l2_lambda"]) == strength:
                value_at.setdefault(float(run.params["dropout_rate"]), run.metrics[RANKED_BY])
        expected = [value_at[rate] for rate in rates]
        curves = [(line.x.tolist(), line.y) for line in panel.lines]
        unsorted = any(
            x != sorted(x) and np.allclose(np.sort(y), np.sort(expected))
            for x, y in curves
            if len(y) == len(expected)
        )
        assert not unsorted, "A line goes back and forth: sort its rows by the dropout rate."
        fits = any(
            len(x) == len(rates) and np.allclose(x, rates) and np.allclose(y, expected, rtol=1e-3)
            for x, y in curves
        )
        assert fits, (
            f"No line shows the cross-entropy of the runs with λ = {strength:g} and Adam against their dropout "
            "rate. Which rows of `results` belong to it, and which column goes up?"
        )
    assert len(panel.lines) == len(nb.sweep_l2), (
        f"The panel has {len(panel.lines)} lines; one for each λ is wanted, of the runs with Adam."
    )
    assert len(panel.legend) >= len(nb.sweep_l2), "Give each line a name in the legend."
    assert_is_labelled(panel)
