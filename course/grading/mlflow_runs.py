"""Batches of grades on their way into MLflow: each waits as a file until somebody opens MLflow's page.

To import MLflow takes as long as to grade several light submissions.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.files import write_atomically
from helpers import tracking

WAITING = "waiting"  # folder, in that of the store


def leave(run: dict[str, Any], store: Path) -> None:
    """Let `run`, as `tracked.keep` makes it, wait in the folder `store`."""
    folder = store / WAITING
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{time.time_ns()}.json", json.dumps(run))


def enter(store: Path) -> None:
    """Make runs in MLflow of all that wait in the folder `store`; print what cannot be entered, and why."""
    waiting = sorted((store / WAITING).glob("*.json"))
    if not waiting:
        return
    print("Entering batches of grades in MLflow …", flush=True)
    for path in waiting:
        try:
            _enter(json.loads(path.read_text(encoding="utf-8")), store)
            path.unlink(missing_ok=True)  # another page may be opened at the same time
        except Exception as error:  # whatever it is: the page shows the others
            print(f"{path} could not be entered: {type(error).__name__}: {error}")


def _enter(run: dict[str, Any], store: Path) -> None:
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param

    with _named(store):
        tracking.open_store(run["experiment"])
    client = MlflowClient(tracking.database(store))
    (experiment,) = client.search_experiments(filter_string=f"name = '{run['experiment']}'")
    begun, ended = (round(1000 * run[moment]) for moment in ("begun", "ended"))
    made = client.create_run(experiment.experiment_id, begun, run["tags"], run["name"]).info.run_id
    try:
        measured = [Metric(name, value, ended, 0) for name, value in run["metrics"].items()]
        params = [Param(name, str(value)) for name, value in run["params"].items()]
        client.log_batch(made, measured, params)
        for name, text in run["texts"].items():
            client.log_text(made, text, name)
        client.set_terminated(made, end_time=ended)
    except BaseException:
        client.delete_run(made)
        raise


@contextlib.contextmanager
def _named(store: Path) -> Iterator[None]:
    """Let `helpers.tracking` keep its runs in `store`, not among a student's."""
    before = os.environ.get("DL_LABS_MLFLOW")
    os.environ["DL_LABS_MLFLOW"] = str(store)
    try:
        yield
    finally:
        if before is None:
            del os.environ["DL_LABS_MLFLOW"]
        else:
            os.environ["DL_LABS_MLFLOW"] = before
