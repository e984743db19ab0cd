"""Faster training that changes no weight and no curve."""

from __future__ import annotations

import re

import numpy as np
import pytest

from course.running import tuning

pytestmark = pytest.mark.slow  # imports TensorFlow

X, LABELS = np.random.default_rng(1).normal(size=(90, 4)), np.arange(90) % 3
ONE_HOT = np.eye(3)[LABELS]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, list]:
    """Pipelines that are begun, and networks whose step is traced, in a process where nothing is applied yet."""
    import keras
    import tensorflow as tf

    begin, fit = tf.data.Dataset.__iter__, keras.Model.fit
    if hasattr(begin, "__wrapped__"):
        begin, fit = begin.__wrapped__, fit.__wrapped__
    step = keras.Model.train_step
    calls = {"begun": [], "traced": []}

    def recorded_begin(dataset):
        calls["begun"].append(dataset)
        return begin(dataset)

    def recorded_step(network, data):
        calls["traced"].append(network)
        return step(network, data)

    monkeypatch.setattr(tf.data.Dataset, "__iter__", recorded_begin)
    monkeypatch.setattr(keras.Model, "train_step", recorded_step)
    monkeypatch.setattr(keras.Model, "fit", fit)
    return calls


def pipeline(labels: np.ndarray = LABELS):
    """Batches as lab 07 makes them."""
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((X, labels)).shuffle(len(X), seed=1).batch(8)
    return data.map(lambda x, labels: (2 * x, labels)).prefetch(2)


def network(loss: str = "sparse_categorical_crossentropy", **settings):
    """A small one with what the labs use, from the same start each time."""
    import keras

    keras.utils.set_random_seed(1)
    layers = [
        keras.Input((4,)),
        keras.layers.Dense(8, kernel_regularizer="l2"),
        keras.layers.BatchNormalization(),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(3, activation="softmax"),
    ]
    network = keras.Sequential(layers)
    rate = keras.optimizers.schedules.CosineDecay(0.01, 30)
    settings.setdefault("metrics", ["accuracy"])
    network.compile(keras.optimizers.Adam(rate), loss, **settings)
    return network


def trained() -> list[dict]:
    """Curves on arrays and on a pipeline of one's own, which `fit` takes in different ways."""
    import keras

    settings, one_hot = {"epochs": 3, "verbose": 0}, "categorical_crossentropy"
    metrics = ["accuracy", keras.metrics.SparseCategoricalCrossentropy(name="cross_entropy")]
    fits = [
        network().fit(X, LABELS, validation_split=0.2, **settings),
        network(steps_per_execution=4, metrics=metrics).fit(X, LABELS, batch_size=8, **settings),
        network(one_hot).fit(X, ONE_HOT, batch_size=8, **settings),
        network().fit(pipeline(), validation_data=pipeline(), shuffle=False, **settings),
        network(one_hot).fit(pipeline(ONE_HOT), shuffle=False, **settings),
    ]
    return [fit.history for fit in fits]


def test_no_pipeline_is_tuned_no_step_is_traced_twice_and_training_gives_the_same(calls):
    before = trained()
    assert all(dataset.options().autotune.enabled is None for dataset in calls["begun"])
    assert len(calls["traced"]) == 2 * len(before), "Keras traces once: `_trace_once` is not needed"
    tuning.apply()
    tuning.apply()  # twice is as well
    calls["begun"].clear(), calls["traced"].clear()
    assert trained() == before
    assert len(calls["begun"]) >= len(before)
    assert all(dataset.options().autotune.enabled is False for dataset in calls["begun"])
    assert len(calls["traced"]) == len(before)


@pytest.mark.parametrize(("x", "y"), [(X, np.zeros((90, 5))), (X[:, :2], LABELS), (X, None)])
def test_data_that_do_not_fit_are_refused_as_without_it(x, y, calls):
    with pytest.raises(Exception) as before:  # noqa: PT011 - whatever Keras raises
        network().fit(x, y, verbose=0)
    tuning.apply()
    with pytest.raises(type(before.value)) as applied:
        network().fit(x, y, verbose=0)
    assert unnumbered(applied.value) == unnumbered(before.value)


def test_labels_in_a_list_are_measured_as_without_it(calls):
    """Keras chooses between kinds of accuracy by the labels, of which a list holds those of each output."""
    before = network().fit(X, [LABELS], verbose=0).history
    tuning.apply()
    assert network().fit(X, [LABELS], verbose=0).history == before


def unnumbered(error: Exception) -> str:
    """Its text without the numbers that Keras gives to layers in turn."""
    return re.sub(r"dense_\d+", "dense", str(error))
