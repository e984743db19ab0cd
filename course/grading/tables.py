"""Tables of a batch as CSV: marks, written answers, and the final marks made of both."""

from __future__ import annotations

import codecs
import csv
import io
import json
import math
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course import errors
from course.files import write_atomically
from course.grading.submission import GRADED, Grade
from course.notebooks.tasks import Task
from helpers.graded.judging import format_points
from helpers.graded.tests import LAB_POINTS

_LONGEST_ANSWER = 20_000  # letters in a cell of a table; spreadsheets take 32,767
_MOST_PROBLEMS = 20  # of a table, in one message
ABSENT = "handed in nothing"
_TOTALS = {"", "total", "totals", "sum", "somme", "mean", "average", "moyenne"}
TEXTS = "written.json"  # the answers as they were written
WRITTEN_COLUMNS = ("student", "question", "possible", "points", "remark", "answer")
ROW = "row in the file"  # a column that `read_csv` adds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# A program that takes semicolons for separators begins a cell after each, and a row after each line.
_FORMULA = re.compile(r"((?:^|[;\n])\s*)(?=[=+\-@＝＋－＠])")


def marks(grades: list[Grade], written: list[Task]) -> list[dict[str, str]]:
    """Rows of `grades.csv`, one for each student."""
    names = measured_names(grades)
    pending = format_points(sum(task.points for task in written))
    rows = []
    for grade in grades:
        points = {outcome.exercise: format_points(outcome.points) for outcome in grade.outcomes}
        values = values_measured(grade)
        measured = {short_name(n): f"{values[n]:.4f}" if n in values else "" for n in names}
        rows.append(
            {
                "student": grade.student,
                "status": grade.status,
                "message": f"{grade.message} {grade.note}".strip(),
                **points,
                "automatic": format_points(grade.points),
                "automatic_possible": format_points(grade.possible),
                "written_pending": pending,
                **measured,
                "seconds": f"{grade.seconds:.1f}",
                "peak_memory_mib": f"{grade.peak_memory:.0f}",
            }
        )
    return rows


@dataclass(frozen=True)
class NotGraded:
    """What a batch has no grade for: who of the class handed in nothing, and files that are no submission."""

    absent: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def in_words(self) -> list[str]:
        """Lines for the terminal."""
        lines = []
        if self.absent:
            lines.append(f"Handed in nothing ({len(self.absent)}): {', '.join(self.absent)}.")
        if self.files:
            more = f" and {len(self.files) - 5} more" if len(self.files) > 5 else ""
            names = ", ".join(self.files[:5])
            lines.append(f"Not graded, since they are no notebooks: {names}{more}.")
        return lines


def not_graded(grades: list[Grade], rest: NotGraded) -> list[dict[str, str]]:
    """Rows of `not_graded.csv`: who or what got no grade, and why."""
    return [
        *(
            {"student": grade.student, "file": "", "reason": f"{grade.status}: {grade.message}"}
            for grade in grades
            if grade.status != GRADED
        ),
        *({"student": name, "file": "", "reason": ABSENT} for name in rest.absent),
        *({"student": "", "file": name, "reason": "no notebook"} for name in rest.files),
    ]


def write_not_graded(path: Path, grades: list[Grade], rest: NotGraded) -> None:
    """Write `not_graded.csv`, also where all were graded: then an older one must not stay."""
    rows = not_graded(grades, rest)
    write(path, rows) if rows else write_header(path, ("student", "file", "reason"))


def measured_names(grades: list[Grade]) -> list[str]:
    """Names of what the tests have measured on some submission, in the order of the exercises."""
    names: dict[str, None] = {}
    for outcomes in zip(*(grade.outcomes for grade in grades), strict=True):
        for outcome in outcomes:
            names |= dict.fromkeys(outcome.measured)
    return list(names)


def values_measured(grade: Grade) -> dict[str, float]:
    """What the tests have measured on one submission, by name."""
    return {name: value for outcome in grade.outcomes for name, value in outcome.measured.items()}


def measurements(grades: list[Grade]) -> dict[str, list[float]]:
    """What the tests have measured on all submissions, by name; what is no number is left out."""
    by_name: dict[str, list[float]] = {name: [] for name in measured_names(grades)}
    for grade in grades:
        for name, value in values_measured(grade).items():
            if math.isfinite(value):
                by_name[name].append(value)
    return {name: values for name, values in by_name.items() if values}


def shares_earned(grades: list[Grade]) -> dict[str, float]:
    """Mean share of the points that each exercise brought, from 0 to 1."""
    return {
        outcomes[0].exercise: statistics.fmean(
            outcome.points / outcome.possible for outcome in outcomes
        )
        for outcomes in zip(*(grade.outcomes for grade in grades), strict=True)
    }


def short_name(result: str) -> str:
    """`test_accuracy` for `02/test_accuracy`."""
    return result.split("/")[-1]


def spoken_name(result: str) -> str:
    """`test accuracy` for `02/test_accuracy`."""
    return short_name(result).replace("_", " ")


