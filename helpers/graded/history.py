"""Which cells of a notebook ran, in which order, and which names are out of date because of it.

A name is stale when a cell above the one that made it ran again and changed what was used, when that cell has been
edited since, or when its present text no longer makes the name. Running the notebook from the top leaves no stale
name: a cell further down that uses a name again, for a loop or a figure, changes nothing of what came before.
"""

from __future__ import annotations

import ast
import builtins
import json
import math
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

INVITATION = "*Write your answer here, in two to five sentences.*"  # of a written question
_QUESTION = re.compile(r"q\d+-\d+")
_LINE_MAGIC = re.compile(r"^([ \t]*)(?:%(?!%)|!).*", re.MULTILINE)
_TIMED = re.compile(r"\A\s*%%(time|capture)\b.*")  # what follows is the cell's own Python
_KNOWN = frozenset(vars(builtins))


@dataclass(frozen=True)
class Cell:
    """What a cell's code does with the notebook's names, read from its syntax.

    `makes` are names it assigns, `alters` those of them that it only changes in place, `uses` those it reads when
    it runs. `later` says for each function or class it defines which names that reads when it is called.
    """

    makes: frozenset[str]
    alters: frozenset[str]
    uses: frozenset[str]
    later: Mapping[str, frozenset[str]]


def read(source: str) -> Cell:
    """What `source` makes and uses; nothing, if it is no Python."""
    tree = _parsed(source) or _parsed(_LINE_MAGIC.sub(r"\1pass", _TIMED.sub("", source)))
    if tree is None:
        return Cell(frozenset(), frozenset(), frozenset(), {})
    reader = _Reader()
    for statement in tree.body:
        reader.visit(statement)
    uses = frozenset(reader.uses - _KNOWN)
    return Cell(frozenset(reader.makes), frozenset(reader.alters), uses, reader.later)


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


