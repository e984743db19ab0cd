"""`make refresh`: run solutions at their own settings on the real data, and store the outputs."""

from __future__ import annotations

import os
import shutil

from nbformat import NotebookNode
from rich.console import Console

from course import errors, labs
from course.notebooks import notebook
from course.running import execute, schedule
from course.running.batch import Journal, run_batch
from course.running.execute import Job
from course.running.run import describe_failure, environment, fork_kernels, progress
from helpers.datasets.sources import on_sample

FOLDER = labs.BUILD / "refresh"
_CELL_SECONDS = 1200  # of a cell: the capstone trains in one, and a busy machine is slow


def refresh(chosen: list[labs.Lab]) -> bool:
    """Execute the solutions and store their outputs in them; whether all of them ran.

    A solution that failed keeps its old outputs.

    Raises
    ------
    UsageError
        Where the real data are not at hand.
    """
    if on_sample():
        raise errors.UsageError(
            "Here is only the built-in sample. Fetch the real data (make data), or let DL_LABS_DATA name "
            "its folder."
        )
    console = Console()
    folder = Journal(FOLDER / "journal")
    folder.clear()
    stores = {lab: FOLDER / f"mlflow-{lab.number}" for lab in chosen}
    for store in stores.values():
        shutil.rmtree(store, ignore_errors=True)
    parallel = min(os.cpu_count() or 1, len(chosen))
    jobs = [
        Job(
            lab.name,
            lab.solution,
            FOLDER / f"{lab.name}.ipynb",
            cell_seconds=_CELL_SECONDS,
            environment=environment(lab, parallel, stores[lab]),
            after=tuple(other.name for other in schedule.after(lab, chosen)),
        )
        for lab in chosen
    ]
    fork_kernels(jobs, chosen)
    with progress(console, jobs, parallel) as listener:
        results = run_batch(jobs, folder, parallel=parallel, listener=listener)
    good = True
    for lab, job, result in zip(chosen, jobs, results, strict=True):
        if result.status != execute.PASSED:
            console.print(describe_failure(result), markup=False, highlight=False, soft_wrap=True)
            good = False
        else:
            executed = merged(notebook.read(job.target))
            executed.metadata[notebook.WAITING] = max(1, round(result.seconds / 60))
            notebook.write(executed, lab.solution)
            console.print(f"✓ {lab.name}: {result.seconds:.1f} s, {result.peak_memory:.0f} MiB")
    return good


def merged(nb: NotebookNode) -> NotebookNode:
    """The notebook with the texts that a cell printed in a row as one output, as JupyterLab shows them live."""
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor

    return CoalesceStreamsPreprocessor().preprocess(nb, {})[0]
