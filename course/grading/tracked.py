"""Each batch of grades as a run for MLflow: how the class did, without anybody's name."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from course import labs
from course.grading import gradebook, mlflow_runs, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from helpers import data, tracking

if TYPE_CHECKING:
    from course.grading.charts import Chart


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
        "tags": tracking.tags() | sources,
        "params": full | dataclasses.asdict(terms.limits),
        "metrics": metrics(grades) | timing,
        "texts": {"gradebook.html": page, "points.csv": nameless(grades)},
    }
    mlflow_runs.leave(run, store)


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
