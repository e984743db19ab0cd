"""Which cells of a student's copy are folded."""

from __future__ import annotations

import pytest

from course import labs
from course.notebooks import folding, notebook
from course.notebooks.derive import derive
from tests.small_lab import code, notebook_of

FIGURE = "figure, axes = plt.subplots()\naxes.plot(x)\nshow(figure, alt='a line')"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (FIGURE, (3, 3)),
        ("x = 1\n" + FIGURE, (3, 4)),
        ("import numpy as np\nx = np.ones(3)", (0, 2)),
        # what a drawing statement makes draws, too; also in a loop
        ("_, axes = plt.subplots()\n\nfor a in axes:\n    y = 2\n    a.plot(y)", (4, 4)),
        ("def draw(a):\n    plt.plot(a)\n\n\ndraw(x)\ntotal = 3", (3, 4)),
        ("grid(images)\nx = 1", (1, 2)),
        ("x = plot_of_the_story", (0, 1)),
        ("%matplotlib inline\nplt.plot(x)", (0, 2)),
    ],
)
def test_lines_that_draw(source: str, lines: tuple[int, int]):
    assert folding.count_lines(source, {"grid"}) == lines


@pytest.mark.parametrize(
    ("identifier", "source", "folded"),
    [
        ("draw", FIGURE, True),
        ("draw", "x = 1\ny = 2\nz = 3\n" + FIGURE, True),
        ("draw", "x = 1\ny = 2\nz = 3\nw = 4\n" + FIGURE, False),
        ("compute", "x = 1", False),
        ("setup", "\n".join(f"import a{n}" for n in range(8)), False),
        ("setup", "\n".join(f"import a{n}" for n in range(9)), True),
        # never what is the student's, nor its check
        ("parameters", FIGURE, False),
        ("e7-1", FIGURE, False),
        ("e7-1-check", "show(1)", False),
        ("summary", "show(1)", False),
    ],
)
def test_which_cells_are_folded(identifier: str, source: str, folded: bool):
    copy = derive(notebook_of(code(identifier, source)), labs.ROOT / "07_small.ipynb")
    metadata = copy.cells[0].metadata
    assert metadata.get("jupyter", {}).get("source_hidden", False) is folded
    assert ("hide-input" in metadata.tags) is folded


@pytest.mark.parametrize("lab", labs.all_notebooks(), ids=lambda lab: lab.name)
def test_names_that_a_lab_imports_for_drawing_are_known(lab: labs.Lab):
    assert "show" in folding.plotting_names(notebook.read(lab.solution))
