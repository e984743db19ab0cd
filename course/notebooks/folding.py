"""Which supplied cells of a student's copy are folded: those that draw, long set-up, optional parts.

Optional parts are collapsed as a whole. A folded cell runs like any other, and one click opens it. The next
thing to read or to do stays in sight.
"""

from __future__ import annotations

import ast
import re

from nbformat import NotebookNode

LONG_SETUP = 8  # lines; what is shorter is read faster than it is unfolded
MOST_DRAWING = 0.10  # of the visible lines of code in a copy
OPTIONAL = re.compile(r"^(#+) .*\(optional\)", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)
_DRAWS = {"show", "plt", "sns"}
_TASK_OR_CHECK = re.compile(r"[eq]\d+-\d+(-check)?")


def is_supplied(cell: NotebookNode) -> bool:
    """Whether a code cell of a lab is neither a task's, nor a check, nor the settings."""
    return not _TASK_OR_CHECK.fullmatch(cell.id) and cell.id not in ("parameters", "summary")


def is_folded(cell: NotebookNode, plotting: set[str]) -> bool:
    """Whether the student's copy folds a code cell: at least half of a supplied cell draws, or it is long set-up.

    `plotting` are the names that the notebook imports from `helpers.plots`.
    """
    if not is_supplied(cell):
        return False
    drawing, lines = count_lines(cell.source, plotting)
    return 2 * drawing >= lines or (cell.id == "setup" and lines > LONG_SETUP)


def plotting_names(notebook: NotebookNode) -> set[str]:
    """Names that a notebook imports from `helpers.plots`."""
    return {
        alias.asname or alias.name
        for cell in notebook.cells
        if cell.cell_type == "code"
        for node in ast.walk(parsed(cell.source))
        if isinstance(node, ast.ImportFrom) and node.module == "helpers.plots"
        for alias in node.names
    }


def count_lines(source: str, plotting: set[str]) -> tuple[int, int]:
    """How many lines of a cell draw, and how many it has, blank ones apart.

    A statement draws when it uses a name that draws: pyplot, what comes from `helpers.plots`, or what an earlier
    drawing statement of the cell has made, such as its axes.
    """
    draws, drawing = _DRAWS | plotting, set()
    for statement in parsed(source).body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        if any(name.id in draws for name in names):
            draws |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
            draws |= {getattr(statement, "name", "")}  # of a function that draws
            drawing |= set(range(statement.lineno, statement.end_lineno + 1))
    written = {number for number, line in enumerate(source.split("\n"), 1) if line.strip()}
    return len(drawing & written), len(written)


def parsed(source: str) -> ast.Module:
    """Syntax tree of a cell; an empty one for what is no Python, which ruff reports."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def visible_drawing(copy: NotebookNode) -> float:
    """Share of drawing lines among the lines of code that a student's copy shows unfolded."""
    plotting = plotting_names(copy)
    counts = [
        count_lines(cell.source, plotting)
        for cell in copy.cells
        if cell.cell_type == "code" and not cell.metadata.get("jupyter", {}).get("source_hidden")
    ]
    return sum(drawing for drawing, _ in counts) / max(1, sum(lines for _, lines in counts))


def optional_cells(lab: NotebookNode) -> set[str]:
    """Ids of the cells under a heading that says *(optional)*, up to the next heading of its rank."""
    inside, level = set(), 0
    for cell in lab.cells:
        if cell.cell_type == "markdown":
            heading = _HEADING.search(cell.source)
            if heading and (not level or len(heading[1]) <= level):
                level = len(heading[1]) if OPTIONAL.search(cell.source) else 0
        if level:
            inside.add(cell.id)
    return inside
