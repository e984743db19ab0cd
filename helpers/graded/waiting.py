"""Lets *Run All* go on past tasks that are not solved yet.

A cell that needs the answer of an unsolved task is not run, but for its imports. It says in one line which task it
waits for, and the cells after it go on.
"""

from __future__ import annotations

import ast
import inspect
import re
import symtable
import sys
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING

from helpers.graded.outputs import publish

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, InteractiveShell

_TASK = re.compile(r"\A\s*#\s*([EQ]\d+\.\d+)\b")  # how the cell of a task begins


def is_stub(value: object) -> bool:
    """Whether `value` is as it is handed out: `...`, or a function or class that raises NotImplementedError.

    Example
    -------
    >>> is_stub(...), is_stub(len)
    (True, False)
    """
    if isinstance(value, type):
        methods = [part for part in vars(value).values() if isinstance(part, types.FunctionType)]
        return bool(methods) and all(map(is_stub, methods))
    value = inspect.getattr_static(value, "__wrapped__", value)  # under a decorator
    if isinstance(value, types.FunctionType):
        return value.__code__.co_names == ("NotImplementedError",)  # it uses no other name
    return value is ...


class Waiting:
    """Which names of a notebook wait for which task, as far as its cells have run."""

    def __init__(self) -> None:
        self._task_of: dict[str, str] = {}  # name -> the task whose cell makes it
        self.missing: dict[str, str] = {}  # name that a cell makes which was not run -> the task

    def waits(self, source: str, code: str, names: Mapping[str, object]) -> tuple[str, str] | None:
        """Note a cell that is to run now; the task that it waits for and the name it needs, or None.

        Parameters
        ----------
        source : str
            The cell as it is written.
        code : str
            The same as plain Python.
        names : mapping
            What the notebook's names stand for now.
        """
        made, read, imported = _names(code)
        if task := _TASK.match(source):
            self._task_of |= dict.fromkeys(made, task[1])
        for name in sorted(read - made):
            unsolved = name in self._task_of and is_stub(names.get(name))
            waits_for = self._task_of[name] if unsolved else self.missing.get(name)
            if waits_for:
                self.missing |= dict.fromkeys(made - imported, waits_for)
                return waits_for, name
        for name in made:
            self.missing.pop(name, None)
        return None


def names_made(code: str) -> set[str]:
    """Names of the notebook that a cell makes."""
    return _names(code)[0]


def imports(tree: ast.Module) -> ast.Module:
    """What runs of a cell that waits: its imports, which later cells may need."""
    body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return ast.Module(body=body or ast.parse("pass").body, type_ignores=[])


def _names(code: str) -> tuple[set[str], set[str], set[str]]:
    """Names of the notebook that a cell makes, those that it reads, also inside its functions, and its imports."""
    top = symtable.symtable(code, "<cell>", "exec")
    imported = {s.get_name() for s in top.get_symbols() if s.is_imported()}
    made = {s.get_name() for s in top.get_symbols() if s.is_assigned()} | imported
    read = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    scopes = top.get_children()
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        read |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
    return made, read, imported


class _SkipWaiting(ast.NodeTransformer):
    """Takes all but the imports out of a cell that waits for a task; IPython calls it before it runs a cell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self._shell = shell
        self._waiting = Waiting()
        self._source = ""

    def begins(self, info: ExecutionInfo) -> None:
        self._source = "" if info.silent else info.raw_cell

    def visit(self, tree: ast.Module) -> ast.Module:
        try:
            waits = self._waiting.waits(self._source, ast.unparse(tree), self._shell.user_ns)
        except SyntaxError:  # such as two arguments of one name: Python will say so
            return tree
        if waits is None:
            return tree
        task, name = waits
        publish(
            f"○ Not run: this cell needs `{name}`. Solve {task} first, then run the cells from there on.",
            {"waits": task},
        )
        return imports(tree)


def follow() -> bool:
    """Look at each cell that this kernel runs from now on; False outside IPython, or the second time."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None or any(isinstance(one, _SkipWaiting) for one in shell.ast_transformers):
        return False
    skip = _SkipWaiting(shell)
    shell.ast_transformers.append(skip)
    shell.events.register("pre_run_cell", skip.begins)
    return True
