"""Tracked runs as the graded tests see them: rows of text and numbers.

In a notebook they come from its own MLflow. In grading the notebook's process reads its MLflow, and the rows come
over: the judge opens no file of a submission, and follows no address that is written in one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import mlflow

    from helpers.check import Namespace

_T = TypeVar("_T")
NAME = "<tracked runs>"  # no notebook can define it: under this name a `Namespace` has `rows`
_LETTERS = 500  # of a text
_ITEMS = 1000  # of a run: its parameters, its metrics, …
_POINTS = 10_000  # of a curve
_RUNS = 5000


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
    return [_run(row) for row in _items(_ask(nb, "finished", experiment), _RUNS)]


def in_production(nb: Namespace, model: str) -> Version | None:
    """The registered version of `model` whose alias is `production`, or None."""
    row = _ask(nb, "version", model)
    return None if row is None else _version(row)


# --- where the runs are ---------------------------------------------------------------------------------------
def rows(what: str, name: str) -> object:
    """What MLflow knows, as plain data: the run `name`, the finished runs of an experiment, or a version.

    Parameters
    ----------
    what : str
        `"run"`, `"finished"` or `"version"`.
    name : str
        Identifier of the run, name of the experiment, or name of the model.

    Returns
    -------
    dict, list of dict, or None
        None where there is no such run or version.
    """
    import mlflow

    return _ROWS[what](mlflow.MlflowClient(), name)


def _row_of_run(client: mlflow.MlflowClient, run_id: str) -> dict | None:
    import mlflow

    try:
        run = client.get_run(run_id)
    except mlflow.MlflowException:
        return None
    row = _row(run)
    for metric in row["metrics"]:
        points = client.get_metric_history(run_id, metric)[:_POINTS]
        row["curves"][metric] = [point.value for point in points]
    row["artifacts"] = [item.path for item in client.list_artifacts(run_id)]
    models = getattr(run.outputs, "model_outputs", None) or []
    row["model_inputs"] = [_input_shape(model.model_id) for model in models[:_ITEMS]]
    return row


def _rows_of_experiment(client: mlflow.MlflowClient, name: str) -> list[dict]:
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        return []
    only = "attributes.status = 'FINISHED'"
    found = client.search_runs([experiment.experiment_id], only, max_results=_RUNS)
    return [_row(run) for run in found]


def _row_of_version(client: mlflow.MlflowClient, model: str) -> dict | None:
    import mlflow

    try:
        found = client.get_model_version_by_alias(model, "production")
    except mlflow.MlflowException:
        return None
    return {"version": str(found.version), "run_id": found.run_id or "", "tags": dict(found.tags)}


_ROWS = {"run": _row_of_run, "finished": _rows_of_experiment, "version": _row_of_version}


def _row(run: mlflow.entities.Run) -> dict:
    return {
        "run_id": run.info.run_id,
        "name": run.info.run_name or "",
        "status": run.info.status,
        "params": dict(itertools.islice(run.data.params.items(), _ITEMS)),
        "metrics": dict(itertools.islice(run.data.metrics.items(), _ITEMS)),
        "tags": {key: text[:_LETTERS] for key, text in run.data.tags.items()},
        "curves": {},
        "artifacts": [],
        "model_inputs": [],
    }


def _input_shape(model_id: str) -> list[int] | None:
    import mlflow

    signature = mlflow.models.get_model_info(f"models:/{model_id}").signature
    if signature is None or signature.inputs is None:
        return None
    return list(getattr(signature.inputs.inputs[0], "shape", ()))  # a table's column has none


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
    return [_only(float, point) for point in _items(points, _POINTS)]


def _shape(lengths: object) -> tuple[int, ...] | None:
    return None if lengths is None else tuple(_only(int, length) for length in _items(lengths))


def _texts(value: object) -> dict[str, str]:
    return {key: _text(text) for key, text in _entries(value).items()}


def _entries(value: object) -> dict[str, object]:
    first = itertools.islice(_only(dict, value).items(), _ITEMS)
    return {_text(key): entry for key, entry in first}


def _items(value: object, most: int = _ITEMS) -> list:
    return _only(list, value)[:most]


def _text(value: object) -> str:
    return _only(str, value)[:_LETTERS]


def _only(kind: type[_T], value: object) -> _T:
    """`value`, which must be of this very type."""
    assert type(value) is kind, (
        "The runs of this notebook cannot be read: they are not as MLflow gives them."
    )
    return value
