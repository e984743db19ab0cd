"""How TensorFlow feeds the networks while they train."""

from __future__ import annotations

import functools


def stop() -> None:
    """Keep `tf.data`, through which `fit` gets its batches, from tuning its pipelines, in this process.

    The tuner has nothing to win where the data are arrays in memory, and at the end of an epoch `fit` now and then
    waits for it as long as the epoch took: `benchmarks/feeding.py` measures it. Weights and curves are the same.
    """
    import tensorflow as tf

    begin = tf.data.Dataset.__iter__
    if hasattr(begin, "__wrapped__"):
        return

    @functools.wraps(begin)
    def begin_untuned(dataset: tf.data.Dataset) -> object:
        options = tf.data.Options()
        options.autotune.enabled = False
        return begin(dataset.with_options(options))

    # Where every pipeline passes, Keras' own and those that a notebook builds: the options have no default to set.
    tf.data.Dataset.__iter__ = begin_untuned
