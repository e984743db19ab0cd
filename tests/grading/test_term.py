"""All labs of a term together: each student once, what is missing, and nobody's name as HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.errors import UsageError
from course.grading import tables, term
from helpers.graded.tests import by_exercise


def graded(folder: Path, number: str, points: dict[str, float], final: bool = True) -> None:
    (folder / number).mkdir(parents=True)
    exercises = {
        exercise: sum(test.points for test in tests)
        for exercise, tests in by_exercise(number).items()
    }
    rows = [
        {"student": name, "automatic": f"{value:g}"}
        | {exercise: f"{possible * (value > 10):g}" for exercise, possible in exercises.items()}
        for name, value in points.items()
    ]
    tables.write(folder / number / "grades.csv", rows)
    if final:
        rows = [
            {"student": name, "final": f"{value + 2:g}", "not_marked_yet": ""}
            for name, value in points.items()
        ]
        tables.write(folder / number / "final.csv", rows)


def read(folder: Path) -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in tables.read_csv(folder / "term.csv", {"student"})}


def test_a_student_is_one_row_over_all_labs(tmp_path):
    graded(tmp_path, "00", {"Ada <b>L</b> (1)": 12, "Zoë Ng (2)": 8})
    graded(tmp_path, "01", {"Ada <b>L</b> (77)": 11}, final=False)
    lines = term.write(tmp_path)
    rows = read(tmp_path)
    assert (rows["Ada <b>L</b>"]["lab_00"], rows["Ada <b>L</b>"]["lab_01"]) == ("14", "11")
    assert rows["Ada <b>L</b>"]["total"] == "25"
    assert (rows["Zoë Ng"]["lab_01"], rows["Zoë Ng"]["missing"]) == ("", "01")
    assert "1 marks are without all of their written points." in lines
    page = (tmp_path / "term.html").read_text(encoding="utf-8")
    assert "Ada &lt;b&gt;L&lt;/b&gt;" in page
    assert "11*" in page
    assert "50 %" in page, "half of lab 00's students earned its exercises"


def test_two_of_one_name_stay_two(tmp_path):
    graded(tmp_path, "00", {"Ana Ng (1)": 12, "Ana Ng (2)": 8})
    term.write(tmp_path)
    assert set(read(tmp_path)) == {"Ana Ng (1)", "Ana Ng (2)"}


def test_without_a_graded_lab_there_is_a_line(tmp_path):
    with pytest.raises(UsageError, match="No lab was graded"):
        term.write(tmp_path)


def test_who_handed_in_nothing_is_missing_and_not_zero(tmp_path):
    graded(tmp_path, "00", {"Zoë Ng (2)": 12})
    graded(tmp_path, "01", {"Ada L (1)": 11})
    final = tmp_path / "01" / "final.csv"
    rows = tables.read_csv(final, set())
    nothing = {"final": "0", "not_marked_yet": "", "note": tables.ABSENT}
    rows = [row | {"note": ""} for row in rows]
    rows += [{"student": name} | nothing for name in ("NG Zoe", "Nil Eve")]
    tables.write(final, [{k: v for k, v in row.items() if k != tables.ROW} for row in rows])
    term.write(tmp_path)
    by_student = read(tmp_path)
    assert set(by_student) == {"Zoë Ng", "Ada L", "Nil Eve"}, (
        "another order of a name is no other person"
    )
    assert (by_student["Zoë Ng"]["lab_01"], by_student["Zoë Ng"]["missing"]) == ("", "01")
    assert (by_student["Nil Eve"]["total"], by_student["Nil Eve"]["missing"]) == ("0", "00 01")
    page = (tmp_path / "term.html").read_text(encoding="utf-8")
    assert "Nil Eve" in page
    assert "13.0" in page, "the mean of lab 01 is that of those who handed in"
