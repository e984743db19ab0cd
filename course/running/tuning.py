"""What makes networks train faster in a process of the course, and changes no weight and no curve."""

from __future__ import annotations

import contextlib
import functools


def apply() -> None:
    """Apply all of it in this process, which has imported TensorFlow; once more does nothing."""
    import tensorflow as tf

    if not hasattr(tf.data.Dataset.__iter__, "__wrapped__"):
        _stop_tuner()
        _trace_once()


def _stop_tuner() -> None:
    """Keep `tf.data`, through which `fit` gets its batches, from tuning its pipelines.

    The tuner has nothing to win where the data are arrays in memory, and at the end of an epoch `fit` now and then
    waits for it as long as the epoch took: `benchmarks/feeding.py` measures it.
    """
    import tensorflow as tf

    begin = tf.data.Dataset.__iter__

    @functools.wraps(begin)
    def begin_untuned(dataset: tf.data.Dataset) -> object:
        options = tf.data.Options()
        options.autotune.enabled = False
        return begin(dataset.with_options(options))

    # Where every pipeline passes, Keras' own and those that a notebook builds: the options have no default to set.
    tf.data.Dataset.__iter__ = begin_untuned


def _trace_once() -> None:
    """Let `fit` build a network's optimizer and metrics before its first step.

    Else Keras builds them while it traces that step, and TensorFlow traces a step that makes variables twice: a
    third of the time of a short training.
    """
    import keras

    fit = keras.Model.fit

    @functools.wraps(fit)
    def fit_built(network: keras.Model, x: object = None, y: object = None, *args, **settings):
        with contextlib.suppress(Exception):  # `fit` says better what is wrong with them
            _build(network, x, y)
        return fit(network, x, y, *args, **settings)

    keras.Model.fit = fit_built


def _build(network, x: object, y: object) -> None:
    """Build the optimizer and the metrics of a compiled network for labels like those of `x` or `y`."""
    import numpy as np
    import tensorflow as tf

    if network.built and not network.run_eagerly and not network.optimizer.built:
        network.optimizer.build(network.trainable_variables)
        if isinstance(x, tf.data.Dataset):
            labels = np.zeros([size or 1 for size in x.element_spec[1].shape])
        else:
            labels = np.asarray(y[:1])
        outputs = np.zeros([size or 1 for size in network.output_shape])
        network.compute_metrics(None, labels, outputs)  # `fit` resets them
