"""Where each lab lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.environment import ROOT

SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
WORK = ROOT / "work"
BUILD = ROOT / "build"


class UsageError(Exception):
    """A command that cannot be carried out as written; the message says what to do."""


@dataclass(frozen=True)
class Lab:
    """A lab: its number as two digits, and its name with the number (`02_dense_mnist`)."""

    number: str
    name: str

    @property
    def solution(self) -> Path:
        """The source."""
        return SOLUTIONS / f"{self.name}.ipynb"

    @property
    def notebook(self) -> Path:
        """The student's copy, derived."""
        return NOTEBOOKS / f"{self.name}.ipynb"


def all_labs() -> list[Lab]:
    """All labs that have a solution, in order."""
    paths = sorted(SOLUTIONS.glob("[0-9][0-9]_*.ipynb"))
    return [Lab(path.stem[:2], path.stem) for path in paths]


def find(words: list[str] | None) -> list[Lab]:
    """Labs named by number (`2`, `02`) or name; all of them for None or an empty list.

    Raises
    ------
    UsageError
        When a word names no lab.
    """
    labs = all_labs()
    if not words:
        return labs
    found = []
    for word in words:
        key = f"{int(word):02d}" if re.fullmatch(r"\d{1,2}", word) else word
        matches = [lab for lab in labs if key in (lab.number, lab.name)]
        if not matches:
            known = ", ".join(lab.number for lab in labs)
            raise UsageError(f"There is no lab {word!r}. The labs are {known}.")
        found += matches
    return found
