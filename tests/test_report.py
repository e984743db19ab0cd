"""The report: what is missing stands first, and what a student wrote is shown, never run."""

from __future__ import annotations

import copy

import nbformat
import pytest

from course import labs, notebook, report

LAB = labs.find(["02"])[0]
ANALYSIS = "## Your analysis\n\n" + "\n".join(
    f"Line {n} of what the results say.\n" for n in range(6)
)


@pytest.fixture
def finished() -> nbformat.NotebookNode:
    """A notebook with all answers, all outputs and an analysis."""
    made = copy.deepcopy(notebook.read(LAB.solution))
    next(cell for cell in made.cells if cell.id == "analysis").source = ANALYSIS
    return made


def page(made: nbformat.NotebookNode) -> str:
    return report.render(LAB, made, LAB.solution)


def test_finished_notebook_is_complete(finished):
    text = page(finished)
    assert "✓ Complete" in text
    assert "Still missing" not in text
    assert "test accuracy" in text
    assert "Line 5 of what" in text
    assert text.count("data:image/png") > 5


def test_untouched_copy_lacks_everything():
    text = page(notebook.read(LAB.notebook))
    for part in (
        "No answer to E2.1, Q2.1,",
        "cells have not run",
        "no figure",
        "records no result",
        "analysis is not written",
    ):
        assert part in text


def test_cells_out_of_order_and_errors_are_said(finished):
    code = [cell for cell in finished.cells if cell.cell_type == "code"]
    code[3].execution_count, code[4].execution_count = 90, 80
    code[5].outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="<b>bad</b>")]
    text = page(finished)
    assert "did not run from top to bottom" in text
    assert "ended with an error: ValueError: &lt;b&gt;bad" in text


def test_deleted_answer_is_missed(finished):
    finished.cells = [cell for cell in finished.cells if cell.id != "e2-3"]
    assert "The cells of E2.3 are no longer in the notebook" in page(finished)


@pytest.mark.parametrize(("lines", "said"), [(2, "has 2 lines"), (14, "has 14 lines")])
def test_length_of_the_analysis(finished, lines: int, said: str):
    cell = next(cell for cell in finished.cells if cell.id == "analysis")
    cell.source = "## Your analysis\n" + "\n".join(f"line {n}" for n in range(lines))
    assert said in page(finished)


def test_what_a_student_wrote_is_not_run(finished):
    cell = next(cell for cell in finished.cells if cell.id == "analysis")
    cell.source += (
        "\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://example.org/y.png)"
    )
    text = page(finished)
    assert "<script>" not in text
    assert 'href="javascript' not in text
    assert 'src="https' not in text


def test_notebook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(labs.UsageError, match="make start LAB=02"):
        report.report(LAB, tmp_path / "none.ipynb", tmp_path)
