"""Each batch of grades as a run in MLflow: how the class did, without anybody's name."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course import labs
from course.grading import gradebook, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from helpers import data, tracking

if TYPE_CHECKING:
    from course.grading.charts import Chart


def prepare() -> None:
    """Import MLflow and matplotlib in a thread of its own, while submissions are graded."""
    threading.Thread(target=_import, daemon=True).start()


def _import() -> None:
    with contextlib.suppress(Exception):  # who uses them meets it again, and says what is wrong
        import mlflow  # noqa: F401

        from course.grading import charts  # noqa: F401


def batch(
    lab: labs.Lab,
    grades: list[Grade],
    terms: Terms,
    store: Path,
    seconds: float,
    graded_now: int,
    drawn: list[Chart] | None = None,
) -> None:
    """Keep a finished batch as a run of the experiment `grading, lab NN` in the folder `store`.

    `seconds` is how long this call took, and `graded_now` how many submissions it graded; the others were
    kept from an earlier one.
    """
    import mlflow

    sources = {f"data_{name}": data.source(name) for name in ("mnist", "fashion-mnist")}
    with _store(store):
        experiment = f"grading, lab {lab.number}"
        tracking.open_store(experiment)
        mlflow.set_experiment(experiment)
        with mlflow.start_run(run_name=f"{len(grades)} submissions", tags=sources):
            full = {"full_settings": terms.full_training, "sandboxed": terms.sandboxed}
            mlflow.log_params(full | dataclasses.asdict(terms.limits))
            timing = {"batch_seconds": seconds, "submissions_graded_now": graded_now}
            mlflow.log_metrics(metrics(grades) | timing)
            page = gradebook.gradebook(lab, grades, terms, drawn=drawn)
            mlflow.log_text(page, "gradebook.html")
            mlflow.log_text(nameless(grades), "points.csv")


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
