"""What makes networks train faster in a process of the course, and changes no weight and no curve."""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import keras
    import tensorflow as tf


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
    """Let `fit` build a network's metrics and optimizer before its first step.

    Else Keras builds them while it traces that step, and TensorFlow traces twice a step that makes variables:
    `benchmarks/tracing.py` measures it. What is trained on a `PyDataset` is traced as ever.
    """
    import keras

    fit = keras.Model.fit

    @functools.wraps(fit)
    def fit_built(
        network: keras.Model, x: object = None, y: object = None, *more: object, **settings: object
    ) -> keras.callbacks.History:
        # Keras builds what cannot be built here, or says why not.
        with contextlib.suppress(Exception):
            _build(network, x, y)
        return fit(network, x, y, *more, **settings)

    keras.Model.fit = fit_built


def _build(network: keras.Model, x: Any, y: Any) -> None:
    """Build metrics and optimizer of a compiled network for labels like those of `x` or `y`.

    Raises whatever it may where a size is not known, or where `fit` will refuse the labels.
    """
    import numpy as np
    import tensorflow as tf

    if network.built and not network.run_eagerly and not network.optimizer.built:
        shape = x.element_spec[1].shape if isinstance(x, tf.data.Dataset) else y.shape
        labels = np.zeros([2, *shape[1:]])
        outputs = np.zeros([2, *network.output_shape[1:]])
        network.compute_loss(None, labels, outputs)  # before metrics are chosen by the labels
        network.compute_metrics(None, labels, outputs)  # `fit` sets them back
        network.optimizer.build(network.trainable_variables)
