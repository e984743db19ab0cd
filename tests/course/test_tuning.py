"""Feeding without the tuner."""

from __future__ import annotations

import numpy as np
import pytest

from course.running import tuning

pytestmark = pytest.mark.slow  # imports TensorFlow

X, LABELS = np.random.default_rng(1).normal(size=(90, 4)), np.arange(90) % 3


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch):
    """The pipelines that are begun, in a process whose tuner nobody has stopped yet."""
    import tensorflow as tf

    begin = tf.data.Dataset.__iter__
    begin = getattr(begin, "__wrapped__", begin)
    datasets = []

    def recorded(dataset):
        datasets.append(dataset)
        return begin(dataset)

    monkeypatch.setattr(tf.data.Dataset, "__iter__", recorded)
    return datasets


def pipeline():
    """Batches as lab 07 makes them."""
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices((X, LABELS)).shuffle(len(X), seed=1).batch(8)
    return data.map(lambda x, labels: (2 * x, labels)).prefetch(2)


def curves(*data, **settings) -> dict[str, list[float]]:
    """Of a small network, trained from the same start on shuffled data."""
    import keras

    keras.utils.set_random_seed(1)
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    network.compile("adam", "sparse_categorical_crossentropy")
    return network.fit(*data, epochs=3, verbose=0, **settings).history


def trained() -> list[dict]:
    """Curves on arrays and on a pipeline of one's own, which `fit` takes in different ways."""
    return [
        curves(X, LABELS, validation_split=0.2, shuffle=True),
        curves(pipeline(), validation_data=pipeline(), shuffle=False),
    ]


def test_no_pipeline_is_tuned_and_training_gives_the_same(begun):
    tuned = trained()
    assert all(dataset.options().autotune.enabled is None for dataset in begun)
    tuning.stop()
    tuning.stop()  # twice is as well
    begun.clear()
    assert trained() == tuned
    assert len(begun) >= 4
    assert all(dataset.options().autotune.enabled is False for dataset in begun)
