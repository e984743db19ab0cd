"""Where this process has its data from: a folder, its own cache, Keras, a mirror, or the built-in sample."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.datasets import conversions, download, forms, idx
from helpers.datasets.idx import FILES, DataError
from helpers.languages.catalogue import later, translate

ADVICE = later(
    "Put the official files there (`make data` with DL_LABS_DATA unset fetches them, and says where), "
    "or unset DL_LABS_DATA."
)
KERAS = Path("~/.keras/datasets").expanduser()
SAMPLE = "sample"  # the built-in one: what `DL_LABS_DATA` says to ask for it, and what `Source.kind` says
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Source:
    """What the data are: `"real"` or `"sample"`, and why it is the sample."""

    kind: str
    reason: str = ""


# What this process settled on, by dataset and the settings it was read under: it stays with it.
_settled: dict[tuple[str, str | None, str | None], Source] = {}
_held: dict[tuple[str, str | None, str | None], Arrays] = {}


def source(dataset: str) -> Source:
    """Which data this process works on; looks for them when it is asked first."""
    key = _key(dataset)
    if key not in _settled and _as_published(dataset):
        _settled[key] = Source("real")
    if key not in _settled:
        _read(dataset)
    return _settled[key]


def _as_published(dataset: str) -> bool:
    """Whether the official files lie where they are read from; to unpack them takes ten times as long."""
    return os.environ.get("DL_LABS_DATA") != SAMPLE and all(
        idx.is_as_published(_place() / str(file), file) for file in FILES[dataset]
    )


def _place() -> Path:
    """Where official files are read from: the place that `DL_LABS_DATA` names, or the cache."""
    named = os.environ.get("DL_LABS_DATA")
    return Path(named).expanduser() if named else download.cache_folder()


def on_sample() -> bool:
    """Whether the built-in sample stands in for one of the datasets; raises what `load` raises."""
    return any(source(dataset).kind == SAMPLE for dataset in FILES)


def use_sample() -> None:
    """Work on the built-in sample from now on, also in the processes that this one starts."""
    os.environ["DL_LABS_DATA"] = SAMPLE


def load(dataset: str) -> Arrays:
    """x_train, y_train, x_test, y_test: uint8, new arrays each time.

    Raises
    ------
    DataError
        When `DL_LABS_DATA` names a folder and a file there is missing or bad.
    """
    if held := _held.pop(_key(dataset), None):
        return held
    arrays = _read(dataset)
    if arrays is None:
        from helpers.datasets import sample

        return sample.load(dataset)
    x_train, y_train, x_test, y_test = arrays
    return x_train, y_train, x_test, y_test


def hold(dataset: str) -> None:
    """Read a dataset now, for the next `load` of this process and of each forked from it; raises the same."""
    _held[_key(dataset)] = load(dataset)


def folder() -> Path | None:
    """A folder that holds both datasets under their official names; None where the sample stands in for one."""
    if on_sample():
        return None
    return next(
        (
            place
            for place in (_place(), download.cache_folder())
            if all((place / str(file)).exists() for files in FILES.values() for file in files)
        ),
        _place(),
    )


def _key(dataset: str) -> tuple[str, str | None, str | None]:
    if dataset not in FILES:
        raise ValueError(f"{dataset!r} is no dataset of the course; write {' or '.join(FILES)}")
    return dataset, os.environ.get("DL_LABS_DATA"), os.environ.get("DL_LABS_CACHE")


def _read(dataset: str) -> list[np.ndarray] | None:
    """The four arrays, verified, or None for the sample."""
    key = _key(dataset)
    _, named, _ = key
    if key in _settled and _settled[key].kind == SAMPLE:
        return None
    if named == SAMPLE:
        _settled[key] = Source(SAMPLE, "DL_LABS_DATA asks for it")
        return None
    try:
        arrays = _read_place(Path(named).expanduser(), dataset) if named else _read_cache(dataset)
    except download.DownloadError as error:
        _settled[key] = Source(SAMPLE, str(error))
        return None
    _settled[key] = Source("real")
    return arrays


def _read_place(place: Path, dataset: str) -> list[np.ndarray]:
    """From the folder that `DL_LABS_DATA` names, or from what was kept of it when it was read first."""
    if problem := wrong_place(place):
        raise DataError(f"{problem} {translate(ADVICE)}")
    if (converted := conversions.read(place, dataset)) is not None:
        return converted
    parts = forms.look(place, dataset)
    if problem := explain(place, dataset, parts):
        raise DataError(f"{problem} {translate(ADVICE)}")
    conversions.keep(place, dataset, parts)
    return [part.array for part in parts]


def wrong_place(place: Path) -> str:
    """Why the place that `DL_LABS_DATA` names can hold no dataset at all; empty where it may hold one."""
    if not place.exists():
        return f"DL_LABS_DATA names {place}, which does not exist."
    if place.is_file() and not any(forms.candidates(place)):
        return (
            f"DL_LABS_DATA names {place}, which is not a folder, and no file from Kaggle or Keras."
        )
    return ""


def explain(place: Path, dataset: str, parts: list[forms.LocatedFile]) -> str:
    """What is wrong with a dataset in the place that `DL_LABS_DATA` names; empty when it is complete."""
    problems = [part.problem for part in parts if part.array is None]
    nothing = all(problem.endswith("is missing.") for problem in problems)
    if len(problems) == 4 and nothing and not (place / dataset).is_dir():
        has = "is not a folder" if place.is_file() else f"has no folder {dataset}/ in it"
        return f"DL_LABS_DATA names {place}, which {has}, and no {dataset} from Kaggle or Keras."
    return problems[0] if problems else ""


def _read_cache(dataset: str) -> list[np.ndarray]:
    """The files fetched before; one that is missing or bad is fetched, unless Keras has the dataset."""
    folder = download.cache_folder() / dataset
    if (arrays := read_keras(dataset)) is not None:
        return arrays
    arrays = []
    for file in FILES[dataset]:
        path = folder / file.name
        try:
            arrays.append(idx.read(path, file))
        except DataError as error:
            if path.exists():
                print(f"Fetching a good copy, since {error}", file=sys.stderr)
            download.fetch(file, path, progress=True)
            arrays.append(idx.read(path, file))
    return arrays


def read_keras(dataset: str) -> list[np.ndarray] | None:
    """From what Keras has fetched, into the cache; None where the cache lacks no file, or Keras has not all."""
    folder = download.cache_folder() / dataset
    if all((folder / file.name).exists() for file in FILES[dataset]):
        return None
    parts = forms.look(KERAS, dataset)
    if any(part.array is None for part in parts):
        return None
    conversions.keep(None, dataset, parts)
    return [part.array for part in parts]
