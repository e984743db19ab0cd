"""The student's copy of a lab, derived from its solution.

Between `### BEGIN SOLUTION` and `### END SOLUTION` a code cell holds the answer; the copy gets a stub
made from the answer's own syntax tree. In Markdown the markers are HTML comments
(`<!-- BEGIN SOLUTION -->`), so that they do not show, and the copy gets an invitation to write.
"""

from __future__ import annotations

import ast
import re
import tokenize
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.notebooks import folding
from course.notebooks.notebook import NotebookError, tags, where
from helpers.graded.saved import INVITATION

SOLUTION_ONLY = "solution-only"
STUDENT_TAGS = {"parameters"}
STUDENT_CELLS = {"parameters", "analysis"}  # written in by the student, beside the cells of tasks
UNWRITTEN = "raise NotImplementedError"  # the body of a function that the student writes

DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
ENDINGS = ast.Return | ast.Yield | ast.YieldFrom

BEGIN_CODE, END_CODE = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_TEXT, END_TEXT = "<!-- BEGIN SOLUTION -->", "<!-- END SOLUTION -->"
# How the two parts of a model answer begin.
MODEL, GUIDE = "**Model answer.**", "**Marking guide.**"
# Anything a person may have meant as a marker: a comment that begins so, whatever the case, the signs and
# the order of letters. Markers that are not seen would hand out the answer.
_SOLUTION, _EDGE = r"s[olutin]{5,8}s?\b", r"(b[egin]{3,5}|e[nd]{1,3}|start|stop)"
LOOKS_LIKE_MARKER = re.compile(
    rf"(^|\s)(#+|<!--)\W*({_EDGE}[\s_-]*(of\s+)?(the\s+)?{_SOLUTION}|{_SOLUTION}[\s_-]*{_EDGE}\b)",
    re.IGNORECASE,
)


def derive(
    solution: NotebookNode, path: Path, repository: str = "", language: str = ""
) -> NotebookNode:
    """Student's copy of `solution`: stubs for answers, same cell ids, no outputs.

    Parameters
    ----------
    solution : NotebookNode
    path : Path
        Where the solution comes from; named in errors and badges.
    repository : str
        `owner/name` on GitHub for the badges; no badges when empty.
    language : str
        Of the copy, if it is not English: the badges open that edition.

    Raises
    ------
    NotebookError
        When a solution marker is unbalanced, nested or misspelt, or the answer is not Python.
    """
    copy = NotebookNode(solution | {"metadata": NotebookNode(), "cells": []})
    plotting, optional = folding.plotting_names(solution), folding.optional_cells(solution)
    for index, cell in enumerate(solution.cells):
        place = where(path, index, cell)
        source = strip_answers(cell.source, cell.cell_type, place)
        if SOLUTION_ONLY in tags(cell):
            continue
        new = NotebookNode(cell_type=cell.cell_type, id=cell.id, source=source)
        new.metadata = _metadata(cell, source, plotting, optional)
        if cell.cell_type == "code":
            new.update(execution_count=None, outputs=[])
        copy["cells"].append(new)
    if repository:
        copy["cells"][:0] = [
            badges(path, repository, language),
            elsewhere(repository, language=language),
        ]
    return copy


def code_handed_out(solution: NotebookNode) -> list[NotebookNode]:
    """Code cells of a solution that the copy holds, too, with their answers."""
    cells = [cell for cell in solution.cells if cell.cell_type == "code"]
    return [cell for cell in cells if SOLUTION_ONLY not in tags(cell)]


