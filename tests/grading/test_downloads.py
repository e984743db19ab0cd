"""Whatever Moodle's download holds, and in whatever form it lies there, each student is one submission."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from course.errors import UsageError
from course.grading import grade, roster, submissions, tables
from course.grading.limits import Limits
from course.grading.submission import UNREADABLE, Grade
from course.grading.tables import NotGraded
from tests.grading.test_handed_in import APPLE_DOUBLE, ONE, OTHER, THREE, TWO, find, put, zipped

FILE, TEXT = "_assignsubmission_file_", "_assignsubmission_onlinetext_"
ZOE = "Zoë Ng"
# By Moodle's name for a student and the path of a file there.
CLASS = {
    (f"{ZOE}_101", "01_exploration.ipynb"): ONE,
    (f"{ZOE}_101", "__MACOSX/._01_exploration.ipynb"): APPLE_DOUBLE,
    (f"{ZOE}_101", ".ipynb_checkpoints/01_exploration-checkpoint.ipynb"): THREE,
    ("Ada Lovelace_102", "first try.ipynb"): ONE,
    ("Ada Lovelace_102", "second try.ipynb"): TWO,
    ("Alan Turing_103", "00_foundations.ipynb"): OTHER,
    ("Grace Hopper_104", "all.zip"): zipped({"work/01_exploration.ipynb": THREE}),
    ("Edsger Dijkstra_105", "report.pdf"): b"%PDF-1.7",
    ("Participant_106", "attempt 1/01.ipynb"): ONE,
    ("Participant_106", "attempt 2/01.ipynb"): THREE,
}
EXPECTED = {
    f"{ZOE} (101)": ONE,
    "Ada Lovelace (102)": TWO,
    "Alan Turing (103)": "looks like lab 00",
    "Grace Hopper (104)": THREE,
    "Edsger Dijkstra (105)": "report.pdf",
    "Participant (106)": THREE,
}


def in_folders() -> dict[str, bytes]:
    return {f"{student}{FILE}/{path}": content for (student, path), content in CLASS.items()}


def flat() -> dict[str, bytes]:
    """As Moodle names files without folders; what lay in a folder has its name."""
    return {
        f"{student}{FILE}{path.replace('/', '_')}": content
        for (student, path), content in CLASS.items()
        if not path.startswith((".", "_"))
    }


def decomposed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Names as a Mac writes them: letters, then their accents."""
    return {unicodedata.normalize("NFD", name): content for name, content in files.items()}


