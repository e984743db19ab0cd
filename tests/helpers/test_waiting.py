"""*Run All* goes past a task that is not solved: what needs its answer waits, in one line."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from course import labs
from course.notebooks import notebook
from course.notebooks.derive import derive
from helpers import tracking
from helpers.graded import following
from helpers.graded.cell_names import names_of
from helpers.graded.following import imports
from helpers.graded.judging import NOT_ATTEMPTED, PASSED, judge
from helpers.graded.namespace import Namespace
from helpers.graded.tests import GradedTest, by_exercise
from helpers.graded.waiting import Wait, Waiting
from tests import lab_session

SOLVED = "# E1.1 Count\ncount = 3"
UNSOLVED = "# E1.1 Count\ncount = ..."
FUNCTION = "# E1.2 Double\ndef double(x):\n    raise NotImplementedError"


class Notebook:
    """Cells that run in any order; the number of a cell's first run is its id."""

    def __init__(self, *cells: str) -> None:
        self.waiting = Waiting()
        self.names: dict[str, object] = {}
        self.waits = [self.run(source) for source in cells]

    def run(self, source: str, cell: str | None = None) -> Wait | None:
        tree = ast.parse(source)
        wait = self.waiting.before(cell or source, source, tree, self.names)
        exec(compile(tree if wait is None else imports(tree), "cell", "exec"), self.names)
        return wait

    @property
    def tasks(self) -> list[str | None]:
        return [wait and wait.task for wait in self.waits]


@pytest.mark.parametrize(
    ("cells", "tasks"),
    [
        ([SOLVED, "print(count)"], [None, None]),
        ([UNSOLVED, "print(count)"], [None, "E1.1"]),
        ([UNSOLVED, "print(1)", "x = 2"], [None, None, None]),
        # What a waiting cell would have made waits, too, until a cell makes it.
        ([UNSOLVED, "half = count / 2", "half + 1"], [None, "E1.1", "E1.1"]),
        ([UNSOLVED, "half = count / 2", "half = 1", "half + 1"], [None, "E1.1", None, None]),
        # Its imports are made, for the cells after it.
        ([UNSOLVED, "import math\ny = count", "math.pi", "y"], [None, "E1.1", None, "E1.1"]),
        # Solved later: the same cells run.
        ([UNSOLVED, "y = count", SOLVED, "y = count", "y"], [None, "E1.1", None, None, None]),
        ([FUNCTION, "double(2)"], [None, "E1.2"]),
        ([FUNCTION, "def four():\n    return double(2)", "four()"], [None, "E1.2", "E1.2"]),
        ([FUNCTION, "def four(double):\n    return double(2)"], [None, None]),
        ([FUNCTION, "double = abs", "double(2)"], [None, None, None]),
        ([FUNCTION, "class A:\n    x = [double(i) for i in range(3)]"], [None, "E1.2"]),
        ([FUNCTION, "# E1.3 Use\nfour = double(2)", "four"], [None, "E1.2", "E1.2"]),
        # A cell may read a name before it makes it.
        ([UNSOLVED, "count += 1"], [None, "E1.1"]),
        ([UNSOLVED, "for i in range(3):\n    count += i"], [None, "E1.1"]),
        ([UNSOLVED, "count = count + 1"], [None, "E1.1"]),
        ([UNSOLVED, "count = 5\nprint(count)"], [None, None]),
        ([UNSOLVED, "for count in range(3):\n    print(count)"], [None, None]),
        # Nobody's task: a name of the notebook's own.
        (["x = ...", "x"], [None, None]),
        ([UNSOLVED, "# E1.1 Count\ncount = 4", "count"], [None, None, None]),
    ],
)
def test_what_a_cell_waits_for(cells: list[str], tasks: list[str | None]):
    assert Notebook(*cells).tasks == tasks


