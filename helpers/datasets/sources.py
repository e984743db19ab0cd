"""Where this process has its data from: a folder, the files fetched before, a mirror, or the built-in sample."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.datasets import download, idx
from helpers.datasets.idx import FILES, DataError

ADVICE = (
    "Put the official files there (`make data` with DL_LABS_DATA unset fetches them, and says where), "
    "or unset DL_LABS_DATA."
)
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Source:
    """What the data are: `"real"` or `"sample"`, and why it is the sample."""

    kind: str
    reason: str = ""


# What this process settled on, by dataset and the settings it was read under: it stays with it.
_settled: dict[tuple[str, str | None, str | None], Source] = {}


def source(dataset: str) -> Source:
    """Which data this process works on; looks for them when it is asked first."""
    key = _key(dataset)
    if key not in _settled:
        _read(dataset)
    return _settled[key]


def on_sample() -> bool:
    """Whether the built-in sample stands in for one of the datasets; raises what `load` raises."""
    return any(source(dataset).kind == "sample" for dataset in FILES)


def load(dataset: str) -> Arrays:
    """x_train, y_train, x_test, y_test: uint8, new arrays each time.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    """
    packed = _read(dataset)
    if packed is None:
        from helpers.datasets import sample

        return sample.load(dataset)
    x_train, y_train, x_test, y_test = (
        idx.parse(content, file.shape) for content, file in zip(packed, FILES[dataset], strict=True)
    )
    return x_train, y_train, x_test, y_test


def _key(dataset: str) -> tuple[str, str | None, str | None]:
    if dataset not in FILES:
        raise ValueError(f"{dataset!r} is no dataset of the course; write {' or '.join(FILES)}")
    return dataset, os.environ.get("DL_LABS_DATA"), os.environ.get("DL_LABS_CACHE")


def _read(dataset: str) -> list[bytes] | None:
    """Verified bytes of the four files, or None for the sample."""
    key = _key(dataset)
    _, chosen, _ = key
    if key in _settled and _settled[key].kind == "sample":
        return None
    if chosen == "sample":
        _settled[key] = Source("sample", "DL_LABS_DATA asks for it")
        return None
    try:
        folder = chosen and Path(chosen).expanduser()
        packed = _read_folder(folder, dataset) if folder else _read_cache(dataset)
    except download.DownloadError as error:
        _settled[key] = Source("sample", str(error))
        return None
    _settled[key] = Source("real")
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
        raise DataError(f"{error} {ADVICE}") from None


def _read_cache(dataset: str) -> list[bytes]:
    """The files fetched before; one that is missing or bad is fetched."""
    contents = []
    for file in FILES[dataset]:
        path = download.cache_folder() / dataset / file.name
        try:
            contents.append(idx.read(path, file))
        except DataError as error:
            if path.exists():
                print(f"Fetching a good copy, since {error}", file=sys.stderr)
            download.fetch(file, path, progress=True)
            contents.append(idx.read(path, file))
    return contents
