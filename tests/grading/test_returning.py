"""What an instructor corrects and gives back: overrides, Moodle's worksheet and zip, the class list."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.grading import grade, moodle, overrides, returning, roster, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from course.notebooks import notebook
from helpers.graded.judging import FAILED, PASSED, Outcome
from helpers.graded.tests import by_exercise

LAB = labs.find(["02"])[0]
TERMS = Terms("02")
EXERCISES = list(by_exercise("02"))
FIRST = EXERCISES[0]
QUESTIONS = {
    task.identifier: task.points for task in grade.written_tasks(notebook.read(LAB.solution))
}
STUDENTS = ["Zoë Ng (101)", "Ada Lovelace (102)", "Jean-Luc de la Tour (7)"]


def graded(student: str, status: str = FAILED) -> Grade:
    outcomes = []
    for exercise, tests in by_exercise("02").items():
        possible = sum(test.points for test in tests)
        earned = possible if status == PASSED else 0.0
        outcomes.append(Outcome(exercise, status, "because", earned, possible))
    return Grade(student, GRADED, "", outcomes, 1.0, 100.0)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder as `make grade` leaves it: three students, the first with all automatic points."""
    grades = [graded(STUDENTS[0], PASSED), *map(graded, STUDENTS[1:])]
    names = ["zoe", "ada", "jean"]
    (tmp_path / "journal").mkdir()
    for name, student_grade in zip(names, grades, strict=True):
        entry = {"key": "", "result": student_grade.to_json()}
        write_atomically(tmp_path / "journal" / f"{name}.json", json.dumps(entry))
    grade.write(LAB, names, grades, tmp_path, TERMS)
    return tmp_path


def read(path: Path) -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in tables.read_csv(path, {"student"})}


def fill(target: Path, points: dict[str, str], remark: str = "") -> None:
    rows = tables.read_csv(target / "written.csv", set())
    for row in rows:
        row.pop(tables.ROW)
        if row["student"] in points:
            row["points"], row["remark"] = points[row["student"]] and row["possible"], remark
    tables.write(target / "written.csv", rows)


# --- overrides --------------------------------------------------------------------------------------------


def override(target: Path, *lines: str) -> None:
    (target / overrides.FILE).write_text("\n".join([",".join(overrides.COLUMNS), *lines]), "utf-8")


def test_one_verdict_is_corrected_for_one_student_with_its_reason(target):
    override(target, f"Ada Lovelace (102),{FIRST},0.5,the check was wrong")
    before = read(target / "grades.csv")
    returning.give_back(LAB, target)
    after = read(target / "grades.csv")
    assert float(after[STUDENTS[1]]["automatic"]) == float(before[STUDENTS[1]]["automatic"]) + 0.5
    assert after[STUDENTS[2]] == before[STUDENTS[2]]
    page = (target / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert "Corrected by your instructor: the check was wrong" in page


def test_row_of_a_student_goes_before_the_row_for_everybody(target):
    most = sum(test.points for test in by_exercise("02")[FIRST])
    override(target, f"*,{FIRST},{most:g},all get it", f"Ada Lovelace (102),{FIRST},0,but not she")
    returning.give_back(LAB, target)
    after = read(target / "grades.csv")
    assert [float(after[name][FIRST]) for name in STUDENTS] == [most, 0, most]
    returning.give_back(LAB, target)
    assert read(target / "grades.csv") == after, "a second time changes nothing"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"Eve,{FIRST},0,x", "row 2 .Eve.*no such student"),
        ("*,E2.99,0,x", "no such exercise"),
        (f"*,{FIRST},99,x", "is not between 0 and"),
        (f"*,{FIRST},a,x", "is not a number"),
        (f"*,{FIRST},0,", "no reason"),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_written(target, line, message):
    before = {
        path: path.read_bytes() for path in target.rglob("*.*") if path.suffix in (".csv", ".html")
    }
    override(target, line)
    before[target / overrides.FILE] = (target / overrides.FILE).read_bytes()
    with pytest.raises(UsageError, match=message):
        returning.give_back(LAB, target)
    assert before == {path: path.read_bytes() for path in before}


