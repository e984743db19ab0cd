"""Prepares copies of the solutions for nbval, which re-executes them and compares marked outputs."""

from __future__ import annotations

import shutil
from pathlib import Path

from course import labs
from course.notebooks import notebook, parameters
from course.running import forking, profiles

FOLDER = labs.BUILD / "nbval"
COMPARE = "nbval-check-output"


def prepare(chosen: list[labs.Lab], profile: str, folder: Path = FOLDER) -> list[Path]:
    """Copies of the solutions with the parameters of `profile` and their stored outputs.

    A cell that is marked for nbval is compared only where its output must be the same: one tagged `real-data` not
    on the built-in sample, one tagged `full-settings` not at reduced settings.
    """
    from helpers.datasets import sources

    on_sample = sources.on_sample()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for lab in chosen:
        path = folder / lab.solution.name
        copy = notebook.read(lab.solution)
        parameters.put(copy.cells, profiles.parameters(lab, profile))
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


def pytest_options(paths: list[Path]) -> list[str]:
    """Options that let pytest run nbval over `paths`, on forked kernels where possible."""
    options = ["--nbval-lax", "--nbval-cell-timeout=600", "--nbval-kernel-startup-timeout=180"]
    options += ["--nbval-current-env"]
    if forking.AVAILABLE:
        options += ["-p", "course.running.nbval_kernels"]
    return [*options, *map(str, paths)]