def _metadata(
    cell: NotebookNode, source: str, plotting: set[str], optional: set[str]
) -> NotebookNode:
    """Metadata of a cell in the copy: only the cells of tasks and the settings are to be written in."""
    metadata = {"tags": [tag for tag in tags(cell) if tag in STUDENT_TAGS], "deletable": False}
    if source == cell.source and cell.id not in STUDENT_CELLS:
        metadata["editable"] = False
    if cell.cell_type == "code" and (cell.id in optional or folding.is_folded(cell, plotting)):
        metadata["jupyter"] = {"source_hidden": True}
        metadata["tags"].append("hide-input")  # the same for Jupyter Book
    if cell.cell_type == "markdown" and folding.OPTIONAL.search(cell.source):
        metadata["jp-MarkdownHeadingCollapsed"] = True  # JupyterLab hides what is under it
    return nbformat.from_dict(metadata)


def badges(path: Path, repository: str, language: str = "") -> NotebookNode:
    """Cell that opens this notebook on Binder, where `work/` holds copies in English, or on Colab."""
    target = f"notebooks/{language}/{path.name}" if language else f"notebooks/{path.name}"
    on_binder = target if language else f"work/{path.name}"
    binder = f"https://mybinder.org/v2/gh/{repository}/main?urlpath=lab/tree/{on_binder}"
    colab = f"https://colab.research.google.com/github/{repository}/blob/main/{target}"
    source = (
        f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]({binder})\n"
        f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab})"
    )
    return new_markdown_cell(source, id="badges", metadata={"tags": []})


_ELSEWHERE = """\
# At home this does nothing. Where the course is missing (Colab, Kaggle), it is fetched: checks, hints, bars.
import importlib.util
import io
import sys
import urllib.request
import zipfile
from pathlib import Path

if importlib.util.find_spec("helpers") is None:
    above = [path for path in Path.cwd().parents if (path / "helpers" / "packages").is_dir()]
    if not above and not Path("dl-labs").is_dir():
        print("Fetching the course ...")
        try:
            with urllib.request.urlopen("{github}/{repository}/archive/refs/heads/main.zip") as answer:
                zipfile.ZipFile(io.BytesIO(answer.read())).extractall("dl-labs")
        except OSError as error:
            message = f"The course could not be fetched ({{error}}). On Kaggle, turn on Internet in the settings."
            raise ConnectionError(message) from None
    sys.path.append(str((above or list(Path("dl-labs").iterdir()))[0].resolve()))
    from helpers.packages import elsewhere

    elsewhere.prepare({language})"""


def elsewhere(
    repository: str, github: str = "https://github.com", language: str = ""
) -> NotebookNode:
    """Folded cell that fetches the course where there is only this notebook."""
    spoken = f'"{language}"' if language else ""
    source = _ELSEWHERE.format(github=github, repository=repository, language=spoken)
    cell = new_code_cell(source, id="elsewhere")
    cell.metadata = nbformat.from_dict(
        {
            "tags": ["hide-input"],
            "deletable": False,
            "editable": False,
            "jupyter": {"source_hidden": True},
        }
    )
    return cell


def strip_answers(source: str, cell_type: str, place: str) -> str:
    """`source` with each answer replaced by its stub or invitation."""
    begin, end = (BEGIN_CODE, END_CODE) if cell_type == "code" else (BEGIN_TEXT, END_TEXT)
    lines, output, answer = source.split("\n"), [], None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        where = f"{place}, line {number}"
        if text == begin:
            if answer is not None:
                raise NotebookError(f"{where}: {begin!r} inside an answer that has not ended")
            answer, first_line = [], number
        elif text == end:
            if answer is None:
                raise NotebookError(f"{where}: {end!r} without a {begin!r} before it")
            at = f"{place}, line {first_line}"
            output += _replacement(answer, cell_type, at)
            answer = None
        elif LOOKS_LIKE_MARKER.search(line):
            raise NotebookError(
                f"{where}: misspelt marker {text!r}; write {begin!r} or {end!r}, alone on its line"
            )
        else:
            (output if answer is None else answer).append(line)
    if answer is not None:
        raise NotebookError(f"{place}, line {first_line}: {begin!r} without an {end!r} after it")
    student = "\n".join(output)
    if cell_type == "code" and student != source:
        try:
            ast.parse(student)
        except SyntaxError as error:
            raise NotebookError(
                f"{place}: what is left without the answer is not Python ({error.msg})"
            ) from error
    return student


