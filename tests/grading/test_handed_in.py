"""Of what a student handed in, the right notebook is graded; whatever else it is, it is that student's row."""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course import labs
from course.grading import submissions
from course.grading.limits import Limits
from course.grading.submissions import Submission
from course.labs import Lab

UNTOUCHED = labs.find(["01"])[0].notebook.read_bytes()
SOLUTION = labs.find(["01"])[0].solution.read_bytes()
OTHER = labs.find(["00"])[0].notebook.read_bytes()
SCRATCH = json.dumps(
    {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
        {"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": None}
    ]}
).encode()  # fmt: skip
APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"


def solved(count: int, ids: bool = True) -> bytes:
    """The notebook of lab 01 with its first `count` choice questions and numbers answered."""
    made = json.loads(UNTOUCHED)
    for cell in made["cells"]:
        source = "".join(cell["source"])
        if (
            cell["id"].startswith("q1-")
            and cell["id"][3:].isdigit()
            and "= ..." in source
            and count
        ):
            cell["source"] = source.replace("= ...", "= 7")
            count -= 1
        if not ids:
            del cell["id"]
    made["nbformat_minor"] = 5 if ids else 4
    return json.dumps(made).encode()


ONE, TWO, THREE = solved(1), solved(2), solved(3)


def zipped(files: dict[str, bytes], year: int = 2026) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def find(folder: Path, limits: Limits | None = None) -> dict[str, Submission]:
    return {
        submission.student: submission
        for submission in submissions.find(folder, "01", limits or Limits())
    }


CHOICES = {
    "the whole course": (
        {"dl/notebooks/01_exploration.ipynb": UNTOUCHED, "dl/solutions/01_exploration.ipynb": SOLUTION,
         "dl/work/01_exploration.ipynb": ONE, "dl/work/00_foundations.ipynb": OTHER, "dl/README.md": b"x"},
        "dl/work/01_exploration.ipynb",
    ),
    "the whole course, worked in notebooks": (
        {"dl/notebooks/01_exploration.ipynb": ONE, "dl/solutions/01_exploration.ipynb": SOLUTION,
         "dl/work/01_exploration.ipynb": UNTOUCHED},
        "dl/notebooks/01_exploration.ipynb",
    ),
    "work has fewer answers than a copy elsewhere": (
        {"work/01_exploration.ipynb": ONE, "notebooks/01_exploration.ipynb": TWO}, "work/01_exploration.ipynb"
    ),
    "several versions": ({"a.ipynb": TWO, "b.ipynb": THREE, "c.ipynb": ONE}, "b.ipynb"),
    "no ids": ({"a.ipynb": solved(3, ids=False), "b.ipynb": ONE}, "a.ipynb"),
    "named as another lab": ({"01_exploration.ipynb": OTHER, "00.ipynb": ONE}, "00.ipynb"),
    "told by the name": ({"lab2.ipynb": SCRATCH, "Lab 01 (2).ipynb": SCRATCH}, "Lab 01 (2).ipynb"),
    "AppleDouble": ({"._Lab01.ipynb": APPLE_DOUBLE, "Lab01.ipynb": ONE}, None),
    "of a Mac": ({"__MACOSX/._Lab01.ipynb": APPLE_DOUBLE, "Lab01.ipynb": ONE, ".DS_Store": b""}, None),
    "checkpoints": ({".ipynb_checkpoints/a-checkpoint.ipynb": THREE, "a.ipynb": ONE}, None),
    "an environment": ({".venv/lib/01_exploration.ipynb": THREE, "a.ipynb": ONE}, None),
    "a second ending": ({"Lab01.ipynb.txt": ONE}, None),
    "upper case": ({"LAB01.IPYNB": ONE}, None),
    "a zip in a zip": ({"inner.zip": zipped({"x/Lab01.ipynb": ONE})}, None),
    "a zip in a zip in a zip": ({"b.zip": zipped({"c.zip": zipped({"Lab01.ipynb": ONE})})}, None),
    "a damaged one beside it": ({"a.ipynb": ONE, "b.ipynb": ONE[:99]}, "a.ipynb"),
    "with a report": ({"a.ipynb": ONE, "report.pdf": b"%PDF", "a.html": b"<html>"}, None),
}  # fmt: skip


