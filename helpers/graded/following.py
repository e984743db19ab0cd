"""Follows the cells that a kernel runs: which of them wait for a task, and which have run."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from helpers.graded.cell_names import names_of
from helpers.graded.history import History
from helpers.graded.outputs import publish
from helpers.graded.waiting import Waiting

if TYPE_CHECKING:
    from IPython.core.interactiveshell import ExecutionInfo, InteractiveShell


class Follower(ast.NodeTransformer):
    """Sees each cell before it runs, and takes all but the imports out of one that waits for a task."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.waiting, self.history = Waiting(), History()
        self._shell = shell
        self._info: ExecutionInfo | None = None  # of the cell that begins

    def begins(self, info: ExecutionInfo) -> None:
        self._info = info

    def visit(self, tree: ast.AST) -> ast.AST:
        info, self._info = self._info, None  # IPython also shows what runs inside a cell
        if info is None or info.silent or not isinstance(tree, ast.Module):
            return tree
        source = info.raw_cell or ""
        cell = info.cell_id or f"In[{len(self.history.runs)}]"
        try:
            names = names_of(tree)
        except SyntaxError:  # such as two arguments of one name: Python will say so
            return tree
        wait = self.waiting.before(cell, source, tree, self._shell.user_ns)
        if wait is None:
            self.history.note(cell, source, names)
            return tree
        text = f"○ Not run: this cell needs `{wait.name}`. {wait.advice}"
        publish(text, {"waits": wait.task})
        return imports(tree)


def imports(tree: ast.Module) -> ast.Module:
    """What runs of a cell that waits: its imports, which later cells may need."""
    body: list[ast.stmt] = [
        node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return ast.Module(body=body or ast.parse("pass").body, type_ignores=[])


def follower() -> Follower | None:
    """What follows this kernel's cells, if `follow` was called in it."""
    hooks = getattr(_shell(), "ast_transformers", [])
    return next((hook for hook in hooks if isinstance(hook, Follower)), None)


def follow() -> bool:
    """Follow each cell that this kernel runs from now on; False outside IPython, or the second time."""
    shell = _shell()
    if shell is None or follower() is not None:
        return False
    new = Follower(shell)
    shell.ast_transformers.append(new)
    shell.events.register("pre_run_cell", new.begins)
    return True


def _shell() -> InteractiveShell | None:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None
