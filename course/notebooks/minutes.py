"""How long a lab takes a second-language student: computed from the notebook, not guessed.

Minutes are those of reading, of looking at figures, of tasks, and of waiting for what trains. What is marked
*(optional)* in its heading is not counted, nor is what comes after the analysis.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from nbformat import NotebookNode
from rich.console import Console
from rich.table import Table

from course import labs
from course.notebooks import derive, folding, notebook
from course.notebooks.notebook import WAITING

WORDS_A_MINUTE = 110
FIGURE, EXERCISE, QUESTION, WRITTEN, ANALYSIS = 1.5, 8, 3, 8, 10
LONGEST = 150  # of a sitting
SECOND = "second-sitting"  # id of the cell that a second sitting begins with
CAPTION = re.compile(r"^\*\*Figure \d+\.\d+", re.MULTILINE)
_NOT_READ = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$|<!--.*?-->|\]\([^)]*\)|<[^>\n]+>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_TASK = re.compile(r"([eq])\d+-\d+")


@dataclass
class Sitting:
    """What one sitting is made of; `minutes` follows from it."""

    words: int = 0
    figures: int = 0
    exercises: int = 0
    questions: int = 0
    written: int = 0
    analysis: int = 0
    waiting: float = 0.0

    @property
    def minutes(self) -> int:
        """Minutes, rounded up to tens."""
        exact = (
            self.words / WORDS_A_MINUTE
            + FIGURE * self.figures
            + EXERCISE * self.exercises
            + QUESTION * self.questions
            + WRITTEN * self.written
            + ANALYSIS * self.analysis
            + self.waiting
        )
        return 10 * math.ceil(exact / 10)


def sittings(solution: NotebookNode) -> list[Sitting]:
    """The sittings of a lab, one or two; the waiting is shared out evenly among them."""
    result = [Sitting()]
    for cell in core(solution):
        if cell.id == SECOND:
            result.append(Sitting())
        if cell.cell_type == "markdown":
            _count_text(result[-1], cell)
        elif task := _TASK.fullmatch(cell.id):
            result[-1].exercises += task[1] == "e"
            result[-1].questions += task[1] == "q"
    for sitting in result:
        sitting.waiting = solution.metadata.get(WAITING, 0) / len(result)
    return result


def _count_text(sitting: Sitting, cell: NotebookNode) -> None:
    if _TASK.fullmatch(cell.id):
        sitting.written += 1
    elif cell.id == "analysis":
        sitting.analysis += 1
    text = derive.strip_answers(cell.source, "markdown", cell.id)
    sitting.words += words(text)
    sitting.figures += len(CAPTION.findall(text))


def words(text: str) -> int:
    """How many words of Markdown are read: formulas, addresses and numbers are not."""
    return len(_WORD.findall(_NOT_READ.sub(" ", text)))


def core(solution: NotebookNode) -> Iterator[NotebookNode]:
    """Cells that each student goes through, up to the analysis."""
    optional = folding.optional_cells(solution)
    for cell in solution.cells:
        if cell.id not in optional and derive.SOLUTION_ONLY not in cell.metadata.get("tags", []):
            yield cell
        if cell.id == "analysis":
            return


def stated(solution: NotebookNode) -> list[int]:
    """Minutes of each sitting as the title says them: *90 minutes*, or *two sittings of 120 and 90 minutes*."""
    title = next((cell.source for cell in solution.cells if cell.id == "title"), "")
    match = re.search(r"\*\*(?:two sittings of (\d+) and )?(\d+) minutes", title, re.IGNORECASE)
    return [int(number) for number in match.groups() if number] if match else []


def print_table(chosen: list[labs.Lab]) -> None:
    """Print what each sitting of the labs is made of, its minutes, and those that the title says."""
    table = Table("lab", *asdict(Sitting()), "minutes", "in the title", title="Minutes of the core")
    for lab in chosen:
        solution = notebook.read(lab.solution)
        claimed = [*stated(solution), "", ""]
        for number, sitting in enumerate(sittings(solution)):
            parts = (f"{part:g}" for part in asdict(sitting).values())
            table.add_row(lab.number, *parts, str(sitting.minutes), str(claimed[number]))
    Console().print(table)
