"""MNIST and Fashion-MNIST, as Keras' own loaders return them.

The first of these that can be had is used:

1. the folder that `DL_LABS_DATA` names (a USB stick, a classroom share). It is never written to. A
   missing or bad file there raises `DataError`: whoever names a folder wants to know.
2. the files fetched before, in `DL_LABS_CACHE` or the user's cache folder;
3. a download from a public mirror into that folder;
4. a built-in sample of the same shape, announced when it is used. `DL_LABS_DATA=sample` asks for it.

Each file is verified by its SHA-256 each time it is read. A process that began with one source
stays with it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import numpy as np

from helpers.datasets import download, idx
from helpers.datasets.idx import FILES, DataError
from helpers.graded.outputs import publish

__all__ = [
    "DIGIT_NAMES",
    "FASHION_NAMES",
    "DataError",
    "fetch_all",
    "load_fashion_mnist",
    "load_mnist",
    "load_test_labels",
    "on_sample",
    "source",
]

Pair = tuple[np.ndarray, np.ndarray]

DIGIT_NAMES: tuple[str, ...] = tuple("0123456789")
FASHION_NAMES: tuple[str, ...] = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
_TITLES = {"mnist": "MNIST", "fashion-mnist": "Fashion-MNIST"}

# What this process settled on, by dataset and the settings it was read under; and what it announced.
_settled: dict[tuple, str] = {}
_announced: set[tuple] = set()
_reasons: dict[tuple, str] = {}  # why it is the sample


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
    drawn by `helpers/datasets/sample.py` stand in.
    """
    return _load("fashion-mnist")


def load_test_labels(dataset: str) -> np.ndarray:
    """Labels of the 10,000 test images alone, in a fifth of the time that unpacking all images takes.

    Parameters
    ----------
    dataset : str
        `"mnist"` or `"fashion-mnist"`.

    Returns
    -------
    ndarray of uint8, shape (10000,)
        0 to 9; a new array each time.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    """
    packed = _read(dataset)
    if packed is None:
        from helpers.datasets import sample

        return sample.load(dataset)[3]
    return idx.parse(packed[3], FILES[dataset][3].shape)


def source(dataset: str) -> str:
    """Which data this process works on: `"real"` or `"sample"`.

    Parameters
    ----------
    dataset : str
        `"mnist"` or `"fashion-mnist"`.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    """
    key = _key(dataset)
    if key not in _settled:
        _read(dataset)
    return _settled[key]


def on_sample() -> bool:
    """Whether the built-in sample stands in for one of the datasets; raises what `source` raises."""
    return "sample" in map(source, _TITLES)


def fetch_all(progress: bool = True) -> bool:
    """Have both datasets on this machine, verified; says for each file what was done.

    With `DL_LABS_DATA` set, the files there are checked and nothing is fetched.

    Parameters
    ----------
    progress : bool
        Draw a progress bar for each download.

    Returns
    -------
    bool
        Whether all eight files are there and good.
    """
    chosen = os.environ.get("DL_LABS_DATA")
    if chosen == "sample":
        print(
            "✗ DL_LABS_DATA=sample asks for the built-in sample; unset it to fetch the real data."
        )
        return False
    folder = Path(chosen).expanduser() if chosen else download.cache_folder()
    if chosen and not folder.is_dir():
        print(f"✗ DL_LABS_DATA names {folder}, which is not a folder. {_ADVICE}")
        return False
    download.try_again()
    print(f"{'Checking' if chosen else 'Data folder:'} {folder}")
    failed = 0
    for file in (file for files in FILES.values() for file in files):
        problem, done = _have(file, folder / file.dataset / file.name, not chosen, progress)
        failed += bool(problem)
        size = f"{file.size / 1000:,.0f} kB"
        print(f"{'✗' if problem else '✓'} {file!s:<42} {size:>9}  {problem or done}", flush=True)
    if failed and chosen:
        print(f"✗ {failed} of 8 files missing or bad. {_ADVICE}")
    elif failed:
        print(
            f"✗ {failed} of 8 files could not be fetched; the labs use their built-in sample meanwhile. "
            "Try again later, or copy the folder from a machine that has it and set DL_LABS_DATA to the copy."
        )
    elif chosen:
        print("✓ Both datasets are complete. The labs read them from there.")
    else:
        _write_sums(folder)
        print(
            "✓ Both datasets are complete. For a USB stick or a classroom share: copy this folder, "
            "and set DL_LABS_DATA to the copy."
        )
    return not failed


