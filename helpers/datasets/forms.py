"""The datasets as people have them: Kaggle's folders and tables, Keras' archive, a zip as it was downloaded.

What a file is called says only what it may be. Whether it is right, its pixels and labels say.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.datasets import idx
from helpers.datasets.idx import FILES, DataError, DataFile

_IDX = re.compile(r"(train|t10k)-(images|labels)[-.]idx[13]-ubyte(\.gz)?", re.IGNORECASE)
_TABLE = re.compile(r"(?:fashion[-_])?mnist[-_](train|test)\.csv", re.IGNORECASE)
_ARCHIVE = re.compile(r"(fashion[-_])?mnist\.npz", re.IGNORECASE)
_NAMES = ("x_train", "y_train", "x_test", "y_test")
_COLUMNS = 1 + 28 * 28  # of a table: the label, then the pixels
_DEEPEST = 4  # folders below the one that is named
_MOST = 20_000  # files that are looked at
_ORDER = Path(__file__).with_name("stored") / "fashion_order.npz"


@dataclass(frozen=True)
class Candidate:
    """A file, or a member of a zip, that may hold a part of a dataset."""

    where: str
    name: str
    path: Path
    content: Callable[[], bytes]


@dataclass(frozen=True)
class LocatedFile:
    """An official file as it is there: its array and where that comes from, or what is wrong."""

    file: DataFile
    array: np.ndarray | None = None
    path: Path | None = None
    where: str = ""
    problem: str = ""


def look(place: Path, dataset: str) -> list[LocatedFile]:
    """The four parts of a dataset in a folder or a file, each right or with what is wrong.

    A file where the official one belongs, `dataset/name`, is the one that counts.
    """
    parts: list[LocatedFile] = []
    others = functools.cache(lambda: _others(place, dataset))
    for file in FILES[dataset]:
        path = place / dataset / file.name
        if os.path.lexists(path):
            try:
                parts.append(LocatedFile(file, idx.read(path, file), path, str(path)))
            except DataError as error:
                parts.append(LocatedFile(file, problem=str(error)))
        else:
            parts.append(others()[file])
    return parts


def _others(place: Path, dataset: str) -> dict[DataFile, LocatedFile]:
    """The parts that files of other names or forms hold; each form is read only while a part is missing."""
    pieces = list(candidates(place))
    right: dict[DataFile, LocatedFile] = {}
    problems: dict[DataFile, str] = {}
    for read in (_from_idx, _from_archive, _from_tables):
        missing = [file for file in FILES[dataset] if file not in right]
        for part in read(pieces, missing) if missing else ():
            if part.array is not None:
                right[part.file] = part
            else:
                problems.setdefault(part.file, part.problem)
    return {
        file: right.get(file)
        or LocatedFile(
            file, problem=problems.get(file) or f"{place / dataset / file.name} is missing."
        )
        for file in FILES[dataset]
    }


def _from_idx(pieces: list[Candidate], missing: list[DataFile]) -> Iterator[LocatedFile]:
    for piece in pieces:
        match = _IDX.fullmatch(piece.name)
        for file in missing if match else ():
            if file.name.startswith(f"{match[1]}-{match[2]}".lower()):
                try:
                    array = idx.verified(piece.content(), file)
                    yield LocatedFile(file, array, piece.path, piece.where)
                except DataError as error:
                    # Both datasets have the same names.
                    if "files were swapped" not in str(error):
                        yield LocatedFile(file, problem=f"{piece.where} {error}.")


def _from_archive(pieces: list[Candidate], missing: list[DataFile]) -> Iterator[LocatedFile]:
    for piece in pieces:
        if not _ARCHIVE.fullmatch(piece.name):
            continue
        try:
            with np.load(io.BytesIO(piece.content()), allow_pickle=False) as stored:
                arrays = [np.asarray(stored[name]) for name in _NAMES]
        except Exception:  # NumPy has many errors for what is no archive of these arrays
            problem = f"{piece.where} is damaged, or holds no {', '.join(_NAMES)}."
            yield from (LocatedFile(file, problem=problem) for file in missing)
            continue
        yield from _right_ones(piece.where, [piece.path] * 4, arrays, missing)


def _from_tables(pieces: list[Candidate], missing: list[DataFile]) -> Iterator[LocatedFile]:
    """From a table of the training images and one of the test images in the same folder, in any order of rows."""
    dataset = missing[0].dataset
    tables: dict[str, dict[str, Candidate]] = {}
    for piece in pieces:
        match = _TABLE.fullmatch(piece.name)
        if match and (dataset == "fashion-mnist" or piece.name.lower().startswith("mnist")):
            tables.setdefault(piece.where[: -len(piece.name)], {})[match[1].lower()] = piece
    for where, pair in tables.items():
        if len(pair) < 2:
            (name,) = {"train", "test"} - set(pair)
            problem = f"{where} holds a table without the one of the {name} images beside it."
            yield from (LocatedFile(file, problem=problem) for file in missing)
            continue
        try:
            rows = [_rows(pair["train"]), _rows(pair["test"])]
        except DataError as error:
            yield from (LocatedFile(file, problem=str(error)) for file in missing)
            continue
        paths = [pair["train"].path] * 2 + [pair["test"].path] * 2
        arrays = _columns(rows)
        if dataset == "fashion-mnist" and not idx.is_official(arrays[1], FILES[dataset][1]):
            order = np.load(_ORDER)["order"]
            arrays = _columns(
                in_official_order(np.concatenate(rows), order, FILES[dataset][1].shape[0])
            )
        yield from _right_ones(f"{where}{pair['train'].name}", paths, arrays, missing)


def _rows(piece: Candidate) -> np.ndarray:
    """Rows of a table: the label, then 784 pixels; a first line of names is passed over."""
    lines = io.TextIOWrapper(io.BytesIO(piece.content()), encoding="ascii", errors="replace")
    if lines.readline()[:1].isdigit():
        lines.seek(0)
    try:
        rows = np.loadtxt(lines, dtype=np.uint8, delimiter=",", ndmin=2)
    except (ValueError, OverflowError) as error:
        raise DataError(
            f"{piece.where} is no table of {_COLUMNS} columns with numbers from 0 to 255."
        ) from error
    if rows.shape[1] != _COLUMNS:
        raise DataError(f"{piece.where} has {rows.shape[1]} columns, not {_COLUMNS}.")
    return rows


def _columns(rows: list[np.ndarray]) -> list[np.ndarray]:
    """Images and labels of the training rows, then of the test rows."""
    return [
        array
        for part in rows
        for array in (part[:, 1:].reshape(-1, 28, 28).copy(), part[:, 0].copy())
    ]


def in_official_order(rows: np.ndarray, order: np.ndarray, training: int) -> list[np.ndarray]:
    """Training and test rows in the official order, from all of them in any: Kaggle has shuffled its tables.

    Parameters
    ----------
    rows : ndarray of uint8, shape (n, 785)
    order : ndarray of int, shape (n,)
        Of the rows, sorted as bytes, the places that they have officially; training comes first.
    training : int
        How many rows are of the training part.

    Returns
    -------
    list of ndarray
        The training and the test rows; as they came, where `order` is of another number of rows.
    """
    official = rows.copy()
    if len(rows) == len(order):
        official[order] = rows[sorting(rows)]
    return np.split(official, [training])


def sorting(rows: np.ndarray) -> np.ndarray:
    """The places of rows, of shape (n, 785), in the order in which the rows are sorted as bytes."""
    return np.argsort(np.ascontiguousarray(rows).view(f"V{rows.shape[1]}").ravel(), kind="stable")


def _right_ones(
    where: str, paths: list[Path], arrays: list[np.ndarray], missing: list[DataFile]
) -> Iterator[LocatedFile]:
    """Of x_train, y_train, x_test, y_test those that are official."""
    for number, (path, array) in enumerate(zip(paths, arrays, strict=True)):
        for file in missing:
            if file != FILES[file.dataset][number]:
                continue
            if idx.is_official(array, file):
                yield LocatedFile(file, array.astype(np.uint8), path, where)
            elif not any(idx.is_official(array, files[number]) for files in FILES.values()):
                yield LocatedFile(
                    file, problem=f"{where} was altered: its content is not the official one."
                )


def candidates(place: Path) -> Iterator[Candidate]:
    """What may hold a part, in a folder and the folders below it, or a single file."""
    for path in [place] if place.is_file() else _files(place):
        if any(form.fullmatch(path.name) for form in (_IDX, _TABLE, _ARCHIVE)):
            yield Candidate(str(path), path.name, path, functools.partial(_content, path))
        elif path.suffix.lower() == ".zip":
            yield from _members(path)


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder and of those below it, the upper ones first; hidden folders are left alone."""
    level, seen = [folder], 0
    for _ in range(_DEEPEST + 1):
        below = []
        for path in (path for above in level for path in _listed(above)):
            seen += 1
            if seen > _MOST:
                return
            if path.is_dir():
                below += [] if path.name.startswith(".") else [path]
            else:
                yield path
        level = below


def _listed(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _members(path: Path) -> Iterator[Candidate]:
    with contextlib.suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            name = member.rsplit("/", 1)[-1]
            if any(form.fullmatch(name) for form in (_IDX, _TABLE, _ARCHIVE)):
                read = functools.partial(_content, path, member)
                yield Candidate(f"{path}, {member}", name, path, read)


def _content(path: Path, member: str = "") -> bytes:
    try:
        if not member:
            return path.read_bytes()
        with zipfile.ZipFile(path) as archive:
            return archive.read(member)
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
