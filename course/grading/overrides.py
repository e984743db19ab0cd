"""Verdicts that an instructor corrects: `overrides.csv` beside the grades, applied whenever they are written."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from course.errors import UsageError
from course.grading import tables
from course.grading.submission import Grade
from helpers.graded.judging import PASSED, Outcome, format_points, points_in_words
from helpers.languages.catalogue import speaking, translate

FILE = "overrides.csv"
COLUMNS = ("student", "exercise", "points", "reason")
EVERYBODY = "*"


def apply(target: Path, grades: list[Grade], languages: Mapping[str, str] | None = None) -> int:
    """Correct `grades` as `overrides.csv` says; how many verdicts were changed.

    A row holds a student (`*` for all of them), an exercise, the points that it is to have, and the reason, which
    the feedback shows; the rest of the sentence is in the student's language, if `languages` says which that is.
    A row for a student goes before one for everybody. A file with the names of the columns
    is made where there is none.

    Raises
    ------
    UsageError
        Names each row that is wrong, and what is wrong with it.
    """
    path = target / FILE
    if not path.exists():
        tables.write_header(path, COLUMNS)
        return 0
    rows = tables.read_csv(path, set(COLUMNS))
    tables.as_listed(rows, [tables.harmless(grade.student) for grade in grades])
    _refuse_wrong(rows, grades)
    changed = 0
    for grade in grades:
        for place, outcome in enumerate(grade.outcomes):
            fitting = [
                row
                for row in rows
                if row["exercise"] == outcome.exercise
                and row["student"] in (tables.harmless(grade.student), EVERYBODY)
            ]
            if fitting:
                row = min(fitting, key=lambda row: row["student"] == EVERYBODY)
                with speaking((languages or {}).get(grade.student, "")):
                    grade.outcomes[place] = _corrected(
                        outcome, tables.number(row["points"]), row["reason"]
                    )
                changed += 1
    return changed


def _corrected(outcome: Outcome, points: float, reason: str) -> Outcome:
    status, was = translate(outcome.status), points_in_words(outcome.points)
    possible, before = points_in_words(outcome.possible), outcome.reason
    return dataclasses.replace(
        outcome,
        points=points,
        status=PASSED if points == outcome.possible else outcome.status,
        reason=f"Corrected by your instructor: {reason} (It was: {status}, {was} of {possible}.) {before}".strip(),
    )


def _refuse_wrong(rows: list[dict[str, str]], grades: list[Grade]) -> None:
    possible = {
        outcome.exercise: outcome.possible for grade in grades for outcome in grade.outcomes
    }
    students = {tables.harmless(grade.student) for grade in grades} | {EVERYBODY}
    problems = [
        f"{FILE}, row {row[tables.ROW]} ({row['student']}, {row['exercise']}): {problem}."
        for row in rows
        if (problem := _problem(row, students, possible))
    ]
    if problems:
        raise UsageError("\n".join(problems))


def _problem(row: dict[str, str], students: set[str], possible: dict[str, float]) -> str:
    """What is wrong with a row; empty when nothing is."""
    if row["student"] not in students:
        return "there is no such student (write * for all of them)"
    if row["exercise"] not in possible:
        return f"the lab has no such exercise; it has {', '.join(possible)}"
    if not row["reason"]:
        return "it has no reason; the student reads it"
    try:
        points = tables.number(row["points"])
    except ValueError:
        return f"{row['points']!r} is not a number"
    most = possible[row["exercise"]]
    return (
        "" if 0 <= points <= most else f"{row['points']} is not between 0 and {format_points(most)}"
    )


def moved(before: list[dict[str, str]], after: list[dict[str, str]]) -> list[str]:
    """A line for each student whose automatic points changed since the table `before`, with the exercises."""
    old = {row["student"]: row for row in before}
    lines = []
    for row in after:
        student = tables.harmless(row["student"])
        was = old.get(student)
        if was is None or was.get("automatic") == row["automatic"]:
            continue
        exercises = [
            f"{name} {was[name] or '0'} → {row[name]}"
            for name in row
            if name[:1] in "EQ" and name in was and was[name] != row[name]
        ]
        lines.append(f"{student}: {was['automatic']} → {row['automatic']} ({', '.join(exercises)})")
    return lines
