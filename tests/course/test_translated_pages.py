"""Pages of the documentation in other languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import labs
from course.notebooks.translations import pages


def test_pages_are_up_to_date():
    assert list(pages.faults()) == []
    assert labs.ROOT / "docs" / "fr" / "students.md" in pages.pages()


@pytest.mark.parametrize("page", pages.pages(), ids=lambda page: page.name)
def test_page_and_its_english_one_lead_to_each_other(page: Path):
    source = pages.source_of(page)
    for path, other in ((page, source), (source, page)):
        first = path.read_text("utf-8").split("\n\n")[1]
        target = first.rpartition("](")[2].rstrip(")*")
        assert (path.parent / target).resolve() == other.resolve()


def test_a_page_whose_english_one_has_changed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(labs, "ROOT", tmp_path)
    source, page = tmp_path / "docs" / "a.md", tmp_path / "docs" / "fr" / "a.md"
    page.parent.mkdir(parents=True)
    source.write_text("# A\n")
    page.write_text("# Un\n")
    (fault,) = pages.faults()
    assert "docs/fr/a.md: it does not say of what it is the translation" in fault
    page.write_text(pages.head_of(page) + "# Un\n")
    assert list(pages.faults()) == []
    source.write_text("# A, changed\n")
    (fault,) = pages.faults()
    assert "docs/fr/a.md: its English page has changed" in fault
    assert fault.endswith(pages.head_of(page).strip())
    source.unlink()
    assert list(pages.faults()) == ["docs/fr/a.md: there is no such page in English"]