@pytest.mark.parametrize("how", ["folder", "zip", "zip in a folder"])
@pytest.mark.parametrize("case", CHOICES)
def test_right_notebook_is_chosen_and_the_choice_is_said(tmp_path, case: str, how: str):
    files, chosen = CHOICES[case]
    if how == "folder":
        put(tmp_path / "ada", files)
    elif how == "zip":
        (tmp_path / "ada.ZIP").write_bytes(zipped(files))
    elif case == "a zip in a zip in a zip":
        pytest.skip("deeper than zips are opened")
    else:
        put(tmp_path / "ada", {"all.zip": zipped(files)})
    (submission,) = find(tmp_path).values()
    real = [content for name, content in files.items() if name == chosen] or [ONE]
    assert (submission.student, submission.problem) == ("ada", "")
    assert submission.content == real[0]
    if chosen:
        assert f"Graded is {chosen}; left out: " in submission.note.replace("all.zip/", "")
    else:
        assert submission.note == ""


def test_newest_is_chosen_of_equal_ones(tmp_path):
    put(tmp_path / "ada", {"old.ipynb": ONE, "new.ipynb": ONE})
    os.utime(tmp_path / "ada" / "old.ipynb", (1, 1))
    assert find(tmp_path)["ada"].note == "Graded is new.ipynb; left out: old.ipynb."


PROBLEMS = {
    "another lab": ({"ada/00_foundations.ipynb": OTHER}, "looks like lab 00.*Hand in the notebook of lab 01"),
    "another lab, alone": ({"ada.ipynb": OTHER}, "looks like lab 00"),
    "another lab under this one's name": ({"ada/01_exploration.ipynb": OTHER}, "looks like lab 00"),
    "rar": ({"ada.rar": b"Rar!"}, "of a kind that is not taken.*zip"),
    "7z in a folder": ({"ada/all.7z": b"7z"}, "of a kind that is not taken"),
    "tar.gz": ({"ada.tar.gz": b"x"}, "of a kind that is not taken"),
    "7z in a zip": ({"ada.zip": zipped({"all.7z": b"7z"})}, "of a kind that is not taken"),
    "empty folder": ({"ada/.keep": b""}, "The folder is empty"),
    "empty zip": ({"ada.zip": zipped({})}, "The zip is empty"),
    "damaged zip": ({"ada.zip": b"PK\x03\x04 and more"}, "cannot be opened"),
    "no notebook": ({"ada/report.pdf": b"%PDF", "ada/a.docx": b"PK"}, "only a.docx, report.pdf"),
    "a web page": ({"ada.ipynb": b"\n<!DOCTYPE html><html>"}, "web page"),
    "a PDF": ({"ada.ipynb": b"%PDF-1.7"}, "PDF"),
    "Moodle's report alone": ({"ada_1_assignsubmission_file_report.pdf": b"%PDF"}, "no notebook"),
    "zips without end": ({"ada.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": b""})})})}, "too deep"),
}  # fmt: skip


@pytest.mark.parametrize("case", PROBLEMS)
def test_what_cannot_be_graded_is_said_and_stops_nobody(tmp_path, case: str):
    files, pattern = PROBLEMS[case]
    put(tmp_path, files)
    (tmp_path / "zoe.ipynb").write_bytes(ONE)
    first, last = find(tmp_path).values()
    assert first.student in ("ada", "ada (1)")
    assert first.content == b""
    assert re.search(pattern, first.problem), first.problem
    assert (last.content, last.problem) == (ONE, "")


def test_files_of_a_student_in_moodles_flat_export_are_one_submission(tmp_path):
    start = "Ana Example_101_assignsubmission_file_"
    put(
        tmp_path,
        {f"{start}scratch.ipynb": SCRATCH, f"{start}x.ipynb": ONE, f"{start}r.pdf": b"%PDF"},
    )
    (submission,) = find(tmp_path).values()
    assert (submission.student, submission.content) == ("Ana Example (101)", ONE)
    assert "left out: Ana Example_101_assignsubmission_file_scratch.ipynb" in submission.note


