"""Runs a lab's cells inside the test process, at reduced settings, and tries its cases on the way."""

from __future__ import annotations

import ast
import contextlib
import functools
import gc
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from nbformat import NotebookNode

from course import labs
from course.notebooks import notebook, parameters
from course.notebooks.derive import derive
from course.running import profiles, schedule, tuning
from helpers.graded.cell_names import names_of
from helpers.graded.following import imports
from helpers.graded.history import History
from helpers.graded.judging import PASSED, Outcome, judge
from helpers.graded.namespace import Namespace
from helpers.graded.tests import GradedTest, load_tests
from helpers.graded.waiting import Waiting
from tests.cases.case import Case, cases_of

# The whole check runs in other tests; this process may have imported TensorFlow for another lab.
_PASSED_OVER = {"summary", "no-tensorflow"}


@dataclass
class Session:
    """Names a lab's cells have defined, the outcome of each case, and the folder the cells wrote to."""

    names: dict[str, object]
    scratch: tempfile.TemporaryDirectory  # the graded tests still read from it
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    history: History = field(default_factory=History)


def case_id(lab: labs.Lab, case: Case) -> str:
    """Name of a case in a test report."""
    return f"{lab.number}-{case.exercise}-{case.status}-{case.name}"


@functools.lru_cache(maxsize=1)  # a lab's names hold up to a gigabyte
def solution(lab: labs.Lab) -> Session:
    """The solution's names, and what each case of the lab got in the place of its answer."""
    cases: dict[str, list[Case]] = {}
    for case in cases_of(lab.number):
        cases.setdefault(case.exercise.lower().replace(".", "-"), []).append(case)
    return run_cells(notebook.read(lab.solution), lab, cases)


@functools.lru_cache(maxsize=1)
def untouched(lab: labs.Lab) -> Session:
    """Names of the student's copy as it is handed out; cells that need an answer wait."""
    return run_cells(derive(notebook.read(lab.solution), lab.solution), lab, {})


def run_in_form(lab: labs.Lab, form: Callable[[object], object]) -> list[str]:
    """Run the solution with each answer in another form, where the check passes it.

    Returns
    -------
    list of str
        The answers that took the form.
    """
    graded, converted = load_tests(lab.number), []

    def change(cell: NotebookNode, names: dict[str, object], before: dict[str, object]) -> None:
        tests = [t for t in graded if _is_of(t, cell) and not t.full_training]
        for name, value in names.items():
            if tests and before.get(name) is not value and not isinstance(value, ModuleType):
                changed = names | {name: _in_form(value, form)}
                asked = Namespace(changed)
                if judge(tests, asked).status == PASSED and name in asked.asked:
                    names[name] = changed[name]
                    converted.append(name)

    run_cells(notebook.read(lab.solution), lab, {}, after=change)
    return converted


def _in_form(value: object, form: Callable[[object], object]) -> object:
    """`value` in another form: what a function returns, what a tuple or dictionary holds."""
    if isinstance(value, FunctionType):
        return functools.wraps(value)(lambda *a, **k: _in_form(value(*a, **k), form))
    if isinstance(value, tuple | list):
        return type(value)(_in_form(part, form) for part in value)
    if isinstance(value, dict):
        return {key: _in_form(part, form) for key, part in value.items()}
    return form(value)


def _is_of(test: GradedTest, cell: NotebookNode) -> bool:
    return test.exercise.lower().replace(".", "-") == cell.id


def run_cells(
    source: NotebookNode,
    lab: labs.Lab,
    cases: dict[str, list[Case]],
    after: Callable[[NotebookNode, dict, dict], None] = lambda *_: None,
) -> Session:
    """Run the cells of a notebook of this lab, and try the cases by the id of the cell that they replace."""
    gc.unfreeze()
    gc.collect()  # the lab before
    scratch = tempfile.TemporaryDirectory()
    _claim(lab)
    if schedule.uses_tensorflow(lab):
        tuning.apply()
    session = Session({"__name__": "__main__", "display": lambda *_, **__: None}, scratch)
    graded, waiting = load_tests(lab.number), Waiting()
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        # What a lab keeps is not for the other labs of this process, nor for a student.
        patch.setenv("DL_LABS_MODELS", f"{scratch.name}/models")
        patch.setenv("DL_LABS_MLFLOW", f"{scratch.name}/mlflow")
        os.chdir(scratch.name)
        parameters.put(source.cells, profiles.parameters(lab, "smoke"))
        try:
            for index, cell in enumerate(source.cells):
                if (
                    cell.cell_type != "code"
                    or cell.id.endswith("-check")
                    or cell.id in _PASSED_OVER
                ):
                    continue
                for case in cases.get(cell.id, []):
                    outcome = _judge_case(case, dict(session.names), graded)
                    session.outcomes[case_id(lab, case)] = outcome
                place = notebook.where(lab.solution, index, cell)
                names_before = dict(session.names)
                tree = ast.parse(cell.source)
                if waiting.before(cell.id, cell.source, tree, session.names):
                    tree = imports(tree)
                else:
                    session.history.note(cell.id, cell.source, names_of(tree))
                exec(compile(tree, place, "exec"), session.names)
                after(cell, session.names, names_before)
        finally:
            os.chdir(before)
    return session


def _claim(lab: labs.Lab) -> None:
    """Fail where two test processes run the same lab: the tests would take twice the time and memory."""
    run, worker = (os.environ.get(f"PYTEST_XDIST_{name}") for name in ("TESTRUNUID", "WORKER"))
    if run is None:
        return
    claim = Path(tempfile.gettempdir()) / f"dl-labs-tests-{run}-{lab.number}"
    with contextlib.suppress(FileExistsError):
        claim.touch(exist_ok=False)
        claim.write_text(worker)
    assert claim.read_text() == worker, (
        f"lab {lab.number} runs in two processes; see tests/conftest.py"
    )


def _judge_case(case: Case, names: dict[str, object], graded: list[GradedTest]) -> Outcome:
    # What the case before has left is found at once: all that is older was frozen.
    gc.collect()
    gc.freeze()
    exec(compile(case.code, f"<case {case.exercise}: {case.name}>", "exec"), names)
    tests = [test for test in graded if test.exercise == case.exercise]
    if case.status == PASSED:  # at reduced settings it need not reach its bar
        return judge([test for test in tests if not test.full_training], names)
    # The first test that refuses a wrong answer is enough: its reason is the one that is shown.
    nb = Namespace(names)
    for test in tests:
        outcome = judge([test], nb)
        if outcome.status != PASSED:
            break
    return outcome
