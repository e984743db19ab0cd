"""Keras networks as data: the names and settings of their layers, and the weights as arrays.

A network made of Keras' own parts can be built again from them by somebody who does not trust whoever made it. One
with a `Lambda` layer, a layer of one's own or a function of one's own cannot: it would bring code along.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import math
import random
import re
import sys
import textwrap
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from helpers.languages.catalogue import later, translate

if TYPE_CHECKING:
    import keras
    import numpy as np

Described = dict[str, Any]  # what JSON holds of a network, a layer, or another part of Keras

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
# `x / 255` and `keras.activations.relu(x)` in a functional network.
_OPERATIONS = ("keras.src.ops.numpy", "keras.src.ops.nn", "keras.src.activations.activations")
_ELSEWHERE = {
    "Cast": "keras.src.ops.core",
    "Functional": "keras.src.models.functional",
    "Sequential": "keras.src.models.sequential",
}
_DATA = {"__numpy__", "__tensor__", "__keras_tensor__", "__tuple__"}
_DATA |= {"__slice__", "__ellipsis__", "__bytes__"}
# They hold code, or read files.
_REFUSED = {"Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "Wrapper"}
_REFUSED |= {"StringLookup", "IntegerLookup", "TextVectorization"}
_FUNCTIONS = ("activations", "losses", "metrics")  # where Keras looks for one by its name
# Functions of TensorFlow that Keras has under another name.
_SAME = {
    "exp": "exponential",
    "identity": "linear",
    "log_softmax_v2": "log_softmax",
    "softmax_v2": "softmax",
    "swish": "silu",
}
_LARGEST = 1_000_000  # units, filters, pixels: a larger network would not fit into memory
_NO_SIZES = {"max_value", "scale", "seed", "threshold", "value"}
_PARTS = 20_000
_ADVICE = later("Build the network from Keras' own layers and functions.")
_KEPT = 64  # networks whose verdict is remembered
_verdicts: dict[str, str | None] = {}  # by fingerprint


def is_network(value: object) -> bool:
    """Whether `value` is a Keras network or layer; asks nothing of Keras where it is not loaded."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.layers.Layer)


def problem(value: Any) -> str | None:
    """Why a network or layer cannot be graded, or None: a sentence for its author.

    It is built again from its description, as in grading, and must then compute the same.
    """
    try:
        described = describe(value)
        check(described)
        trained = training(value)
        key = fingerprint(value, described) + str(trained and trained["compiled"])
    except ValueError as error:
        return f"{error} {translate(_ADVICE)}"
    except OSError:  # Keras looks for the source of a lambda
        return f"The network uses a `lambda`, a function of your own. {translate(_ADVICE)}"
    except Exception as error:
        return (
            f"Keras cannot describe this network as data: {_first_line(error)} {translate(_ADVICE)}"
        )
    if key not in _verdicts:
        while len(_verdicts) >= _KEPT:
            del _verdicts[next(iter(_verdicts))]
        _verdicts[key] = _problem_of_copy(value, described, trained)
    return _verdicts[key]


def fingerprint(value: Any, described: Described | None = None) -> str:
    """A text that networks with the same layers, settings and weights share."""
    import numpy as np

    described = describe(value) if described is None else described
    digest = hashlib.blake2b(json.dumps(described).encode())
    for array in value.get_weights():
        digest.update(f"{array.dtype}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)
    return digest.hexdigest()


def _problem_of_copy(value: Any, described: Described, trained: Described | None) -> str | None:
    """Why `value` is another network once it is built again, or None."""
    with _as_in_grading():
        try:
            copy = build(described)
            set_state(copy, value.get_weights(), trained)
        except AssertionError as error:
            return str(error)
        inputs = _some_inputs(value)
        if inputs is None:  # its weights, if it has any, are made at the first call
            return None
        try:
            outputs, again = _outputs(value, inputs), _outputs(value, inputs)
        except Exception:  # it does not take such inputs; a test says which it must take
            return None
        if not _close(outputs, again):  # it is random in prediction, too
            return None
        try:
            same = _close(_outputs(copy, inputs), outputs)
        except Exception as error:
            return f"Built again, the network cannot be called: {_first_line(error)} {translate(_ADVICE)}"
    return None if same else f"{translate(_OTHER)} {translate(_ADVICE)}"


_OTHER = later(
    "Built again from its layers and weights, the network computes something else. Has a function of your own the "
    "name of one of Keras' functions, such as `relu`, or did you change a layer afterwards?"
)


@contextlib.contextmanager
def _as_in_grading() -> Iterator[None]:
    """Nothing of one's own is registered; and the notebook's next random numbers stay what they were.

    Keras draws seeds when it builds a network.
    """
    import keras

    state, registered = random.getstate(), keras.saving.get_custom_objects()
    before = dict(registered)
    registered.clear()
    try:
        yield
    finally:
        registered.update(before)
        random.setstate(state)


def _some_inputs(network: object) -> object:
    """Two random examples of what a built network takes, or None where it does not say."""
    import keras
    import numpy as np

    if not (isinstance(network, keras.Model) and network.built):
        return None
    shapes = network.inputs[0] if isinstance(network, keras.Sequential) else network.input
    rng = np.random.default_rng(0)

    def drawn(spec: keras.KerasTensor) -> np.ndarray:
        shape = (2, *(8 if size is None else size for size in spec.shape[1:]))
        return rng.random(shape).astype(spec.dtype)

    return keras.tree.map_structure(drawn, shapes)


def _outputs(network: Any, inputs: object) -> list[np.ndarray]:
    import keras
    import numpy as np

    outputs = keras.tree.flatten(network(inputs, training=False))
    return [np.asarray(keras.ops.convert_to_numpy(part), dtype="float64") for part in outputs]


def _close(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    import numpy as np

    return all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-3, atol=1e-5, equal_nan=True)
        for a, b in zip(some, others, strict=True)
    )


