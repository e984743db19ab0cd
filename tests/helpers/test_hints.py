"""Hints: there for all that is graded, given in steps, and never the answer."""

from __future__ import annotations

import ast
import re

import pytest

from course import labs
from course.notebooks import derive, notebook
from helpers.graded import hints
from helpers.graded.tests import load_tests

LABS = labs.all_labs()


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number)
def test_each_graded_task_has_hints_in_steps(lab: labs.Lab):
    hints_by_task = hints.hints(lab.number)
    assert set(hints_by_task) == {test.exercise for test in load_tests(lab.number)}
    for name, steps in hints_by_task.items():
        assert 2 <= len(steps) <= 3, name
        assert len(set(steps)) == len(steps), name
        assert all(20 <= len(step) <= 300 for step in steps), name


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number)
def test_no_hint_ends_an_answer(lab: labs.Lab):
    """A hint may show a line on the way, but not the one that gives the result."""
    lines = set()
    for cell in notebook.read(lab.solution).cells:
        for answer in re.findall(
            f"{derive.BEGIN_CODE}(.*?){derive.END_CODE}", cell.source, re.DOTALL
        ):
            code = [re.sub(r"\s+", "", line) for line in answer.split("\n") if line.strip()]
            lines |= {code[-1], *(line for line in code if line.startswith("return"))}
    for name, steps in hints.hints(lab.number).items():
        for step in steps:
            for code in re.findall("`([^`]+)`", step):
                assert re.sub(r"\s+", "", code) not in lines, f"{name}: {code}"


def literal(code: str) -> object:
    try:
        return ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return ...


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number)
def test_no_hint_gives_the_value_that_a_question_asks_for(lab: labs.Lab):
    cells = {cell.id: cell.source for cell in notebook.read(lab.solution).cells}
    for name, steps in hints.hints(lab.number).items():
        answer = re.search(r"^q\d+_\w+ = (.+)$", cells[name.lower().replace(".", "-")], re.M)
        if name[0] != "Q" or not answer or literal(answer[1]) is ...:
            continue
        value = literal(answer[1])
        for step in steps:
            shown = [literal(code) for code in re.findall("`([^`]+)`", step)]
            assert value not in shown, f"{name}: {step}"
            if isinstance(value, list):
                assert str(value) not in step, name


@pytest.fixture
def shown(monkeypatch) -> list[tuple]:
    published: list[tuple] = []
    monkeypatch.setattr(hints, "publish", lambda *arguments: published.append(arguments))
    monkeypatch.setattr(hints, "hints", lambda lab: {"E7.1": ["Look.", "Use `x < y`."]})
    monkeypatch.setattr(hints, "_given", {})
    return published


def test_each_call_gives_the_next_step_and_then_begins_again(shown):
    for _ in range(3):
        hints.hint("e7.1 ")
    texts = [arguments[0] for arguments in shown]
    assert texts[0] == "Hint 1 of 2 for E7.1: Look. (call it again for the next)"
    assert texts[1].startswith("Hint 2 of 2 for E7.1: Use `x < y`. (this was the last;")
    assert texts[2] == texts[0]
    assert ">x &lt; y</code>" in shown[1][2]


@pytest.mark.parametrize("what", ["E9.9", "", None, 7, "E7", "..", "Q7.1"])
def test_unknown_exercise_is_answered_not_raised(what: object, shown):
    hints.hint(what)
    assert shown[0][0].startswith("There is no hint for")
