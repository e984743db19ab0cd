"""Where each lab lives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.environment import ROOT
from course.errors import UsageError

SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
WORK = ROOT / "work"
BUILD = ROOT / "build"


CAPSTONE = "capstone"  # ungraded, and run only when it is named: its training takes minutes


@dataclass(frozen=True)
class Lab:
    """A lab: its number as two digits, and its name with the number (`02_dense_mnist`).

    A notebook beside the numbered labs has its name for a number too (`capstone`).
    """

    number: str
    name: str

    @property
    def graded(self) -> bool:
        """Whether it carries points: one of the numbered labs."""
        return self.number.isdigit()

    @property
    def solution(self) -> Path:
        """The source."""
        return SOLUTIONS / f"{self.name}.ipynb"

    @property
    def notebook(self) -> Path:
        """The student's copy, derived."""
        return self.copy()

    def copy(self, language: str = "") -> Path:
        """The student's copy in another language, such as `"fr"`; without one, the English copy."""
        return NOTEBOOKS / language / f"{self.name}.ipynb"


def all_labs() -> list[Lab]:
    """All numbered labs, in order."""
    return [lab for lab in all_notebooks() if lab.graded]


def all_notebooks() -> list[Lab]:
    """The numbered labs, then the capstone: all that has a source or, in a release to students, a copy."""
    folder = NOTEBOOKS if released() else SOLUTIONS
    names = sorted(path.stem for path in folder.glob("*.ipynb"))
    numbered = [Lab(name[:2], name) for name in names if re.match(r"\d\d_", name)]
    return numbered + [Lab(name, name) for name in names if name == CAPSTONE]


def released() -> bool:
    """Whether this is the tree that `make release` gives to students: it has no solutions."""
    return not SOLUTIONS.is_dir()


def find(words: list[str] | None) -> list[Lab]:
    """Labs named by number (`2`, `02`) or name; all numbered ones for None or an empty list.

    Raises
    ------
    UsageError
        When a word names no lab.
    """
    if not words:
        return all_labs()
    labs, selected = all_notebooks(), []
    for word in words:
        key = f"{int(word):02d}" if re.fullmatch(r"\d{1,2}", word) else word
        matches = [lab for lab in labs if key in (lab.number, lab.name)]
        if not matches:
            numbers = ", ".join(lab.number for lab in labs)
            raise UsageError(f"There is no lab {word!r}. The labs are {numbers}.")
        selected += matches
    return selected