def within(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


FORMS = {
    "folders": (in_folders, ""),
    "files": (flat, ""),
    "a zip": (lambda: {"d.zip": zipped(in_folders())}, "d.zip"),
    "a zip of files": (lambda: {"d.zip": zipped(flat())}, "d.zip"),
    "a zip of a Mac": (
        lambda: {"d.zip": zipped(decomposed(in_folders()) | {"__MACOSX/._x": APPLE_DOUBLE})},
        "d.zip",
    ),
    "a zip of a folder": (lambda: {"d.zip": zipped(within("Lab 01", in_folders()))}, "d.zip"),
    "a zip in a folder": (lambda: {"in/Lab 01-4711.zip": zipped(in_folders())}, "in"),
    "a folder in a folder": (lambda: within("Lab 01-4711", in_folders()), ""),
    "Windows' slashes": (
        lambda: {"d.zip": zipped({k.replace("/", "\\"): v for k, v in in_folders().items()})},
        "d.zip",
    ),
    "a typed text beside each": (
        lambda: in_folders() | {f"{ZOE}_101{TEXT}/onlinetext.html": b"<p>Here it is."},
        "",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_download_gives_the_same_class(tmp_path: Path, form: str):
    make, place = FORMS[form]
    put(tmp_path, make())
    by_student = find(tmp_path / place)
    assert set(by_student) == set(EXPECTED)
    for student, expected in EXPECTED.items():
        if isinstance(expected, bytes):
            assert by_student[student].content == expected, student
        else:
            assert (
                expected in by_student[student].problem
                or "no notebook" in by_student[student].problem
            )
    assert "left out: " in by_student["Ada Lovelace (102)"].note


def test_names_in_both_unicode_forms_are_one_student(tmp_path):
    put(tmp_path, {f"{ZOE}_101{FILE}/a.ipynb": ONE})
    put(tmp_path, decomposed({f"{ZOE}_101{FILE}/b.ipynb": TWO}))
    (submission,) = submissions.find(tmp_path, "01", Limits())
    assert (submission.student, submission.content) == (f"{ZOE} (101)", TWO)


def test_empty_folder_of_a_student_in_a_zip_is_a_row(tmp_path):
    put(
        tmp_path,
        {"d.zip": zipped({f"Eve_1{FILE}/": b"", f"Ada_2{FILE}/a.ipynb": ONE})},
    )
    by_student = find(tmp_path / "d.zip")
    assert by_student["Eve (1)"].problem == "The folder is empty."
    assert by_student["Ada (2)"].content == ONE


def test_students_own_zip_is_no_download(tmp_path):
    put(tmp_path, {"ada.zip": zipped({"a.ipynb": ONE, "b.ipynb": TWO}), "eve.ipynb": ONE})
    assert {submission.student for submission in submissions.find(tmp_path, "01", Limits())} == {
        "ada",
        "eve",
    }


def test_zip_of_notebooks_named_after_students_is_a_class(tmp_path):
    put(tmp_path, {"d.zip": zipped({"lab01/ada.ipynb": ONE, "lab01/eve.ipynb": TWO})})
    collected = submissions.find(tmp_path / "d.zip", "01", Limits())
    assert {submission.student: submission.content for submission in collected} == {
        "ada": ONE,
        "eve": TWO,
    }


def test_folder_of_one_student_with_two_notebooks_is_one_student(tmp_path):
    put(tmp_path, {"ada/a.ipynb": ONE, "ada/b.ipynb": TWO})
    (submission,) = submissions.find(tmp_path, "01", Limits())
    assert (submission.student, submission.content) == ("ada", TWO)


def test_path_in_a_download_stays_in_its_folder(tmp_path):
    put(tmp_path, {"in/d.zip": zipped({f"../../Eve_1{FILE}/a.ipynb": ONE, "/x.txt": b"x"})})
    (submission,) = submissions.find(tmp_path / "in" / "d.zip", "01", Limits())
    assert (submission.student, submission.content) == ("Eve (1)", ONE)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_long_names_and_large_files_are_unpacked_as_far_as_they_may(tmp_path):
    long = f"Eve_1{FILE}{'x' * 240}.ipynb"
    large = f"Ada_2{FILE}big.ipynb"
    put(tmp_path, {"d.zip": zipped({long: ONE, large: b" " * (3 * 2**20)})})
    by_student = find(tmp_path / "d.zip", Limits(submission=1))
    assert by_student["Eve (1)"].content == ONE
    assert len(by_student["Ada (2)"].content) == 2**20 + 1, "one byte too many, which is refused"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("d.zip", b"PK\x03\x04 and more", "is no zip"),
        ("d.rar", b"Rar!", "is no zip"),
        ("d.zip", zipped({}), "holds no submission"),
        ("d.zip", zipped({"a.ipynb": ONE})[:-40] + b"x" * 40, "no zip|cannot be unpacked"),
        ("nowhere.zip", None, "There is no folder and no zip"),
    ],
)
def test_what_is_no_download_gets_a_line(tmp_path, name: str, content: bytes | None, message: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=message):
        submissions.find(tmp_path / name, "01", Limits())


# --- what is not graded, with its reason ------------------------------------------------------------------


def test_all_that_is_not_graded_is_listed_by_student_with_the_reason(tmp_path):
    put(tmp_path / "in", in_folders() | {"timetable.pdf": b"%PDF"})
    collected, strays = submissions.collect(tmp_path / "in", "01", Limits())
    (tmp_path / "class.csv").write_text(
        "id;Nom;Prénom\n"
        + "".join(f"{submission.student[-4:-1]};x;y\n" for submission in collected)
        + "9;Nil;Eve\n8;Späť;Ján\n",
        "utf-8",
    )
    absent = roster.absent(tmp_path / "class.csv", [submission.student for submission in collected])
    unreadable = [submission for submission in collected if submission.problem]
    refused = [Grade(item.student, UNREADABLE, item.problem) for item in unreadable]
    rows = tables.not_graded(refused, NotGraded(absent, strays))
    reasons = {row["student"] or row["file"]: row["reason"] for row in rows}
    assert set(reasons) == {
        "Alan Turing (103)", "Edsger Dijkstra (105)", "Nil Eve", "Späť Ján", "timetable.pdf"
    }  # fmt: skip
    assert reasons["Nil Eve"] == "handed in nothing"
    assert re.search("unreadable: .*looks like lab 00", reasons["Alan Turing (103)"])


def test_roster_of_another_class_stops_before_anything_is_graded(tmp_path, monkeypatch):
    put(tmp_path / "in", in_folders())
    (tmp_path / "class.csv").write_text("name\nSomebody Else\n", "utf-8")
    monkeypatch.setattr(grade, "run_batch", lambda *_, **__: pytest.fail("it graded"))
    lab = grade.labs.find(["01"])[0]
    with pytest.raises(UsageError, match="names nobody"):
        grade.grade(
            lab,
            tmp_path / "in",
            target=tmp_path / "out",
            sandboxed=False,
            class_list=tmp_path / "class.csv",
        )