def _first_line(error: BaseException) -> str:
    """First line of a message, without the addresses of objects, as a sentence."""
    line = next(iter(str(error).splitlines()), "") or type(error).__name__
    line = textwrap.shorten(re.sub(r" at 0x[0-9a-f]+", "", line), 200, placeholder=" …")
    return line.rstrip(". ") + "."


def describe(value: Any) -> Described:
    """The network or layer as JSON, without its weights and without how it was compiled."""
    import keras

    compiled = getattr(value, "compiled", False)
    if compiled:
        value.compiled = False  # so that Keras leaves it out
    try:
        described: Described = _as_json(value)
    finally:
        if compiled:
            value.compiled = True
    built = described.get("build_config") or {}
    if isinstance(value, keras.Model) and isinstance(built.get("input_shape"), list):
        # Built by a call with so many examples; any other count will do.
        built["input_shape"][0] = None
    return described


def training(value: Any) -> Described | None:
    """How a network was compiled, and how many updates its optimiser has made; None where it was not.

    A function of one's own, such as a loss, cannot be described; then `compiled` is None.
    """
    if not getattr(value, "compiled", False):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a lambda
            config = _as_json(value.get_compile_config())
        check(config, largest=math.inf)
    except Exception:
        config = None
    return {"compiled": config, "updates": int(value.optimizer.iterations)}


def _as_json(value: object) -> Any:
    import keras

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a lambda, which is refused
        described = json.loads(json.dumps(keras.saving.serialize_keras_object(value)))
    for part, _, _ in _parts(described):
        if _is_function(part):
            part["config"] = _SAME.get(part["config"], part["config"])
    return described


def _parts(described: object) -> Iterator[tuple[Any, str, str]]:
    """All parts of a description, each with the name of its setting and of its layer."""
    parts = [(described, "", "")]
    while parts:
        part, setting, layer = parts.pop()
        yield part, setting, layer
        if isinstance(part, list):
            parts.extend((item, setting, layer) for item in part)
        elif isinstance(part, dict):
            config = part.get("config")
            if isinstance(config, dict) and isinstance(config.get("name"), str):
                layer = config["name"]
            inner = ("config", "class_name", "module")
            parts.extend((v, setting if k in inner else str(k), layer) for k, v in part.items())


def _is_function(part: object) -> bool:
    return (
        isinstance(part, dict)
        and part.get("class_name") == "function"
        and part.get("module") == "builtins"
        and isinstance(part.get("config"), str)
    )


def _is_code(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def check(described: object, largest: float = _LARGEST) -> None:
    """Refuse a description that names anything but Keras' own parts, or a size above `largest`.

    Raises
    ------
    ValueError
        Says which part it is.
    """
    for count, (part, setting, layer) in enumerate(_parts(described)):
        where = f"The layer `{layer[:60]}`" if layer else "The network"
        if count > _PARTS:
            raise ValueError("The network has too many parts.")
        if isinstance(part, dict):
            if "class_name" in part:
                _check_name(part, where)
            elif _is_code(part.get("value")):  # what Keras writes for `activation=lambda`
                raise ValueError(f"{where} uses a `lambda`, a function of your own.")
        elif setting not in _NO_SIZES and type(part) in (int, float) and part > largest:
            raise ValueError(f"{where} has a setting of {part:,}.")


def _check_name(part: Described, where: str) -> None:
    name, module, registered = (
        part.get(key) for key in ("class_name", "module", "registered_name")
    )
    if not isinstance(name, str):
        raise ValueError("The network has a part without a name.")
    if module is None and name in _DATA:
        return
    if name == "__lambda__":
        raise ValueError(f"{where} uses a `lambda`, a function of your own.")
    if _is_function(part):
        import keras

        function = part["config"]
        is_stock = any(hasattr(getattr(keras, place), function) for place in _FUNCTIONS)
        if is_stock and registered in (None, "function", function):
            return
        raise ValueError(f"{where} uses the function `{function[:60]}`, which Keras does not have.")
    is_stock = module in (*_MODULES, *_OPERATIONS) and hasattr(
        importlib.import_module(module), name
    )
    is_stock = is_stock or (name in _ELSEWHERE and module == _ELSEWHERE[name])
    if not is_stock or name in _REFUSED or registered not in (None, name):
        raise ValueError(f"The network has a part `{name[:60]}`.")


def build(described: Described) -> Any:
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
        raise AssertionError(f"{error} {translate(_ADVICE)}") from error
    try:
        return keras.saving.deserialize_keras_object(described, safe_mode=True)
    except Exception as error:
        raise AssertionError(
            f"Keras cannot build this network again: {_first_line(error)}"
        ) from error


def set_state(network: Any, weights: list[np.ndarray], trained: Described | None) -> None:
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
            _finish(network)
    if not trained or not trained.get("compiled") or trained == training(network):
        return
    try:
        check(trained["compiled"], largest=math.inf)
        network.compile_from_config(trained["compiled"])
        network.optimizer.iterations.assign(int(trained["updates"]))
    except Exception as error:
        raise AssertionError(
            f"Keras cannot compile this network again: {_first_line(error)}"
        ) from error


def _finish(network: object) -> None:
    """Let layers work out what follows from their weights, as `Normalization` does after `adapt`."""
    if hasattr(network, "finalize_state"):
        network.finalize_state()
    for layer in getattr(network, "layers", []):
        _finish(layer)
