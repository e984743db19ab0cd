"""What a lab's submissions and graded tests import: a process does so once, and is forked for each of them."""

from __future__ import annotations

import ast
import functools

from course import labs
from course.notebooks import notebook
from helpers.graded.tests import TESTS

DATA = "helpers.datasets.held"
# What each submission must import for itself, and each kernel that is forked where judges are.
_BOUND = ("helpers.check", "helpers.plots", "serving")
_BOUND_TO_KERNELS = ("matplotlib.pyplot", "serving")


@functools.cache
def of_submissions(lab: str) -> list[str]:
    """What a lab's solution imports, the images of the course included; some names are no modules."""
    cells = notebook.read(labs.find([lab])[0].solution).cells
    names = set().union(*(_imported(cell.source) for cell in cells if cell.cell_type == "code"))
    return [DATA, *sorted(name for name in names if not name.startswith(_BOUND))]


@functools.cache
def of_tests(lab: str) -> list[str]:
    """What a lab's graded tests import, at whatever place, and Keras if it has networks; some are no modules."""
    sources = [path.read_text("utf-8") for path in TESTS.glob(f"test_{lab}_*.py")]
    names = set().union(*map(_imported, sources)) | {"keras"}.intersection(of_submissions(lab))
    return [DATA, *sorted(name for name in names if not name.startswith(_BOUND_TO_KERNELS))]


def _imported(code: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return names