@pytest.mark.parametrize(
    ("answer", "waits"),
    [
        ("def f(x):\n    raise NotImplementedError", True),
        ("def f(x):\n    'Double x.'\n    raise NotImplementedError('later')", True),
        ("@functools.cache\ndef f(x):\n    raise NotImplementedError", True),
        ("async def f(x):\n    raise NotImplementedError", True),
        ("class f:\n    ...", True),
        ("class f:\n    'A net.'\n    ...", True),
        ("class f:\n    size = 3\n    def g(self):\n        raise NotImplementedError", True),
        (
            "@dataclass\nclass f:\n    size: int\n    def g(self):\n        raise NotImplementedError",
            True,
        ),
        # Solved, though a line of the stub is left.
        ("def f(x):\n    return 2 * 3\n    raise NotImplementedError", False),
        (
            "def f(x):\n    if x:\n        return 2 * x\n    else:\n        raise NotImplementedError",
            False,
        ),
        ("def f(x):\n    pass", False),
        ("f = lambda x: 2 * x", False),
        ("@dataclass\nclass f:\n    size: int", False),
        ("class f:\n    size = 3", False),
        (
            "class f:\n    def g(self): return 1\n    def h(self):\n        raise NotImplementedError",
            False,
        ),
    ],
)
def test_only_what_is_as_handed_out_is_unsolved(answer: str, waits: bool):
    before = "import functools\nfrom dataclasses import dataclass"
    assert Notebook(before, f"# E1.2 Double\n{answer}", "f").tasks[-1] == (
        "E1.2" if waits else None
    )


@pytest.mark.parametrize(
    "maker",
    [
        "def make():\n    global half\n    half = 1\nmake()",
        "from math import *",
        "exec('half = 1')",
    ],
)
def test_a_name_that_exists_by_now_keeps_no_cell_waiting(maker: str):
    name = "pi" if "math" in maker else "half"
    notebook = Notebook(UNSOLVED, f"{name} = count / 2", maker, f"{name} + 1")
    assert notebook.tasks == [None, "E1.1", None, None]


def test_a_name_that_another_cell_made_is_not_missing():
    notebook = Notebook(
        "def helper():\n    return 1\nfor i in range(3): pass",
        UNSOLVED,
        "def helper():\n    return count\nfor i in range(count): pass",
        "helper() + i",
    )
    assert notebook.tasks == [None, None, "E1.1", None]
    assert notebook.names["i"] == 2


def test_what_an_earlier_run_of_a_waiting_cell_made_is_deleted():
    notebook = Notebook(SOLVED, "half = count / 2")
    assert notebook.names["half"] == 1.5
    notebook.run(UNSOLVED, cell=SOLVED)
    assert notebook.run("half = count / 2").task == "E1.1"
    assert "half" not in notebook.names
    assert notebook.run("half + 1").task == "E1.1"


def test_once_the_task_is_solved_the_cell_to_run_again_is_named():
    notebook = Notebook(UNSOLVED, "# Half of them\nhalf = count / 2", "half + 1")
    assert notebook.waits[2].advice == "Solve E1.1 first, then run the cells from there on."
    notebook.run(SOLVED, cell=UNSOLVED)
    wait = notebook.run("half + 1")
    assert wait == Wait("half", "E1.1", "Run the cell that makes it again: `# Half of them`.")
    notebook.run("# Half of them\nhalf = count / 2")
    assert notebook.run("half + 1") is None


def test_a_task_whose_cell_failed_is_unsolved():
    notebook = Notebook(UNSOLVED)
    with pytest.raises(ZeroDivisionError):
        notebook.run("# E1.1 Count\ncount = 1 / 0")
    assert notebook.run("count + 1").task == "E1.1"


@pytest.mark.parametrize(
    ("cell", "source", "task"),
    [
        ("e1-1", "count = ...", "E1.1"),
        ("q1-3", "count = ...", "Q1.3"),
        ("e1-1", "# E1.2 is about something else\ncount = ...", "E1.1"),
        ("9f3c", "# E1.1 Count\ncount = ...", "E1.1"),
        ("9f3c", "count = ...", None),
        ("e1-1-check", "count = ...", None),
    ],
)
def test_the_cell_says_which_task_it_holds(cell: str, source: str, task: str | None):
    notebook = Notebook()
    notebook.run(source, cell)
    wait = notebook.run("repr(count)")
    assert (wait and wait.task) == task


