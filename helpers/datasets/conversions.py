"""What was read from another form is kept as official files in the cache: a table takes seconds to read."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import numpy as np

from helpers.datasets import download, idx
from helpers.datasets.forms import LocatedFile
from helpers.datasets.idx import FILES, DataError
from helpers.datasets.writing import write_atomically

_NOTE = "converted.json"  # from which files, as they were then


def read(place: Path, dataset: str) -> list[np.ndarray] | None:
    """The arrays that were kept of `place`; None where nothing was, or its files have changed since."""
    folder = download.cache_folder() / dataset
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        if note["place"] != str(place) or note["files"] != _state(note["files"]):
            return None
        return [idx.read(folder / file.name, file) for file in FILES[dataset]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DataError):
        return None


def keep(place: Path | None, dataset: str, parts: list[LocatedFile]) -> None:
    """Keep the arrays of `parts`, where not all are official files at their place and the cache can be written.

    Without `place` they were found by themselves, and need not be looked for again.
    """
    if place and all(part.path == place / str(part.file) for part in parts):
        return
    folder = download.cache_folder() / dataset
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts:
            target = folder / part.file.name
            with contextlib.suppress(DataError):
                idx.read(target, part.file)
                continue
            write_atomically(target, idx.pack(part.array))
        if place:
            files = _state({str(part.path): None for part in parts})
            write_atomically(
                folder / _NOTE, json.dumps({"place": str(place), "files": files}).encode()
            )


def _state(files: dict) -> dict[str, list[int]]:
    """Size and time of change of each file."""
    states = {name: os.stat(name) for name in files}  # noqa: PTH116 (names from JSON)
    return {name: [state.st_size, state.st_mtime_ns] for name, state in states.items()}
