"""Networks as the graded tests measure them: on the course's own images, whatever a notebook holds."""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from helpers import data
from helpers.graded import stock_networks
from helpers.graded.tests import fresh_rng

if TYPE_CHECKING:
    import keras

_DRAWN = 6000  # training images that a network's loss is measured on
_SURER = 0.8  # share of that loss: on new images, no honest network was surer than at 0.9 of it
_KEPT = 16  # results; the largest has a megabyte
_kept: dict[str, np.ndarray] = {}  # by what was computed: the tests of a lab share results
_LOADERS = {"mnist": data.load_mnist, "fashion-mnist": data.load_fashion_mnist}


@functools.cache  # the graded tests ask often, and each time it would be verified and unpacked
def course_data(dataset: str) -> tuple[data.Pair, data.Pair]:
    """(x_train, y_train), (x_test, y_test) of `"mnist"` or `"fashion-mnist"`, as they were published: uint8.

    The same arrays at each call: not to be written to. Raises what `course_images` raises.
    """
    parts = _LOADERS[dataset]()
    for array in (*parts[0], *parts[1]):
        array.flags.writeable = False
    return parts


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
    images, labels = dict(zip(("training", "test"), course_data(dataset), strict=True))[split]
    x = images[start:stop].reshape(-1, *shape) / np.float32(255)
    return x, labels[start:stop].astype("int64")


def predict(network: keras.Model, x: np.ndarray) -> np.ndarray:
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
        with contextlib.suppress(Exception):  # the call says better what is wrong
            network.build((None, *x.shape[1:]))
        _predicted(network, x[:1])
    key = stock_networks.fingerprint(network) + _digest(x)
    if key not in _kept:
        outputs = _predicted(network, x)
        while len(_kept) >= _KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = outputs
    return _kept[key].copy()


def _predicted(network: keras.Model, x: np.ndarray) -> np.ndarray:
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
    digest.update(np.ascontiguousarray(x).data)
    return digest.hexdigest()


def accuracy(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """Share of the rows of `probabilities`, shape (n, classes), whose largest number is that of the label."""
    return float(np.mean(probabilities.argmax(axis=1) == labels))


def share_right(network: keras.Model, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of the images `x` that the network labels like `labels`; raises what `predict` raises."""
    return accuracy(predict(network, x), labels)


def cross_entropy(probabilities: np.ndarray, labels: np.ndarray, lowest: float = 1e-7) -> float:
    """Mean cross-entropy of `probabilities`, shape (n, classes), without any penalty, as Keras computes it.

    Keras keeps probabilities `lowest` away from 0 and 1, unless it can compute the loss from the logits.
    """
    of_label = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.clip(of_label, lowest, 1 - lowest)).mean())


def penalty(network: keras.Model, x: np.ndarray) -> float:
    """What the regularizers of a network add to its mean loss on the images `x`; 0 for one without any.

    Keras adds it to `loss` and `val_loss` in `fit` and `evaluate`.
    """
    total = 0.0
    for part in np.array_split(x, max(1, len(x) // 1000)):
        network(part, training=False)
        if not network.losses:
            return 0.0
        total += len(part) * sum(float(value) for value in network.losses)
    return total / len(x)


def assert_compiled(network: keras.Model) -> None:
    """Refuse a network that is not compiled, or with a function of one's own, which grading cannot build again."""
    trained = stock_networks.training(network)
    assert (trained or {}).get("compiled"), (
        "The network is not compiled, or its loss, its metric or its optimiser is a function of your own. Give "
        "`compile` those of Keras."
    )


def updates_made(network: keras.Model) -> int:
    """Updates that a network's weights have got since it was compiled; raises what `assert_compiled` raises."""
    assert_compiled(network)
    return int((stock_networks.training(network) or {})["updates"])


def assert_same_while_training(network: keras.Model, x: np.ndarray) -> None:
    """Refuse a network that computes something else while it is trained: no unit is dropped, no image changed."""
    trained = np.asarray(network(x, training=True), dtype="float64")
    assert np.allclose(trained, predict(network, x), atol=1e-4), (
        "While it is trained, the network computes something else than in prediction: it has a layer, such as "
        "Dropout, that the task does not ask for. Leave it out."
    )


def assert_trained_on_neither(
    network: keras.Model,
    judges: Mapping[str, tuple[np.ndarray, np.ndarray]],
    training: tuple[np.ndarray, np.ndarray],
    least: float,
    by_heart: float = 0,
    beside: Mapping[str, float] | None = None,
) -> None:
    """A network was not trained on the images that it is judged by, as far as its losses tell.

    It is refused where it is surer of them than of its training images, or of one part of them than of the other.
    A network that knows its training images by heart is surer of each of them than of the same image moved by a
    pixel; it must be less sure of the images that judge it. Of a network that knows none by heart (a penalty,
    augmentation) nothing more can be said.

    Parameters
    ----------
    network : keras.Model
    judges : mapping
        By name ("test", "validation"), the images and labels that it must not have been trained on.
    training : tuple
        All images and labels that it was trained on; other ones are drawn from them at each check.
    least : float
        Times the loss on the training images that the loss on each of the others is, at least.
    by_heart : float
        Times their loss that the loss of moved training images is, from which on they count as known by heart.
        With 0, they always do.
    beside : mapping, optional
        By name, times the loss on the other images that judge it that the loss on these is, at least.

    Raises
    ------
    AssertionError
        Says which images, and what was measured.
    """

    def loss(x: np.ndarray, labels: np.ndarray) -> float:
        return cross_entropy(predict(network, x), labels)

    def assert_less_sure(name: str, factor: float, others: str, on_others: float) -> None:
        assert losses[name] > factor * on_others, (
            f"The network is too sure on the {name} images, compared with the {others} images: its loss is "
            f"{losses[name]:.3f} there, and {on_others:.3f} here. Did `fit` get the {name} images to train on, "
            "too, or only a part of the training images? Then its accuracy there says nothing about new images."
        )

    losses = {name: loss(*part) for name, part in judges.items()}
    rows = fresh_rng().permutation(len(training[1]))[:_DRAWN]
    x, labels = training[0][rows], training[1][rows]
    on_seen = loss(x, labels)
    knows_them = loss(moved(x), labels) > by_heart * on_seen
    for name in judges:
        assert_less_sure(name, least if knows_them else _SURER, "training", on_seen)
        for other in set(judges) - {name}:
            assert_less_sure(name, (beside or {}).get(name, 0), other, losses[other])


def moved(x: np.ndarray) -> np.ndarray:
    """Images of 28 × 28 pixels, in any shape, moved by one pixel to the right."""
    return np.roll(x.reshape(-1, 28, 28), 1, axis=2).reshape(x.shape)
