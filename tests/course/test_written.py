"""Answers are found wherever a student put them, and nothing that was handed out counts as one."""

from __future__ import annotations

import copy
import random

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course import labs
from course.labs import Lab
from course.notebooks import answers, notebook
from course.notebooks.derive import INVITATION
from course.notebooks.tasks import find_tasks

LAB = labs.find(["01"])[0]
UNTOUCHED = notebook.read(LAB.notebook)
TEXT = "Looking shows wrong labels, and images that are upside down."
CODED = new_code_cell(f"# {TEXT}")


def place(made: nbformat.NotebookNode, name: str) -> int:
    return [cell.id for cell in made.cells].index(name)


def edited(edit) -> nbformat.NotebookNode:
    """The untouched copy after `edit(cells, i)`; `cells[i]` is the heading of Q1.6, the next one its answer."""
    made = copy.deepcopy(UNTOUCHED)
    edit(made.cells, place(made, "q1-6-task"))
    return made


def insert(offset: int, *cells: nbformat.NotebookNode):
    def edit(all_cells: list, i: int) -> None:
        all_cells[i + offset : i + offset] = copy.deepcopy(list(cells))

    return edit


def rewrite(offset: int, source: str):
    """`{}` in `source` is what stood there."""

    def edit(all_cells: list, i: int) -> None:
        cell = all_cells[i + offset]
        cell.source = source.replace("{}", cell.source)

    return edit


def both(*edits):
    def edit(all_cells: list, i: int) -> None:
        for each in edits:
            each(all_cells, i)

    return edit


def delete(offset: int):
    def edit(all_cells: list, i: int) -> None:
        del all_cells[i + offset]

    return edit


def merge(offset: int, count: int, between: str = TEXT):
    """Merge cells as JupyterLab does, with the answer after the first."""

    def edit(all_cells: list, i: int) -> None:
        parts = [cell.source for cell in all_cells[i + offset : i + offset + count]]
        all_cells[i + offset].source = "\n\n".join([parts[0], between, *parts[1:]])
        del all_cells[i + offset + 1 : i + offset + count]

    return edit


def second_copy(cells: list, i: int) -> None:
    again = copy.deepcopy(cells[i : i + 2])
    again[0].id, again[1].id, again[1].source = "a1", "a2", TEXT
    cells[i + 2 : i + 2] = again


def far_copy(cells: list, i: int) -> None:
    again = copy.deepcopy(cells[i : i + 2])
    again[0].id, again[1].id, again[1].source = "a1", "a2", TEXT
    cells += again


PLACES = {
    "in its cell": rewrite(1, TEXT),
    "under the invitation": rewrite(1, f"{{}}\n\n{TEXT}"),
    "above the invitation": rewrite(1, f"{TEXT}\n\n{{}}"),
    "on the line of the invitation": rewrite(1, f"{{}} {TEXT}"),
    "in half an invitation": rewrite(1, f"Write your answer here, in two to five sentences.* {TEXT}"),
    "in a new text cell": insert(2, new_markdown_cell(TEXT)),
    "in a new raw cell": insert(2, new_raw_cell(TEXT)),
    "in a new code cell": insert(2, CODED),
    "in a string": insert(2, new_code_cell(f'"""{TEXT}"""')),
    "in a variable": insert(2, new_code_cell(f'answer = "{TEXT}"')),
    "in a magic": insert(2, new_code_cell(f"%%markdown\n{TEXT}")),
    "between heading and invitation": insert(1, new_markdown_cell(TEXT)),
    "above the heading": insert(0, new_markdown_cell(TEXT)),
    "in the cell of the heading": rewrite(0, f"{{}}\n\n{TEXT}"),
    "with its number, at the end": lambda cells, i: cells.append(
        new_markdown_cell(f"My answers.\n\n**Q1.6**: {TEXT}")
    ),
    "without the invitation": both(delete(1), insert(1, new_markdown_cell(TEXT))),
    "without the heading": both(rewrite(1, TEXT), delete(0)),
    "without both": both(delete(0), delete(0), insert(0, new_markdown_cell(TEXT))),
    "heading edited": both(
        rewrite(1, TEXT), rewrite(0, "### Question Q1.6 · Why? · 1 point\n\nGive two different things.")
    ),
    "heading and answer merged": merge(0, 2),
    "answer and next section merged": both(rewrite(1, TEXT), merge(1, 2, "")),
    "all three merged": merge(0, 3),
    "second copy": second_copy,
    "second copy at the end": far_copy,
}  # fmt: skip


