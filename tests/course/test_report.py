"""The report: what is missing stands first, and what a student wrote is shown, never run."""

from __future__ import annotations

import copy

import nbformat
import pytest

from course import errors, labs
from course.notebooks import notebook, outputs
from course.pages import report
from helpers.graded.outputs import MIME
from tests.axe import assert_for_everybody

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
    return report.page_of(LAB, made, LAB.solution)


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


@pytest.mark.parametrize(("lines", "message"), [(2, "has 2 lines"), (14, "has 14 lines")])
def test_length_of_the_analysis(finished, lines: int, message: str):
    cell = next(cell for cell in finished.cells if cell.id == "analysis")
    cell.source = "## Your analysis\n" + "\n".join(f"line {n}" for n in range(lines))
    assert message in page(finished)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["x" * n for n in (73, 115, 90, 100, 104, 80, 99)], ""),
        (["one. " * 120], ""),
        (["one. " * 50], "fills 3 lines of 100 letters"),
        (["one. " * 300], "fills 15 lines of 100 letters"),
        (["a line", "", "---", "another"], "has 2 lines"),
        (["y" * 120] * 10, ""),
        (["y"] * 11, "has 11 lines"),
    ],
)
def test_lines_are_counted_as_a_person_counts_them(finished, typed: list[str], message: str):
    cell = next(cell for cell in finished.cells if cell.id == "analysis")
    cell.source = "## Your analysis\n\n" + "\n".join(typed)
    text = page(finished)
    assert message in text
    assert ("Your analysis" in text.split("<h2>Results")[0]) == bool(message)


def test_answer_stands_with_its_question_and_the_name(finished):
    cell = next(cell for cell in finished.cells if cell.id == "q2-4")
    cell.source = "Because $\\nabla_w L$ exists."
    text = report.page_of(LAB, finished, LAB.solution, name="Zoë <b>Ng")
    question = "Why can it not simply maximise the accuracy?"
    assert text.index("Zoë &lt;b&gt;Ng") < text.index(question) < text.index("<mo>∇</mo>")
    assert 'class="blank"' in page(finished)
    assert 'class="blank"' not in text


def test_points_and_each_verdict_stand_there_once(finished):
    text = page(finished)
    assert "12 of 12 automatic points so far" in text
    assert text.count("✓ passed") == len(outputs.read_notebook(finished).verdicts) == 11
    assert "E2.3 passed" not in text


def test_supplied_code_is_left_out_and_the_students_own_cells_are_there(finished):
    supplied = next(cell for cell in finished.cells if cell.id == "gallery").source
    finished.cells.insert(60, nbformat.v4.new_code_cell("my_own = 1", execution_count=60))
    text = page(finished)
    assert "my_own = 1" in text
    assert supplied.splitlines()[-1] not in text
    for heading in ("Key points", "Going further"):
        assert heading not in text


@pytest.mark.parametrize("lab", labs.all_notebooks(), ids=lambda lab: lab.name)
def test_report_of_every_lab_holds_the_same_without_ids(lab: labs.Lab):
    made = notebook.read(lab.solution)
    whole = report.page_of(lab, made, lab.solution)
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    assert report.page_of(lab, made, lab.solution) == whole
    assert "No answer" not in whole
    assert 'alt="Figure. ' not in whole


@pytest.mark.acceptance
def test_page_is_for_everybody(finished, browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(page(finished), encoding="utf-8")
    assert_for_everybody(path, browser)


@pytest.mark.slow
def test_pdf_is_tagged_and_short(finished, tmp_path):
    nbformat.write(finished, tmp_path / "02.ipynb")
    page_path, pdf = report.report(LAB, tmp_path / "02.ipynb", tmp_path, "Ada")
    if pdf is None:
        pytest.skip("no browser here")
    content = pdf.read_bytes()
    assert b"/StructTreeRoot" in content
    assert b"/Outlines" in content
    assert 1 < content.count(b"/Type /Page\n") <= 12
    assert page_path.exists()


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
    with pytest.raises(errors.UsageError, match="make start LAB=02"):
        report.report(LAB, tmp_path / "none.ipynb", tmp_path)


def test_what_did_not_pass_and_missed_bars_are_said(finished):
    cell = next(cell for cell in finished.cells if cell.id == "e2-3-check")
    payload = {"check": "E2.3", "status": "failed", "points": 0, "possible": 1.5}
    cell.outputs = [nbformat.v4.new_output("display_data", data={"text/plain": "✗", MIME: payload})]
    summary = next(cell for cell in finished.cells if cell.id == "summary")
    summary.outputs = []
    metric = {"metric": "02/test_accuracy", "value": 0.5, "bar": 0.9, "better": "higher"}
    finished.cells[-1].cell_type = "code"
    finished.cells[-1].execution_count = 99
    finished.cells[-1].outputs = [
        nbformat.v4.new_output("display_data", data={"text/plain": "…", MIME: metric})
    ]
    text = page(finished)
    assert "The check of E2.3 has not passed." in text
    assert "The test accuracy is 0.5000, at least 0.900 expected." in text


def test_figures_keep_their_caption_and_what_they_show_in_words(finished):
    text = page(finished)
    assert "<strong>Figure 2.1.</strong>" in text
    assert 'alt="Figure of cell' not in text


@pytest.mark.parametrize("payload", [3, [], {"checks": 3}, {"checks": [3]}, {"metric": []}])
def test_results_of_another_form_are_passed_over(finished, payload: object):
    finished.cells[-1] = nbformat.v4.new_code_cell("1", execution_count=99)
    finished.cells[-1].outputs = [
        nbformat.v4.new_output("display_data", data={"text/plain": "…", MIME: payload})
    ]
    page(finished)
