"""What a cell that trains for more than ten seconds shows meanwhile, where curves follow anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def epoch_numbers() -> keras.callbacks.Callback:
    """A callback for `fit` that prints the number of each finished epoch, all on one line.

    Returns
    -------
    keras.callbacks.Callback

    Example
    -------
    >>> import keras, numpy as np
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> model.compile(loss="mse")
    >>> x, y = np.zeros((4, 2)), np.zeros((4, 1))
    >>> history = model.fit(x, y, epochs=3, verbose=0, callbacks=[epoch_numbers()])
    epoch 1 2 3
    """
    import keras

    return keras.callbacks.LambdaCallback(
        on_train_begin=lambda logs: print("epoch", end="", flush=True),
        on_epoch_end=lambda epoch, logs: print(f" {epoch + 1}", end="", flush=True),
        on_train_end=lambda logs: print(),
    )
