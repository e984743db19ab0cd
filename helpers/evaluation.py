"""Networks as the graded tests measure them: on the course's own images, whatever a notebook holds."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping

import numpy as np

from helpers import data, stock_networks

_KEPT = 16  # results; the largest has a megabyte
_kept: dict[str, np.ndarray] = {}  # by what was computed: the tests of a lab share results
_LOADERS = {"mnist": data.load_mnist, "fashion-mnist": data.load_fashion_mnist}


@functools.cache
def _loaded(dataset: str) -> dict[str, data.Pair]:
    return dict(zip(("training", "test"), _LOADERS[dataset](), strict=True))


def course_images(
    dataset: str,
    split: str,
    start: int = 0,
    stop: int | None = None,
    *,
    shape: tuple[int, ...] = (28, 28),
) -> tuple[np.ndarray, np.ndarray]:
    """The course's own images from `start` to before `stop`, and their labels.

    Parameters
    ----------
    dataset : str
        `"mnist"` or `"fashion-mnist"`.
    split : str
        `"training"` (60,000 images) or `"test"` (10,000).
    start, stop : int
        Without them, all.
    shape : tuple of int
        Of one image, as the lab's networks take it.

    Returns
    -------
    images : ndarray of float32, shape (n, *shape)
        From 0 to 1.
    labels : ndarray of int64, shape (n,)
        Both are new at each call.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    """
    images, labels = _loaded(dataset)[split]
    x = images[start:stop].reshape(-1, *shape) / np.float32(255)
    return x, labels[start:stop].astype("int64")


def predict(network: object, x: np.ndarray) -> np.ndarray:
    """Outputs of a Keras network as float64, as in prediction: no unit is dropped.

    A network with the same layers and weights is asked only once for the same `x`.

    Raises
    ------
    AssertionError
        When it is no network, or does not take such images; says what is wrong.
    """
    assert stock_networks.is_network(network), (
        "This must be a Keras network, such as `keras.Sequential([...])`."
    )
    problem = stock_networks.problem(network)
    assert not problem, problem
    if not network.built:  # its weights are made at the first call
        _predicted(network, x[:1])
    key = stock_networks.fingerprint(network) + _digest(x)
    if key not in _kept:
        outputs = _predicted(network, x)
        while len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = outputs
    return _kept[key].copy()


def _predicted(network: object, x: np.ndarray) -> np.ndarray:
    try:
        # Plain calls: `predict` would compile the network anew for each shape.
        parts = [
            np.asarray(network(x[i : i + 1000], training=False)) for i in range(0, len(x), 1000)
        ]
    except Exception as error:
        raise AssertionError(
            f"The network must take images of shape {x.shape[1:]} as they are; it refused: "
            f"{str(error).splitlines()[0]}"
        ) from error
    return np.concatenate(parts).astype("float64")


def _digest(x: np.ndarray) -> str:
    digest = hashlib.blake2b(f"{x.dtype}{x.shape}".encode())
    digest.update(np.ascontiguousarray(x))
    return digest.hexdigest()


def accuracy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Share of the rows of `probabilities`, shape (n, classes), whose largest number is that of the label."""
    return float(np.mean(probabilities.argmax(axis=1) == labels))


def share_right(network: object, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of the images `x` that the network labels like `labels`; raises what `predict` raises."""
    return accuracy(predict(network, x), labels)


def cross_entropy(probabilities: np.ndarray, labels: np.ndarray, lowest: float = 1e-7) -> float:
    """Mean cross-entropy of `probabilities`, shape (n, classes), without any penalty, as Keras computes it.

    Keras keeps probabilities `lowest` away from 0 and 1, unless it can compute the loss from the logits.
    """
    of_label = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(of_label, lowest, 1 - lowest)).mean())


def assert_trained_on_neither(
    network: object, judges: Mapping[str, tuple[np.ndarray, np.ndarray]], seen: tuple, least: float
) -> None:
    """A network does better on images it was trained on than on those it is judged by.

    Parameters
    ----------
    network : keras.Model
    judges : mapping
        By name ("test", "validation"), the images and labels that it must not have been trained on.
    seen : tuple
        Images and labels that it was trained on.
    least : float
        Times the loss on `seen` that the loss on each of the others is, at least.

    Raises
    ------
    AssertionError
        When it is as sure on the images that judge it.
    """
    loss_on_seen = cross_entropy(predict(network, seen[0]), seen[1])
    for name, (x, labels) in judges.items():
        assert cross_entropy(predict(network, x), labels) > least * loss_on_seen, (
            f"The network is as sure on the {name} images as on the training images. Did `fit` get the {name} "
            "images to train on, too? Then its accuracy there says nothing about new images."
        )
