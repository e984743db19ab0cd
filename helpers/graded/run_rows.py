"""The tracked runs of a notebook as plain data, read from its own MLflow; `helpers.graded.runs` reads them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import mlflow

NAME = "<tracked runs>"  # no notebook can define it: under this name a `Namespace` has `rows`
LETTERS = 500  # of a text
ITEMS = 1000  # of a run: its parameters, its metrics, …
POINTS = 10_000  # of a curve
RUNS = 5000


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


def _row_of_run(client: mlflow.MlflowClient, run_id: str) -> dict[str, Any] | None:
    import mlflow

    try:
        run = client.get_run(run_id)
    except mlflow.MlflowException:
        return None
    row = _row(run)
    for metric in row["metrics"]:
        points = client.get_metric_history(run_id, metric)[:POINTS]
        row["curves"][metric] = [point.value for point in points]
    row["artifacts"] = [item.path for item in client.list_artifacts(run_id)]
    models = getattr(run.outputs, "model_outputs", None) or []
    row["model_inputs"] = [_input_shape(model.model_id) for model in models[:ITEMS]]
    return row


def _rows_of_experiment(client: mlflow.MlflowClient, name: str) -> list[dict[str, Any]]:
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        return []
    only = "attributes.status = 'FINISHED'"
    runs = client.search_runs([experiment.experiment_id], only, max_results=RUNS)
    return [_row(run) for run in runs]


def _row_of_version(client: mlflow.MlflowClient, model: str) -> dict[str, Any] | None:
    import mlflow

    try:
        registered = client.get_model_version_by_alias(model, "production")
    except mlflow.MlflowException:
        return None
    return {
        "version": str(registered.version),
        "run_id": registered.run_id or "",
        "tags": dict(registered.tags),
    }


_ROWS = {"run": _row_of_run, "finished": _rows_of_experiment, "version": _row_of_version}


def _row(run: mlflow.entities.Run) -> dict[str, Any]:
    return {
        "run_id": run.info.run_id,
        "name": run.info.run_name or "",
        "status": run.info.status,
        "params": {
            key: text[:LETTERS] for key, text in itertools.islice(run.data.params.items(), ITEMS)
        },
        "metrics": dict(itertools.islice(run.data.metrics.items(), ITEMS)),
        "tags": {key: text[:LETTERS] for key, text in run.data.tags.items()},
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
