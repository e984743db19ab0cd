"""Tables of a batch as CSV: marks, written answers, and the final marks made of both."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from course import labs, lint
from course.batch import write_atomically
from course.grading.submission import Grade
from helpers import check
from helpers.check import format_points

_LONGEST_ANSWER = 20_000  # letters in a cell of a table; spreadsheets take 32,767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A program that takes semicolons for separators begins a cell after each, and a row after each line.
_FORMULA = re.compile(r"((?:^|[;\n])\s*)(?=[=+\-@＝＋－＠])")


def marks(grades: list[Grade], written: list[lint.Task]) -> list[dict[str, str]]:
    """Rows of `grades.csv`, one for each student."""
    names = measured_names(grades)
    pending = format_points(sum(task.points for task in written))
    rows = []
    for found in grades:
        points = {one.exercise: format_points(one.points) for one in found.outcomes}
        values = values_measured(found)
        measured = {short_name(n): f"{values[n]:.4f}" if n in values else "" for n in names}
        rows.append(
            {
                "student": found.student,
                "status": found.status,
                "message": f"{found.message} {found.note}".strip(),
                **points,
                "automatic": format_points(found.points),
                "automatic_possible": format_points(found.possible),
                "written_pending": pending,
                **measured,
                "seconds": f"{found.seconds:.1f}",
                "peak_memory_mib": f"{found.peak_memory:.0f}",
            }
        )
    return rows


def measured_names(grades: list[Grade]) -> list[str]:
    """Names of what the tests have measured on some submission, in the order of the exercises."""
    found: dict[str, None] = {}
    for outcomes in zip(*(one.outcomes for one in grades), strict=True):
        for outcome in outcomes:
            found |= dict.fromkeys(outcome.measured)
    return list(found)


def values_measured(found: Grade) -> dict[str, float]:
    """What the tests have measured on one submission, by name."""
    return {name: value for one in found.outcomes for name, value in one.measured.items()}


def short_name(result: str) -> str:
    """`test_accuracy` for `02/test_accuracy`."""
    return result.split("/")[-1]


def write_answers(target: Path, replies: dict[str, dict[lint.Task, str]]) -> None:
    """Write `written.csv`, a row for each written answer; points that a person has entered stay.

    Those of a student who is no longer there wait in `withdrawn.csv`.
    """
    kept, withdrawn = target / "written.csv", target / "withdrawn.csv"
    names = [harmless(student) for student in replies]
    entered = _entered(withdrawn, names) | _entered(kept, names)
    rows = [
        {
            "student": student,
            "question": task.identifier,
            "possible": format_points(task.points),
            "points": entered.pop((harmless(student), task.identifier), ""),
            "answer": reply[:_LONGEST_ANSWER],
        }
        for student, its in replies.items()
        for task, reply in its.items()
    ]
    if entered:
        rest = [
            {"student": student, "question": question, "points": points}
            for (student, question), points in entered.items()
        ]
        write(withdrawn, rest)
    write(kept, rows)
    if not entered:
        withdrawn.unlink(missing_ok=True)


def _entered(table: Path, students: list[str]) -> dict[tuple[str, str], str]:
    """Points that a person has entered, as they were typed, by student and question."""
    if not table.exists():
        return {}
    rows = read_csv(table, {"student", "question", "points"})
    _give_back_zeros(rows, students)
    return {(r["student"], r["question"]): r["points"] for r in rows if r["points"].strip()}


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write `rows` as CSV, whole or not at all; the mark at its start tells Excel that it is UTF-8."""
    write_atomically(path, "\ufeff" + as_csv(rows))


def as_csv(rows: list[dict[str, str]]) -> str:
    """`rows` as CSV. What looks like a formula gets a quote before it, so that a spreadsheet runs nothing."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: harmless(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def harmless(value: str) -> str:
    """`value` as it stands in a table."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _FORMULA.sub(r"\1'", _CONTROL.sub("", value))


def read_csv(path: Path, needed: set[str]) -> list[dict[str, str]]:
    """Rows of a table that a person may have saved with a spreadsheet.

    Raises
    ------
    UsageError
        When there is no such file, it is no text, or a column that is `needed` is not there.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise labs.UsageError(f"There is no {path}. Grade first, then merge.") from None
    except UnicodeDecodeError as error:
        raise labs.UsageError(
            f"{path} is not text in UTF-8 (byte {error.start}). Save it as CSV in UTF-8."
        ) from None
    # A spreadsheet in a country with decimal commas writes semicolons.
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    lacking = needed - set(rows[0] if rows else needed)
    if lacking:
        raise labs.UsageError(f"{path.name} has no column {', '.join(sorted(lacking))}.")
    return [{key: value or "" for key, value in row.items() if key} for row in rows]


def _give_back_zeros(rows: list[dict[str, str]], students: Iterable[str]) -> None:
    """Name each student of `rows` as in `students`: a spreadsheet saves `0071` as `71`."""
    fitting: dict[str, list[str]] = {}
    for student in students:
        fitting.setdefault(student.lstrip("0"), []).append(student)
    for row in rows:
        same = fitting.get(row["student"], [])
        if row["student"].isdecimal() and len(same) == 1:
            row["student"] = same[0]


def merge(target: Path, table: Path) -> Path:
    """Final marks out of `grades.csv` and the points that a person entered in `table`.

    Raises
    ------
    UsageError
        Names the row and what is wrong with it.
    """
    grades = read_csv(target / "grades.csv", {"student", "automatic"})
    given: dict[str, dict[str, float]] = {row["student"]: {} for row in grades}
    marked = read_csv(table, {"student", "question", "possible", "points"})
    _give_back_zeros(marked, given)
    asked = dict.fromkeys(row["question"] for row in marked)
    seen = set()
    for number, row in enumerate(marked, 2):
        place = f"{table.name}, row {number} ({row['student']}, {row['question']})"
        if row["student"] not in given:
            raise labs.UsageError(f"{place}: there is no such student in grades.csv.")
        if (row["student"], row["question"]) in seen:
            raise labs.UsageError(f"{place}: this question was marked in a row above.")
        seen.add((row["student"], row["question"]))
        if not row["points"].strip():
            continue
        try:
            points, possible = _number(row["points"]), _number(row["possible"])
        except ValueError:
            raise labs.UsageError(f"{place}: {row['points']!r} is not a number.") from None
        if not 0 <= points <= possible:
            raise labs.UsageError(
                f"{place}: {row['points']} is not between 0 and {row['possible']}."
            )
        given[row["student"]][row["question"]] = points
    rows = []
    for row in grades:
        points = given[row["student"]]
        written = sum(points.values())
        rows.append(
            {
                "student": row["student"],
                "automatic": row["automatic"],
                "written": format_points(written),
                "final": format_points(_number(row["automatic"]) + written),
                "out_of": str(check.LAB_POINTS),
                "not_marked_yet": " ".join(
                    question for question in asked if question not in points
                ),
            }
        )
    write(target / "final.csv", rows)
    return target / "final.csv"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
