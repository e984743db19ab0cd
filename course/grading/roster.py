"""Who is in the class: any CSV with a column that identifies the students."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from course.errors import UsageError
from course.grading import tables


def absent(path: Path, students: Iterable[str]) -> list[str]:
    """Those of the list `path` who handed in nothing, each by the first thing that names them.

    Parameters
    ----------
    path : Path
        A CSV with a row for each student. Cells may hold a name, an address, a number; first and last name may
        stand in two columns, in any order.
    students : iterable of str
        Who handed something in, as `submissions` names them.

    Raises
    ------
    UsageError
        When no row fits any student, or a student is on no row; then the list is not this class's.
    """
    rows = tables.read_csv(path, set())
    known = {student: _keys_of_student(student) for student in students}
    handed_in: set[str] = set()
    missing = []
    for row in rows:
        cells = [value for name, value in row.items() if name != tables.ROW and value]
        keys = _keys_of_row(cells)
        fitting = {student for student, own in known.items() if own & keys}
        handed_in |= fitting
        if not fitting:
            missing.append(" ".join(_name_cells(cells)))
    if not handed_in:
        raise UsageError(
            f"{path.name} names nobody who handed in something. Is it the list of another class?"
        )
    if strangers := sorted(set(known) - handed_in):
        raise UsageError(
            f"{path.name} does not name {', '.join(strangers)}. Add a row for each, or mend the name."
        )
    return missing


def _keys_of_student(student: str) -> set[str]:
    name, _, number = student.partition(" (")
    keys = {_plain(student), _plain(name)} | ({_plain(number.rstrip(")"))} if number else set())
    words = _plain(name).split()
    return keys | {" ".join(sorted(words))}


def _keys_of_row(cells: list[str]) -> set[str]:
    keys = {_plain(cell) for cell in cells}
    keys |= {match[1] for cell in cells if (match := re.fullmatch(r"\D*?(\d+)", cell))}
    keys |= {_plain(cell.split("@")[0]) for cell in cells if "@" in cell}
    words = [
        " ".join(sorted(_plain(f"{a} {b}").split())) for a in cells for b in cells if a is not b
    ]
    return keys | set(words) | {" ".join(sorted(_plain(cell).split())) for cell in cells}


def same_person(name: str) -> str:
    """What two spellings of a name have in common: letters without case, accents and order of the words.

    Example
    -------
    >>> same_person("Ng, Zoë") == same_person("Zoe NG")
    True
    """
    return " ".join(sorted(_plain(re.sub(r"[^\w\s.'-]", " ", name)).split()))


def _name_cells(cells: list[str]) -> list[str]:
    """The cells that read like a name; else the first one."""
    names = [cell for cell in cells if not re.search(r"[@\d]", cell)]
    return names[:2] or cells[:1]


def _plain(text: str) -> str:
    """Letters without case and accents: people type both."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
