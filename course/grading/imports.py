"""What a lab's submissions and graded tests import: a process does so once, and is forked for each of them."""

from __future__ import annotations

import functools

from course import labs
from course.imported import imported
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
    names = set().union(*(imported(cell.source) for cell in cells if cell.cell_type == "code"))
    return [DATA, *sorted(name for name in names if not name.startswith(_BOUND))]


@functools.cache
def of_tests(lab: str) -> list[str]:
    """What a lab's graded tests import, at whatever place, and Keras if it has networks; some are no modules."""
    sources = [path.read_text("utf-8") for path in TESTS.glob(f"test_{lab}_*.py")]
    names = set().union(*map(imported, sources)) | {"keras"}.intersection(of_submissions(lab))
    return [DATA, *sorted(name for name in names if not name.startswith(_BOUND_TO_KERNELS))]
