"""Prepares copies of the solutions for nbval, which re-executes them and compares marked outputs."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import papermill

from course import labs
from course.notebooks import notebook
from course.running import kernels, profiles

FOLDER = labs.BUILD / "nbval"
COMPARE = "nbval-check-output"


def prepare(chosen: list[labs.Lab], profile: str, folder: Path = FOLDER) -> list[Path]:
    """Copies of the solutions with the parameters of `profile` and their stored outputs.

    A cell that is marked for nbval is compared only where its output must be the same: one tagged `real-data` not
    on the built-in sample, one tagged `full-settings` not at reduced settings.
    """
    from helpers.datasets import sources

    on_sample = sources.on_sample()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for lab in chosen:
        path = folder / lab.solution.name
        parameters = profiles.parameters(lab, profile)
        papermill.execute_notebook(lab.solution, path, parameters, prepare_only=True)
        copy = notebook.read(path)
        for cell in copy.cells:
            tags = notebook.tags(cell)
            varies = ("real-data" in tags and on_sample) or (
                "full-settings" in tags and profile != profiles.FULL
            )
            if COMPARE in tags and varies:
                cell.metadata.tags = [tag for tag in tags if tag != COMPARE]
        notebook.write(copy, path)
        paths.append(path)
    return paths


@contextlib.contextmanager
def pytest_options(paths: list[Path]) -> Iterator[list[str]]:
    """Options that let pytest run nbval over `paths`, on pre-imported kernels where possible."""
    fitting = {path: kernels.kernel_for(notebook.read(path)) for path in paths}
    with kernels.preimported(set(fitting.values())) as offered:
        if offered:
            for path, name in fitting.items():
                _name_kernel(path, name)
        options = ["--nbval-lax", "--nbval-cell-timeout=600", "--nbval-kernel-startup-timeout=180"]
        yield [*options, *([] if offered else ["--nbval-current-env"]), *map(str, paths)]


def _name_kernel(path: Path, kernel: str) -> None:
    """Let a prepared copy ask for `kernel`: nbval takes the one that a notebook names."""
    copy = notebook.read(path)
    copy.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
    nbformat.write(copy, path)
