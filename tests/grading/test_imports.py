"""What is imported once for all submissions of a lab, and for all their judges."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import nbformat
import pytest

from course import labs
from course.grading import bubblewrap, grade, imports, judge


def test_modules_of_the_lab_are_those_of_its_solution():
    modules = imports.of_submissions("01")
    assert importlib.util.find_spec(modules[0]).name == imports.DATA
    assert {"numpy", "matplotlib.pyplot", "sklearn.linear_model"} <= set(modules)
    assert "keras" not in modules


@pytest.mark.slow
def test_both_datasets_are_held_where_they_are_imported():
    code = f"import {imports.DATA}; from helpers.datasets import sources; print(len(sources._held))"
    environment = os.environ | {"DL_LABS_DATA": "sample"}
    command = [sys.executable, "-c", code]
    printed = subprocess.run(
        command, cwd=labs.ROOT, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    assert printed.stdout.split() == ["2"]


def test_judges_are_prepared_when_it_is_settled_which_data_there_are(tmp_path, monkeypatch):
    """The process that they are forked from would look for the data by itself, and might find others."""

    def prepare(lab: str) -> None:
        raise LookupError(os.environ["DL_LABS_DATA"])

    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path))  # and back at the end
    monkeypatch.setattr(bubblewrap, "data_folder", lambda: None)
    monkeypatch.setattr(judge, "prepare", prepare)
    cell = nbformat.v4.new_code_cell("q1_1 = 1")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "ada.ipynb")
    with pytest.raises(LookupError, match="sample"):
        grade.grade(labs.find(["01"])[0], tmp_path, target=tmp_path / "out", sandboxed=False)


def test_judge_imports_what_only_a_test_inside_a_function_imports():
    assert "sklearn.linear_model" in imports.of_tests("01")


def test_judge_has_keras_for_networks_although_no_test_of_the_lab_imports_it():
    assert "keras" in imports.of_tests("03")
    assert "keras" not in imports.of_tests("01")


@pytest.mark.parametrize("lab", [lab.number for lab in labs.all_notebooks()])
def test_nothing_is_imported_that_binds_to_one_process(lab: str):
    assert not {"helpers.check", "helpers.plots"} & set(imports.of_submissions(lab))
    assert "matplotlib.pyplot" not in imports.of_tests(lab)
