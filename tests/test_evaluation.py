"""Networks evaluated on the course's own images, for the graded tests."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import data, evaluation
from helpers.evaluation import (
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
    evaluation._loaded.cache_clear()
    yield
    evaluation._loaded.cache_clear()


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


def sure_by(losses: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge a network whose loss on each part is known, at a factor of 1.4."""
    labels = np.zeros(5, int)
    rows = {
        name: np.tile([np.exp(-loss), 1 - np.exp(-loss)], (5, 1)) for name, loss in losses.items()
    }
    monkeypatch.setattr(evaluation, "predict", lambda network, x: rows[x])
    judges = {name: (name, labels) for name in losses if name != "seen"}
    assert_trained_on_neither(object(), judges, ("seen", labels), 1.4)


def test_network_less_sure_of_its_judges_is_accepted(monkeypatch):
    sure_by({"seen": 0.1, "test": 0.15, "validation": 0.141}, monkeypatch)


@pytest.mark.parametrize("name", ["test", "validation"])
def test_network_as_sure_of_a_judge_as_of_its_training_images_is_refused(name, monkeypatch):
    losses = {"seen": 0.1, "test": 0.15, "validation": 0.15, name: 0.139}
    with pytest.raises(AssertionError, match=f"on the {name} images"):
        sure_by(losses, monkeypatch)


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
    monkeypatch.setattr(evaluation, "_predicted", lambda *given: asked.append(0) or right(*given))
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
