"""The pages of `make run`: they show what a figure shows in words, need no network, and can be handed out."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course import labs
from course.notebooks import notebook
from course.notebooks.derive import GUIDE
from course.notebooks.translations import edition
from course.pages.executed import handed_out, page_of
from helpers.languages import catalogue
from tests.axe import assert_accessible

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
WRITTEN = """<!-- BEGIN SOLUTION -->
**Model answer.** It learns.

**Marking guide.** 0.5 for a reason.

At most 1 in all.
<!-- END SOLUTION -->"""
CODE = "### BEGIN SOLUTION\nx = 1 < 2\n### END SOLUTION"
DRAWS = "figure, ax = plt.subplots()\nax.plot(x)\nshow(figure, alt='A line.')"


@pytest.fixture
def page(tmp_path: Path) -> str:
    figure = new_output(
        "display_data", {"image/png": PNG}, metadata={"image/png": {"alt": 'A "line" & a dot.'}}
    )
    cells = [
        new_markdown_cell("# Lab 99 · Small", id="title"),
        new_markdown_cell("## 1 · A *part*\nThe loss is $\\lambda x^2$:\n$$y = 1$$", id="s1"),
        new_code_cell(CODE, id="e1"),
        new_code_cell(DRAWS, id="draw", outputs=[figure]),
        new_markdown_cell(f"{WRITTEN}\nSee [lab 01](01_x.ipynb), [words](../docs/a.md).", id="q1"),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "99_small.ipynb")
    return page_of(tmp_path / "99_small.ipynb")


def test_figure_is_described(page: str):
    assert """alt='A "line" & a dot.'""" in html.unescape(page)


def test_formulas_are_drawn_and_nothing_is_fetched(page: str):
    assert page.count("<math") == 2
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


def test_neither_markers_nor_guides_are_handed_out(page: str):
    assert "It learns." in page
    assert not re.search("SOLUTION|Marking guide|At most 1", page)
    assert "See <a" in page


def test_code_that_draws_is_folded(page: str):
    before, after = page.split("Code that draws")
    assert "BEGIN" not in before
    assert "subplots" not in before
    assert "subplots" in after


def test_contents_and_links_lead_somewhere(page: str):
    assert "<title>Lab 99 · Small</title>" in page
    assert '<a href="#cell-id=s1">1 · A <em>part</em></a>' in page
    assert 'id="cell-id=s1"' in page
    assert 'href="01_x.html"' in page
    assert 'href="../../docs/a.md"' in page


@pytest.mark.slow
@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.name)
@pytest.mark.parametrize("spoken", catalogue.languages())
def test_no_guide_is_handed_out_in_another_language(lab: labs.Lab, spoken: str):
    solution = edition.solution(notebook.read(lab.solution), lab, spoken)
    with catalogue.speaking(spoken):
        label = catalogue.translate(GUIDE)
    assert any(label in cell.source for cell in solution.cells)
    text = nbformat.writes(handed_out(solution))
    assert not re.search(rf"{re.escape(label)}|{re.escape(GUIDE)}|SOLUTION", text)


def test_a_page_is_in_the_language_of_its_notebook(tmp_path: Path):
    written = WRITTEN.replace("Model answer", "Réponse type").replace("Marking guide", "Barème")
    cells = [
        new_markdown_cell("# TP 99 · Petit", id="title"),
        new_code_cell(DRAWS, id="draw", outputs=[new_output("stream", text="0.5")]),
        new_markdown_cell(f"{written}\n\n| a |\n|---|\n| [b](../docs/a.md) |", id="q1"),
    ]
    lesson = new_notebook(cells=cells, metadata={catalogue.EDITION: "fr"})
    nbformat.write(lesson, tmp_path / "99_small.ipynb")
    page = page_of(tmp_path / "99_small.ipynb")
    assert '<html lang="fr">' in page
    for french in ("Sommaire", "Code qui dessine", 'aria-label="Tableau"', "It learns.", ">0.5"):
        assert french in page
    assert not re.search(r"Barème|At most 1|Contents|Code that", page)
    assert 'href="../../../docs/a.md"' in page  # it lies in build/run/fr/


@pytest.mark.acceptance
@pytest.mark.parametrize("number", ["02", "08"])
def test_page_of_a_lab_is_read_and_printed_by_everybody(number: str, browser, tmp_path: Path):
    (lab,) = labs.find([number])
    text = page_of(lab.solution)
    assert "No description" not in text
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(path.as_uri())
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert all(page.evaluate("[...document.images].map(image => image.alt)"))
    printed = page.pdf(tagged=True)
    assert b"/StructTreeRoot" in printed
    assert printed.count(b"/Figure") >= text.count("<img")
    page.close()