def test_check_says_what_a_cell_that_was_not_run_waits_for():
    notebook = Notebook(FUNCTION, "# E1.3 Use\nfour = double(2)")

    def uses(nb):
        "Four."
        assert nb.four == 4

    def verdict() -> tuple[str, str]:
        advice = notebook.waiting.advice(notebook.names)
        test = GradedTest("E1.3", 1, uses, full_training=False)
        outcome = judge([test], Namespace(notebook.names, advice))
        return outcome.status, outcome.reason

    reason = "its cell was not run, since it needs `double`. "
    solve = "Solve E1.2 first, then run the cells from there on."
    assert verdict() == (NOT_ATTEMPTED, reason + solve)
    notebook.run("# E1.2 Double\ndef double(x):\n    return 2 * x")
    again = "Run the cell that makes it again: `# E1.3 Use`."
    assert verdict() == (NOT_ATTEMPTED, reason + again)
    notebook.run("# E1.3 Use\nfour = double(2)")
    assert verdict() == (PASSED, "Four.")


def test_a_kernel_says_it_in_one_line_and_goes_on(monkeypatch: pytest.MonkeyPatch):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    messages = []
    monkeypatch.setattr(
        following, "publish", lambda text, payload: messages.append((text, payload))
    )
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    assert following.follow()
    assert not following.follow()
    late = "def f(a, a): pass"  # not seen before it is compiled
    for source in (UNSOLVED, late, "%time y = count\ny = count", "z = 3", "y + z", "no python"):
        shell.run_cell(source, cell_id="e1-1" if source == UNSOLVED else None)
    assert [payload for _, payload in messages] == [{"waits": "E1.1"}, {"waits": "E1.1"}]
    assert messages[0][0] == (
        "○ Not run: this cell needs `count`. Solve E1.1 first, then run the cells from there on."
    )
    assert shell.user_ns["z"] == 3
    assert "y" not in shell.user_ns
    # A cell that waited has not run.
    assert [run.source for run in following.follower().history.runs] == [UNSOLVED, "z = 3"]


# --- the labs ---------------------------------------------------------------------------------------------
LABS = pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.number + "-")


def without(lab: labs.Lab, task: str) -> tuple[set[str], set[str]]:
    """Tasks of a solved lab that wait where the cell of one task is as handed out, and all names that are missing.

    `task` is the id of its cell, such as `e2-1`.
    """
    waiting, names, tasks = Waiting(), {}, set()
    solution = notebook.read(lab.solution)
    untouched = {cell.id: cell.source for cell in derive(solution, lab.solution).cells}
    for cell in solution.cells:
        if cell.cell_type != "code" or cell.id not in untouched:
            continue
        tree = ast.parse(untouched[cell.id] if cell.id == task else cell.source)
        if waiting.before(cell.id, cell.source, tree, names):
            tasks.add(cell.id)
            tree = imports(tree)
        value = ... if cell.id == task else len
        names |= dict.fromkeys(names_of(tree).made, value)
    unset = {name for name, value in names.items() if value is ...}
    return tasks, unset | set(waiting.advice(names))


@LABS
@pytest.mark.slow
def test_untouched_copy_runs_through(lab: labs.Lab):
    lab_session.untouched(lab)  # raises what a cell raises


@LABS
@pytest.mark.slow
def test_what_does_not_need_a_skipped_task_can_be_passed(lab: labs.Lab):
    session = lab_session.solution(lab)
    names = session.names
    if "mlflow" in sys.modules:  # the untouched copy has made it look into a store of its own since
        store = Path(session.scratch.name, "mlflow")
        sys.modules["mlflow"].set_tracking_uri(tracking.database(store))
    exercises = by_exercise(lab.number, full_training=False)
    asked = {}
    for exercise, tests in exercises.items():
        asked[exercise] = Namespace(names)
        assert judge(tests, asked[exercise]).status == PASSED
    for skipped in exercises:
        waiting, missing = without(lab, skipped.lower().replace(".", "-"))
        assert missing, f"{skipped} makes nothing: the notebook cannot know that it was skipped"
        rest = {name: value for name, value in names.items() if name not in missing}
        for exercise, tests in exercises.items():
            needs = missing.intersection(asked[exercise].asked)
            if exercise == skipped or exercise.lower().replace(".", "-") in waiting or not needs:
                continue
            outcome = judge(tests, Namespace(rest))
            assert outcome.status == NOT_ATTEMPTED, (skipped, outcome)
            assert any(f"`{name}`" in outcome.reason for name in missing), (skipped, outcome)
