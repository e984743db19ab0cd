"""What crosses of Keras and TensorFlow: networks of Keras' own layers, and what such a network is trained with."""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

from helpers.graded import stock_networks
from helpers.graded.stock_networks import is_network as is_network


def piece(value: Any) -> tuple[object, ...] | None:
    """Kind and parts of a plan of learning rates, a loss, an activation, … of Keras' own; None of all else."""
    module = getattr(value, "__module__", None)
    if is_network(value) or not isinstance(module, str) or not module.startswith("keras."):
        return None
    try:
        described = stock_networks.describe(value)
        stock_networks.check(described)
    except Exception:  # Keras cannot describe it, or names what is not its own
        return None
    return "keras", json.dumps(described)


def parts(value: Any, number: int | None) -> tuple[Any, ...]:
    """Kind and parts of a network, or why it cannot cross; its last parts are those of `state`."""
    if problem := stock_networks.problem(value):
        return "problem", problem
    return "network", number, json.dumps(stock_networks.describe(value)), *state(value)


def state(value: Any) -> tuple[Any, ...]:
    """How a network was compiled, as text; and its weights."""
    weights = map(np.asarray, value.get_weights())  # one number may come as no array
    known = (w.astype("float32") if w.dtype.kind == "V" else w for w in weights)  # bfloat16
    return json.dumps(stock_networks.training(value)), *known


def build(described: str) -> Any:
    """The network, or part of one, that is described so; raises what `stock_networks.build` raises."""
    return stock_networks.build(json.loads(described))


def rebuild(_: None, layers: str, *state: Any) -> object:
    """A network of the judge's, which has no number, in the notebook's process."""
    return set_state(build(layers), *state)


def set_state(value: object, training: str, *weights: object) -> object:
    """The network `value` in this state; raises what `stock_networks.set_state` raises."""
    arrays = [w for w in weights if isinstance(w, np.ndarray)]
    stock_networks.set_state(value, arrays, json.loads(training))
    return value


def refuse(problem: str) -> object:
    """Stands for a network that cannot cross."""
    raise AssertionError(problem[:500])


def is_tensor(value: object) -> bool:
    """Whether it is a tensor or a variable of TensorFlow or Keras, with numbers in it."""
    library = type(value).__module__.split(".")[0]
    is_array = hasattr(value, "__array__") and hasattr(value, "dtype")
    return library in ("tensorflow", "keras") and is_array


def is_dataset(value: object) -> bool:
    """Whether it is a dataset of TensorFlow."""
    tensorflow = sys.modules.get("tensorflow")
    return tensorflow is not None and isinstance(value, tensorflow.data.Dataset)


def dataset(*items: Any) -> object:
    """A dataset of these items, whose arrays may differ in their first axis: the last batch is often smaller."""
    import tensorflow as tf

    signature = tf.nest.map_structure(
        lambda array: tf.TensorSpec((None, *array.shape[1:]), array.dtype), items[0]
    )
    made = tf.data.Dataset.from_generator(lambda: iter(items), output_signature=signature)
    return made.apply(tf.data.experimental.assert_cardinality(len(items)))
