"""Reading and writing notebooks in one canonical form."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.errors import CourseError
from course.files import write_atomically
from helpers.graded.since import COURSE
from helpers.languages.catalogue import EDITION

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
WAITING = "waiting_minutes"  # how long a run of the whole lab takes; `make refresh` measures it


class NotebookError(CourseError):
    """A notebook that cannot be used; the message names the file, where it can the cell, and why."""


def read(path: Path) -> NotebookNode:
    """Read a notebook of format 4; a cell without an id, as before format 4.5, gets `cell-N`.

    Raises
    ------
    NotebookError
        When the file is missing, is not JSON, or is not a notebook of format 4.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise NotebookError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise NotebookError(f"{path}: is not UTF-8 text (byte {error.start})") from error
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotebookError(f"{path}: is not JSON ({error.msg}, line {error.lineno})") from error
    except RecursionError as error:
        raise NotebookError(f"{path}: is not a notebook (nested too deeply)") from error
    if not (
        isinstance(content, dict)
        and content.get("nbformat") == 4
        and isinstance(content.get("nbformat_minor"), int)
        and isinstance(content.get("cells"), list)
    ):
        raise NotebookError(f"{path}: is not a notebook of format 4")
    content["nbformat"], content["nbformat_minor"] = 4, max(5, content["nbformat_minor"])
    for number, cell in enumerate(content["cells"], 1):
        if isinstance(cell, dict):
            cell.setdefault("id", f"cell-{number}")
    problem = _problem(content)
    if problem:
        cells = [[], *([cell] for cell in content["cells"])]
        number = next((n for n, c in enumerate(cells) if _problem(content | {"cells": c})), 0)
        place = f"cell {number}: " if number else ""
        raise NotebookError(f"{path}: is not a valid notebook ({place}{problem})")
    return nbformat.v4.reads(json.dumps(content))


def _problem(content: dict) -> str:
    """What makes `content` an invalid notebook, in a line; empty when it is valid.

    Not by `nbformat.validate`, which repairs what it finds: a repeated id would become a random one, unseen.
    """
    try:
        error = next(nbformat.validator.iter_validate(content), None)
    except TypeError:  # nbformat's own, from the type of a cell or output that is no text
        return "a cell or output of no known type"
    return str(error).strip().split("\n")[0][:200] if error else ""


def canonical(notebook: NotebookNode, keep: tuple[str, ...] = ("tags",)) -> str:
    """The one text a notebook has in this repository.

    Keys sorted, one space of indent, only the metadata that the course uses: the kernel's name, how long a
    run takes, its language if it is not English, what a copy was made from, and of each cell those that are to
    `keep`. Without times of execution, which differ from run to run.
    """
    notebook = nbformat.from_dict(notebook)
    own = {
        key: notebook.metadata[key]
        for key in (WAITING, EDITION, COURSE)
        if key in notebook.metadata
    }
    notebook.metadata = nbformat.from_dict(METADATA | own)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        metadata = {key: cell.metadata[key] for key in keep if cell.metadata.get(key, []) != []}
        cell.metadata = nbformat.from_dict(metadata)
        cell.source = "\n".join(line.rstrip() for line in cell.source.split("\n")).strip("\n")
    return nbformat.v4.writes(notebook) + "\n"


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook in canonical form, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, canonical(notebook))


def in_work(text: str) -> str:
    """Text of a copy as it stands in `work/`, where an edition's links lead one folder less up."""
    return re.sub(r"(\]\(\s*<?)\.\./\.\./", r"\1../", text)


def tags(cell: NotebookNode) -> list[str]:
    """Tags of a cell."""
    return cell.metadata.get("tags", [])


def where(path: Path, index: int, cell: NotebookNode) -> str:
    """How messages name a cell: file, number counted from 1 as papermill does, id."""
    return f"{path.name}, cell {index + 1} ({cell.get('id', 'no id')})"