def test_two_files_of_a_name_are_one_students(tmp_path):
    put(tmp_path, {"ada.ipynb": ONE, "Ada.zip": zipped({"a.ipynb": TWO}), "Eve.ipynb": ONE})
    by_student = find(tmp_path)
    assert {name: submission.content for name, submission in by_student.items()} == {
        "Ada": TWO,
        "Eve": ONE,
    }


def test_names_that_meet_on_a_disk_are_two_students(tmp_path):
    put(tmp_path, {"a b.ipynb": ONE, "a_b.ipynb": TWO, "Weiß.ipynb": ONE, "Weiss.ipynb": TWO})
    by_student = find(tmp_path)
    assert len(by_student) == 4
    names = submissions.file_names(by_student)
    assert len({name.casefold() for name in names.values()}) == 4


@pytest.mark.parametrize("limit", [1, 100])
def test_bomb_is_read_up_to_the_limit(tmp_path, limit: int):
    bomb = zipped(
        {"a.ipynb": ONE, "big.ipynb": b" " * (3 * 2**20), "in.zip": zipped({"x": b" " * 2**22})}
    )
    (tmp_path / "ada.zip").write_bytes(bomb)
    assert find(tmp_path, Limits(submission=limit))["ada"].content == ONE


@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.name)
def test_every_lab_is_known_by_its_tasks(lab: Lab):
    for path in (lab.notebook, lab.solution):
        text = path.read_text(encoding="utf-8")
        for asked in labs.all_labs():
            assert submissions._lab_of(text, asked.number) == lab.number


FILES = st.dictionaries(
    st.from_regex(
        r"([ab]/|work/|solutions/|\.x/){0,2}[a-c01]{1,3}\.(ipynb|IPYNB|zip|txt|json|rar)",
        fullmatch=True,
    ),
    st.sampled_from(
        [UNTOUCHED, OTHER, SCRATCH, ONE, TWO, b"", b"{}", zipped({"a.ipynb": ONE}), APPLE_DOUBLE]
    )
    | st.binary(max_size=20),
    max_size=6,
)


@given(FILES)
@example({"0.ipynb": zipped({"a.ipynb": ONE}), "solutions/0.ipynb": UNTOUCHED})
def test_whatever_is_handed_in_is_one_row_and_this_lab_is_preferred(files: dict[str, bytes]):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ada.zip").write_bytes(zipped(files))
        (submission,) = find(Path(folder)).values()
    assert bool(submission.content) != bool(submission.problem) or not submission.content
    seen = [
        n
        for n in files
        if not any(p.startswith(".") for p in n.split("/")) and n.lower().endswith("ipynb")
    ]
    if any(files[name] in (UNTOUCHED, ONE, TWO) for name in seen):
        assert submission.content in (UNTOUCHED, ONE, TWO)


def test_zip_with_too_long_a_list_of_files_is_not_read(tmp_path, monkeypatch):
    put(tmp_path, {"ada.zip": zipped({f"{n}.txt": b"" for n in range(99)} | {"a.ipynb": ONE})})
    assert not find(tmp_path)["ada"].problem
    monkeypatch.setattr(submissions, "_LONGEST_LIST", 1000)
    assert "lists too many files" in find(tmp_path)["ada"].problem


def test_path_in_a_zip_that_leads_out_of_it_is_a_name_like_any_other(tmp_path):
    put(tmp_path, {"ada.zip": zipped({"../../Lab01.ipynb": ONE})})
    assert find(tmp_path)["ada"].content == ONE


def test_zip_with_the_name_of_a_notebook_is_opened_in_a_zip_too(tmp_path):
    inner = zipped({"a.ipynb": ONE})
    put(tmp_path, {"ada.zip": zipped({"1.ipynb": inner}), "eve.ipynb": inner})
    assert {name: submission.content for name, submission in find(tmp_path).items()} == {
        "ada": ONE,
        "eve": ONE,
    }
