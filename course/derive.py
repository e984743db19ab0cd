"""The student's copy of a lab, derived from its solution.

Between `### BEGIN SOLUTION` and `### END SOLUTION` a code cell holds the answer; the copy gets a stub
made from the answer's own syntax tree. In Markdown the markers are HTML comments
(`<!-- BEGIN SOLUTION -->`), so that they do not show, and the copy gets an invitation to write.
"""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from course.notebook import NotebookError, tags, where

SOLUTION_ONLY = "solution-only"
STUDENT_TAGS = {"parameters"}
INVITATION = "*Write your answer here, in two to five sentences.*"

BEGIN_CODE, END_CODE = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_TEXT, END_TEXT = "<!-- BEGIN SOLUTION -->", "<!-- END SOLUTION -->"
# Anything a person may have meant as a marker.
LOOKS_LIKE_MARKER = re.compile(
    r"^\s*(#+|<!--|//)\W*(begin|end|start|stop)[\s_-]*(of\s+)?(the\s+)?solut?ion|"
    r"^\s*(#+|<!--)\W*solution[\s_-]*(begin|end|start|stop)",
    re.IGNORECASE,
)


def derive(solution: NotebookNode, path: Path, repository: str = "") -> NotebookNode:
    """Student's copy of `solution`: stubs for answers, same cell ids, no outputs.

    Parameters
    ----------
    solution : NotebookNode
    path : Path
        Where the solution comes from; named in errors and badges.
    repository : str
        `owner/name` on GitHub for the badges; no badges when empty.

    Raises
    ------
    NotebookError
        When a solution marker is unbalanced, nested or misspelt, or the answer is not Python.
    """
    copy = solution.copy()
    copy["cells"] = []
    for index, cell in enumerate(solution.cells):
        place = where(path, index, cell)
        source = strip_answers(cell.source, cell.cell_type, place)
        if SOLUTION_ONLY in tags(cell):
            continue
        new = NotebookNode(cell_type=cell.cell_type, id=cell.id, source=source)
        new.metadata = NotebookNode(tags=[tag for tag in tags(cell) if tag in STUDENT_TAGS])
        if cell.cell_type == "code":
            new.update(execution_count=None, outputs=[])
        copy["cells"].append(new)
    if repository:
        copy["cells"].insert(0, badges(path, repository))
    return copy


def badges(path: Path, repository: str) -> NotebookNode:
    """Cell that opens this notebook on Binder or Colab."""
    target = f"notebooks/{path.name}"
    binder = f"https://mybinder.org/v2/gh/{repository}/main?urlpath=lab/tree/{target}"
    colab = f"https://colab.research.google.com/github/{repository}/blob/main/{target}"
    source = (
        f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]({binder})\n"
        f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})"
    )
    return new_markdown_cell(source, id="badges", metadata={"tags": []})


def strip_answers(source: str, cell_type: str, place: str) -> str:
    """`source` with each answer replaced by its stub or invitation."""
    begin, end = (BEGIN_CODE, END_CODE) if cell_type == "code" else (BEGIN_TEXT, END_TEXT)
    lines, output, answer = source.split("\n"), [], None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        here = f"{place}, line {number}"
        if text == begin:
            if answer is not None:
                raise NotebookError(f"{here}: {begin!r} inside an answer that has not ended")
            answer, first_line = [], number
        elif text == end:
            if answer is None:
                raise NotebookError(f"{here}: {end!r} without a {begin!r} before it")
            output += _replacement(answer, cell_type, f"{place}, line {first_line}", source, output)
            answer = None
        elif LOOKS_LIKE_MARKER.match(line):
            raise NotebookError(f"{here}: misspelt marker {text!r}; write {begin!r} or {end!r}")
        else:
            (output if answer is None else answer).append(line)
    if answer is not None:
        raise NotebookError(f"{place}, line {first_line}: {begin!r} without an {end!r} after it")
    return "\n".join(output)


def _replacement(
    answer: list[str], cell_type: str, place: str, source: str, before: list[str]
) -> list[str]:
    if not "".join(answer).strip():
        raise NotebookError(f"{place}: the answer is empty")
    if cell_type != "code":
        return [INVITATION]
    indent = re.match(r"\s*", next(line for line in answer if line.strip()))[0]
    try:
        tree = ast.parse(textwrap.dedent("\n".join(answer)))
    except SyntaxError as error:
        raise NotebookError(
            f"{place}: the answer is not Python on its own ({error.msg})"
        ) from error
    inside_function = bool(indent) and any(re.match(r"\s*def ", line) for line in before)
    stub = _stub(tree.body, inside_function)
    return [indent + line if line else line for line in stub]


def _stub(body: list[ast.stmt], inside_function: bool) -> list[str]:
    """Lines that stand for statements: definitions keep their head, assigned names become `...`."""
    if inside_function and any(isinstance(node, ast.Return | ast.Yield) for node in _walk(body)):
        return ["..."]
    lines: list[str] = []
    seen: set[str] = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if lines:
                lines += ["", ""]
            lines += _definition(node)
        else:
            for name in _assigned([node]):
                if name not in seen:
                    seen.add(name)
                    lines.append(f"{name} = ...")
    return lines or ["..."]


def _definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
    """Head and docstring of a definition; `...` for a function's body, stubs for a class's methods."""
    head = ast.parse(ast.unparse(node)).body[0]
    docstring = ast.get_docstring(node)
    head.body = [ast.Expr(ast.Constant(...))]
    lines = ast.unparse(head).split("\n")[:-1]
    if docstring:
        quoted = f'"""{docstring}"""' if "\n" not in docstring else f'"""{docstring}\n"""'
        lines += textwrap.indent(quoted, "    ").split("\n")
    methods = [n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    if isinstance(node, ast.ClassDef) and methods:
        for method in methods:
            lines += ["", *textwrap.indent("\n".join(_definition(method)), "    ").split("\n")]
    else:
        lines.append("    ...")
    return lines


def _walk(body: list[ast.stmt]):
    """Nodes of this scope: what a nested function or class holds is left out."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            yield from _walk(list(ast.iter_child_nodes(node)))


def _assigned(body: list[ast.stmt]) -> list[str]:
    """Names the statements assign in their own scope; loop variables and `with … as` names are not."""
    names: list[str] = []
    for node in _walk(body):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = [node.target]
        else:
            continue
        for target in targets:
            names += [
                part.id
                for part in ast.walk(target)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            ]
    return names