class _Reader(ast.NodeVisitor):
    """Collects names at the top level; what stands inside a function is read when it is called."""

    def __init__(self) -> None:
        self.makes: set[str] = set()
        self.alters: set[str] = set()
        self.uses: set[str] = set()
        self.later: dict[str, frozenset[str]] = {}

    def visit_Name(self, node: ast.Name) -> None:
        (self.uses if isinstance(node.ctx, ast.Load) else self.makes).add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.generic_visit(node)
        if isinstance(node.target, ast.Name):
            self.uses.add(node.target.id)
            self.alters.add(node.target.id)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            self.makes.add(node.value.id)
            self.alters.add(node.value.id)

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        trains = isinstance(node.func, ast.Attribute) and node.func.attr == "fit"
        if trains and isinstance(node.func.value, ast.Name):
            self.makes.add(node.func.value.id)
            self.alters.add(node.func.value.id)

    def visit_alias(self, node: ast.alias) -> None:
        self.makes.add((node.asname or node.name).split(".")[0])

    def visit_FunctionDef(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> None:
        self.makes.add(node.name)
        for part in (*node.decorator_list, *getattr(getattr(node, "args", None), "defaults", [])):
            self.visit(part)
        self.later[node.name] = _free_names(node)

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_ClassDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.uses |= _free_names(node)

    def visit_comprehension_owner(self, node: ast.AST) -> None:
        self.uses |= _free_names(node)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_owner


def _free_names(node: ast.AST) -> frozenset[str]:
    """Names read inside `node` that it neither assigns nor takes as arguments."""
    read, bound = set(), set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            (read if isinstance(part.ctx, ast.Load) else bound).add(part.id)
        elif isinstance(part, ast.arg):
            bound.add(part.arg)
    return frozenset(read - bound - _KNOWN)


@dataclass(frozen=True)
class Run:
    """One run of a cell: its place in the order, when, its text, and which objects the names it uses stood for."""

    order: int
    begun: float  # seconds since 1970
    cell_id: str
    source: str
    cell: Cell
    found: Mapping[str, int]  # name -> id of the object


class History:
    """The runs of a kernel's cells so far."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def note(self, source: str, cell_id: str | None, names: Mapping[str, object]) -> None:
        """Enter a run that begins now; `names` are those of the notebook."""
        cell, cell_id = read(source), cell_id or f"In[{len(self.runs)}]"
        found = {name: id(names[name]) for name in self._reached(cell) if name in names}
        self.runs.append(Run(len(self.runs), time.time(), cell_id, source, cell, found))

    def stale(
        self,
        name: str,
        names: Mapping[str, object],
        saved: Mapping[str, str],
        saved_at: float = math.inf,
    ) -> str | None:
        """Why `name` is out of date, in a sentence, or None.

        Parameters
        ----------
        name : str
        names : mapping
            What the notebook's names stand for now.
        saved : mapping
            Text of each cell in the saved notebook, by id, from the top; empty where it is not known. Then the
            cells count as standing in the order in which they first ran.
        saved_at : float
            When it was saved, in seconds since 1970. The text of a cell that ran later is newer than the file.
        """
        return self._stale(name, names, saved, saved_at, set())

    def _stale(
        self,
        name: str,
        names: Mapping[str, object],
        saved: Mapping[str, str],
        saved_at: float,
        seen: set[str],
    ) -> str | None:
        if name in seen:
            return None
        seen.add(name)
        made = next((run for run in reversed(self.runs) if name in run.cell.makes), None)
        if made is None:
            return None
        last = next(run for run in reversed(self.runs) if run.cell_id == made.cell_id)
        if name not in last.cell.makes:
            return f"`{name}` is left from an earlier text of its cell, which no longer makes it."
        text = saved.get(made.cell_id, made.source) if made.begun < saved_at else made.source
        if text.strip() != made.source.strip():
            return f"The cell that makes `{name}` was edited after it ran. Run it again."
        place = self._places(saved)
        if name in made.cell.later:
            return None  # a function uses what is there when it is called
        for used, before in made.found.items():
            if used == name:
                continue
            for again in self.runs[made.order + 1 :]:
                above = place(again) < place(made)
                if not above or used not in again.cell.makes:
                    continue
                if used in again.cell.alters or id(names.get(used)) != before:
                    return f"`{name}` was computed before `{used}` changed. Run its cell again."
        for used in made.found:
            if reason := self._stale(used, names, saved, saved_at, seen):
                return f"`{name}` depends on something out of date: {reason}"
        return None

    def _places(self, saved: Mapping[str, str]) -> Callable[[Run], int]:
        """Where the cell of a run stands in the notebook; a cell that the saved file does not hold, at the top."""
        first = {run.cell_id: run.order for run in reversed(self.runs)}
        places = {cell_id: number for number, cell_id in enumerate(saved)} or first
        return lambda run: places.get(run.cell_id, -1)

    def _reached(self, cell: Cell) -> set[str]:
        """Names that a cell uses, and those that the functions it uses read when they are called."""
        later: dict[str, frozenset[str]] = {}
        for run in self.runs:
            later |= run.cell.later
        later |= cell.later
        reached, waiting = set(), list(cell.uses)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += later.get(name, ())
        return reached


_history: History | None = None


def follow() -> bool:
    """Note each cell that this kernel runs from now on; False outside IPython, or the second time."""
    global _history
    shell = _shell()
    if shell is None or _history is not None:
        return False
    _history = history = History()
    for source in shell.user_ns.get("In", [""])[1:]:
        history.note(source, None, shell.user_ns)

    def begins(info: object) -> None:
        if not info.silent:
            history.note(info.raw_cell, info.cell_id, shell.user_ns)

    shell.events.register("pre_run_cell", begins)
    return True


def stale_names(names: list[str]) -> list[str]:
    """Which of `names` are out of date in this notebook, and why: a sentence or two for each reason."""
    shell = _shell()
    if _history is None or shell is None:
        return []
    saved, saved_at = _saved_cells()
    found = {name: _history.stale(name, shell.user_ns, saved, saved_at) for name in names}
    return together({name: reason for name, reason in found.items() if reason})


def together(reasons: Mapping[str, str]) -> list[str]:
    """The reasons by name as sentences, those of the same kind told once."""
    groups: dict[str, list[str]] = {}
    for name, reason in reasons.items():
        groups.setdefault(reason.replace(f"`{name}`", "", 1), []).append(name)
    told = []
    for first, *rest in groups.values():
        same = f" The same holds for {', '.join(f'`{name}`' for name in rest)}." if rest else ""
        told.append(reasons[first] + same)
    return told


def notebook_path() -> Path | None:
    """File of this notebook, where Jupyter says which it is."""
    named = os.environ.get("JPY_SESSION_NAME", "")
    return Path(named) if named.endswith(".ipynb") and Path(named).is_file() else None


def unanswered_questions() -> list[str]:
    """Written questions of this notebook that nobody has answered in the saved file, such as `Q2.4`."""
    saved, _ = _saved_cells()
    untouched = [name for name, source in saved.items() if source.strip() == INVITATION]
    return [name.upper().replace("-", ".") for name in untouched if _QUESTION.fullmatch(name)]


def _saved_cells() -> tuple[dict[str, str], float]:
    """Text of each cell in the saved notebook, by id, and when it was saved."""
    path = notebook_path()
    if path is None:
        return {}, 0.0
    try:
        when = path.stat().st_mtime
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return {cell["id"]: "".join(cell["source"]) for cell in cells if "id" in cell}, when
    except (OSError, ValueError, KeyError, TypeError):
        return {}, 0.0


def _shell():
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
