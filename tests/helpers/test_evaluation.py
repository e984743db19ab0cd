"""Networks evaluated on the course's own images, for the graded tests."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import data
from helpers.graded import evaluation
from helpers.graded.evaluation import (
    accuracy,
    assert_trained_on_neither,
    course_images,
    cross_entropy,
    predict,
)


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch):
    """The built-in sample, loaded afresh."""
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    evaluation.course_data.cache_clear()
    yield
    evaluation.course_data.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dataset", "load"),
    [("mnist", data.load_mnist), ("fashion-mnist", data.load_fashion_mnist)],
)
def test_images_are_those_of_the_course(dataset, load, sample):
    (_, _), (images, labels) = load()
    x, y = course_images(dataset, "test", 100, 300)
    assert (x.dtype, x.shape) == ("float32", (200, 28, 28))
    assert np.array_equal(np.rint(x * 255), images[100:300])
    assert np.array_equal(y, labels[100:300])


def test_who_changes_the_images_changes_his_own(sample):
    x, y = course_images("mnist", "training", 0, 5)
    before = x.copy(), y.copy()
    x[:], y[:] = 0, 0
    again = course_images("mnist", "training", 0, 5)
    assert all(map(np.array_equal, again, before))


def test_scores_by_hand():
    p = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1], [0.2, 0.8, 0.0]])
    assert accuracy(p, np.array([0, 1, 0])) == pytest.approx(2 / 3)
    expected = -(np.log(0.5) + np.log(0.8) + np.log(1e-7)) / 3
    assert cross_entropy(p, np.array([0, 1, 2])) == pytest.approx(expected)


def sure_by(
    losses: dict[str, float],
    monkeypatch: pytest.MonkeyPatch,
    moved: float = 9,
    beside: dict | None = None,
) -> None:
    """Judge a network by its losses; that of moved training images is `moved` times as large."""
    levels = dict(zip(losses, np.linspace(0.2, 1, len(losses)), strict=True))
    parts = {name: np.full((50, 28, 28), level) for name, level in levels.items()}
    for part in parts.values():
        part[:, :, 27] = 0  # what is moved has its dark column on the left

    def outputs(network: object, x: np.ndarray) -> np.ndarray:
        name = next(name for name, level in levels.items() if level == x.max())
        loss = losses[name] * (moved if x[0, 0, 0] == 0 else 1)
        return np.tile([np.exp(-loss), 1 - np.exp(-loss)], (len(x), 1))

    monkeypatch.setattr(evaluation, "predict", outputs)
    labels = np.zeros(50, int)
    judges = {name: (part, labels) for name, part in parts.items() if name != "seen"}
    assert_trained_on_neither(object(), judges, (parts["seen"], labels), 1.2, 2.4, beside)


@pytest.mark.parametrize("moved", [9, 1])
def test_network_less_sure_of_its_judges_is_accepted(moved, monkeypatch):
    sure_by({"seen": 0.1, "test": 0.13, "validation": 0.121}, monkeypatch, moved)


@pytest.mark.parametrize("name", ["test", "validation"])
def test_network_as_sure_of_a_judge_as_of_its_training_images_is_refused(name, monkeypatch):
    losses = {"seen": 0.1, "test": 0.15, "validation": 0.15, name: 0.119}
    with pytest.raises(AssertionError, match=f"on the {name} images.* 0.119 there, and 0.100 here"):
        sure_by(losses, monkeypatch)


@pytest.mark.parametrize("name", ["test", "validation"])
def test_network_that_knows_no_image_by_heart_is_accused_only_where_it_is_surer(name, monkeypatch):
    losses = {"seen": 0.1, "test": 0.1, "validation": 0.1, name: 0.095}
    sure_by(losses, monkeypatch, moved=2.3)
    with pytest.raises(AssertionError, match=f"on the {name} images"):
        sure_by(losses | {name: 0.079}, monkeypatch, moved=2.3)


@pytest.mark.parametrize("name", ["test", "validation"])
def test_network_surer_of_one_judge_than_of_the_other_is_refused(name, monkeypatch):
    other = {"test": "validation", "validation": "test"}[name]
    losses = {"seen": 0.1, name: 0.15, other: 0.2}
    sure_by(losses | {name: 0.17}, monkeypatch, beside={name: 0.8})
    sure_by(losses, monkeypatch, beside={other: 0.8})
    with pytest.raises(AssertionError, match=f"on the {name} images, compared with the {other}"):
        sure_by(losses, monkeypatch, beside={name: 0.8})


def test_training_images_are_drawn(monkeypatch):
    asked = []
    monkeypatch.setattr(evaluation, "_DRAWN", 20)

    def outputs(network: object, x: np.ndarray) -> np.ndarray:
        asked.append(x[:, 5, 5])
        return np.tile([0.5, 0.5], (len(x), 1))

    monkeypatch.setattr(evaluation, "predict", outputs)
    x = np.tile(np.arange(500.0)[:, None, None], (1, 28, 28))
    for _ in range(2):
        assert_trained_on_neither(object(), {}, (x, np.zeros(500, int)), 1.2)
    assert len(asked[0]) == 20
    assert asked[0].max() > 100
    assert not np.array_equal(asked[0], asked[2])


def small_network():
    import keras

    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, "softmax"),
        ]
    )


@pytest.mark.slow
def test_outputs_are_those_of_prediction_and_follow_the_weights():
    network, x = small_network(), np.random.default_rng(0).random((1500, 28, 28), "float32")
    first = predict(network, x)
    kernel, bias = network.get_weights()
    logits = x.reshape(-1, 784) @ kernel + bias
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert first.dtype == "float64"
    assert np.allclose(first, expected, atol=1e-5)
    assert not np.allclose(predict(network, x * np.float32(2)), expected, atol=1e-5)
    network.set_weights([np.zeros_like(kernel), bias])
    assert np.allclose(predict(network, x), 0.1)


@pytest.mark.slow
def test_the_same_network_is_asked_once(monkeypatch):
    asked = []
    right = evaluation._predicted
    monkeypatch.setattr(evaluation, "_kept", {})
    monkeypatch.setattr(
        evaluation, "_predicted", lambda *arguments: asked.append(0) or right(*arguments)
    )
    network, x = small_network(), np.zeros((3, 28, 28), "float32")
    predict(network, x)[:] = 7
    assert predict(network, x).max() < 1  # who changes what was returned changes his own
    assert len(asked) == 1
    for shift in range(evaluation._KEPT + 1):
        predict(network, x + np.float32(shift + 1))
    assert len(evaluation._kept) == evaluation._KEPT


@pytest.mark.slow
def test_networks_that_get_their_weights_at_the_first_call_are_told_apart():
    import keras

    x = np.random.default_rng(0).random((5, 28, 28), "float32")
    layers = [keras.layers.Flatten(name="a"), keras.layers.Dense(10, name="b")]
    described = keras.Sequential(layers, name="c").get_config()
    first, second = (predict(keras.Sequential.from_config(described), x) for _ in range(2))
    assert not np.allclose(first, second)


@pytest.mark.slow
def test_what_is_no_network_for_these_images_is_told():
    with pytest.raises(AssertionError, match="must be a Keras network"):
        predict(lambda x: x, np.zeros((1, 28, 28)))
    with pytest.raises(AssertionError, match=r"images of shape \(5, 5\).*refused"):
        predict(small_network(), np.zeros((1, 5, 5), "float32"))


def penalised(place: str, value: object):
    import keras

    hidden = keras.layers.Dense(6, "relu", **{place: value})
    return keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), hidden, keras.layers.Dense(10, "softmax")]
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", ["kernel_regularizer", "bias_regularizer", "activity_regularizer", "none"]
)
def test_penalty_is_what_keras_adds_to_the_loss(place):
    network = penalised(place, "l2") if place != "none" else small_network()
    network.compile(loss="sparse_categorical_crossentropy")
    rng = np.random.default_rng(0)
    x, y = rng.random((2500, 28, 28), "float32"), rng.integers(0, 10, 2500)
    network.fit(x[:32], y[:32], verbose=0)
    added = evaluation.penalty(network, x)
    assert (added > 0) == (place != "none")
    expected = cross_entropy(predict(network, x), y) + added
    assert network.evaluate(x, y, batch_size=100, verbose=0) == pytest.approx(expected, rel=1e-4)


@pytest.mark.slow
def test_updates_are_counted_and_own_losses_refused():
    network, x, y = small_network(), np.zeros((10, 28, 28), "float32"), np.zeros(10)
    with pytest.raises(AssertionError, match="not compiled"):
        evaluation.updates_made(network)
    network.compile("adam", "sparse_categorical_crossentropy")
    network.fit(x, y, batch_size=4, epochs=2, verbose=0)
    assert evaluation.updates_made(network) == 6
    network.compile("adam", lambda a, b: b[:, 0])
    with pytest.raises(AssertionError, match="function of your own"):
        evaluation.assert_compiled(network)


@pytest.mark.slow
def test_dropout_is_refused_where_the_task_has_none():
    x = np.random.default_rng(0).random((20, 28, 28), "float32")
    with pytest.raises(AssertionError, match="such as Dropout"):
        evaluation.assert_same_while_training(small_network(), x)
    evaluation.assert_same_while_training(penalised("kernel_regularizer", "l2"), x)


@pytest.mark.slow
def test_network_without_input_is_built_for_any_number_of_images():
    import keras

    network = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3)])
    predict(network, np.zeros((5, 28, 28), "float32"))
    assert network.layers[-1].output.shape == (None, 3)