_ADVICE = (
    "Put the official files there (`make data` with DL_LABS_DATA unset fetches them, and says where), "
    "or unset DL_LABS_DATA."
)


def _have(file: idx.DataFile, path: Path, may_fetch: bool, progress: bool) -> tuple[str, str]:
    """Have one good file at `path`: the problem if that failed, and what was done."""
    try:
        idx.read(path, file)
        return "", "already there"
    except DataError as error:
        if not may_fetch:
            return str(error), ""
        bad = str(error) if path.exists() else ""
    try:
        host = download.fetch(file, path, progress=progress)
    except download.DownloadError as error:
        return f"{error}{f' ({bad})' if bad else ''}", ""
    return "", f"{'replaced' if bad else 'downloaded'} from {host}"


def _write_sums(folder: Path) -> None:
    """Add what `sha256sum -c SHA256SUMS` checks a copy of the folder by."""
    lines = [f"{file.sha256}  {file}\n" for files in FILES.values() for file in files]
    with contextlib.suppress(OSError):  # a convenience; the folder may be read-only by now
        (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def _key(dataset: str) -> tuple:
    if dataset not in FILES:
        raise ValueError(f"{dataset!r} is no dataset of the course; write {' or '.join(FILES)}")
    return dataset, os.environ.get("DL_LABS_DATA"), os.environ.get("DL_LABS_CACHE")


def _load(dataset: str) -> tuple[Pair, Pair]:
    packed = _read(dataset)
    if packed is None:
        from helpers.datasets import sample

        arrays = sample.load(dataset)
    else:
        arrays = tuple(
            idx.parse(data, file.shape) for data, file in zip(packed, FILES[dataset], strict=True)
        )
    _announce(dataset, len(arrays[1]), len(arrays[3]))
    return arrays[:2], arrays[2:]


def _read(dataset: str) -> list[bytes] | None:
    """Verified bytes of the four files, or None for the sample."""
    key = _key(dataset)
    chosen = os.environ.get("DL_LABS_DATA")
    if _settled.get(key) == "sample":
        return None
    packed = None
    if chosen == "sample":
        _reasons[key] = "DL_LABS_DATA asks for it"
    elif chosen:
        packed = _read_folder(Path(chosen).expanduser(), dataset)
    else:
        try:
            packed = download.read_or_fetch(dataset)
        except download.DownloadError as error:
            _reasons[key] = str(error)
    _settled[key] = "sample" if packed is None else "real"
    return packed


def _read_folder(folder: Path, dataset: str) -> list[bytes]:
    where = folder / dataset
    try:
        if not folder.is_dir():
            what = "is not a folder" if folder.exists() else "does not exist"
            raise DataError(f"DL_LABS_DATA names {folder}, which {what}.")
        if not where.is_dir():
            raise DataError(f"DL_LABS_DATA names {folder}, which has no folder {dataset}/ in it.")
        return [idx.read(where / file.name, file) for file in FILES[dataset]]
    except DataError as error:
        raise DataError(f"{error} {_ADVICE}") from None


def _announce(dataset: str, training: int, test: int) -> None:
    """Say once in a process which data the results are of."""
    key = _key(dataset)
    if key in _announced:
        return
    _announced.add(key)
    real = _settled[key] == "real"
    text = f"{_TITLES[dataset]}: {training:,} training and {test:,} test images "
    if real:
        text += "(real data)"
    else:
        text += (
            f"of the BUILT-IN SAMPLE, not the real data ({_reasons[key]}). Results hold for the sample only. "
            "To get the real data, run `make data` with a network, or set DL_LABS_DATA to a copy; "
            "then restart the kernel."
        )
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        publish(text, {"dataset": dataset, "source": _settled[key]})
    elif not real:
        print(text, file=sys.stderr)