@pytest.mark.parametrize("ids", ["ids", "no ids"])
@pytest.mark.parametrize("where", PLACES)
def test_answer_is_found(where: str, ids: str):
    made = edited(PLACES[where])
    if ids == "no ids":
        for number, cell in enumerate(made.cells):
            cell.id = f"cell-{number}"
    answered = answers.find(made, UNTOUCHED)
    assert answered.texts == {"Q1.6": TEXT}


def test_answer_in_parts_is_one_answer():
    made = edited(both(rewrite(1, "First."), insert(2, new_markdown_cell("Second."), CODED)))
    assert answers.find(made, UNTOUCHED)["Q1.6"] == f"First.\n\nSecond.\n\n{TEXT}"


def test_answer_in_words_of_the_question_is_an_answer():
    words = "what looking at samples can tell you"
    assert words.split()[-1] in UNTOUCHED.cells[place(UNTOUCHED, "q1-6-task")].source
    for how in (rewrite(1, words), insert(2, new_markdown_cell(words))):
        assert answers.find(edited(how), UNTOUCHED)["Q1.6"] == words


def test_code_in_an_answer_in_words_is_shown_as_code():
    made = edited(insert(2, new_code_cell("x = 1\nprint(x)")))
    assert answers.find(made, UNTOUCHED)["Q1.6"] == "```python\nx = 1\nprint(x)\n```"


def test_notes_elsewhere_answer_nothing_and_are_the_students_own():
    made = copy.deepcopy(UNTOUCHED)
    at = place(made, "e1-3-check") + 1
    made.cells[at:at] = [new_markdown_cell("A note of mine."), new_code_cell("1 + 1")]
    answered = answers.find(made, UNTOUCHED)
    assert (answered.texts, answered.own) == ({}, [at, at + 1])


def test_supplied_cell_after_the_question_is_no_answer_though_it_was_edited():
    made = copy.deepcopy(UNTOUCHED)
    at = place(made, "q1-8")
    follower = made.cells[at + 1]
    follower.source += "\n# changed" if follower.cell_type == "code" else " And more."
    for number, cell in enumerate(made.cells):
        cell.id = f"cell-{number}"
    assert answers.find(made, UNTOUCHED).texts.get("Q1.8", "") == ""


def test_analysis_is_found_in_its_cell_and_in_a_new_one():
    for offset, source in ((0, f"## Your analysis\n\n{TEXT}"), (1, TEXT)):
        made = copy.deepcopy(UNTOUCHED)
        at = place(made, "analysis")
        if offset:
            made.cells.insert(at + 1, new_markdown_cell(source))
        else:
            made.cells[at].source = source
        assert answers.find(made, UNTOUCHED)[answers.ANALYSIS] == TEXT


def test_no_notebook_has_no_answer():
    assert answers.find(None, UNTOUCHED)["Q1.6"] == ""


@pytest.mark.parametrize("lab", labs.all_notebooks(), ids=lambda lab: lab.name)
@pytest.mark.parametrize("ids", ["ids", "no ids"])
def test_every_lab(lab: Lab, ids: str):
    """All that the solution answers is found, and nothing in the untouched copy, with ids and without."""
    untouched, solved = notebook.read(lab.notebook), notebook.read(lab.solution)
    tasks = {task.identifier for task in find_tasks(untouched)[0]}
    for made, wanted in ((notebook.read(lab.notebook), set()), (solved, tasks)):
        if ids == "no ids":
            for number, cell in enumerate(made.cells):
                cell.id = f"cell-{number}"
        assert set(answers.find(made, untouched).texts) - {answers.ANALYSIS} == wanted


@given(
    st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=3),
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), min_size=1, max_size=6
    ),
    st.integers(0, 2**20),
)
def test_whatever_is_typed_raises_nothing_and_loses_no_word(where: list, typed: list, seed: int):
    rng = random.Random(seed)
    made = edited(PLACES[where[0]])
    word = "unmistakable"
    at = place(made, "measure") if "measure" in [c.id for c in made.cells] else len(made.cells)
    kinds = [new_markdown_cell, new_code_cell, new_raw_cell]
    new = [rng.choice(kinds)("\n".join([*typed, word]))]
    made.cells[at:at] = new
    answered = answers.find(made, UNTOUCHED)
    everywhere = "".join(answered.texts.values()) + "".join(
        made.cells[i].source for i in answered.own
    )
    assert word in everywhere
    assert INVITATION not in answered["Q1.6"]
