"""Cases: answers to an exercise, each with the verdict it must get.

`tests/cases/02/E2.1.py` holds those to E2.1, a percent cell each. The cell's title is the verdict:
`# %% right · divided in place`, or `# %% wrong · not scaled → Divide the pixels`, where the reason that is shown
must hold what follows the arrow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from helpers.graded.judging import FAILED, PASSED

FOLDER = Path(__file__).parent
_CELL = re.compile(r"^[ \t]*#[ \t]*%%.*$", re.MULTILINE)  # also as one may write it by mistake
_TITLE = re.compile(r"# %% (?:right · (?P<right>[^→]+)|wrong · (?P<wrong>[^→]+) → (?P<reason>.+))")


@dataclass(frozen=True)
class Case:
    """An answer that replaces the exercise's cell, with the expected status and reason."""

    exercise: str
    name: str
    code: str
    status: str
    reason: str = ""


def read_cases(path: Path) -> list[Case]:
    """Cases of one exercise, in the order of the file.

    Raises
    ------
    ValueError
        When there is no cell, a cell is empty or has no verdict, two have one name, or something stands before the
        first; says in which file.
    """
    text = path.read_text(encoding="utf-8")
    before, *codes = _CELL.split(text)
    if not codes:
        raise ValueError(f"{path}: there is no cell")
    if before.strip():
        raise ValueError(f"{path}: {before.strip()[:40]!r} stands before the first cell")
    cases: dict[str, Case] = {}
    for heading, code in zip(_CELL.findall(text), codes, strict=True):
        title = _TITLE.fullmatch(heading)
        if not title:
            raise ValueError(
                f"{path}: {heading!r} must be '# %% right · name' or '# %% wrong · name → reason'"
            )
        name, status = title["right"] or title["wrong"], PASSED if title["right"] else FAILED
        if name in cases:
            raise ValueError(f"{path}: two cases are called {name!r}")
        if not code.strip():
            raise ValueError(f"{path}: the case {name!r} is empty")
        cases[name] = Case(path.stem, name, code.strip("\n"), status, title["reason"] or "")
    return list(cases.values())


def cases_of(lab: str) -> list[Case]:
    """All cases of a lab (`"02"`)."""
    paths = sorted((FOLDER / lab).glob("*.py"), key=_in_order)
    return [case for path in paths for case in read_cases(path)]


def _in_order(path: Path) -> tuple[str, int]:
    """E2.9 before E2.10, exercises before questions."""
    return path.stem[0], int(path.stem.split(".")[1])