def test_points_that_moved_are_said(target, capsys):
    names, grades, terms = grade.kept(LAB, target)
    grade.write(LAB, names, [*grades[:2], graded(STUDENTS[2], PASSED)], target, terms)
    output = capsys.readouterr().out
    assert f"Points moved: {STUDENTS[2]}: 0 → " in output.replace("\n", " ")
    assert output.count("Points moved") == 1


# --- feedback and final marks -----------------------------------------------------------------------------


def test_feedback_shows_written_points_remarks_and_the_total(target):
    fill(target, {STUDENTS[0]: "all"}, "Say *why*.")
    lines = returning.give_back(LAB, target)
    assert read(target / "final.csv")[STUDENTS[0]]["final"] == "20"
    page = (target / "feedback" / "zoe.html").read_text(encoding="utf-8")
    assert "20 of 20 points" in page
    assert "Say <em>why</em>." in page
    assert "20 of 20" not in (target / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert [line for line in lines if "is not marked yet for 2 of 3" in line]


def test_points_in_another_table_are_taken_over(target, tmp_path):
    fill(target, {STUDENTS[1]: "all"})
    other = tmp_path / "from excel.csv"
    other.write_bytes((target / "written.csv").read_bytes())
    fill(target, {STUDENTS[1]: ""})
    returning.give_back(LAB, target, written=other)
    written = sum(QUESTIONS.values())
    assert float(read(target / "final.csv")[STUDENTS[1]]["written"]) == written
    assert all(
        row["points"]
        for row in tables.read_csv(target / "written.csv", set())
        if row["student"] == STUDENTS[1]
    )


def test_without_grades_there_is_a_line(tmp_path):
    with pytest.raises(UsageError, match="Grade first: make grade LAB=02"):
        returning.give_back(LAB, tmp_path)


# --- Moodle -----------------------------------------------------------------------------------------------

ENGLISH = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 101,Zoë Ng,zoe@x.org,Submitted for grading,,20.00,Yes,"Monday, 2 November 2026, 8:00 AM",-,\r\n'
    'Participant 102,Ada Lovelace,ada@x.org,Submitted for grading,3.00,20.00,Yes,-,-,"a, ""b"""\r\n'
    "Participant 7,Jean-Luc de la Tour,jl@x.org,Submitted for grading,,20.00,Yes,-,-,\r\n"
    "Participant 900,Nobody,no@x.org,No submission,,20.00,Yes,-,-,\r\n"
)
FRENCH = (
    ENGLISH.replace(
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade",
        "Identifiant,Nom complet,Adresse de courriel,Statut,Note,Note maximale",
    )
    .replace("Participant ", "Participant(e) ")
    .replace("20.00", '"20,00"')
    .replace("3.00", '"3,00"')
)
ARABIC = ENGLISH.replace("Grade,Maximum Grade,Grade can", "التقدير,أعلى تقدير,can")
FINALS = {STUDENTS[0]: 20.0, STUDENTS[1]: 12.5, STUDENTS[2]: 0.0}


def grades_in(text: str) -> list[str]:
    return [row[4] for row in csv.reader(io.StringIO(text, newline=""))][1:]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (ENGLISH, ["20.00", "12.50", "0.00", ""]),
        ("\ufeff" + FRENCH, ["20,00", "12,50", "0,00", ""]),
        (ARABIC, ["20.00", "12.50", "0.00", ""]),
        (ENGLISH.replace("20.00", "100.00"), ["100.00", "62.50", "0.00", ""]),
    ],
    ids=["English", "French", "Arabic", "out of 100"],
)
def test_worksheet_gets_grades_and_nothing_else_changes(tmp_path, sheet, expected):
    path = tmp_path / "Grades-Course-TP2.csv"
    path.write_bytes(sheet.encode())
    filled = moodle.worksheet(path, FINALS, 20)
    assert grades_in(filled) == expected
    others = [
        [cell for column, cell in enumerate(row) if column != 4]
        for text in (sheet.removeprefix("\ufeff"), filled)
        for row in csv.reader(io.StringIO(text, newline=""))
    ]
    half = len(others) // 2
    assert others[:half] == others[half:]


