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
from helpers.graded.judging import NOT_ATTEMPTED, PASSED, judge
from helpers.graded.namespace import Namespace
from helpers.graded.tests import by_exercise
from helpers.graded.waiting import Waiting, imports, names_made
from tests import lab_session

SOLVED = "# E1.1 Count\ncount = 3"
UNSOLVED = "# E1.1 Count\ncount = ..."
FUNCTION = "# E1.2 Double\ndef double(x):\n    raise NotImplementedError"


def run(*cells: str) -> list[str | None]:
    """What each cell waits for; cells that wait for nothing are executed."""
    waiting, names, tasks = Waiting(), {}, []
    for source in cells:
        waits = waiting.waits(source, source, names)
        tasks.append(waits and waits[0])
        tree = ast.parse(source)
        exec(compile(tree if waits is None else imports(tree), "cell", "exec"), names)
    return tasks


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
        # Nobody's task: a name of the notebook's own.
        (["x = ...", "x"], [None, None]),
        ([UNSOLVED, "# E1.1 Count\ncount = 4", "count"], [None, None, None]),
    ],
)
def test_what_a_cell_waits_for(cells: list[str], tasks: list[str | None]):
    assert run(*cells) == tasks


def test_a_kernel_says_it_in_one_line_and_goes_on(monkeypatch: pytest.MonkeyPatch):
    from IPython.core.interactiveshell import InteractiveShell

    from helpers.graded import waiting

    shell = InteractiveShell()
    said = []
    monkeypatch.setattr(waiting, "publish", lambda text, payload: said.append((text, payload)))
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    waiting.follow()
    waiting.follow()
    late = "def f(a, a): pass"  # not seen before it is compiled
    for source in (UNSOLVED, late, "%time y = count\ny = count", "z = 3", "y + z", "not python"):
        shell.run_cell(source)
    assert [payload for _, payload in said] == [{"waits": "E1.1"}, {"waits": "E1.1"}]
    assert "Solve E1.1 first" in said[0][0]
    assert "`count`" in said[0][0]
    assert shell.user_ns["z"] == 3
    assert "y" not in shell.user_ns


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
        source = untouched[cell.id] if cell.id == task else cell.source
        if waiting.waits(source, source, names):
            tasks.add(cell.id)
        if cell.id == task:
            names = dict.fromkeys(names_made(source), ...)
    return tasks, set(names) | set(waiting.missing)


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
