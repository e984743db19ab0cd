"""How TensorFlow feeds the networks while they train."""

from __future__ import annotations

import contextlib


def stop_tuning() -> None:
    """Keep `tf.data`, through which `fit` gets its batches, from tuning itself, in this process.

    The tuner has nothing to win where the data are arrays in memory, and at its end `fit` often waits for it: on
    two cores a training of lab 05's network took 1.2 times as long with it (`benchmarks/feeding.py`). Weights and
    curves are the same.
    """
    import tensorflow as tf

    with contextlib.suppress(AttributeError):  # a TensorFlow without such a tuner
        tf.data.experimental.AutotuneOptions.enabled = False
