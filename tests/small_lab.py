"""Small notebooks for the tests of the machinery: single cells, and one lab that is in form."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course import labs
from course.notebooks import build, notebook
from helpers.graded.judging import PASSED
from helpers.graded.outputs import MIME

NAME = "07_small"


def code(identifier: str, source: str, *tags: str, outputs: tuple = ()) -> NotebookNode:
    """An executed code cell."""
    return new_code_cell(
        source,
        id=identifier,
        execution_count=1,
        metadata={"tags": list(tags)},
        outputs=list(outputs),
    )


def markdown(identifier: str, source: str, *tags: str) -> NotebookNode:
    """A Markdown cell."""
    return new_markdown_cell(source, id=identifier, metadata={"tags": list(tags)})


def notebook_of(*cells: NotebookNode) -> NotebookNode:
    """A notebook with these cells."""
    return new_notebook(cells=list(cells))


def shown(data: dict, **metadata: dict) -> NotebookNode:
    """An output as `display` makes it."""
    return new_output("display_data", data=data, metadata=metadata)


def answer(source: str) -> str:
    """`source` between the markers of a code cell."""
    return f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"


def verdict(exercise: str, status: str = PASSED) -> NotebookNode:
    """Stored output of a check."""
    return shown({"text/plain": "…", MIME: {"check": exercise, "status": status}})


def small_lab() -> NotebookNode:
    """A lab in form: two objectives, an exercise, an automatic and a written question, a figure."""
    figure = shown({"image/png": "iVBORw0=\n"}, **{"image/png": {"alt": "A line that rises."}})
    return notebook_of(
        markdown(
            "title",
            "# Lab 07 · Small\n\n**40 minutes** · words: docs/glossary.md\n\n"
            "- **O1** scale pixels;\n- **O2** say why.",
        ),
        code("parameters", "seed = 42\nepochs = 1", "parameters"),
        code("setup", "from helpers.check import check, hint"),
        markdown("scale", "## 1 · Scale\n\nSee [the authoring guide](../docs/authoring.md)."),
        code("draw", "show(figure, alt='…')", outputs=(figure,)),
        markdown("draw-caption", "**Figure 7.1.** A line."),
        markdown("scale-task", "### Exercise E7.1 · Scale · 12 points\n*Objectives: O1*\n\nScale."),
        code("e7-1", "# E7.1 scaled pixels\n" + answer("x = 1")),
        code("e7-1-check", 'check("E7.1")', outputs=(verdict("E7.1"),)),
        markdown(
            "count-task", "### Question Q7.1 · Count · 0.5 points\n*Objectives: O1*\n\nHow many?"
        ),
        code("q7-1", "# Q7.1 a number\n" + answer("q7_1 = 3")),
        code("q7-1-check", 'check("Q7.1")', outputs=(verdict("Q7.1"),)),
        markdown("why-task", "### Question Q7.2 · Why · 7.5 points\n*Objectives: O1, O2*\n\nWhy?"),
        markdown(
            "q7-2",
            "<!-- BEGIN SOLUTION -->\n**Model answer.** *Steps* of one size suit all weights.\n\n"
            "**Marking guide.** 4 for the steps, 3.5 for the weights.\n<!-- END SOLUTION -->",
        ),
        markdown("key-points", "## Key points"),
        markdown("analysis", "## Your analysis"),
        code("summary", 'check("07")'),
        code("bars", "assert_bars()", "solution-only"),
        markdown("going-further", "## Going further"),
    )


GRADED_TESTS = """
from helpers.graded.tests import exercise

@exercise("E7.1", points=8)
def test_a(nb):
    "x is scaled."
    assert nb.x <= 1, "Divide the pixels."

@exercise("E7.1", points=4)
def test_b(nb):
    "x is positive."
    assert nb.x > 0, "Mind the <sign>."

@exercise("Q7.1", points=0.5)
def test_c(nb):
    assert nb.q7_1 == 3
"""


class House:
    """The folders of a course with one lab, in a temporary place that `course` takes for its own."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        for folder in ("solutions", "notebooks", "docs", "tests"):
            (root / folder).mkdir()
        (root / "README.md").write_text("# Course\n")
        (root / "docs" / "authoring.md").write_text("# Authoring\n")
        (root / "pyproject.toml").write_text(
            'project.version = "1.0"\ntool.course.repository = ""\n'
        )
        (root / "tests" / f"test_{NAME}.py").write_text(GRADED_TESTS)
        patch.setattr(labs, "ROOT", root)
        patch.setattr(labs, "SOLUTIONS", root / "solutions")
        patch.setattr(labs, "NOTEBOOKS", root / "notebooks")
        patch.setattr("helpers.graded.tests.TESTS", root / "tests")
        patch.setattr("helpers.languages.catalogue.FOLDER", root / "translations")
        self.lab = labs.Lab("07", NAME)
        self.store(small_lab())
        build.build_all()

    def store(self, solution: NotebookNode) -> None:
        """Write the solution, without the student's copy."""
        notebook.write(solution, self.lab.solution)
