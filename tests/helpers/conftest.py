"""Two tiny datasets in place of the official ones."""

from __future__ import annotations

import gzip
import hashlib
import struct
import threading
from pathlib import Path

import numpy as np
import pytest

from helpers import data
from helpers.datasets import download, idx, sample, sources
from helpers.datasets.idx import DataFile

LOADERS = {"mnist": data.load_mnist, "fashion-mnist": data.load_fashion_mnist}
NAMES = [file.name for file in idx.FILES["mnist"]]
X_TRAIN, Y_TRAIN, X_TEST, Y_TEST = NAMES


def raw_idx(array: np.ndarray) -> bytes:
    """IDX bytes of an array, not compressed."""
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + array.tobytes()


def pack(array: np.ndarray) -> bytes:
    """The array as a gzip-compressed IDX file."""
    return gzip.compress(raw_idx(array), mtime=0)


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    """`dataset/name` -> bytes of tiny stand-ins, registered as the official files; no source set."""
    rng = np.random.default_rng(0)
    contents = {}
    for dataset in LOADERS:
        files = []
        for name, shape in zip(NAMES, [(6, 28, 28), (6,), (3, 28, 28), (3,)], strict=True):
            array = rng.integers(0, 10, shape, np.uint8)
            packed = pack(array)
            digests = [hashlib.sha256(content).hexdigest() for content in (packed, array)]
            files.append(DataFile(dataset, name, shape, len(packed), *digests))
            contents[f"{dataset}/{name}"] = packed
        monkeypatch.setitem(idx.FILES, dataset, tuple(files))
        monkeypatch.setitem(download.MIRRORS, dataset, ())
    monkeypatch.delenv("DL_LABS_DATA", raising=False)
    monkeypatch.setenv("DL_LABS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download, "_offline", threading.Event())
    monkeypatch.setattr(sources, "_settled", {})
    monkeypatch.setattr(sources, "KERAS", tmp_path / "keras")
    monkeypatch.setattr(data, "_announced", set())
    monkeypatch.setattr(sample, "load", lambda dataset: SAMPLE)
    return contents


SAMPLE = (
    np.zeros((4, 28, 28), np.uint8),
    np.zeros(4, np.uint8),
    np.zeros((2, 28, 28), np.uint8),
    np.zeros(2, np.uint8),
)


def write_folder(folder: Path, contents: dict[str, bytes]) -> Path:
    for name, packed in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(packed)
    return folder


@pytest.fixture
def folder(contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good folder that `DL_LABS_DATA` names."""
    folder = write_folder(tmp_path / "stick", contents)
    monkeypatch.setenv("DL_LABS_DATA", str(folder))
    return folder
