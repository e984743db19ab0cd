"""Tracked runs as the graded tests see them: rows of text and numbers.

In a notebook they come from its own MLflow. In grading the notebook's process reads its MLflow, and the rows come
over: the judge opens no file of a submission, and follows no address that is written in one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from helpers.graded.run_rows import ITEMS, LETTERS, NAME, POINTS, RUNS

if TYPE_CHECKING:
    from helpers.graded.namespace import Namespace

_T = TypeVar("_T")


@dataclass(frozen=True)
class Run:
    """A run. `curves`, `artifacts` and `model_inputs` are known of a run that `find` gives, else empty.

    `curves` holds all values of each metric in their order, `artifacts` the names of files and folders, and
    `model_inputs` the shape that each model kept with the run takes; None for a model without a signature.
    """

    run_id: str
    name: str
    status: str
    params: dict[str, str]
    metrics: dict[str, float]
    tags: dict[str, str]
    curves: dict[str, list[float]]
    artifacts: list[str]
    model_inputs: list[tuple[int, ...] | None]


@dataclass(frozen=True)
class Version:
    """A registered version of a model."""

    version: str
    run_id: str
    tags: dict[str, str]


def find(nb: Namespace, run_id: str) -> Run | None:
    """The run of this identifier, or None."""
    row = _ask(nb, "run", run_id)
    return None if row is None else _run(row)


def finished(nb: Namespace, experiment: str) -> list[Run]:
    """The finished runs of the experiment of this name, newest first; at most 5,000."""
    return [_run(row) for row in _items(_ask(nb, "finished", experiment), RUNS)]


def in_production(nb: Namespace, model: str) -> Version | None:
    """The registered version of `model` whose alias is `production`, or None."""
    row = _ask(nb, "version", model)
    return None if row is None else _version(row)


# --- where they are judged: rows may hold anything, and be of any size ----------------------------------------
def _ask(nb: Namespace, what: str, name: str) -> object:
    return getattr(nb, NAME)(what, name)


def _run(row: object) -> Run:
    row = _entries(row)
    return Run(
        run_id=_text(row.get("run_id")),
        name=_text(row.get("name")),
        status=_text(row.get("status")),
        params=_texts(row.get("params")),
        metrics={key: _only(float, value) for key, value in _entries(row.get("metrics")).items()},
        tags=_texts(row.get("tags")),
        curves={key: _curve(points) for key, points in _entries(row.get("curves")).items()},
        artifacts=[_text(path) for path in _items(row.get("artifacts"))],
        model_inputs=[_shape(lengths) for lengths in _items(row.get("model_inputs"))],
    )


def _version(row: object) -> Version:
    row = _entries(row)
    return Version(_text(row.get("version")), _text(row.get("run_id")), _texts(row.get("tags")))


def _curve(points: object) -> list[float]:
    return [_only(float, point) for point in _items(points, POINTS)]


def _shape(lengths: object) -> tuple[int, ...] | None:
    return None if lengths is None else tuple(_only(int, length) for length in _items(lengths))


def _texts(value: object) -> dict[str, str]:
    return {key: _text(text) for key, text in _entries(value).items()}


def _entries(value: object) -> dict[str, object]:
    first = itertools.islice(_only(dict, value).items(), ITEMS)
    return {_text(key): entry for key, entry in first}


def _items(value: object, most: int = ITEMS) -> list[Any]:
    return _only(list, value)[:most]


def _text(value: object) -> str:
    return _only(str, value)[:LETTERS]


def _only(kind: type[_T], value: object) -> _T:
    """`value`, which must be of this very type."""
    assert type(value) is kind, (
        "The runs of this notebook cannot be read: they are not as MLflow gives them."
    )
    return value
