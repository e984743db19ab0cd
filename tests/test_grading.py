"""Grading: what is found in a folder, what is written, and, in the sandbox, what becomes of every submission.

The tests marked `sandbox` run real submissions under bubblewrap; `make corpus` runs them.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import labs, notebook
from course.grading import grade, sandbox, submission, submissions
from course.grading.limits import Limits, Terms
from course.grading.submission import GRADED, Grade
from helpers import check
from tests.cases import hostile

LAB = labs.find(["01"])[0]
TERMS = Terms("01")
SHORT = Limits(
    notebook_seconds=90, cell_seconds=15, call_seconds=10, memory=2048, disk=256, output=5
)


# --- what is found in a folder ----------------------------------------------------------------------------


def found(folder: Path) -> dict[str, submissions.Submission]:
    return {one.student: one for one in submissions.find(folder, "01", Limits())}


def test_notebooks_folders_and_zips_are_found(tmp_path):
    (tmp_path / "ada.ipynb").write_bytes(b"{}")
    (tmp_path / "Grace Hopper_42_assignsubmission_file").mkdir()
    (tmp_path / "Grace Hopper_42_assignsubmission_file" / "01_exploration.ipynb").write_bytes(b"[]")
    (tmp_path / "Alan_7_assignsubmission_file_").mkdir()
    (tmp_path / "Alan_7_assignsubmission_file_" / "all.zip").write_bytes(
        hostile.archive(
            **{"a/01_exploration.ipynb": b"1", "a/.ipynb_checkpoints/01_exploration.ipynb": b"2"}
        )
    )
    (tmp_path / "edsger.zip").write_bytes(
        hostile.archive(**{"02_x.ipynb": b"2", "01_x.ipynb": b"1"})
    )
    (tmp_path / "readme.txt").write_text("not a submission")
    (tmp_path / ".hidden.ipynb").write_text("{}")
    assert {name: one.content for name, one in found(tmp_path).items()} == {
        "ada": b"{}",
        "Grace Hopper (42)": b"[]",
        "Alan (7)": b"1",
        "edsger": b"1",
    }


def test_two_submissions_of_one_student_are_refused(tmp_path):
    (tmp_path / "ada.ipynb").write_bytes(b"{}")
    (tmp_path / "Ada.zip").write_bytes(hostile.archive(a=b""))
    with pytest.raises(labs.UsageError, match=r"ada\.ipynb|Ada\.zip"):
        submissions.find(tmp_path, "01", Limits())


@pytest.mark.parametrize("there", [False, True])
def test_nothing_to_grade_is_said(tmp_path, there: bool):
    folder = tmp_path if there else tmp_path / "nowhere"
    with pytest.raises(labs.UsageError, match=r"no submission|no folder"):
        submissions.find(folder, "01", Limits())


@given(st.text(max_size=30))
def test_file_name_is_safe(student: str):
    name = submissions.file_name(student)
    assert re.fullmatch(r"[\w@+-][\w.@+-]*", name)
    assert name not in (".", "..")


@pytest.mark.parametrize("case", hostile.BROKEN, ids=lambda case: case.name)
def test_broken_file_is_read_or_refused_with_a_reason(case: hostile.Hostile, tmp_path):
    case.write(tmp_path / "student")
    (only,) = submissions.find(tmp_path, "01", Limits())
    if case.status == GRADED:
        plain = submission.read_submission(only.content, TERMS)
        nbformat.validate(plain)
        return
    with pytest.raises(submission.Rejected, match=case.message):
        submission.read_submission(only.content, TERMS)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_notebook_or_refused(content: bytes):
    with pytest.raises(submission.Rejected):
        submission.read_submission(content, TERMS)


def test_reduced_settings_keep_the_numbers_of_cells():
    content = LAB.solution.read_bytes()
    plain = submission.read_submission(content, Terms("01", parameters={"train_size": 17}))
    source = nbformat.reads(content.decode(), as_version=4)
    assert [c.cell_type for c in plain.cells] == [c.cell_type for c in source.cells]
    values: dict[str, object] = {}
    index = next(i for i, c in enumerate(source.cells) if "parameters" in notebook.tags(c))
    exec(plain.cells[index].source, values)
    assert values["train_size"] == 17


def test_sandbox_that_is_missing_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(
        shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None
    )
    with pytest.raises(labs.UsageError, match=r"apt-get install bubblewrap.*--no-sandbox"):
        sandbox.require.__wrapped__()


# --- in the sandbox ---------------------------------------------------------------------------------------

HONEST_STUDENTS = ("ada", "grace")


def snapshot(*folders: Path) -> dict[str, str]:
    """Hash of every file in `folders`."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


CASES = {case.name: case for case in [*hostile.BROKEN, *hostile.HOSTILE]}


@pytest.fixture(scope="module")
def batch(tmp_path_factory) -> tuple[dict[str, Grade], Path]:
    """All broken and hostile submissions and two honest ones, graded in one batch; nothing else has changed."""
    folder = tmp_path_factory.mktemp("submissions")
    target = tmp_path_factory.mktemp("result")
    for name, case in CASES.items():
        case.write(folder / name.replace("/", "-"))
    for name in HONEST_STUDENTS:
        (folder / f"{name}.ipynb").write_bytes(LAB.solution.read_bytes())
    watched = [labs.ROOT / part for part in ("tests", "helpers", "course", "solutions")]
    before = snapshot(*watched, folder)
    grades = grade.grade(LAB, folder, target=target, limits=SHORT, profile="smoke")
    assert snapshot(*watched, folder) == before
    return {one.student: one for one in grades}, target


@pytest.mark.sandbox
@pytest.mark.parametrize("name", CASES)
def test_hostile_submission_gets_what_it_earned(name: str, batch):
    grades, target = batch
    case = CASES[name]
    student = "=1+1" if name == "a formula for a name" else name.replace("/", "-")
    got = grades[student]
    assert (got.status, got.points) == (case.status, case.points), got.message
    assert case.message in got.message
    assert got.status == GRADED or got.message
    if case.outputs:
        executed = (target / "executed" / f"{submissions.file_name(student)}.ipynb").read_text()
        assert case.outputs in executed
        assert "WRITTEN" not in executed.replace("WRITTEN', place", "")


@pytest.mark.sandbox
def test_rest_of_the_batch_is_unharmed(batch):
    grades, target = batch
    possible = sum(test.points for test in check.load_tests("01") if not test.full_training)
    assert {grades[name].points for name in HONEST_STUDENTS} == {possible}
    with (target / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(grades) == len(CASES) + len(HONEST_STUDENTS)
    assert len({len(row) for row in table}) == 1
    for row in table:
        assert not row["student"].startswith("=")


@pytest.mark.sandbox
@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.number)
def test_solution_gets_all_points_and_untouched_copy_none(lab: labs.Lab, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "solution.ipynb").write_bytes(lab.solution.read_bytes())
    (tmp_path / "in" / "untouched.ipynb").write_bytes(lab.notebook.read_bytes())
    limits = Limits(notebook_seconds=600)
    grades = grade.grade(
        lab, tmp_path / "in", target=tmp_path / "out", limits=limits, profile="smoke"
    )
    solution, untouched = grades
    lost = [one for one in solution.outcomes if one.points < one.possible]
    assert solution.status == GRADED, solution.message
    assert not lost
    assert untouched.status == GRADED, untouched.message
    assert {(one.status, one.points) for one in untouched.outcomes} == {(check.NOT_ATTEMPTED, 0)}