def test_students_without_a_number_are_found_by_address(tmp_path):
    path = tmp_path / "w.csv"
    path.write_text(ENGLISH, "utf-8", newline="")
    assert grades_in(moodle.worksheet(path, {"ADA@x.org": 10.0}, 20))[1] == "10.00"


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("student;grade\nAda;1\n", "names none of the students"),
        ("", "is no grading worksheet"),
        (
            ENGLISH.replace("Participant 7,", "Participant 8,"),
            r"no row for Jean-Luc de la Tour \(7\)",
        ),
        (
            ENGLISH.replace("Grade,Maximum Grade", "A,B").replace("20.00", "x"),
            "which column holds the grade",
        ),
    ],
)
def test_wrong_worksheets_get_a_line(tmp_path, sheet, message):
    path = tmp_path / "w.csv"
    path.write_text(sheet, "utf-8", newline="")
    with pytest.raises(UsageError, match=message):
        moodle.worksheet(path, FINALS, 20)


def test_zip_has_the_paths_that_moodle_reads(target):
    returning.give_back(LAB, target)
    names = zipfile.ZipFile(target / "feedback.zip").namelist()
    assert names == [
        "Zoë Ng_101_assignsubmission_file/feedback.html",
        "Ada Lovelace_102_assignsubmission_file/feedback.html",
        "Jean-Luc de la Tour_7_assignsubmission_file/feedback.html",
    ]
    for name in names:  # as Moodle takes a path apart
        person, number, kind, plugin = name.split("/")[0].split("_", 4)
        assert (number.isdecimal(), kind, plugin) == (True, "assignsubmission", "file")
        assert person


def test_underscore_in_a_name_does_not_hide_the_number(tmp_path):
    page = tmp_path / "p.html"
    page.write_text("x")
    assert moodle.write_feedback(tmp_path / "f.zip", {"a_b (5)": page}) == []
    assert zipfile.ZipFile(tmp_path / "f.zip").namelist()[0].split("_")[1] == "5"


# --- the class list ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "First name,Last name,Email\nZoe,Ng,z@x\nADA,Lovelace,a@x\nJean-Luc,de la Tour,j@x\nEve,Nil,e@x\n",
        "Nom;Prénom\nNG;Zoë\nLovelace;Ada\nde la Tour;Jean-Luc\nNil;Eve\n",
        "id,name\n101,x\n102,y\n7,z\n55,Eve Nil\n",
        "Identifier,Name\nParticipant 101,Zoë Ng\nParticipant 102,A\nParticipant 7,J\nParticipant 9,Eve Nil\n",
    ],
)
def test_those_who_handed_in_nothing_are_named(tmp_path, text):
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    (missing,) = roster.absent(path, STUDENTS)
    assert set(missing.split()) == {"Eve", "Nil"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\nSomebody Else\n", "names nobody"),
        ("name\nZoë Ng\nAda Lovelace\n", "does not name Jean-Luc"),
    ],
)
def test_list_of_another_class_is_refused(tmp_path, text, message):
    path = tmp_path / "class.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        roster.absent(path, STUDENTS)


def test_absent_students_stand_in_the_final_marks(target, tmp_path):
    path = tmp_path / "class.csv"
    path.write_text("id,name\n101,x\n102,y\n7,z\n55,Eve Nil\n", "utf-8")
    lines = returning.give_back(LAB, target, class_list=path)
    assert "Handed in nothing (1): Eve Nil." in lines
    row = read(target / "final.csv")["Eve Nil"]
    assert (row["final"], row["note"]) == ("0", "handed in nothing")
    assert read(target / "not_graded.csv")["Eve Nil"]["reason"] == "handed in nothing"
    assert "1 handed in nothing" in (target / "gradebook.html").read_text(encoding="utf-8")
    returning.give_back(LAB, target)
    assert "Eve Nil" in read(target / "final.csv"), "the class is known from then on"
