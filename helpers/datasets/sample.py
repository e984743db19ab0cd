"""The built-in sample: data of the same shape, for a machine with neither a copy nor a network.

Digits are real ones, scikit-learn's 1,797 of 8×8 pixels, enlarged and varied; garments are drawn by
formula (`helpers.datasets.garments`). Both come out the same each time.
"""

from __future__ import annotations

import functools
import gzip
import importlib.util
from pathlib import Path

import numpy as np

from helpers.datasets import garments

SIZE = 28
TRAINING, TEST = 60_000, 10_000
TEST_ORIGINALS = 0.2  # share of the 8×8 originals that only test images are made of
# Images of each digit in MNIST, so that what a lab says of class balance holds.
DIGIT_COUNTS = (
    (5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949),
    (980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009),
)
_SEED = 2017
# Images drawn at once: their arrays stay below 128 KiB, above which Linux maps and clears each one anew.
_CHUNK = 40

Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def load(dataset: str) -> Arrays:
    """Sample of `"mnist"` or `"fashion-mnist"`: x_train, y_train, x_test, y_test; yours to change.

    Returns
    -------
    tuple of ndarray of uint8
        Shapes (60000, 28, 28), (60000,), (10000, 28, 28), (10000,).
    """
    from threadpoolctl import threadpool_limits

    make = {"mnist": _digits, "fashion-mnist": _garments}[dataset]
    with threadpool_limits(
        1
    ):  # more threads than one only wait for each other on matrices this small
        return tuple(array.copy() for array in make())


@functools.cache
def _digits() -> Arrays:
    originals, labels = load_originals()
    rng = np.random.default_rng(_SEED)
    order = rng.permutation(len(originals))
    # Split the originals first: two images made of one original must not fall on both sides.
    test, training = np.split(order, [round(TEST_ORIGINALS * len(order))])
    arrays: list[np.ndarray] = []
    for members, counts in zip((training, test), DIGIT_COUNTS, strict=True):
        drawn = np.concatenate(
            [np.resize(members[labels[members] == c], count) for c, count in enumerate(counts)]
        )
        rng.shuffle(drawn)
        arrays += [vary(originals[drawn], rng), labels[drawn]]
    return tuple(arrays)


def load_originals() -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn's digits: float32 of shape (1797, 8, 8) in 0 to 1, and labels, uint8 of shape (1797,)."""
    # `load_digits` reads this file, but importing it brings all of SciPy: seconds for 1,797 lines.
    folder = Path(importlib.util.find_spec("sklearn").origin).parent
    file = folder / "datasets" / "data" / "digits.csv.gz"
    if file.is_file():
        with gzip.open(file, "rt") as lines:
            table = np.loadtxt(lines, delimiter=",", dtype=np.float32)
        images, labels = table[:, :-1], table[:, -1]
    else:
        from sklearn.datasets import load_digits

        images, labels = load_digits(return_X_y=True)
    return images.reshape(-1, 8, 8).astype(np.float32) / 16, labels.astype(np.uint8)


def vary(images: np.ndarray, rng: np.random.Generator, group: int = 50) -> np.ndarray:
    """Enlarge 8×8 images to 28×28, each a little turned, slanted, scaled, shifted, thicker or paler.

    A random `group` of images shares the geometry, which is then one matrix product.

    Parameters
    ----------
    images : ndarray of float32, shape (n, 8, 8)
        0 to 1; `n` a multiple of `group`.
    rng : numpy.random.Generator
    group : int

    Returns
    -------
    ndarray of uint8, shape (n, 28, 28)
    """
    n = len(images)
    members = rng.permutation(n).reshape(-1, group)
    enlarged = np.empty((n, SIZE * SIZE), np.float32)
    for block in np.array_split(members, -(-len(members) // 50)):
        enlargements = _enlargements(len(block), rng)
        enlarged[block] = images.reshape(n, 64)[block] @ enlargements.transpose(0, 2, 1)
    # Where ink begins and where it is full: both low make a thick pen.
    begin = rng.uniform(0.25, 0.5, (n, 1)).astype(np.float32)
    full = begin + rng.uniform(0.15, 0.35, (n, 1)).astype(np.float32)
    darkest = rng.uniform(200, 255.9, (n, 1)).astype(np.float32)
    ink = np.clip((enlarged - begin) / (full - begin), 0, 1) * darkest
    return ink.astype(np.uint8).reshape(n, SIZE, SIZE)


def _enlargements(count: int, rng: np.random.Generator) -> np.ndarray:
    """Matrices of shape (count, 784, 64), each an enlargement with its own geometry."""

    def uniform(low: float, high: float) -> np.ndarray:
        return rng.uniform(low, high, (count, 1)).astype(np.float32)

    rows, columns = np.divmod(np.arange(SIZE * SIZE, dtype=np.float32), SIZE)
    y = rows - (SIZE - 1) / 2 - uniform(-1.2, 1.2)
    x = columns - (SIZE - 1) / 2 - uniform(-1.2, 1.2)
    angle, slant = uniform(-0.15, 0.15), uniform(-0.15, 0.25)
    height, width = uniform(2.35, 2.75), uniform(2.0, 2.75)  # pixels for one of the original
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    down = _weights(y / height)
    right = _weights((x + slant * y) / width)
    return (down[..., :, None] * right[..., None, :]).reshape(count, SIZE * SIZE, 64)


def _weights(place: np.ndarray) -> np.ndarray:
    """Weight of each of the 8 original pixels at a place measured from their middle (cubic interpolation)."""
    t = np.abs(place[..., None] - (np.arange(8, dtype=np.float32) - 3.5))
    near = (1.5 * t - 2.5) * t * t + 1
    far = ((2.5 - 0.5 * t) * t - 4) * t + 2
    return np.where(t < 1, near, np.where(t < 2, far, 0))


@functools.cache
def _garments() -> Arrays:
    rng = np.random.default_rng(_SEED)
    arrays: list[np.ndarray] = []
    for count in (TRAINING, TEST):
        x = np.empty((count, SIZE, SIZE), np.uint8)
        y = np.repeat(np.arange(10, dtype=np.uint8), count // 10)
        rng.shuffle(y)
        for label in range(10):
            for places in np.array_split(np.flatnonzero(y == label), count // 10 // _CHUNK):
                x[places] = garments.draw(label, len(places), rng)
        arrays += [x, y]
    return tuple(arrays)
