"""Keras networks as data: the names and settings of their layers, and the weights as arrays.

A network made of Keras' own parts can be built again from them by somebody who does not trust whoever made it. One
with a `Lambda` layer, a layer of one's own or a function of one's own cannot: it would bring code along.
"""

from __future__ import annotations

import importlib
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_MODULES = (
    "keras",
    "keras.activations",
    "keras.constraints",
    "keras.initializers",
    "keras.layers",
    "keras.losses",
    "keras.metrics",
    "keras.models",
    "keras.optimizers",
    "keras.optimizers.schedules",
    "keras.regularizers",
)
_OPERATIONS = ("keras.src.ops.numpy", "keras.src.ops.nn")  # x / 255 in a functional network
_MODELS = {"Functional": "keras.src.models.functional", "Sequential": "keras.src.models.sequential"}
_DATA = {"__numpy__", "__tensor__", "__keras_tensor__", "__tuple__"}
# They hold code, or read files.
_REFUSED = {"Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "Wrapper"}
_REFUSED |= {"StringLookup", "IntegerLookup", "TextVectorization"}
_LARGEST = 1_000_000  # units, filters, pixels: a larger network would not fit into memory
_PARTS = 20_000


def is_network(value: object) -> bool:
    """Whether `value` is a Keras network or layer; asks nothing of Keras where it is not loaded."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.layers.Layer)


def problem(value: object) -> str | None:
    """Why a network or layer cannot be graded, or None: a sentence for its author."""
    try:
        described = describe(value)
        check(described)
    except ValueError as error:
        return f"{error} Build the network from Keras' own layers and functions."
    except Exception as error:
        return (
            "Keras cannot describe this network as data "
            f"({type(error).__name__}). Build it from Keras' own layers and functions."
        )
    return None


def describe(value: object) -> dict:
    """The network or layer as JSON, without its weights and without how it was compiled."""
    import keras

    compiled = getattr(value, "compiled", False)
    if compiled:
        value.compiled = False  # so that Keras leaves it out
    try:
        described = _as_json(value)
    finally:
        if compiled:
            value.compiled = True
    built = described.get("build_config") or {}
    if isinstance(value, keras.Model) and isinstance(built.get("input_shape"), list):
        # Built by a call with so many examples; any other count will do.
        built["input_shape"][0] = None
    return described


def training(value: object) -> dict | None:
    """How a network was compiled, and how many updates its optimiser has made; None where it was not.

    A function of one's own, such as a loss, cannot be described; then `compiled` is None.
    """
    if not getattr(value, "compiled", False):
        return None
    try:
        config = _as_json(value.get_compile_config())
        check(config)
    except Exception:
        config = None
    return {"compiled": config, "updates": int(value.optimizer.iterations)}


def _as_json(value: object) -> object:
    import keras

    return json.loads(json.dumps(keras.saving.serialize_keras_object(value)))


def check(described: object) -> None:
    """Refuse a description that names anything but Keras' own parts.

    Raises
    ------
    ValueError
        Says which part it is.
    """
    parts, seen = [described], 0
    while parts:
        part = parts.pop()
        seen += 1
        if seen > _PARTS:
            raise ValueError("The network has too many parts.")
        if isinstance(part, list):
            parts.extend(part)
        elif isinstance(part, dict):
            if "class_name" in part:
                _check_name(part)
            parts.extend(part.values())
        elif isinstance(part, int | float) and not isinstance(part, bool) and part > _LARGEST:
            raise ValueError(f"The network has a setting of {part:,}.")


def _check_name(part: dict) -> None:
    name, module, registered = (
        part.get(key) for key in ("class_name", "module", "registered_name")
    )
    if not isinstance(name, str):
        raise ValueError("The network has a part without a name.")
    if module is None and name in _DATA:
        return
    if module == "builtins" and name == "function" and isinstance(part.get("config"), str):
        import keras

        if hasattr(keras.activations, part["config"]) and registered in (
            None,
            "function",
            part["config"],
        ):
            return
        raise ValueError(f"The network uses the function `{part['config'][:60]}`.")
    known = module in (*_MODULES, *_OPERATIONS) and hasattr(importlib.import_module(module), name)
    known = known or (name in _MODELS and module == _MODELS[name])
    if not known or name in _REFUSED or registered not in (None, name):
        raise ValueError(f"The network has a part `{name[:60]}`.")


def build(described: dict) -> object:
    """The network or layer that `describe` described, with fresh weights.

    Raises
    ------
    AssertionError
        When it is not made of Keras' own parts, or Keras cannot build it; says why.
    """
    import keras

    try:
        check(described)
    except ValueError as error:
        raise AssertionError(
            f"{error} Build the network from Keras' own layers and functions."
        ) from error
    try:
        return keras.saving.deserialize_keras_object(described, safe_mode=True)
    except Exception as error:
        raise AssertionError(
            f"Keras cannot build this network again: {str(error).splitlines()[0][:200]}"
        ) from error


def set_state(network: object, weights: list[np.ndarray], trained: dict | None) -> None:
    """Give `network` these weights, and compile it as `training` says.

    Raises
    ------
    AssertionError
        When the weights do not fit, or Keras cannot compile it so.
    """
    own = network.get_weights()
    if weights:  # else it is not built yet there; here, a test may have called it
        if [w.shape for w in own] != [w.shape for w in weights]:
            raise AssertionError("The weights of the network do not fit its layers.")
        if any(a.tobytes() != b.tobytes() for a, b in zip(own, weights, strict=True)):
            network.set_weights(weights)
    if not trained or not trained.get("compiled") or trained == training(network):
        return
    try:
        check(trained["compiled"])
        network.compile_from_config(trained["compiled"])
        network.optimizer.iterations.assign(int(trained["updates"]))
    except Exception as error:
        raise AssertionError(f"Keras cannot compile this network again: {error}"[:200]) from error
