"""Feeding without the tuner."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.tf_data import stop_tuning


@pytest.fixture
def options(monkeypatch: pytest.MonkeyPatch):
    import tensorflow as tf

    options = tf.data.experimental.AutotuneOptions
    monkeypatch.setattr(options, "enabled", options.enabled)  # put back afterwards
    return options


def curves() -> dict[str, list[float]]:
    """Of a small network, trained from the same start on shuffled data."""
    import keras

    keras.utils.set_random_seed(1)
    network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
    network.compile("adam", "sparse_categorical_crossentropy")
    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(90, 4)), rng.integers(0, 3, 90)
    return network.fit(x, labels, epochs=3, validation_split=0.2, verbose=0).history


def test_the_tuner_is_off_and_training_gives_the_same(options):
    import tensorflow as tf

    tuned = curves()
    stop_tuning()
    assert tf.data.Options().autotune.enabled is False
    assert curves() == tuned


def test_a_tensorflow_without_the_tuner_trains_as_well(monkeypatch: pytest.MonkeyPatch):
    import tensorflow as tf

    monkeypatch.delattr(tf.data.experimental, "AutotuneOptions")
    stop_tuning()
