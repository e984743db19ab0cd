"""The convolutional network of lab 05, which labs 06 and 07 take up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from helpers import data
from helpers.datasets import models

if TYPE_CHECKING:
    import keras

NAME = "fashion_cnn"
VALIDATION_START = 48_000  # the last 20 % of the 60,000 training images are for validation
STEPS_PER_EXECUTION = 25


def build(seed: int) -> keras.Model:
    """A fresh, compiled network: the same seed gives the same initial weights.

    Input: float32 images of shape (n, 28, 28, 1) in 0 to 1. Output: probabilities of shape (n, 10).
    Labels are integers (`sparse_categorical_crossentropy`); Adam at its defaults.

    Example
    -------
    >>> build(seed=1).count_params()
    225034
    """
    import keras
    from keras import layers

    keras.utils.set_random_seed(seed)
    cnn = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ],
        name=NAME,
    )
    compile(cnn)
    return cnn


def compile(model: keras.Model) -> None:
    """Compile with the course's settings: Adam, cross-entropy on integer labels, accuracy.

    Example
    -------
    >>> cnn = build(seed=1)
    >>> compile(cnn)  # anew: forgets the optimiser's state
    """
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        steps_per_execution=STEPS_PER_EXECUTION,
    )


def prepare(images: np.ndarray) -> np.ndarray:
    """Grey images of shape (n, 28, 28), uint8, as the network takes them: (n, 28, 28, 1), float32, 0 to 1.

    Example
    -------
    >>> prepare(np.full((2, 28, 28), 255, np.uint8)).shape
    (2, 28, 28, 1)
    """
    return (images / np.float32(255))[..., np.newaxis]


def trained_on(seed: int, epochs: int, train_size: int, batch_size: int) -> dict[str, object]:
    """What identifies a trained network: see `helpers.datasets.models.keep`.

    Example
    -------
    >>> trained_on(seed=1, epochs=3, train_size=48_000, batch_size=64)["dataset"]
    'fashion-mnist'
    """
    import keras

    return {
        "dataset": "fashion-mnist",
        "source": data.source("fashion-mnist"),
        "seed": seed,
        "epochs": epochs,
        "train_size": train_size,
        "batch_size": batch_size,
        "keras": keras.__version__,
    }


def keep(cnn: keras.Model, history: models.History, **settings: int) -> None:
    """Keep lab 05's trained network; `settings` as for `trained_on`. Says where.

    Example
    -------
    >>> settings = dict(seed=1, epochs=3, train_size=48_000, batch_size=64)
    >>> keep(cnn, history, **settings)  # doctest: +SKIP
    """
    path = models.keep(NAME, cnn, history, trained_on(**settings))
    print(f"Kept the trained network in build/models/{path.name}; labs 06 and 07 use it.")


def trained(
    x_train: np.ndarray,
    y_train: np.ndarray,
    *,
    seed: int,
    epochs: int,
    train_size: int,
    batch_size: int,
) -> tuple[keras.Model, models.History]:
    """The network that lab 05 kept, or one trained here as lab 05 does; prints which.

    Parameters
    ----------
    x_train : ndarray of shape (60000, 28, 28, 1), float32 in 0 to 1
    y_train : ndarray of shape (60000,), integer
        Training images are the first `train_size`, at most 48,000; the last 12,000 are for validation.
    seed, epochs, train_size, batch_size : int
        A kept network fits when it was trained with just these settings, on this data, by this version of Keras.

    Returns
    -------
    cnn : keras.Model
    history : dict of str to list of float
        `loss`, `accuracy`, `val_loss`, `val_accuracy`; one value an epoch.

    Example
    -------
    >>> settings = dict(seed=1, epochs=3, train_size=48_000, batch_size=64)
    >>> cnn, history = trained(x_train, y_train, **settings)  # doctest: +SKIP
    """
    settings = {
        "seed": seed,
        "epochs": epochs,
        "train_size": train_size,
        "batch_size": batch_size,
    }
    model = models.take(NAME, trained_on(**settings))
    if model is not None and _has_the_architecture(model[0]):
        print("Loaded the network that lab 05 kept: nothing to train.")
        return model
    print(f"No network kept by lab 05 fits these settings: training it here, {epochs} epochs.")
    start = time.perf_counter()
    cnn = build(seed)
    training = slice(0, min(train_size, VALIDATION_START))
    history = cnn.fit(
        x_train[training],
        y_train[training],
        validation_data=(x_train[VALIDATION_START:], y_train[VALIDATION_START:]),
        epochs=epochs,
        batch_size=batch_size,
        verbose=2,
    ).history
    print(f"Trained in {time.perf_counter() - start:.0f} s.")
    keep(cnn, history, **settings)
    return cnn, history


def _has_the_architecture(cnn: keras.Model) -> bool:
    return (
        cnn.input_shape[1:] == (28, 28, 1)
        and cnn.output_shape[1:] == (10,)
        and cnn.count_params() == 225_034
    )
