"""nbval is the gate for shown numbers: a change in a helper that alters one must fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course import labs
from course.notebooks import notebook
from course.running import validate
from helpers.datasets import sources

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]

DROP_ONE_IMAGE = """

_unplanted = load_mnist


def load_mnist():
    (x_train, y_train), test = _unplanted()
    return (x_train[:-1], y_train[:-1]), test
"""


@pytest.mark.parametrize(
    ("planted", "expected"), [("", 0), (DROP_ONE_IMAGE, 1)], ids=["as-is", "planted"]
)
def test_change_in_a_helper_that_alters_a_number_fails(tmp_path, planted: str, expected: int):
    shutil.copytree(
        ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "tests" / "labs", tmp_path / "tests" / "labs")
    with (tmp_path / "helpers" / "data.py").open("a") as file:
        file.write(planted)
    (path,) = validate.prepare(labs.find(["01"]), "smoke", tmp_path / "nbval")
    keep_cells_up_to_the_table_of_shapes(path)
    # An ordinary kernel: a pre-imported one holds the helpers as they are.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
    ]
    command += ["--nbval-lax", "--nbval-current-env", str(path)]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == expected, ended.stdout
    if planted:
        assert "59999" in ended.stdout.replace(",", "").replace("_", "")


def keep_cells_up_to_the_table_of_shapes(path: Path) -> None:
    """Cut the copy short: the rest of the lab has nothing to add here."""
    copy = notebook.read(path)
    shows = [
        index
        for index, cell in enumerate(copy.cells)
        if validate.COMPARE in notebook.tags(cell)
        and "60000" in re.sub("[,_]", "", str(cell.outputs))
    ]
    copy.cells = copy.cells[: shows[0] + 1]
    notebook.write(copy, path)


@pytest.mark.parametrize(
    ("profile", "source", "kept"),
    [
        ("full", "real", {"always", "real", "full"}),
        ("smoke", "real", {"always", "real"}),
        ("full", "sample", {"always", "full"}),
        ("smoke", "sample", {"always"}),
    ],
)
def test_only_outputs_that_must_be_the_same_are_compared(
    tmp_path, monkeypatch, profile, source, kept
):
    from nbformat.v4 import new_code_cell, new_notebook

    tags = {"always": [], "real": ["real-data"], "full": ["full-settings"], "never": None}
    cells = [
        new_code_cell("hold_to_bars = True", id="parameters", metadata={"tags": ["parameters"]})
    ]
    for name, extra in tags.items():
        marks = [] if extra is None else [validate.COMPARE, *extra]
        cells.append(new_code_cell("1", id=name, metadata={"tags": marks}))
    monkeypatch.setattr(labs, "SOLUTIONS", tmp_path)
    monkeypatch.setattr(sources, "source", lambda dataset: sources.Source(source))
    notebook.write(new_notebook(cells=cells), tmp_path / "99_small.ipynb")
    (path,) = validate.prepare(labs.all_labs(), profile, tmp_path / "nbval")
    copy = notebook.read(path)
    assert {cell.id for cell in copy.cells if validate.COMPARE in notebook.tags(cell)} == kept
