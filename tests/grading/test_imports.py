"""What is imported once for all submissions of a lab, and for all their judges."""

from __future__ import annotations

import pytest

from course import labs
from course.grading import imports


def test_modules_of_the_lab_are_those_of_its_solution():
    modules = imports.of_submissions("01")
    assert modules[0] == imports.DATA
    assert {"numpy", "matplotlib.pyplot", "sklearn.linear_model"} <= set(modules)
    assert "keras" not in modules


def test_judge_imports_what_only_a_test_inside_a_function_imports():
    assert "sklearn.linear_model" in imports.of_tests("01")


def test_judge_has_keras_for_networks_although_no_test_of_the_lab_imports_it():
    assert "keras" in imports.of_tests("03")
    assert "keras" not in imports.of_tests("01")


@pytest.mark.parametrize("lab", [lab.number for lab in labs.all_notebooks()])
def test_nothing_is_imported_that_binds_to_one_process(lab: str):
    assert not {"helpers.check", "helpers.plots"} & set(imports.of_submissions(lab))
    assert "matplotlib.pyplot" not in imports.of_tests(lab)
