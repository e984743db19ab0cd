"""A notebook as one Python file in jupytext's percent form, with its cell ids, and back."""

from __future__ import annotations

from pathlib import Path

import jupytext
from nbformat import NotebookNode

from course.notebooks import notebook

FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


def to_text(source: NotebookNode) -> str:
    """Percent text of a notebook; each cell's header carries its id and tags.

    Raises
    ------
    notebook.NotebookError
        When the text would not give the same cells back.
    """
    copy = NotebookNode(metadata={}, nbformat=4, nbformat_minor=5, cells=[])
    for cell in source.cells:
        metadata = {"id": cell.id} | ({"tags": notebook.tags(cell)} if notebook.tags(cell) else {})
        copy.cells.append(NotebookNode(cell | {"metadata": NotebookNode(metadata)}))
    copy.metadata["jupytext"] = {"notebook_metadata_filter": "-all", "cell_metadata_filter": "all"}
    text = jupytext.writes(copy, FORMAT)
    back = {cell.metadata.get("id"): cell.source for cell in jupytext.reads(text, FORMAT).cells}
    for index, cell in enumerate(source.cells):
        if back.get(cell.id) != cell.source:
            raise notebook.NotebookError(
                f"cell {index + 1} ({cell.id}) cannot be edited as text: it would not come back the same. Look "
                "there for a line such as '# %%' or '# In[1]:', or a code fence or string left open."
            )
    return text


def from_text(text: str, previous: NotebookNode | None = None) -> NotebookNode:
    """Notebook of a percent text; cells whose code did not change keep their stored outputs.

    Raises
    ------
    notebook.NotebookError
        When a cell has no id or two cells share one.
    """
    new = jupytext.reads(text, FORMAT)
    cells_before = {cell.id: cell for cell in previous.cells} if previous else {}
    new.metadata = NotebookNode(previous.metadata if previous else {})
    identifiers: set[str] = set()
    for index, cell in enumerate(new.cells):
        identifier = cell.metadata.get("id")
        if not identifier or identifier in identifiers:
            start = cell.source.split("\n")[0]
            problem = f"repeats the id {identifier!r}" if identifier else "has no id"
            raise notebook.NotebookError(f"cell {index + 1} ({start!r}) {problem}")
        identifiers.add(identifier)
        cell.id = identifier
        old = cells_before.get(identifier)
        if cell.cell_type == "code" and old is not None and old.source == cell.source:
            cell.outputs, cell.execution_count = old.outputs, old.execution_count
    return new


def unpack(path: Path, target: Path) -> None:
    """Write the percent text of the notebook `path` to `target`."""
    try:
        text = to_text(notebook.read(path))
    except notebook.NotebookError as error:
        raise notebook.NotebookError(f"{path.name}: {error}") from error
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


def pack(source: Path, path: Path) -> None:
    """Write the notebook of the percent text `source` to `path`."""
    previous = notebook.read(path) if path.exists() else None
    try:
        new = from_text(source.read_text(encoding="utf-8"), previous)
    except notebook.NotebookError as error:
        raise notebook.NotebookError(f"{source.name}: {error}") from error
    notebook.write(new, path)
