"""The tasks of a lab, as the headings of its notebook announce them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.labs import Lab
from course.notebooks import notebook
from helpers.languages.catalogue import ENGLISH, language, language_of

_HEADING = (
    r"### {kind}(?P<id>[EQ](?P<lab>\d+)\.(?P<number>\d+)) · (?P<title>.+) · "
    r"(?P<points>\d+(?:[.,]\d+)?) {points}$"
)
HEADING = re.compile(_HEADING.format(kind="(Exercise (?=E)|Question (?=Q))", points="points?"))
# The words of other languages do not matter: their catalogues are held to the English headings.
HEADING_ELSEWHERE = re.compile(_HEADING.format(kind=r"[^\W\d]+ ", points=r"[^\W\d]+"))
ANY_HEADING = re.compile(r"^#+\s*(Exercise|Question)\b|^#+\s*[EQ]\d+\.\d+", re.MULTILINE)
OBJECTIVES = re.compile(r"^\*[^\W\d]+\s?: ?(O\d.*?)\*\s*$", re.MULTILINE)


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
    is_english = language_of(solution) == ENGLISH
    heading = HEADING if is_english else HEADING_ELSEWHERE
    for index, cell in enumerate(solution.cells):
        if cell.cell_type != "markdown":
            continue
        lines = cell.source.split("\n")
        matches = [match for line in lines if (match := heading.fullmatch(line.strip()))]
        if is_english and len(ANY_HEADING.findall(cell.source)) > len(matches):
            problems.append(
                f"cell {cell.id!r}: a heading must read '### Exercise E2.1 · Title · 1 point' "
                "(or Question Q2.1)"
            )
        if len(matches) > 1:
            problems.append(f"cell {cell.id!r} opens several tasks; give each a cell of its own")
        for match in matches:
            line = OBJECTIVES.search(cell.source)
            names = tuple(re.findall(r"O\d+", line[1])) if line else ()
            tasks.append(
                Task(
                    match["id"],
                    int(match["lab"]),
                    int(match["number"]),
                    float(match["points"].replace(",", ".")),
                    names,
                    index,
                    match["title"],
                )
            )
    return tasks, problems


def copy_of(lab: Lab, finished: NotebookNode | None = None) -> NotebookNode:
    """The copy that a student's notebook was handed out as, in its language; not to be changed."""
    return copy_in(lab, language_of(finished))


def copy_in(lab: Lab, spoken: str) -> NotebookNode:
    """The copy in a language as it lies in `work/`, English where there is none; not to be changed."""
    path = lab.copy("" if spoken == ENGLISH else spoken)
    path = path if path.exists() else lab.copy()
    return _read(path, path.stat().st_mtime_ns)


def titles_of(lab: Lab) -> dict[str, str]:
    """Titles of a lab's exercises and questions, in the language that is spoken."""
    return {task.identifier: task.title for task in find_tasks(copy_in(lab, language()))[0]}


def solution_of(lab: Lab) -> NotebookNode:
    """The lab's solution, read once and not for each student; not to be changed."""
    return _read(lab.solution, lab.solution.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> NotebookNode:
    read = notebook.read(path)
    for cell in read.cells:
        cell.source = notebook.in_work(cell.source)
    return read
