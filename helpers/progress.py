"""What a cell that trains for more than ten seconds shows meanwhile, where curves follow anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras


def epoch_numbers() -> keras.callbacks.Callback:
    """A callback for `fit` that prints the number of each finished epoch, all on one line."""
    import keras

    return keras.callbacks.LambdaCallback(
        on_train_begin=lambda logs: print("epoch", end="", flush=True),
        on_epoch_end=lambda epoch, logs: print(f" {epoch + 1}", end="", flush=True),
        on_train_end=lambda logs: print(),
    )
