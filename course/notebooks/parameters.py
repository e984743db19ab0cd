"""The settings of a lab, in its cell tagged `parameters`: reads them, and puts a run's own in their place.

papermill would add a cell; here the cells keep their numbers, by which a grade names them.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from nbformat import NotebookNode

from course.notebooks.notebook import NotebookError, tags

TAG = "parameters"


def read(source: NotebookNode) -> dict[str, object]:
    """Names and values in the notebook's `parameters` cell; an empty dictionary where there is none.

    Raises
    ------
    NotebookError
        When that cell does not consist of lines such as `epochs = 5`.
    """
    for cell in source.cells:
        if cell.cell_type == "code" and TAG in tags(cell):
            try:
                return {
                    node.targets[0].id: ast.literal_eval(node.value)
                    for node in ast.parse(cell.source).body
                }
            except (SyntaxError, ValueError, AttributeError) as error:
                raise NotebookError(
                    f"cell {cell.id!r}: the parameters must be lines such as `epochs = 5`, a name and a value"
                ) from error
    return {}


def put(cells: list[NotebookNode], values: Mapping[str, object]) -> None:
    """Let the code cells tagged `parameters` end with these values; the last assignment to a name counts."""
    for cell in cells:
        if cell.cell_type == "code" and TAG in tags(cell):
            cell.source = extended(cell.source, values)


def extended(source: str, values: Mapping[str, object]) -> str:
    """The text of a cell, followed by these values.

    Example
    -------
    >>> extended("epochs = 5", {"epochs": 1})
    'epochs = 5\\nepochs = 1'
    """
    return "\n".join([source, *(f"{name} = {value!r}" for name, value in values.items())])
