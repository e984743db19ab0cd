"""The minutes of a lab follow from what it holds; optional parts are not counted, and fold."""

from __future__ import annotations

from course.notebooks import derive, folding, minutes, notebook
from tests.small_lab import code, markdown, notebook_of

PROSE = "word " * 1100  # ten minutes


def lab(*cells):
    return notebook_of(*cells, markdown("analysis", "## Your analysis"), markdown("after", PROSE))


def test_minutes_add_up():
    solution = lab(
        markdown("prose", PROSE),
        markdown("caption", "**Figure 1.1.**"),
        code("e1-1", "x = 1"),
        code("q1-1", "y = 1"),
        markdown("q1-2", "<!-- BEGIN SOLUTION -->\n" + PROSE + "\n<!-- END SOLUTION -->"),
    )
    solution.metadata[notebook.WAITING] = 4
    (sitting,) = minutes.sittings(solution)
    assert (sitting.figures, sitting.exercises, sitting.questions, sitting.written) == (1, 1, 1, 1)
    # 10 of reading, 1.5 + 8 + 3 + 8, 10 of analysis, 4 of waiting; the model answer is not read
    assert sitting.minutes == 50


def test_formulas_addresses_and_numbers_are_no_words():
    assert (
        minutes.words("The $\\alpha = 2$ of [a page](https://example.org/x) in 12 `fit` runs") == 7
    )


def test_second_sitting_is_counted_apart():
    both = minutes.sittings(
        lab(markdown("one", PROSE), markdown("second-sitting", "## Second sitting"))
    )
    assert [sitting.minutes for sitting in both] == [10, 20]


def test_title_says_one_or_two_sittings():
    for line, expected in [
        ("**90 minutes · 20 points**", [90]),
        ("**two sittings of 120 and 90 minutes · 20 points**", [120, 90]),
        ("**20 points**", []),
    ]:
        assert minutes.stated(notebook_of(markdown("title", f"# Lab\n\n{line}"))) == expected


OPTIONAL = lab(
    markdown("sec-1", "## 1 · Core"),
    markdown("extra", "### More (optional)\n\n" + PROSE),
    code("extra-code", "z = 1"),
    markdown("back", "### Core again"),
    code("core-code", "x = 1"),
)


def test_optional_part_ends_with_the_next_heading_of_its_rank():
    assert folding.optional_cells(OPTIONAL) == {"extra", "extra-code"}
    assert minutes.sittings(OPTIONAL)[0].words < 20


def test_optional_part_is_collapsed_and_its_code_folded(tmp_path):
    copy = derive.derive(OPTIONAL, tmp_path / "01_lab.ipynb")
    metadata = {cell.id: cell.metadata for cell in copy.cells}
    assert metadata["extra"]["jp-MarkdownHeadingCollapsed"]
    assert metadata["extra-code"]["jupyter"]["source_hidden"]
    assert "jp-MarkdownHeadingCollapsed" not in metadata["back"]
    assert "jupyter" not in metadata["core-code"]
