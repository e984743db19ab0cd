"""What goes back into Moodle: its grading worksheet with the grades filled in, and a zip of the feedback pages.

Moodle finds a student by the number at the end of *Identifier* in a worksheet, and by the one after the name in a
path of a zip (see `assignfeedback_offline` and `assignfeedback_file` in its source).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from course.errors import UsageError
from course.grading import tables

_NUMBERED = re.compile(r"(.+) \((\d+)\)")  # how `submissions` names a student of Moodle
_IDENTIFIER = re.compile(r"\D*(\d+)")
_GRADE = {
    "grade",
    "note",
    "bewertung",
    "calificación",
    "calificacion",
    "nota",
    "valutazione",
    "cijfer",
    "punkte",
}


def worksheet(path: Path, finals: Mapping[str, float], out_of: float) -> str:
    """The text of Moodle's grading worksheet `path` with the grades of `finals` in it; nothing else is changed.

    Parameters
    ----------
    path : Path
        As Moodle's *Download grading worksheet* gives it, in any language.
    finals : mapping
        Final points of each student, as `submissions` names them. Their rows are found by Moodle's number for the
        student, or by e-mail; other rows stay as they are.
    out_of : float
        Points of the lab. Where the worksheet's highest grade is another, grades are scaled to it.

    Raises
    ------
    UsageError
        Where the file is no worksheet, or names none of the students; then nothing is written.
    """
    text = tables.text_of(path)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len(rows) < 2:
        raise UsageError(
            f"{path.name} is no grading worksheet: it has no rows, or no commas between its cells."
        )
    head, body = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    by_key = _students(finals)
    keys = _key_column(body, by_key)
    if keys is None:
        raise UsageError(
            f"{path.name} names none of the students: it needs the column with Moodle's number for each "
            "(“Identifier”), or their e-mail addresses."
        )
    grades, highest = _grade_columns(path, head, body)
    comma = any("," in row[highest] for row in body) if highest is not None else False
    matched = set()
    for row in body:
        student = by_key.get(_key(row[keys]))
        if student is not None:
            scale = tables.number(row[highest]) / out_of if highest is not None else 1
            value = f"{finals[student] * scale:.2f}"
            row[grades] = value.replace(".", ",") if comma else value
            matched.add(student)
    missing = sorted(set(by_key.values()) - matched)
    if missing:
        raise UsageError(
            f"{path.name} has no row for {', '.join(missing)}. Is it the worksheet of another assignment?"
        )
    return _written(rows, text)


def _students(finals: Mapping[str, float]) -> dict[str, str]:
    """Each student by what identifies them in Moodle: their number, or an e-mail address."""
    keys = {}
    for student in finals:
        numbered = _NUMBERED.fullmatch(student)
        keys[numbered[2] if numbered else student.casefold()] = student
    return keys


def _key(cell: str) -> str:
    identifier = _IDENTIFIER.fullmatch(cell.strip())
    return identifier[1] if identifier else cell.strip().casefold()


def _key_column(body: list[list[str]], keys: Mapping[str, str]) -> int | None:
    """The column that names the most students."""
    counts = (
        [sum(_key(row[column]) in keys for row in body) for column in range(len(body[0]))]
        if body
        else [0]
    )
    best = max(range(len(counts)), key=counts.__getitem__)
    return best if counts[best] else None


def _grade_columns(path: Path, head: list[str], body: list[list[str]]) -> tuple[int, int | None]:
    """The column of the grade, and that of the highest grade where there is one, which follows it."""
    highest = next((column for column in range(1, len(head)) if _is_highest(column, body)), None)
    named = [column for column, name in enumerate(head) if name.strip().casefold() in _GRADE]
    if len(named) == 1:
        return named[0], highest
    if highest is not None:
        return highest - 1, highest
    raise UsageError(
        f"{path.name}: it is not clear which column holds the grade ({', '.join(head)})."
    )


def _is_highest(column: int, body: list[list[str]]) -> bool:
    """Whether all rows hold one number above 0 there, with decimals, as Moodle writes the highest grade."""
    values = {row[column].strip() for row in body}
    if len(values) != 1 or not re.fullmatch(r"\d+[.,]\d+", next(iter(values))):
        return False
    return tables.number(next(iter(values))) > 0


def _written(rows: list[list[str]], text: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows(rows)
    return out.getvalue()


def write_feedback(path: Path, pages: Mapping[str, Path]) -> list[str]:
    """Write `path`, for Moodle's *Upload multiple feedback files in a zip*: each student's page by name.

    Returns the students whom Moodle cannot find in it, since nothing says their number.
    """
    without = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in pages.items():
            numbered = _NUMBERED.fullmatch(student)
            if numbered is None:
                without.append(student)
                continue
            name = re.sub(
                r"[\\/_]", " ", numbered[1]
            )  # Moodle takes what follows the first _ for the number
            archive.write(page, f"{name}_{numbered[2]}_assignsubmission_file/feedback.html")
    if len(without) == len(pages):
        path.unlink()
    return without
