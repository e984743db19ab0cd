"""The site: all that there is to read is on it, it opens from a stick, and everybody can read it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course import labs
from course.notebooks import notebook
from course.running import run
from course.site import build, contents, sources
from helpers.graded.outputs import MIME
from helpers.languages.catalogue import languages
from tests.axe import assert_accessible

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def solved(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("sources") / "solved"
    sources.write(target, solved=True)
    return target


def test_each_page_of_the_documentation_is_listed():
    listed = {name for _, names in contents.DOCS for name in names}
    assert listed == {path.stem for path in (labs.ROOT / "docs").glob("*.md")}


def test_each_lab_is_listed(solved: Path):
    contents = (solved / "index.md").read_text(encoding="utf-8")
    for lab in labs.all_notebooks():
        assert f"\nnotebooks/{lab.name}\n" in contents
        assert (solved / "notebooks" / lab.notebook.name).exists()


def test_french_labs_have_the_names_of_the_english_ones_and_links_that_fit_their_place(
    tmp_path: Path,
):
    sources.write(tmp_path, language="fr")
    assert ":caption: Travaux pratiques\n" in (tmp_path / "index.md").read_text(encoding="utf-8")
    for lab in labs.all_notebooks():
        lesson = nbformat.read(tmp_path / "notebooks" / lab.notebook.name, 4)
        assert not any("](../../" in cell.source for cell in lesson.cells)
        assert lesson.metadata.get("edition") == "fr"


def test_solutions_of_a_language_are_those_that_were_executed_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run, "FOLDER", tmp_path / "run")
    first, second = labs.find(["00", "01"])
    monkeypatch.setattr(labs, "all_notebooks", lambda: [first, second])
    path = run.source_in("fr", first, tmp_path / "run" / "fr")
    path.rename(tmp_path / "run" / "fr" / path.name)
    old = notebook.read(run.source_in("fr", second, tmp_path / "run" / "fr"))
    old.cells[1].source += "\n\nWhat an earlier version said."
    notebook.write(old, tmp_path / "run" / "fr" / second.solution.name)
    assert [lab for lab in labs.all_notebooks() if sources.is_executed(lab, "fr")] == [first]
    sources.write(tmp_path / "sources", solved=True, language="fr")
    made = [
        nbformat.read(tmp_path / "sources/notebooks" / lab.notebook.name, 4)
        for lab in (first, second)
    ]
    assert [lesson.metadata.get("edition") for lesson in made] == ["fr", None]
    assert "Réponse type" in nbformat.writes(made[0])
    assert "Barème" not in nbformat.writes(made[0])


def test_links_into_a_translated_page_lead_to_its_top():
    page = "[a](students.md#the-data) [b](glossary.md#false-friends) [c](students.md)"
    led = "[a](students.md) [b](glossary.md#false-friends) [c](students.md)"
    assert sources._to_pages(page, "fr") == led
    assert sources._to_pages(page, "en") == page


def test_a_page_of_a_language_is_moved_beside_the_others():
    page = "[a](../elsewhere.md) [b](../../notebooks/fr/02.ipynb) [c](https://x.fr/docs/y)"
    moved = "[a](elsewhere.md) [b](../notebooks/02.ipynb) [c](https://x.fr/docs/y)"
    assert sources._moved_up(page, "fr") == moved


def test_each_figure_is_described_and_no_marking_guide_is_there(solved: Path):
    described = 0
    for path in (solved / "notebooks").glob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "Marking guide" not in text
        assert MIME not in text
        for cell in nbformat.reads(text, 4).cells:
            figures = [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]
            assert len(figures) < 2
            for figure in figures:
                alt = figure.metadata["image/png"]["alt"]
                assert cell.metadata["mystnb"]["image"]["alt"] == alt
                described += 1
    assert described > 100


def test_second_figure_of_a_cell_gets_its_own_words():
    figures = [
        new_output("display_data", {"image/png": ""}, metadata={"image/png": {"alt": alt}})
        for alt in ("first", "second")
    ]
    cell = new_code_cell("draw()", outputs=[figures[0], new_output("stream", text="x"), figures[1]])
    first, second = sources._shown(cell)
    assert [part.metadata["mystnb"]["image"]["alt"] for part in (first, second)] == [
        "first",
        "second",
    ]
    assert (len(first.outputs), len(second.outputs)) == (2, 1)
    assert second.metadata["tags"] == ["remove-input"]
    nbformat.validate(new_notebook(cells=[first, second]))


def test_students_copies_are_on_the_site_without_answers(tmp_path: Path):
    sources.write(tmp_path / "sources")
    for lab in labs.all_notebooks():
        text = (tmp_path / "sources" / "notebooks" / lab.notebook.name).read_text(encoding="utf-8")
        assert "Model answer" not in text


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("site") / "students"
    build.build(target)
    return target


@pytest.fixture(scope="module")
def solved_site(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("site") / "solved"
    build.build(target, solved=True)
    return target


@pytest.mark.acceptance
@pytest.mark.parametrize(
    ("edition", "lab"), [("", "Lab 08 · Regularization"), ("fr/", "TP 08 · Régularisation")]
)
def test_it_asks_no_other_computer_and_its_search_needs_no_server(
    site: Path, browser, edition: str, lab: str
):
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index.html", "notebooks/00_foundations.html", "docs/glossary.html"):
        page.goto((site / edition / name).as_uri())
    page.goto((site / edition / "search.html").as_uri() + "?q=dropout")
    page.get_by_role("link", name=lab).first.wait_for()
    assert asked
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.close()


@pytest.mark.acceptance
def test_each_page_leads_to_the_same_in_the_other_language(site: Path, browser):
    page = browser.new_page()
    for name in ("index", "docs/glossary", "notebooks/02_dense_mnist", "search"):
        page.goto((site / f"{name}.html").as_uri())
        page.locator(".language a").first.click()
        assert page.url == (site / "fr" / f"{name}.html").as_uri()
        assert page.locator("html").get_attribute("lang") == "fr"
        page.locator(".language a").first.click()
        assert page.url == (site / f"{name}.html").as_uri()
    page.close()


@pytest.mark.acceptance
@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize(
    "name",
    ["index", "notebooks/02_dense_mnist", "docs/students", "search", "fr/notebooks/02_dense_mnist"],
)
def test_everybody_can_read_it(site: Path, browser, name: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto((site / f"{name}.html").as_uri())
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.acceptance
@pytest.mark.parametrize("width", [390, 1366])
def test_everybody_can_read_an_executed_lab(solved_site: Path, browser, width: int):
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto((solved_site / "notebooks" / "02_dense_mnist.html").as_uri())
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".cell_output img").count() > 5
    assert all(page.evaluate("[...document.images].map(image => image.alt)"))
    assert page.locator("math").count() > 5
    others = [
        name for name in languages() if len(build.not_executed(name)) < len(labs.all_notebooks())
    ]
    assert page.locator(".language").count() == len(others)
    assert b"/StructTreeRoot" in page.pdf(tagged=True)
    page.close()
