"""Lets *Run All* go on past tasks that are not solved yet.

A cell that needs the answer of an unsolved task is not run, but for its imports. It says in one line which task it
waits for, and the cells after it go on.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from helpers.graded.cell_names import first_line, left_open, names_of
from helpers.languages.catalogue import later, translate

_TASK_ID = re.compile(r"([eq])(\d+)-(\d+)")
_TASK_COMMENT = re.compile(r"\A\s*#\s*([EQ]\d+\.\d+)\b")  # where the front end has ids of its own
_SOLVE = later("Solve {} first, then run the cells from there on.")


@dataclass(frozen=True)
class Wait:
    """Why a cell is not run: the name that it needs, the task that is to solve, and what to do."""

    name: str
    task: str
    advice: str


@dataclass(frozen=True)
class _Skipped:
    """A cell that was not run: how it begins, the name that it needs, and the task that it waits for."""

    line: str
    needs: str
    task: str


class Waiting:
    """Which names of a notebook wait for which task, as far as its cells have run."""

    def __init__(self) -> None:
        self._task_of: dict[str, str] = {}  # name -> the task whose cell makes it
        self._stubs: set[str] = set()  # functions and classes among them that are as handed out
        self._makers: dict[str, str] = {}  # name -> the cell that made it last
        self._skipped: dict[str, _Skipped] = {}  # name -> the cell that would have made it

    def before(
        self,
        cell: str,
        source: str,
        tree: ast.Module,
        names: MutableMapping[str, object],
    ) -> Wait | None:
        """Note a cell that is to run now; what it waits for, or None.

        Of a cell that waits, the names that its earlier run made are deleted: they are not what it would make now.

        Parameters
        ----------
        cell : str
            Its id.
        source : str
            The cell as it is written.
        tree : ast.Module
            The same as Python runs it.
        names : mapping
            What the notebook's names stand for.

        Raises
        ------
        SyntaxError
            As `names_of` does.
        """
        cell_names = names_of(tree)
        made = cell_names.made - cell_names.imported
        needed = sorted(cell_names.used | cell_names.used_later)
        wait = next(filter(None, (self._wait(name, names) for name in needed)), None)
        if wait is not None:
            for name in made:
                if self._makers.get(name) == cell:
                    names.pop(name, None)
                if name not in names:
                    self._skipped[name] = _Skipped(first_line(source), wait.name, wait.task)
            return wait
        for name in made:
            self._makers[name] = cell
            self._skipped.pop(name, None)
        self._stubs -= made
        if task := task_of(cell, source):
            self._task_of |= dict.fromkeys(made, task)
            self._stubs |= left_open(tree)
        return None

    def advice(self, names: Mapping[str, object]) -> dict[str, str]:
        """What `check` says of each name that is missing because the cell that makes it was not run."""
        return {
            name: f"its cell was not run, since it needs `{skipped.needs}`. {self._what_to_do(skipped, names)}"
            for name, skipped in self._skipped.items()
            if name not in names
        }

    def _wait(self, name: str, names: Mapping[str, object]) -> Wait | None:
        """What a cell that needs this name waits for."""
        if self._is_open(name, names):
            task = self._task_of[name]
            return Wait(name, task, translate(_SOLVE).format(task))
        skipped = self._skipped.get(name)
        if skipped is None or name in names:
            return None
        return Wait(name, skipped.task, self._what_to_do(skipped, names))

    def _is_open(self, name: str, names: Mapping[str, object]) -> bool:
        value = names.get(name, ...)
        return name in self._task_of and (value is ... or (name in self._stubs and callable(value)))

    def _what_to_do(self, skipped: _Skipped, names: Mapping[str, object]) -> str:
        of_task = (name for name, task in self._task_of.items() if task == skipped.task)
        if any(self._is_open(name, names) for name in of_task):
            return translate(_SOLVE).format(skipped.task)
        return f"Run the cell that makes it again: `{skipped.line}`."


def task_of(cell: str, source: str) -> str | None:
    """The task whose answer stands in a cell, such as `"E1.1"`, by the cell's id or else by its first comment.

    Example
    -------
    >>> task_of("q1-2", ""), task_of("In[3]", "# E1.1 Count"), task_of("e1-1-check", "")
    ('Q1.2', 'E1.1', None)
    """
    if match := _TASK_ID.fullmatch(cell):
        return f"{match[1].upper()}{match[2]}.{match[3]}"
    match = _TASK_COMMENT.match(source)
    return match[1] if match else None