def write_answers(target: Path, replies: dict[str, dict[Task, str]]) -> None:
    """Write `written.csv`, a row for each written answer; points and remarks that a person has entered stay.

    Those of a student who is no longer there wait in `withdrawn.csv`. `written.json` holds the answers as they
    were written, for the page on which they are marked.
    """
    kept, withdrawn = target / "written.csv", target / "withdrawn.csv"
    names = [harmless(student) for student in replies]
    entered = _entered(withdrawn, names) | _entered(kept, names)
    rows = []
    for student, answers in replies.items():
        for task, reply in answers.items():
            points, remark = entered.pop((harmless(student), task.identifier), ("", ""))
            values = (student, task.identifier, format_points(task.points), points, remark)
            row = dict(zip(WRITTEN_COLUMNS, (*values, reply[:_LONGEST_ANSWER]), strict=True))
            rows.append(row)
    if entered:
        rest = [
            {"student": student, "question": question, "points": points, "remark": remark}
            for (student, question), (points, remark) in entered.items()
        ]
        write(withdrawn, rest)
    write(kept, rows)
    texts = {
        harmless(student): {task.identifier: reply for task, reply in answers.items()}
        for student, answers in replies.items()
    }
    write_atomically(target / TEXTS, json.dumps(texts, indent=1))
    if not entered:
        withdrawn.unlink(missing_ok=True)


