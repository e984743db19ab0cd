"""Reads what a submission and its sandbox say. Whatever that is, it costs little time and memory.

Limits come before anything is made of it, and what goes on is built here, field by field: nothing is validated
that could be of any size and form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode, v4

from helpers.languages.catalogue import language_of

MOST_CELLS = 5000  # the longest lab has 120
MOST_OUTPUTS = 500  # of a cell; JupyterLab shows 50
MOST_OUTPUTS_IN_ALL = 5000
LONGEST_CELL = 200_000  # letters that an executed notebook keeps
_LARGEST_COUNT = 10**9  # of execution
# A container takes a hundred times its two letters in memory, a value ten times.
_MOST_CONTAINERS, _MOST_VALUES = 500_000, 5_000_000
_DEEPEST = 50  # level of what a JSON output nests
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_JSON_TYPE = re.compile(r"application/(.*\+)?json")
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # of a cell


class Rejected(Exception):
    """A submission that cannot be run; says why, for its author."""


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in, less its outputs; an `id` that the format does not allow is None."""

    is_code: bool
    source: str
    id: str | None = None
    tags: list[str] = field(default_factory=list)
    attachments: dict[str, dict[str, object]] = field(default_factory=dict)


def json_of(text: str) -> Any:
    """The value that a JSON text describes.

    Raises
    ------
    Rejected
        When it is none, or has more parts than a notebook.
    """
    outside = _STRING.sub("", text)
    containers = outside.count("{") + outside.count("[")
    if containers > _MOST_CONTAINERS or outside.count(",") > _MOST_VALUES:
        raise Rejected("The file has too many parts for a notebook.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Rejected(
            "The file is not a notebook: it was damaged, or is another kind of file. "
            "Download it from JupyterLab again."
        ) from error


def cells(text: str) -> tuple[list[Cell], str]:
    """Cells of a notebook of format 2 to 4, and its language. A field that is missing, null or of another type is
    empty.

    Raises
    ------
    Rejected
    """
    notebook = json_of(text)
    try:
        sheets = [notebook] if "cells" in notebook else notebook["worksheets"]
        in_sheets = [cell for sheet in sheets for cell in sheet["cells"] if isinstance(cell, dict)]
    except (LookupError, TypeError):
        raise Rejected(
            "The file is not a notebook: it has no cells. Download it from JupyterLab again."
        ) from None
    if len(in_sheets) > MOST_CELLS:
        raise Rejected(
            f"The notebook has {len(in_sheets):,} cells; at most {MOST_CELLS:,} are graded."
        )
    return [_cell(cell) for cell in in_sheets], language_of(notebook)


def _cell(cell: dict[str, Any]) -> Cell:
    is_code = cell.get("cell_type") == "code"
    source = _text(cell.get("source", cell.get("input"))) or ""
    level = cell.get("level")  # of a heading, up to format 3
    if cell.get("cell_type") == "heading" and type(level) is int and 1 <= level <= 6:
        source = f"{'#' * level} {source}"
    name, metadata = cell.get("id"), cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    pasted = cell.get("attachments")
    return Cell(
        is_code,
        source,
        name if isinstance(name, str) and _NAME.fullmatch(name) else None,
        _strings(tags),
        {name: _bundle(data) for name, data in pasted.items()} if isinstance(pasted, dict) else {},
    )


def outputs(reported: object) -> list[NotebookNode]:
    """What of these are outputs of a cell, in the notebook's format; the rest is dropped."""
    read: list[NotebookNode] = []
    printed: list[str] = []  # by the last of them, if it is a stream
    for output in reported if isinstance(reported, list) else []:
        made = _output(output) if isinstance(output, dict) else None
        if made is None:
            continue
        if made.output_type == "stream":
            if read and read[-1].output_type == "stream" and read[-1].name == made.name:
                printed.append(made.text)
                continue
            _join(read, printed)
            printed = [made.text]
        if len(read) == MOST_OUTPUTS:
            break
        read.append(made)
    _join(read, printed)
    return read


def _join(kept: list[NotebookNode], printed: list[str]) -> None:
    if kept and kept[-1].output_type == "stream":
        kept[-1].text = "".join(printed)


def _output(reported: dict[str, Any]) -> NotebookNode | None:
    kind = reported.get("output_type")
    if kind == "stream":
        name, text = reported.get("name"), _text(reported.get("text"))
        if name in ("stdout", "stderr") and text is not None:
            return NotebookNode(output_type=kind, name=name, text=text)
    elif kind in ("display_data", "execute_result"):
        metadata = reported.get("metadata")
        made = NotebookNode(
            output_type=kind,
            data=_bundle(reported.get("data")),
            metadata=metadata if isinstance(metadata, dict) and _is_flat(metadata) else {},
        )
        if kind == "execute_result":
            made.execution_count = count(reported.get("execution_count"))
        return made if made.data else None
    elif kind == "error":
        ename, evalue, lines = (reported.get(key) for key in ("ename", "evalue", "traceback"))
        return NotebookNode(
            output_type=kind,
            ename=_text(ename) or "",
            evalue=_text(evalue) or "",
            traceback=_strings(lines),
        )
    return None


def _bundle(data: object) -> dict[str, object]:
    """The representations of an output or of a pasted image that the format allows, by type."""
    if not isinstance(data, dict):
        return {}
    made = {k: v if _JSON_TYPE.fullmatch(k) else _text(v) for k, v in data.items()}
    return {kind: value for kind, value in made.items() if value is not None and _is_flat(value)}


def _is_flat(value: object, levels: int = _DEEPEST) -> bool:
    """Whether so many levels are enough for what `value` holds; what copies it later goes down one by one."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels > 0 and all(_is_flat(part, levels - 1) for part in parts)


def _text(value: object) -> str | None:
    """A text, or lines of one."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return value if isinstance(value, str) else None


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def count(value: object) -> int | None:
    """A number of execution, or None."""
    return value if type(value) is int and 0 <= value <= _LARGEST_COUNT else None


def new_cell(is_code: bool, source: str, name: str) -> NotebookNode:
    """A cell without outputs.

    nbformat's own functions hold each cell against the whole format, which takes longer than all else here.
    """
    kind = "code" if is_code else "markdown"
    cell = NotebookNode(cell_type=kind, id=name, metadata=NotebookNode(), source=source)
    if is_code:
        cell.update(execution_count=None, outputs=[])
    return cell


def notebook(cells: Iterable[Cell], ran: Iterable[dict[str, Any]] = ()) -> NotebookNode:
    """A notebook of today's format: cells, and what those that `ran` gave."""
    made: NotebookNode = v4.new_notebook()
    names = set()
    for place, cell in enumerate(cells):
        rest = len(cell.source) - LONGEST_CELL
        source = cell.source[:LONGEST_CELL]
        if rest > 0:
            source += f"\n[Cut here: {rest:,} more characters.]"
        name = cell.id if cell.id and cell.id not in names else f"unnamed-{place}"
        names.add(name)
        new = new_cell(cell.is_code, source, name)
        if cell.attachments and not cell.is_code:
            new.attachments = cell.attachments
        made.cells.append(new)
    left = MOST_OUTPUTS_IN_ALL
    for entry in ran:
        cell = made.cells[entry["cell"]]
        if cell.cell_type == "code":
            cell.outputs = outputs(entry["outputs"])[:left]
            cell.execution_count = count(entry.get("count"))
            left -= len(cell.outputs)
    return made
