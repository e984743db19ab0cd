"""Says which cells of a notebook are out of date.

A cell is out of date when its text was edited after it ran, or when the cell above it that makes a name it uses
ran later. A name is out of date when the cell that made it no longer does.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpers.graded.cell_names import CellNames, first_line


@dataclass(frozen=True)
class Run:
    """One run of a cell: its id, its text, the names in it, when it began (seconds since 1970)."""

    cell: str
    source: str
    names: CellNames
    begun: float


class History:
    """The runs of a kernel's cells so far, in their order."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def note(self, cell: str, source: str, names: CellNames) -> None:
        """Enter a run that begins now."""
        self.runs.append(Run(cell, source, names, time.time()))

    def notes(
        self,
        asked: Iterable[str],
        saved: Mapping[str, str] | None = None,
        saved_at: float = math.inf,
    ) -> list[str]:
        """What is out of date, in sentences: of the cells above the one that runs, and of the names asked for.

        Parameters
        ----------
        asked : iterable of str
        saved : mapping, optional
            Text of each cell in the saved notebook, by id, from the top. Without it the cells count as standing
            in the order in which they first ran, and none as edited.
        saved_at : float
            When it was saved. The text of a cell that ran later is newer than the file.
        """
        if not self.runs:
            return []
        last = {run.cell: number for number, run in enumerate(self.runs)}
        above = itertools.takewhile(lambda cell: cell != self.runs[-1].cell, saved or last)
        numbers = [last[cell] for cell in above if cell in last]
        return [
            *self._left_over(asked, last),
            *self._edited(numbers, saved or {}, saved_at),
            *self._too_early(numbers),
        ]

    def _left_over(self, asked: Iterable[str], last: Mapping[str, int]) -> list[str]:
        """Names that the last text of their cell does not make."""
        notes = []
        for name in asked:
            made = next((run for run in reversed(self.runs) if name in run.names.made), None)
            if made and name not in self.runs[last[made.cell]].names.made:
                notes.append(
                    f"`{name}` is left from an earlier text of its cell, which no longer makes it."
                )
        return notes

    def _edited(self, numbers: list[int], saved: Mapping[str, str], saved_at: float) -> list[str]:
        ran = [self.runs[number] for number in numbers if self.runs[number].begun < saved_at]
        now = [saved.get(run.cell, run.source).strip() for run in ran]
        edited = [run for run, text in zip(ran, now, strict=True) if text != run.source.strip()]
        return _tell("Edited after the last run", edited)

    def _too_early(self, numbers: list[int]) -> list[str]:
        """Cells that did not run after one above them; `numbers` are of the last runs, from the top."""
        early, makers = [], dict[str, int]()  # name -> the last run that makes it
        for number in numbers:
            names = self.runs[number].names
            if any(makers.get(name, -1) > number for name in names.used):
                early.append(self.runs[number])
            makers |= dict.fromkeys(names.made - names.imported, number)
        return _tell("Ran before a cell above made anew what is used here", early)


def _tell(what: str, runs: list[Run]) -> list[str]:
    # Whoever runs the cells from the first on runs the others, too.
    again = "Run the cells again from there on."
    return [f"{what}: `{first_line(run.source)}`. {again}" for run in runs[:1]]
