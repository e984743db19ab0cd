"""Grading: what is found in a folder, and what is written of it."""

from __future__ import annotations

import inspect
import json
import os
import re
import socket
import sys
import unicodedata
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import errors, labs
from course.grading import submission, submissions
from course.grading.limits import Limits, Terms
from course.grading.submission import GRADED
from course.notebooks import notebook
from tests.hostile import hostile

LAB = labs.find(["01"])[0]
TERMS = Terms("01")


# --- what is found in a folder ----------------------------------------------------------------------------


def by_student(folder: Path) -> dict[str, submissions.Submission]:
    return {entry.student: entry for entry in submissions.find(folder, "01", Limits())}


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
    assert {name: entry.content for name, entry in by_student(tmp_path).items()} == {
        "ada": b"{}",
        "Grace Hopper (42)": b"[]",
        "Alan (7)": b"1",
        "edsger": b"1",
    }


def test_files_that_are_no_notebooks_are_named(tmp_path):
    for name in ("ada.ipynb", "bob.zip", "eve.py", ".hidden", "notes.txt"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "grace").mkdir()
    assert submissions.collect(tmp_path, "01", Limits())[1] == ["eve.py", "notes.txt"]


@pytest.mark.parametrize("there", [False, True])
def test_nothing_to_grade_is_said(tmp_path, there: bool):
    folder = tmp_path if there else tmp_path / "nowhere"
    with pytest.raises(errors.UsageError, match=r"no submission|no folder"):
        submissions.find(folder, "01", Limits())


@given(st.text(max_size=30))
def test_file_name_is_safe(student: str):
    name = submissions.file_name(student)
    assert all(
        character in "_@+-." or unicodedata.category(character)[0] in "LNM" for character in name
    )
    assert name[0] != "."
    assert name not in (".", "..")


NAMES = ["Weiß", "Weiss", "weiss", "José", "रवि", "रवी", "ริน", "รีน", "مُحَمَّد", "محمد", "CON", "nul.x"]
NAMES += ["J. R.", "J. R", "!?", "?!", "a" * 300, "a" * 299, "Ａda", "Ada"]


def test_no_two_students_share_their_files():
    names = submissions.file_names(NAMES)
    assert len({name.casefold() for name in names.values()}) == len(NAMES)
    assert names["रवि"] == "रवि"
    assert names["José"] == "José"
    for name in names.values():
        assert len(name.encode()) < 200
        assert not re.match(r"(?i)(con|nul)(\.|$)", name)


def test_every_name_is_graded(tmp_path):
    for name in (*NAMES[:10], "Bo_42_assignsubmission_file_7_assignsubmission_file_01_x"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
    (tmp_path / "al\x1b[31mi\u202ece.ipynb").write_text("{}")
    students = by_student(tmp_path)
    # The second is one of the first: only the case of its letters differs.
    assert set(NAMES[:10]) - {"weiss", "Weiss"} <= set(students)
    assert "Bo_42_assignsubmission_file (7)" in students
    assert "al[31mice" in students


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "bob.ipynb")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "eve.ipynb"))
        problems = {name: entry.problem for name, entry in by_student(tmp_path).items()}
    assert set(problems) == {"bob", "eve"}
    assert all("no ordinary file" in problem for problem in problems.values())


@pytest.mark.slow
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


def broken(change: str) -> bytes:
    """A notebook with a written answer, in which one detail is not as the format asks."""
    cells = [
        nbformat.v4.new_code_cell("x = 1", id="first"),
        nbformat.v4.new_markdown_cell("My answer.", id="q1-answer"),
    ]
    handed_in = nbformat.v4.new_notebook(cells=cells)
    metadata, (first, answer) = handed_in.metadata, handed_in.cells
    match change:
        case "minor 4 with ids":
            handed_in.nbformat_minor = 4
        case "minor 2 with ids":
            handed_in.nbformat_minor = 2
        case "a repeated tag":
            first.metadata.tags = ["a", "a"]
        case "collapsed is no truth value":
            first.metadata.collapsed = "yes"
        case "a kernel without a name to show":
            metadata.kernelspec = {"name": "python3"}
        case "authors as text":
            metadata.authors = "Ada"
        case "an unknown key":
            answer.mark = 1
        case "a name with a space":
            first.id = "the first"
        case "two cells of one name":
            handed_in.cells.append(nbformat.v4.new_code_cell("y = 2", id="first"))
        case "outputs of a text":
            answer.outputs = []
    return json.dumps(handed_in).encode()


DETAILS = re.findall(r'case "(.+)"', inspect.getsource(broken))


@pytest.mark.parametrize("change", ["nothing", *DETAILS])
def test_written_answers_survive_what_breaks_the_format(change: str):
    shown = nbformat.v4.new_output("stream", text="1\n")
    ran = [{"cell": 0, "outputs": [shown], "count": 1}]
    executed = submission.executed(broken(change), submission.Grade("ada", GRADED, cells=ran))
    nbformat.validate(executed)
    assert executed.cells[1].source == "My answer."
    assert executed.cells[1].id == "q1-answer"
    assert executed.cells[0].outputs == [shown]
    assert executed.cells[0].execution_count == 1


def test_forged_outputs_cost_no_written_answer():
    ran = [{"cell": 0, "outputs": [{"output_type": "a picture"}], "count": 1}]
    executed = submission.executed(broken("nothing"), submission.Grade("ada", GRADED, cells=ran))
    assert [cell.source for cell in executed.cells] == ["x = 1", "My answer."]
    assert executed.cells[0].outputs == []


@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        ([None, None], ""),
        (
            [None, "cell_seconds"],
            "Under B, the cell that begins with `y = 2`: stopped after 300 s.",
        ),
        (
            ["cell_seconds", "cell_seconds"],
            "The cell that begins with `x = 1`; Under B, the cell that begins with `y = 2`: "
            "stopped after 300 s.",
        ),
        (
            ["output", "cell_seconds"],
            "Under B, the cell that begins with `y = 2`: stopped after 300 s. The cell that begins with `x = 1`: "
            "stopped, since the notebook had printed or drawn more than 20 MB.",
        ),
        ([{"forged": 1}, 7], ""),
    ],
)
def test_cells_that_met_a_limit_are_named(stopped: list, expected: str):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("x = 1"),
            nbformat.v4.new_markdown_cell("### B"),
            nbformat.v4.new_code_cell("y = 2"),
        ]
    )
    cells = [{"cell": 2 * i, "outputs": [], "stopped": limit} for i, limit in enumerate(stopped)]
    limits = Limits(cell_seconds=300, output=20)
    assert submission.stopped_cells(cells, limits, notebook) == expected
