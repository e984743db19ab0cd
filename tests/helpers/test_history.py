"""Cells out of date: found where cells ran out of order or were edited, and nowhere else."""

from __future__ import annotations

import ast

import pytest

from helpers.graded.cell_names import names_of
from helpers.graded.history import History

EARLY = (
    "Ran before a cell above made anew what is used here: {}. Run the cells again from there on."
)
EDITED = "Edited after the last run: {}. Run the cells again from there on."


class Notebook:
    """Cells that run in any order, as a student runs them; the last is a check."""

    def __init__(self, **cells: str) -> None:
        self.history = History()
        self.saved: dict[str, str] = {}
        self.run(**cells)

    def run(self, **cells: str) -> None:
        for cell, source in cells.items():
            self.saved[cell] = source
            self.history.note(cell, source, names_of(ast.parse(source)))

    def notes(self, *asked: str, saved_at: float = float("inf")) -> list[str]:
        """What is out of date above a check that runs now at the end of the notebook."""
        self.saved.pop("check", None)
        self.run(check="'verdict'")
        return self.history.notes(asked, self.saved, saved_at)


def small() -> Notebook:
    return Notebook(a="x = [1]", b="y = x + [2]", c="z = y + [3]")


def test_run_from_the_top_leaves_nothing_out_of_date():
    notebook = small()
    assert notebook.notes(*"xyz") == []
    notebook.run(a="x = [1]", b="y = x + [2]", c="z = y + [3]")
    assert notebook.notes(*"xyz") == []


def test_cell_that_ran_before_one_above_it():
    notebook = small()
    notebook.run(a="x = [10]")
    assert notebook.notes("z") == [EARLY.format("`y = x + [2]`")]
    notebook.run(b="y = x + [2]")
    assert notebook.notes("z") == [EARLY.format("`z = y + [3]`")]
    notebook.run(c="z = y + [3]")
    assert notebook.notes("z") == []


def test_a_value_that_ran_again_with_the_same_identity_counts():
    notebook = Notebook(a="x = 0.1", b="y = x")
    for value in ("0.2", "0.3", "0.1"):
        notebook.run(a=f"x = {value}")
        assert notebook.notes("y") == [EARLY.format("`y = x`")]


def test_of_several_such_cells_the_first_is_named():
    notebook = Notebook(a="x = 1", b="# First\ny = x", c="# Second\nz = x")
    notebook.run(a="x = 2")
    assert notebook.notes() == [EARLY.format("`# First`")]
    notebook.run(b="# First\ny = x")
    assert notebook.notes() == [EARLY.format("`# Second`")]


@pytest.mark.parametrize("change", ["x += [4]", "x = x + [4]", "for x in [1]: pass"])
def test_each_assignment_counts(change: str):
    notebook = Notebook(a="x = [1]", change=change, b="y = x")
    assert notebook.notes() == []
    notebook.run(change=change)
    assert notebook.notes() == [EARLY.format("`y = x`")]


def test_the_nearest_cell_above_that_makes_a_name_counts():
    notebook = Notebook(a="x = 1", b="x = 2", c="y = x")
    notebook.run(a="x = 3")
    assert notebook.notes() == []
    notebook.run(b="x = 4")
    assert notebook.notes() == [EARLY.format("`y = x`")]


def test_what_stands_below_the_check_does_not_matter():
    notebook = Notebook(a="x = 1", check="'verdict'", b="y = x", c="z = y")
    notebook.run(a="x = 2", check="'verdict'")
    notebook.saved["c"] = "z = y + 1"
    assert notebook.history.notes((), notebook.saved) == []


def test_name_that_is_used_again_further_down_is_no_change():
    notebook = Notebook(a="for name in 'ab': pass\nr = [name]", b="y = r + [name]", c="name = 'c'")
    notebook.run(c="name = 'd'")
    assert notebook.notes("r", "y") == []


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("k = 2000", "def f(): return k"),
        ("import math", "y = math.pi"),
        ("for i in range(3): pass", "for i in range(4): print(i)"),
        ("x = 1", "y = 2"),
        ("x = 1", "x = 2"),
    ],
    ids=[
        "read when called",
        "imported again",
        "its own loop",
        "nothing shared",
        "made anew itself",
    ],
)
def test_cell_above_that_ran_again_but_changed_nothing(above: str, below: str):
    notebook = Notebook(a=above, b=below)
    notebook.run(a=above)
    assert notebook.notes() == []


def test_redefined_function_makes_its_results_out_of_date():
    notebook = Notebook(a="def f(): return 1", b="y = f()")
    notebook.run(a="def f(): return 2")
    assert notebook.notes() == [EARLY.format("`y = f()`")]


def test_saved_notebook_says_which_cell_is_above():
    notebook = Notebook(b="y = 1", c="z = y + 1")
    notebook.run(b="y = 2000")
    assert notebook.notes() == [EARLY.format("`z = y + 1`")]
    # The student has moved the cell of y below that of z.
    notebook.saved = {name: notebook.saved[name] for name in ("c", "b")}
    assert notebook.notes() == []


def test_without_a_saved_notebook_cells_stand_as_they_first_ran():
    notebook = small()
    notebook.run(a="x = [10]", check="'verdict'")
    assert notebook.history.notes("z") == [EARLY.format("`y = x + [2]`")]


def test_cell_edited_since_it_ran():
    notebook = small()
    notebook.saved["b"] = "y = x + [5]"
    assert notebook.notes("z") == [EDITED.format("`y = x + [2]`")]
    notebook.saved["b"] = "y = x + [2]  \n"
    assert notebook.notes("z") == []


def test_cell_that_ran_after_the_notebook_was_saved_counts_as_edited_before_it_ran():
    notebook = small()
    notebook.saved["b"] = "y = x"  # as the file still has it
    started_at = notebook.history.runs[1].begun
    assert notebook.notes("y", saved_at=started_at - 1) == []
    assert notebook.notes("y", saved_at=started_at + 1) == [EDITED.format("`y = x + [2]`")]


def test_name_that_its_cell_no_longer_makes():
    notebook = small()
    notebook.run(b="def describe(): pass", c="z = 3")
    notebook.run(b="def tell(): pass", c="z = 3")
    assert notebook.notes("describe", "tell") == [
        "`describe` is left from an earlier text of its cell, which no longer makes it."
    ]


def test_nothing_is_said_before_a_cell_ran_or_of_names_that_none_made():
    assert History().notes(["x"]) == []
    assert small().notes("elsewhere") == []


def test_names_made_and_used():
    names = names_of(
        ast.parse(
            "import numpy as np\nfrom a.b import c as d\nfor i, (j, k) in rows: total += i\n"
            "with open(path) as file: w = [n for n in file if n > limit]\n"
            "squares = (lambda q: q * scale)(3)\nif (m := 3) > 2: pass\n"
            "class K(Base):\n    def method(self): return later\n    x = now\n"
        )
    )
    assert names.made == {"np", "d", "i", "j", "k", "total", "file", "w", "squares", "m", "K"}
    assert names.imported == {"np", "d"}
    assert names.used - {"open"} == {"rows", "total", "path", "limit", "scale", "Base", "now"}
    assert names.used_later == {"later"}
