"""`make gradebook`: all graded labs of a term on one page and in one table."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.grading import charts, roster, tables
from course.notebooks.tasks import titles_of
from course.pages import render
from helpers.graded.tests import LAB_POINTS, by_exercise
from helpers.languages.catalogue import later

HARDEST = 15  # exercises that the page lists


@dataclass(frozen=True)
class LabMarks:
    """Marks of one lab by student: points, who is not marked to the end, who handed in nothing.

    `shares` is the share of its points that each exercise brought.
    """

    lab: labs.Lab
    points: dict[str, float]
    pending: set[str]
    absent: set[str]
    shares: dict[str, float]

    @property
    def mean(self) -> float:
        return statistics.fmean(self.points.values())

    @property
    def median(self) -> float:
        return statistics.median(self.points.values())


def write(folder: Path) -> list[str]:
    """Write `term.csv` and `term.html` from the labs graded in `folder`; returns what to tell the instructor.

    Final marks count where `make return` has made them, automatic points before that. A student is known by name,
    in any order of its words, and by Moodle's number, too, where two of one lab have the same name.

    Raises
    ------
    UsageError
        Where no lab was graded.
    """
    spellings: dict[str, str] = {}
    marks = [_read(lab, folder / lab.number, spellings) for lab in labs.all_labs()]
    graded = [lab_marks for lab_marks in marks if lab_marks is not None]
    if not graded:
        raise UsageError(f"No lab was graded in {folder} yet: make grade LAB=02 SUBMISSIONS=folder")
    everybody = {
        name
        for graded_lab in graded
        for name in graded_lab.points | dict.fromkeys(graded_lab.absent)
    }
    students = sorted(everybody, key=str.casefold)
    totals = {
        name: sum(graded_lab.points.get(name, 0.0) for graded_lab in graded) for name in students
    }
    missing = {
        name: [graded_lab.lab.number for graded_lab in graded if name not in graded_lab.points]
        for name in students
    }
    rows = [_row(name, graded, totals[name], missing[name]) for name in students]
    tables.write(folder / "term.csv", rows)
    page = render.page(
        "term.html",
        graded=graded,
        students=students,
        totals=totals,
        missing=missing,
        most=LAB_POINTS * len(graded),
        lab_points=LAB_POINTS,
        chart=charts.points_chart(
            list(totals.values()),
            LAB_POINTS * len(graded),
            later("points of all labs"),
            later("students"),
        ),
        hardest=_hardest(graded),
    )
    write_atomically(folder / "term.html", page)
    open_ones = sum(len(graded_lab.pending) for graded_lab in graded)
    lines = [str(folder / "term.csv"), str(folder / "term.html")]
    return lines + [f"{open_ones} marks are without all of their written points."] * bool(open_ones)


def _read(lab: labs.Lab, folder: Path, spellings: dict[str, str]) -> LabMarks | None:
    """Marks of a lab; None where it was not graded. `spellings` holds a name for each person met so far."""
    if not (folder / "grades.csv").exists():
        return None
    grades = tables.read_csv(folder / "grades.csv", {"student", "automatic"})
    final = folder / "final.csv"
    rows = tables.read_csv(final, {"student", "final"}) if final.exists() else grades
    points, pending, absent = {}, set(), set()
    for name, row in zip(_names([row["student"] for row in rows]), rows, strict=True):
        student = spellings.setdefault(roster.same_person(name), name)
        if row.get("note") == tables.ABSENT:
            absent.add(student)
            continue
        points[student] = tables.number(row.get("final") or row["automatic"])
        if "final" not in row or row.get("not_marked_yet"):
            pending.add(student)
    return LabMarks(lab, points, pending, absent, _shares(lab, grades))


def _names(students: list[str]) -> list[str]:
    """Students without Moodle's number, which is another one for each assignment, unless two would be one."""
    short = [
        student.rsplit(" (", 1)[0] if student.endswith(")") else student for student in students
    ]
    times = Counter(map(roster.same_person, short))
    return [
        name if times[roster.same_person(name)] == 1 else student
        for name, student in zip(short, students, strict=True)
    ]


def _shares(lab: labs.Lab, grades: list[dict[str, str]]) -> dict[str, float]:
    """Mean share of its points that each exercise brought."""
    shares = {}
    for exercise, tests in by_exercise(lab.number).items():
        values = [tables.number(row[exercise]) for row in grades if row.get(exercise)]
        if values:
            shares[exercise] = statistics.fmean(values) / sum(test.points for test in tests)
    return shares


def _row(name: str, graded: list[LabMarks], total: float, missing: list[str]) -> dict[str, str]:
    points = {
        f"lab_{graded_lab.lab.number}": f"{graded_lab.points[name]:g}"
        if name in graded_lab.points
        else ""
        for graded_lab in graded
    }
    return {"student": name, **points, "total": f"{total:g}", "missing": " ".join(missing)}


def _hardest(graded: list[LabMarks]) -> list[tuple[str, str, float]]:
    """The exercises of all labs that brought the smallest share of their points: identifier, title, share."""
    shares = [
        (identifier, titles_of(graded_lab.lab).get(identifier, ""), share)
        for graded_lab in graded
        for identifier, share in graded_lab.shares.items()
    ]
    return sorted(shares, key=lambda item: item[2])[:HARDEST]
