"""A dense Keras network as two inert files, and its answers in plain NumPy.

`model.json` describes the layers as Keras does, `weights.npz` holds the arrays. Neither can carry code, so whoever
loads them runs nothing that its author wrote; and ten probabilities cost microseconds, where `model.predict` needs
milliseconds and TensorFlow in memory. NumPy alone, except for `pack`, which nothing but the registry calls.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras

MODEL_FILE = "model.json"
WEIGHTS_FILE = "weights.npz"
PIXELS = 784
CLASSES = 10
_SIZE_LIMIT = 200_000_000  # bytes of a file

Step = Callable[[np.ndarray], np.ndarray]


class ModelError(Exception):
    """A model that is damaged, or that is not a dense network; says what to do."""


_RELU_VARIANTS = ("max_value", "negative_slope", "threshold")
_PASSED_OVER = {
    "InputLayer",
    "Flatten",
    "Reshape",
    "Dropout",
}  # nothing happens to flat images here


class NumpyNetwork:
    """A dense network: `Dense`, `BatchNormalization`, `ReLU`, `Activation`, `Softmax`, `Dropout`, `Flatten`.

    Parameters
    ----------
    described : dict
        As `helpers.graded.stock_networks.describe` gives it: a `Sequential` network.
    weights : sequence of arrays
        As `model.get_weights()` gives them.

    Raises
    ------
    ModelError
        For another kind of layer, or weights that do not fit.
    """

    def __init__(self, described: Mapping, weights: Sequence[np.ndarray]) -> None:
        if described.get("class_name") != "Sequential":
            raise ModelError("only a Sequential network can be served; this is another kind")
        arrays = iter([np.asarray(array, dtype=np.float32) for array in weights])
        try:
            self._steps = [
                step
                for layer in described["config"]["layers"]
                for step in _steps(layer["class_name"], layer["config"], arrays)
            ]
            if next(arrays, None) is not None:
                raise ModelError("there are more weights than layers to take them")
            answer = self.predict(np.zeros((1, PIXELS), np.float32))
        except (LookupError, TypeError, ValueError, StopIteration, RuntimeError) as error:
            raise ModelError(f"the weights do not fit the layers ({error})") from error
        if answer.shape != (1, CLASSES):
            raise ModelError(f"an image gives {answer.shape[1:]} numbers instead of {CLASSES}")
        if not np.isfinite(answer).all() or abs(answer.sum() - 1) > 1e-3:
            raise ModelError("its answers are no probabilities: the last activation is not softmax")

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Probabilities of shape (n, 10), float32, for images of shape (n, 784) between 0 and 1."""
        values = np.asarray(images, dtype=np.float32)
        for step in self._steps:
            values = step(values)
        return values


def _steps(kind: str, config: Mapping, weights: Iterator[np.ndarray]) -> Iterator[Step]:
    """What a layer does, as functions of an array of shape (n, units)."""
    if kind in _PASSED_OVER:
        return
    if kind == "Dense":
        kernel = next(weights)
        bias = next(weights) if config["use_bias"] else np.float32(0)
        yield lambda values: values @ kernel + bias
        yield _activation(config["activation"])
    elif kind == "BatchNormalization":
        # In use it is one multiplication and one addition.
        gamma = next(weights) if config["scale"] else np.float32(1)
        beta = next(weights) if config["center"] else np.float32(0)
        mean, variance = next(weights), next(weights)
        scale = gamma / np.sqrt(variance + np.float32(config["epsilon"]))
        shift = beta - mean * scale
        yield lambda values: values * scale + shift
    elif kind == "Activation":
        yield _activation(config["activation"])
    elif kind == "Softmax":
        yield _activation("softmax")
    elif kind == "ReLU" and not any(config.get(key) for key in _RELU_VARIANTS):
        yield _activation("relu")
    else:
        raise ModelError(f"the layer {kind} cannot be served: the service knows dense networks")


def _activation(name: object) -> Step:
    """The function of this name. Only here: labs 00 and 04 ask for these functions, so none can be imported."""

    def softmax(z: np.ndarray) -> np.ndarray:
        exponentials = np.exp(z - z.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    activations: dict[str, Step] = {
        "linear": lambda z: z,
        "relu": lambda z: np.maximum(z, 0),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "softmax": softmax,
        "tanh": np.tanh,
    }
    if name not in activations:
        raise ModelError(f"the activation {name} cannot be served")
    return activations[name]


def pack(model: keras.Model, folder: Path, about: Mapping[str, object]) -> str:
    """Write the network as `model.json` and `weights.npz` into `folder`.

    Parameters
    ----------
    model : keras.Model
        A dense network from 784 pixels, or 28 by 28, to ten probabilities.
    folder : Path
    about : mapping
        What is kept beside it, such as the reference of the drift signals; JSON-serialisable.

    Returns
    -------
    str
        The model's checksum: the SHA-256 of `model.json`, which holds that of `weights.npz`.

    Raises
    ------
    ModelError
        When it is not such a network.
    """
    from helpers.graded import stock_networks

    return write(stock_networks.describe(model), model.get_weights(), folder, about)


def write(
    described: Mapping, weights: Sequence[np.ndarray], folder: Path, about: Mapping[str, object]
) -> str:
    """`pack` for a network that is data already."""
    NumpyNetwork(described, weights)
    # Numbers as names, in Keras' order; no pickle, and not compressed.
    np.savez(folder / WEIGHTS_FILE, **{f"{i:03d}": array for i, array in enumerate(weights)})
    checksum = sha256(folder / WEIGHTS_FILE)
    content = {"network": described, "weights_sha256": checksum, **about}
    (folder / MODEL_FILE).write_text(json.dumps(content, indent=1), encoding="utf-8")
    return sha256(folder / MODEL_FILE)


def unpack(folder: Path, checksum: str) -> tuple[NumpyNetwork, dict]:
    """The network that `pack` wrote, and all that `model.json` says.

    Raises
    ------
    ModelError
        When a file is missing, or not what it was when the model was registered.
    """
    _check(folder / MODEL_FILE, checksum)
    try:
        content = json.loads((folder / MODEL_FILE).read_text(encoding="utf-8"))
        _check(folder / WEIGHTS_FILE, content["weights_sha256"])
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as arrays:
            weights = [arrays[name] for name in sorted(arrays.files)]
        return NumpyNetwork(content["network"], weights), content
    except (LookupError, TypeError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"{folder} cannot be read ({error})") from error


def fingerprint(weights: Sequence[np.ndarray]) -> str:
    """A number for these weights, as text: two networks with the same one are equally trained."""
    digest = hashlib.sha256()
    for array in weights:
        digest.update(np.ascontiguousarray(array, dtype=np.float32).tobytes())
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """Checksum of a file.

    Raises
    ------
    ModelError
        When it cannot be read, or is far too large for a model.
    """
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise ModelError(f"{path} is larger than {_SIZE_LIMIT:,} bytes")
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror})") from error


def _check(path: Path, expected: str) -> None:
    if (actual := sha256(path)) != expected:
        raise ModelError(
            f"{path} is damaged: its SHA-256 is {actual[:12]}…, and {str(expected)[:12]}… was registered. "
            "Register the model again."
        )