def entered_marks(target: Path, students: Iterable[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Points and remarks in `written.csv`, by student (as tables name them) and question."""
    return _entered(target / "written.csv", [harmless(student) for student in students])


def _entered(table: Path, students: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Points and remarks that a person has entered, as they were typed, by student and question."""
    if not table.exists():
        return {}
    rows = read_csv(table, {"student", "question", "points"})
    as_listed(rows, students)
    return {
        (row["student"], row["question"]): (row["points"], row.get("remark", ""))
        for row in rows
        if row["points"].strip() or row.get("remark", "").strip()
    }


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write `rows` as CSV, whole or not at all; the mark at its start tells Excel that it is UTF-8."""
    write_atomically(path, "\ufeff" + as_csv(rows))


def write_header(path: Path, names: Iterable[str]) -> None:
    """Write a table without rows, for a person to fill in."""
    write_atomically(path, "\ufeff" + ",".join(names) + "\n")


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
    """Rows of a table, as any spreadsheet may have saved it; without those that are empty.

    UTF-8, or UTF-16 as Excel's "Unicode text"; commas, semicolons or tabs; with a `sep=` line before the names
    of the columns, with empty rows and columns. `ROW` holds the number of each row in a spreadsheet.

    Raises
    ------
    UsageError
        When there is no such file, it is no text, or a column that is `needed` is not there.
    """
    text = text_of(path)
    declared = re.match(r'\s*"?sep=(.)"?[,;\t ]*(\r\n?|\n)', text, re.IGNORECASE)
    text = text[declared.end() :] if declared else text
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    separator = declared[1] if declared else max(",;\t", key=first.count)
    names: list[str] = []
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for number, values in enumerate(reader, 1):
            if not any(value.strip() for value in values):
                continue
            if not names:
                names = [value.strip() for value in values]
                continue
            row = {name: value.strip() for name, value in zip(names, values, strict=False) if name}
            rows.append(dict.fromkeys(filter(None, names), "") | row | {ROW: str(number)})
    except csv.Error as error:
        raise errors.UsageError(
            f"{path} cannot be read as a table ({error}). Save it as CSV in UTF-8."
        ) from None
    lacking = needed - set(names)
    if lacking:
        raise errors.UsageError(f"{path.name} has no column {', '.join(sorted(lacking))}.")
    return rows


def text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise errors.UsageError(f"There is no {path}.") from None
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise errors.UsageError(
            f"{path} is not text in UTF-8 (byte {error.start}). In Excel, save it as "
            "“CSV UTF-8 (comma delimited)”."
        ) from None


def as_listed(rows: list[dict[str, str]], students: Iterable[str]) -> None:
    """Name each student of `rows` as in `students`.

    A spreadsheet saves `0071` as `71` and long numbers as `1.23457E+16`, and may spell an accent in another form.
    """
    fitting: dict[str, set[str]] = {}
    for student in students:
        fitting.setdefault(_plain(student), set()).add(student)
    for row in rows:
        matches = fitting.get(_plain(row["student"]), set())
        if len(matches) == 1:
            row["student"] = next(iter(matches))


def _plain(student: str) -> str:
    name = unicodedata.normalize("NFC", student)
    if re.fullmatch(r"[0-9]{12,99}|[0-9][.,][0-9]+E\+[0-9]{2,3}", name):
        return f"{number(name):.5E}"
    return name.lstrip("0") if name.isdecimal() else name


def merge(
    target: Path,
    table: Path,
    asked: Mapping[str, float] | None = None,
    absent: Iterable[str] = (),
) -> Path:
    """Final marks out of `grades.csv` and the points that a person entered in `table`.

    Parameters
    ----------
    target : Path
        The folder with `grades.csv`; `final.csv` goes there.
    table : Path
        `written.csv`, filled in.
    asked : mapping, optional
        The lab's written questions and their points; by default those of `table`.
    absent : iterable of str
        Who handed in nothing; they get a row, too.

    Raises
    ------
    UsageError
        Names each row that is wrong, and what is wrong with it; then nothing is written.
    """
    grades = read_csv(target / "grades.csv", {"student", "automatic"})
    entered = read_written(table, [row["student"] for row in grades], asked)
    questions = asked or dict.fromkeys(name for points in entered.values() for name in points)
    rows = [_final(row, entered[row["student"]], questions) for row in grades]
    nothing = {"automatic": "0", "note": ABSENT}
    rows += [_final({"student": student} | nothing, {}, ()) for student in absent]
    write(target / "final.csv", rows)
    return target / "final.csv"


def read_written(
    table: Path, students: Iterable[str], asked: Mapping[str, float] | None
) -> dict[str, dict[str, float | None]]:
    """Points of each student by question in a table of written answers; None where there are none yet.

    Raises
    ------
    UsageError
        Names each row that is wrong, and what is wrong with it.
    """
    entered: dict[str, dict[str, float | None]] = {student: {} for student in students}
    marked = read_csv(table, {"student", "question", "possible", "points"})
    marked = [row for row in marked if not _is_total(row)]
    as_listed(marked, entered)
    problems = []
    seen: set[tuple[str, str]] = set()
    for row in marked:
        student, question = row["student"], row["question"]
        problem = _problem(row, entered, asked)
        if (student, question) in seen:
            problem = "this question was marked in a row above"
        seen.add((student, question))
        if problem:
            problems.append(f"{table.name}, row {row[ROW]} ({student}, {question}): {problem}.")
        else:
            entered[student][question] = number(row["points"]) if row["points"] else None
    if problems:
        more = [f"… and {len(problems) - _MOST_PROBLEMS} more."] * (len(problems) > _MOST_PROBLEMS)
        raise errors.UsageError("\n".join([*problems[:_MOST_PROBLEMS], *more]))
    return entered


def take_over(table: Path, target: Path, students: Iterable[str]) -> None:
    """Let the points and remarks of `table` be those of the folder `target`."""
    rows = read_csv(table, {"student", "question", "possible", "points"})
    as_listed(rows, [harmless(student) for student in students])
    kept = [{name: row.get(name, "") for name in WRITTEN_COLUMNS} for row in rows]
    write(target / "written.csv", [row for row in kept if row["question"]])


def _is_total(row: dict[str, str]) -> bool:
    """Whether a spreadsheet's user added up a column below the table."""
    return not row["question"] and row["student"].lower().strip(" :") in _TOTALS


def _problem(
    row: dict[str, str], students: Mapping[str, object], asked: Mapping[str, float] | None
) -> str:
    """What is wrong with a row of points; empty when nothing is."""
    question = row["question"]
    if row["student"] not in students:
        return "there is no such student in grades.csv (a spreadsheet may have changed the name)"
    if asked is not None and question not in asked:
        return f"the lab has no such question; its written questions are {', '.join(asked)}"
    try:
        possible = number(row["possible"])
    except ValueError:
        return f"possible: {row['possible']!r} is not a number"
    if asked is not None and possible != asked[question]:
        right = format_points(asked[question])
        return f"possible is {row['possible']}, and {question} is worth {right}"
    if not row["points"]:
        return ""
    try:
        points = number(row["points"])
    except ValueError:
        return f"{row['points']!r} is not a number"
    return (
        "" if 0 <= points <= possible else f"{row['points']} is not between 0 and {row['possible']}"
    )


def _final(
    row: dict[str, str], points: Mapping[str, float | None], questions: Iterable[str]
) -> dict[str, str]:
    entered = {question: value for question, value in points.items() if value is not None}
    written = sum(entered.values())
    return {
        "student": row["student"],
        "automatic": row["automatic"],
        "written": format_points(written),
        "final": format_points(number(row["automatic"]) + written),
        "out_of": str(LAB_POINTS),
        "not_marked_yet": " ".join(question for question in questions if question not in entered),
        "note": row.get("note", ""),
    }


def not_marked(final: Path) -> list[str]:
    """A line for each question that is not marked for everybody."""
    rows = read_csv(final, {"student", "not_marked_yet"})
    counts = Counter(question for row in rows for question in row["not_marked_yet"].split())
    return [
        f"{question} is not marked yet for {count} of {len(rows)} students."
        for question, count in counts.items()
    ]


def number(text: str) -> float:
    """A number as people write it, with a comma or a point."""
    if not re.fullmatch(r"[+-]?[\d.,]+(E\+\d{2,3})?|nan|inf", text):
        raise ValueError(text)
    return float(text.replace(",", "."))
