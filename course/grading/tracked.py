"""Each batch of grades as a run in MLflow: how the class did, without anybody's name.

A batch leaves a file, of which `enter` makes a run when somebody wants to see it: MLflow takes as long to import
as several light submissions to grade.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course import labs
from course.files import write_atomically
from course.grading import gradebook, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from helpers import data, tracking
from helpers.packages.versions import software

if TYPE_CHECKING:
    from course.grading.charts import Chart

WAITING = "waiting"  # folder, in that of the store


def keep(
    lab: labs.Lab,
    grades: list[Grade],
    terms: Terms,
    store: Path,
    seconds: float,
    graded_now: int,
    drawn: list[Chart] | None = None,
) -> None:
    """Leave a finished batch in the folder `store`, for a run of the experiment `grading, lab NN`.

    `seconds` is how long this call took, and `graded_now` how many submissions it graded; the others were
    kept from an earlier one.
    """
    ended = time.time()
    sources = {f"data_{name}": data.source(name) for name in ("mnist", "fashion-mnist")}
    full = {"full_settings": terms.full_training, "sandboxed": terms.sandboxed}
    timing = {"batch_seconds": seconds, "submissions_graded_now": graded_now}
    page = gradebook.gradebook(lab, grades, terms, drawn=drawn)
    run = {
        "experiment": f"grading, lab {lab.number}",
        "name": f"{len(grades)} submissions",
        "begun": ended - seconds,
        "ended": ended,
        "tags": software() | sources | {"host": platform.node(), "pid": str(os.getpid())},
        "params": full | dataclasses.asdict(terms.limits),
        "metrics": metrics(grades) | timing,
        "texts": {"gradebook.html": page, "points.csv": nameless(grades)},
    }
    folder = store / WAITING
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{time.time_ns()}.json", json.dumps(run))


def enter(store: Path) -> None:
    """Make runs in MLflow of all batches that wait in the folder `store`."""
    waiting = sorted((store / WAITING).glob("*.json"))
    if not waiting:
        return
    from mlflow import MlflowClient
    from mlflow.entities import Metric, Param

    runs = [json.loads(path.read_text(encoding="utf-8")) for path in waiting]
    with _store(store):
        tracking.open_store(*dict.fromkeys(run["experiment"] for run in runs))
    client = MlflowClient(tracking.database(store))
    experiments = {kept.name: kept.experiment_id for kept in client.search_experiments()}
    for path, run in zip(waiting, runs, strict=True):
        begun, ended = (round(1000 * run[moment]) for moment in ("begun", "ended"))
        made = client.create_run(experiments[run["experiment"]], begun, run["tags"], run["name"])
        identifier = made.info.run_id
        measured = [Metric(name, value, ended, 0) for name, value in run["metrics"].items()]
        params = [Param(name, str(value)) for name, value in run["params"].items()]
        client.log_batch(identifier, measured, params)
        for name, text in run["texts"].items():
            client.log_text(identifier, text, name)
        client.set_terminated(identifier, end_time=ended)
        path.unlink()


def metrics(grades: list[Grade]) -> dict[str, float]:
    """How a class did: points, share of each exercise's points that was earned, medians of what was measured."""
    points = [grade.points for grade in grades]
    low, median, high = np.percentile(points, [25, 50, 75])
    summary = {
        "submissions": len(grades),
        "submissions_not_graded": sum(grade.status != GRADED for grade in grades),
        "points_possible": grades[0].possible,
        "points_mean": np.mean(points),
        "points_quartile_1": low,
        "points_median": median,
        "points_quartile_3": high,
        "submission_seconds_median": np.median([grade.seconds for grade in grades]),
        "submission_peak_memory_mib": max(grade.peak_memory for grade in grades),
    }
    summary |= {f"earned/{name}": share for name, share in tables.shares_earned(grades).items()}
    for name, values in tables.measurements(grades).items():
        summary[f"{tables.short_name(name)}_median"] = np.median(values)
    return {name: float(value) for name, value in summary.items()}


def nameless(grades: list[Grade]) -> str:
    """The table of marks without names and messages, in an order that says nothing about anybody."""
    rows = tables.marks(grades, [])
    for row in rows:
        for column in ("student", "message", "written_pending"):
            del row[column]
    return tables.as_csv(sorted(rows, key=lambda row: (float(row["automatic"]), *row.values())))


@contextlib.contextmanager
def _store(folder: Path) -> Iterator[None]:
    """Let `helpers.tracking` keep its runs in `folder`, not among a student's."""
    before = os.environ.get("DL_LABS_MLFLOW")
    os.environ["DL_LABS_MLFLOW"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["DL_LABS_MLFLOW"]
        else:
            os.environ["DL_LABS_MLFLOW"] = before
