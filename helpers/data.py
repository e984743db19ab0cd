"""MNIST and Fashion-MNIST, as Keras' own loaders return them.

The first of these that can be had is used:

1. the folder or file that `DL_LABS_DATA` names (a USB stick, a classroom share, a zip from Kaggle). It is never
   written to. A missing or bad file there raises `DataError`: whoever names a folder wants to know.
2. the files fetched before, in `DL_LABS_CACHE` or the user's cache folder;
3. what Keras has fetched, in `~/.keras/datasets`;
4. a download from a public mirror into the cache;
5. a built-in sample of the same shape, announced when it is used. `DL_LABS_DATA=sample` asks for it.

Pixels and labels are verified by their SHA-256 each time they are read, however they are packed
(`helpers/datasets/forms.py`). A process that began with one source stays with it.
"""

from __future__ import annotations

import sys

import numpy as np

from helpers.datasets import sources
from helpers.datasets.idx import DataError as DataError  # what the loaders raise
from helpers.graded.outputs import publish

Pair = tuple[np.ndarray, np.ndarray]

DIGIT_NAMES: tuple[str, ...] = tuple("0123456789")
FASHION_NAMES: tuple[str, ...] = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
_TITLES = {"mnist": "MNIST", "fashion-mnist": "Fashion-MNIST"}
_announced: set[tuple[str, sources.Source]] = set()  # in this process


def load_mnist() -> tuple[Pair, Pair]:
    """Handwritten digits: 60,000 training and 10,000 test images of 10 classes.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images: uint8 of shape (60000, 28, 28) and (10000, 28, 28), 0 (black, background) to 255 (white, ink).
        Labels: uint8 of shape (60000,) and (10000,), 0 to 9. New arrays each time, yours to change.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.

    Notes
    -----
    Y. LeCun, C. Cortes, C. J. C. Burges, *The MNIST database of handwritten digits*; CC BY-SA 3.0. Where
    neither a copy nor a network is at hand, a sample made from scikit-learn's 1,797 digits (E. Alpaydin,
    C. Kaynak, *Optical recognition of handwritten digits*, UCI, CC BY 4.0) stands in.

    Example
    -------
    >>> (x_train, y_train), (x_test, y_test) = load_mnist()
    >>> x_train.shape, x_train.dtype, y_test.shape
    ((60000, 28, 28), dtype('uint8'), (10000,))
    """
    return _load("mnist")


def load_fashion_mnist() -> tuple[Pair, Pair]:
    """Garments, shoes and bags: 60,000 training and 10,000 test images of 10 classes.

    `FASHION_NAMES[label]` is the name of a class.

    Returns
    -------
    (x_train, y_train), (x_test, y_test)
        Images: uint8 of shape (60000, 28, 28) and (10000, 28, 28), 0 (black, background) to 255 (white).
        Labels: uint8 of shape (60000,) and (10000,), 0 to 9. New arrays each time, yours to change.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.

    Notes
    -----
    H. Xiao, K. Rasul, R. Vollgraf, *Fashion-MNIST: a novel image dataset for benchmarking machine learning
    algorithms*, 2017 (arXiv:1708.07747); MIT licence. Where neither a copy nor a network is at hand, garments
    drawn by `helpers/datasets/garments.py` stand in.

    Example
    -------
    >>> (x_train, y_train), _ = load_fashion_mnist()
    >>> x_train.shape, FASHION_NAMES[9]
    ((60000, 28, 28), 'Ankle boot')
    """
    return _load("fashion-mnist")


def source(dataset: str) -> str:
    """Which data this process works on.

    Parameters
    ----------
    dataset : str
        `"mnist"` or `"fashion-mnist"`.

    Returns
    -------
    str
        `"real"` or `"sample"`.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    ValueError
        When there is no dataset of that name.

    Example
    -------
    >>> source("mnist") in ("real", "sample")
    True
    """
    return sources.source(dataset).kind


def _load(dataset: str) -> tuple[Pair, Pair]:
    x_train, y_train, x_test, y_test = sources.load(dataset)
    _announce(dataset, f"{len(y_train):,} training and {len(y_test):,} test images")
    return (x_train, y_train), (x_test, y_test)


def _announce(dataset: str, images: str) -> None:
    """Say once in a process which data the results are of."""
    origin = sources.source(dataset)
    if (dataset, origin) in _announced:
        return
    _announced.add((dataset, origin))
    text = f"{_TITLES[dataset]}: {images} (real data)"
    if origin.kind == "sample":
        text = (
            f"{_TITLES[dataset]}: {images} of the BUILT-IN SAMPLE, not the real data ({origin.reason}). Results "
            "hold for the sample only. To get the real data, run `make data` with a network, or set DL_LABS_DATA "
            "to a copy; then restart the kernel."
        )
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        publish(text, {"dataset": dataset, "source": origin.kind})
    elif origin.kind == "sample":
        print(text, file=sys.stderr)
