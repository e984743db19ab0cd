"""The tasks of a lab, as the headings of its notebook announce them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.labs import Lab
from course.notebooks import notebook

HEADING = re.compile(
    r"### (Exercise (?=E)|Question (?=Q))(?P<id>[EQ](?P<lab>\d+)\.(?P<number>\d+)) · (?P<title>.+) · "
    r"(?P<points>\d+(?:\.\d+)?) points?$"
)
ANY_HEADING = re.compile(r"^#+\s*(Exercise|Question)\b|^#+\s*[EQ]\d+\.\d+", re.MULTILINE)


@dataclass(frozen=True)
class Task:
    """An exercise or question as its heading announces it; `cell` is the index of that cell."""

    identifier: str
    lab: int
    number: int
    points: float
    objectives: tuple[str, ...]
    cell: int
    title: str

    @property
    def answer_id(self) -> str:
        """Id of the cell that holds the answer."""
        return self.identifier.lower().replace(".", "-")


def find_tasks(solution: NotebookNode) -> tuple[list[Task], list[str]]:
    """Exercises and questions by their headings, and headings that are not in the right form."""
    tasks, problems = [], []
    for index, cell in enumerate(solution.cells):
        if cell.cell_type != "markdown":
            continue
        lines = cell.source.split("\n")
        matches = [match for line in lines if (match := HEADING.fullmatch(line.strip()))]
        if len(ANY_HEADING.findall(cell.source)) > len(matches):
            problems.append(
                f"cell {cell.id!r}: a heading must read '### Exercise E2.1 · Title · 1 point' "
                "(or Question Q2.1)"
            )
        if len(matches) > 1:
            problems.append(f"cell {cell.id!r} opens several tasks; give each a cell of its own")
        for match in matches:
            line = re.search(r"^\*Objectives?: (.+?)\*\s*$", cell.source, re.MULTILINE)
            names = tuple(re.findall(r"O\d+", line[1])) if line else ()
            tasks.append(
                Task(
                    match["id"],
                    int(match["lab"]),
                    int(match["number"]),
                    float(match["points"]),
                    names,
                    index,
                    match["title"],
                )
            )
    return tasks, problems


def solution_of(lab: Lab) -> NotebookNode:
    """The lab's solution, read once and not for each student; not to be changed."""
    return _read(lab.solution, lab.solution.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> NotebookNode:
    return notebook.read(path)
