"""Which names of the notebook a cell makes and uses, as Python itself tells them from the cell's text."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

# Scopes whose content runs where it stands; what stands in a function runs when that is called.
_AT_ONCE = {"listcomp", "setcomp", "dictcomp", "genexpr", "lambda"}


@dataclass(frozen=True)
class CellNames:
    """Names that a cell makes (those it imports among them), and those it needs from the cells before it.

    `used` are read when the cell runs, `used_later` inside the functions that it defines.
    """

    made: frozenset[str]
    imported: frozenset[str]
    used: frozenset[str]
    used_later: frozenset[str]


def names_of(tree: ast.Module) -> CellNames:
    """The names of one cell.

    Raises
    ------
    SyntaxError
        When Python refuses the cell only as it compiles it, such as a function with two arguments of one name.

    Example
    -------
    >>> names = names_of(ast.parse("total = total + step"))
    >>> sorted(names.made), sorted(names.used)
    (['total'], ['step', 'total'])
    """
    made, imported, used, later = (set[str]() for _ in range(4))
    for statement in tree.body:
        table = symtable.symtable(ast.unparse(statement), "<cell>", "exec")
        symbols = table.get_symbols()
        makes = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
        reads = {s.get_name() for s in symbols if s.is_referenced()}
        for scope, at_once in _scopes(table, True):
            names = {
                s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()
            }
            (reads if at_once else later).update(names)
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            reads -= makes  # such as the variable of a loop
        reads |= makes & {
            node.target.id
            for node in ast.walk(statement)
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
        }
        used |= reads - made
        made |= makes
        imported |= {s.get_name() for s in symbols if s.is_imported()}
    return CellNames(*map(frozenset, (made, imported, used, later - made)))


def _scopes(
    table: symtable.SymbolTable, at_once: bool
) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """Scopes inside one, and whether their content runs with the cell."""
    for scope in table.get_children():
        now = at_once and (scope.get_type() == "class" or scope.get_name() in _AT_ONCE)
        yield scope, now
        yield from _scopes(scope, now)


def left_open(tree: ast.Module) -> frozenset[str]:
    """Names that the cell of a task leaves as it was handed out: `...`, or what raises NotImplementedError.

    Example
    -------
    >>> sorted(left_open(ast.parse("a = ...\\nb = 2\\ndef c():\\n    raise NotImplementedError")))
    ['a', 'c']
    """
    names = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and _is_ellipsis(statement.value):
            names |= {target.id for target in statement.targets if isinstance(target, ast.Name)}
        elif isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names |= {statement.name} if _is_stub(statement) else set()
    return frozenset(names)


def _is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a function only raises NotImplementedError, or a class consists of such functions or of `...`."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if isinstance(node, ast.ClassDef):
        methods = [
            part for part in body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        if methods:
            return all(map(_is_stub, methods))
        return any(isinstance(part, ast.Expr) and _is_ellipsis(part.value) for part in body)
    if len(body) != 1 or not isinstance(body[0], ast.Raise):
        return False
    raised = body[0].exc
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def first_line(source: str) -> str:
    """What a cell is called in a message: its first line, without backticks, at most 60 letters.

    Example
    -------
    >>> first_line("\\n# E1.1 Count\\ncount = 3")
    '# E1.1 Count'
    """
    line = (source.strip().splitlines() or [""])[0].replace("`", "")
    return line if len(line) <= 60 else line[:59] + "…"
