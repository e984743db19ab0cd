"""`python -m course stored 03`: train anew the long runs whose curves a lab only shows.

A lab declares one in a raw cell, which no other run executes, tagged `stored-run` and `solution-only`. Here the
solution runs at its own settings with these cells as code; each ends with `keep_run`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode
from rich.console import Console

from course import errors, labs
from course.files import write_atomically
from course.notebooks import notebook
from helpers import data, stored_runs
from helpers.datasets.sources import on_sample
from helpers.packages.versions import version

FOLDER = labs.BUILD / "stored"
TAG = "stored-run"
_CELL_SECONDS = 7200


def train_anew(chosen: list[labs.Lab]) -> bool:
    """Run the stored runs of the chosen labs; whether all of them were kept.

    Raises
    ------
    UsageError
        Where a lab declares none, or the real data are not at hand.
    """
    from course.running import execute
    from course.running.run import describe_failure, environment, fork_kernels

    if on_sample():
        raise errors.UsageError(
            "Stored runs are shown to everybody: get the real data (make data)."
        )
    jobs = []
    for lab in chosen:
        source = FOLDER / "sources" / lab.solution.name
        notebook.write(with_stored_runs(notebook.read(lab.solution), lab), source)
        jobs.append(
            execute.Job(
                lab.name,
                source,
                FOLDER / lab.solution.name,
                cell_seconds=_CELL_SECONDS,
                notebook_seconds=2 * _CELL_SECONDS,
                environment=environment(lab, 1, FOLDER / "mlflow"),
            )
        )
    good = True
    fork_kernels(jobs, chosen)
    for job in jobs:
        print(f"Training the long runs of {job.name}, which takes minutes …", flush=True)
        result = execute.execute(job)
        if result.status != execute.PASSED:
            Console().print(describe_failure(result), markup=False, soft_wrap=True)
            good = False
    return good


def with_stored_runs(solution: NotebookNode, lab: labs.Lab) -> NotebookNode:
    """The solution with its raw cells that declare stored runs as code, each after what it needs."""
    declared = [cell for cell in solution.cells if TAG in notebook.tags(cell)]
    if not declared:
        raise errors.UsageError(f"Lab {lab.number} declares no stored run (docs/authoring.md).")
    for cell in declared:
        cell.update(cell_type="code", outputs=[], execution_count=None)
    return solution


def keep_run(
    name: str,
    history: Mapping[str, Sequence[float]],
    settings: Mapping[str, object],
    dataset: str,
) -> Path:
    """Keep the curves of a run for `helpers.stored_runs.stored_run`, in the place of an earlier one.

    Parameters
    ----------
    name : str
        Such as `"fashion_ann_50_epochs"`.
    history : mapping of str to sequence of float
        `keras.callbacks.History.history`, one value an epoch; kept with 5 decimals.
    settings : mapping
        Seed, epochs, batch size, ...: JSON-serialisable.
    dataset : str
        `"mnist"` or `"fashion-mnist"`.

    Raises
    ------
    ValueError
        When the data at hand is the built-in sample: what is shown to everybody must be real.
    """
    source = data.source(dataset)
    if source != "real":
        raise ValueError(f"A run on the {source} is not kept; get the real data with `make data`.")
    run = {
        "dataset": dataset,
        "source": source,
        "settings": dict(settings),
        "tensorflow": version("tensorflow"),
        "keras": version("keras"),
        "history": {key: [round(float(v), 5) for v in values] for key, values in history.items()},
    }
    path = stored_runs.FOLDER / f"{name}.json"
    write_atomically(path, json.dumps(run) + "\n")
    return path
