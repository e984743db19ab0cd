"""Stale names: found where a notebook's cells ran out of order or were edited, and nowhere else."""

from __future__ import annotations

import pytest

from helpers.graded.history import History, read, together

FRESH = None


class Notebook:
    """Cells that run in any order, as a student runs them."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {}
        self.history = History()
        self.saved: dict[str, str] = {}

    def run(self, **cells: str) -> Notebook:
        for cell_id, source in cells.items():
            self.saved[cell_id] = source
            self.history.note(source, cell_id, self.names)
            exec(source, self.names)
        return self

    def stale(self, name: str) -> str | None:
        return self.history.stale(name, self.names, self.saved)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook().run(a="x = [1]", b="y = x + [2]", c="z = y + [3]")


def test_run_from_the_top_leaves_nothing_stale(notebook):
    assert [notebook.stale(name) for name in "xyz"] == [FRESH] * 3
    notebook.run(a="x = [1]", b="y = x + [2]", c="z = y + [3]")
    assert [notebook.stale(name) for name in "xyz"] == [FRESH] * 3


def test_name_computed_before_a_change_is_stale(notebook):
    notebook.run(a="x = [10]")
    assert notebook.stale("y") == "`y` was computed before `x` changed. Run its cell again."
    assert "`z` depends on something out of date: `y` was computed" in notebook.stale("z")
    notebook.run(b="y = x + [2]")
    assert notebook.stale("y") is FRESH
    assert "`z` was computed before `y` changed" in notebook.stale("z")
    notebook.run(c="z = y + [3]")
    assert notebook.stale("z") is FRESH


@pytest.mark.parametrize("change", ["x += [4]", "x[0] = 9"])
def test_change_in_place_counts(change: str):
    notebook = Notebook().run(a="x = [1]", change=change, b="y = x + [2]")
    assert notebook.stale("y") is FRESH
    notebook.run(change=change)
    assert "before `x` changed" in notebook.stale("y")


def test_name_that_is_used_again_further_down_is_no_change():
    notebook = Notebook().run(
        a="for name in 'ab': pass\nresults = [name]", b="y = results + [name]", c="name = 'other'"
    )
    assert [notebook.stale(n) for n in ("results", "y")] == [FRESH, FRESH]
    notebook.run(c="name = 'another'")
    assert notebook.stale("y") is FRESH


def test_saved_notebook_says_which_cell_is_above():
    notebook = Notebook().run(b="y = 1", a="x = 5", c="z = y + 1")
    notebook.run(b="y = 2000", a="x = 6")
    assert "before `y` changed" in notebook.stale("z")
    # The student has moved the cell of y below that of z.
    notebook.saved = {name: notebook.saved[name] for name in ("a", "c", "b")}
    assert notebook.stale("z") is FRESH


def test_cell_edited_since_it_ran(notebook):
    notebook.saved["b"] = "y = x + [5]"
    assert notebook.stale("y") == "The cell that makes `y` was edited after it ran. Run it again."
    assert "out of date" in notebook.stale("z")
    notebook.saved["b"] = "y = x + [2]  \n"
    assert notebook.stale("y") is FRESH


def test_cell_that_ran_after_the_notebook_was_saved_counts_as_edited_before_it_ran(notebook):
    notebook.saved["b"] = "y = x"  # as the file still has it
    saved_at = notebook.history.runs[1].begun - 1
    assert notebook.history.stale("y", notebook.names, notebook.saved, saved_at) is FRESH
    saved_at += 2
    assert "was edited" in notebook.history.stale("y", notebook.names, notebook.saved, saved_at)


def test_a_reason_that_several_names_share_is_told_once():
    notebook = Notebook().run(a="x = 1000", b="y = x + 1\nz = x + 2", c="w = 1")
    notebook.run(a="x = 2000")
    reasons = {name: notebook.stale(name) for name in "yz"} | {"w": "`w` is odd."}
    assert together(reasons) == [
        "`y` was computed before `x` changed. Run its cell again. The same holds for `z`.",
        "`w` is odd.",
    ]


def test_name_that_its_cell_no_longer_makes(notebook):
    notebook.run(b="why = x + [2]")
    assert "left from an earlier text of its cell" in notebook.stale("y")


def test_network_trained_before_its_data_changed():
    notebook = Notebook().run(
        data="x = list(range(3))",
        build="def train(data): return sum(data) + offset()\ndef offset(): return shift",
        shift="shift = 1",
        fit="model = train(x)",
    )
    assert notebook.stale("model") is FRESH
    notebook.run(shift="shift = 100")
    assert "before `shift` changed" in notebook.stale("model")


def test_training_changes_the_network_that_is_named():
    class Network:
        def fit(self, x):
            self.total = sum(x)
            return self

    notebook = Notebook()
    notebook.names["Network"] = Network
    notebook.run(
        data="x = [1]", build="model = Network()", fit="model.fit(x)", use="y = model.total"
    )
    assert [notebook.stale(name) for name in ("model", "y")] == [FRESH] * 2
    notebook.run(data="x = [2]")
    assert "`model` was computed before `x` changed" in notebook.stale("model")
    notebook.run(fit="model.fit(x)")
    assert notebook.stale("model") is FRESH
    assert "`y` was computed before `model` changed" in notebook.stale("y")
    notebook.run(use="y = model.total")
    assert notebook.stale("y") is FRESH


@pytest.mark.parametrize(
    ("source", "makes"),
    [
        ("%matplotlib inline\nx = 1", {"x"}),
        ("for i in y:\n    !ls {i}\n    x = i", {"i", "x"}),
        ("%%time\nx = 1", {"x"}),
        ("%%capture shown\nx = 1", {"x"}),
        ("%%bash\nx = 1", set()),
        ("x = (7\n% 4)", {"x"}),
    ],
)
def test_magics_hide_no_name(source: str, makes: set[str]):
    assert read(source).makes == makes


def test_redefined_function_makes_its_results_stale():
    notebook = Notebook().run(a="def f(): return 1", b="y = f()")
    assert notebook.stale("y") is FRESH
    notebook.run(a="def f(): return 2")
    assert "before `f` changed" in notebook.stale("y")


@pytest.mark.parametrize(
    ("above", "again", "below", "name"),
    [
        ("k = 2000", "k = 3000", "def f(): return k", "f"),
        ("import math", "import math", "y = math.pi", "y"),
    ],
    ids=["a function uses what is there when it is called", "importing again changes nothing"],
)
def test_cell_above_that_ran_again_but_changed_nothing(
    above: str, again: str, below: str, name: str
):
    notebook = Notebook().run(a=above, b=below)
    notebook.run(a=again)
    assert notebook.stale(name) is FRESH


def test_name_that_no_cell_made(notebook):
    assert notebook.stale("elsewhere") is FRESH


@pytest.mark.parametrize("source", ["x = (", "%matplotlib inline", "\0"])
def test_text_that_is_no_python_is_passed_over(source: str):
    assert read(source) == read("")


def test_names_made_and_used():
    cell = read(
        "import numpy as np\nfrom a.b import c as d\nfor i, (j, k) in rows: total += i\n"
        "with open(path) as file: w = [n for n in file if n > limit]\n"
        "squares = (lambda q: q * scale)(3)\nif (m := 3) > 2: pass\n"
        "class K(Base):\n    def method(self): return later\n"
    )
    assert {"np", "d", "i", "j", "k", "total", "file", "w", "squares", "m", "K"} <= cell.makes
    assert {"rows", "total", "path", "limit", "scale"} <= cell.uses
    assert not {"n", "q", "later", "open"} & cell.uses
    assert "later" in cell.later["K"]