def _replacement(answer: list[str], cell_type: str, place: str) -> list[str]:
    written = [number for number, text in enumerate(answer) if text.strip()]
    if not written:
        raise NotebookError(f"{place}: the answer is empty")
    if cell_type != "code":
        return [INVITATION]
    indent = re.match(r"\s*", answer[written[0]])[0]
    try:
        # In a block of its own, and not dedented: lines inside a long string may begin anywhere.
        tree = ast.parse("\n".join(["if True:" if indent else "", *answer, f"{indent}pass"]))
    except SyntaxError as error:
        raise NotebookError(
            f"{place}: the answer is not Python on its own ({error.msg})"
        ) from error
    stub = _stub(tree.body[0].body if indent else tree.body, ["", *answer], indent)
    # Blank lines around the answer set it apart from what stays, as the code's format wants it.
    return [""] * written[0] + stub + [""] * (len(answer) - 1 - written[-1])


def _stub(body: list[ast.stmt], lines: list[str], indent: str) -> list[str]:
    """Lines that stand for statements: definitions keep their head, assigned names become `...`.

    What returns is the body of a function: it raises NotImplementedError as a whole. `lines` are the lines that
    the nodes of `body` count.
    """
    if any(isinstance(node, ENDINGS) for node in _walk(body)):
        return [f"{indent}{UNWRITTEN}"]
    stub: list[str] = []
    seen: set[str] = set()
    after_definition = False
    for node in body:
        is_definition = isinstance(node, DEFINITIONS)
        if is_definition:
            new = _definition(node, lines)
        else:
            names = [name for name in dict.fromkeys(_assigned([node])) if name not in seen]
            seen.update(names)
            new = [f"{indent}{name} = ..." for name in names]
        if new:
            if stub and (is_definition or after_definition):
                stub += [""] * (1 if indent else 2)
            stub += new
            after_definition = is_definition
    return stub or [f"{indent}..."]


def _definition(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: list[str]
) -> list[str]:
    """Head and docstring of a definition as they are written; no body, and stubs for a class's methods."""
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    stub = lines[first - 1 : node.lineno - 1] + _head(lines[node.lineno - 1 :])
    indent = re.match(r"\s*", lines[node.lineno - 1])[0] + "    "
    if ast.get_docstring(node) is not None:
        quoted = ast.get_source_segment("\n".join(lines), node.body[0])
        stub += (indent + quoted).split("\n")
    members = [part for part in node.body if isinstance(part, DEFINITIONS)]
    if isinstance(node, ast.ClassDef) and members:
        for number, member in enumerate(members):
            if number or ast.get_docstring(node) is not None:
                stub.append("")
            stub += _definition(member, lines)
    else:
        body = "..." if isinstance(node, ast.ClassDef) else UNWRITTEN
        stub.append(f"{indent}{body}")
    return stub


def _head(lines: list[str]) -> list[str]:
    """`lines` up to the colon that ends the head of the definition they begin with."""
    depth = 0
    for token in tokenize.generate_tokens(iter([f"{line}\n" for line in lines]).__next__):
        if token.type == tokenize.OP:
            depth += (token.string in "([{") - (token.string in ")]}")
            if token.string == ":" and depth == 0:
                row, column = token.end
                return [*lines[: row - 1], lines[row - 1][:column]]
    raise AssertionError("a definition has a colon")


def _walk(body: list[ast.stmt]):
    """Nodes of this scope: what a nested function or class holds is left out."""
    for node in body:
        yield node
        if not isinstance(node, DEFINITIONS | ast.Lambda):
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
            stored = [
                part
                for part in ast.walk(target)
                if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            ]
            stored.sort(key=lambda name: (name.lineno, name.col_offset))
            names += [name.id for name in stored]
    return names
