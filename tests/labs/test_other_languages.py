"""The labs in other languages, run like the English ones: points, cases, and what the checks say."""

from __future__ import annotations

import ast
import copy
import functools
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from course import labs
from course.notebooks import build, notebook
from course.notebooks.translations import catalogues, edition
from helpers.graded.judging import NOT_ATTEMPTED, PASSED, judge, judge_lab
from helpers.graded.tests import TESTS, by_exercise
from helpers.languages import catalogue
from helpers.languages.catalogue import formatted, is_field, parts, speaking
from helpers.languages.messages import messages, reads_as_prose
from tests import lab_session
from tests.cases.case import Case, cases_of

EDITIONS = [(lab, spoken) for lab in labs.all_labs() for spoken in build.editions(lab) if spoken]
IDS = [f"{lab.number}-{spoken}" for lab, spoken in EDITIONS]


@pytest.mark.parametrize("spoken", catalogue.languages())
@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: lab.number + "-")
def test_each_message_of_a_check_has_its_entry_and_can_be_formatted(lab: labs.Lab, spoken: str):
    name = catalogue.checks(lab.number)
    entries = {entry.msgid: entry for entry in catalogues.read(catalogues.path_of(spoken, name))}
    (path,) = TESTS.glob(f"test_{lab.number}_*.py")
    asked = messages(path, at_import=True)
    assert asked.keys() <= entries.keys()
    with speaking(spoken):
        for text in filter(lambda text: entries[text].translated(), asked):
            fields = {part: f"<{n}>" for n, part in enumerate(filter(is_field, parts(text)))}
            message = formatted(text, fields, name)
            wanted = entries[text].msgstr
            for field, value in fields.items():
                wanted = wanted.replace(field, value)
            assert message == wanted.replace("{{", "{").replace("}}", "}")


GRADED = [*TESTS.glob("test_[0-9]*.py"), *(labs.ROOT / "helpers" / "graded").glob("*.py")]


@pytest.mark.parametrize("path", GRADED, ids=lambda path: path.stem)
def test_no_sentence_is_left_out(path: Path):
    """A sentence that no person is shown is a docstring, or what code compares texts with."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    joined = [node.values for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    docstrings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    passed_over = {id(node) for node in [*itertools.chain(*joined), *docstrings]}
    extracted = messages(path, at_import=True)
    missing = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in passed_over
        if str(node.value).endswith((".", "?", "!")) and reads_as_prose(str(node.value))
        if node.value not in extracted
    ]
    assert missing == []


@pytest.fixture
def spoken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv(catalogue.VARIABLE, request.param)
    return request.param


@functools.lru_cache(maxsize=1)
def session(lab: labs.Lab, language: str) -> tuple[lab_session.Session, dict[str, Case]]:
    """The solution in a language with its cases, and these by name; the language is that of this process."""
    cases: dict[str, list[Case]] = {}
    for case in cases_of(lab.number):
        cases.setdefault(case.exercise.lower().replace(".", "-"), []).append(case)
    source = edition.solution(notebook.read(lab.solution), lab, language)
    by_name = {lab_session.case_id(lab, case): case for case in cases_of(lab.number)}
    return lab_session.run_cells(source, lab, cases), by_name


@pytest.mark.acceptance
@pytest.mark.parametrize(("lab", "spoken"), EDITIONS, ids=IDS, indirect=["spoken"])
def test_cases_get_their_verdicts(lab: labs.Lab, spoken: str):
    made, cases = session(lab, spoken)
    verdicts = {name: (outcome.status, outcome.reason) for name, outcome in made.outcomes.items()}
    assert verdicts.keys() == cases.keys() != set()
    assert {name: status for name, (status, _) in verdicts.items()} == {
        name: case.status for name, case in cases.items()
    }, verdicts
    english = [reason for _, reason in verdicts.values() if " the " in reason]
    assert english == []


@pytest.mark.acceptance
@pytest.mark.parametrize(("lab", "spoken"), EDITIONS, ids=IDS, indirect=["spoken"])
def test_the_solution_gets_all_points(lab: labs.Lab, spoken: str):
    """All that reduced settings allow; what must reach a bar is held to it in English, by the same code."""
    names = session(lab, spoken)[0].names
    outcomes = [
        judge(tests, names) for tests in by_exercise(lab.number, full_training=False).values()
    ]
    assert [outcome for outcome in outcomes if outcome.status != PASSED] == []
    assert sum(outcome.points for outcome in outcomes) > 0


@pytest.mark.acceptance
@pytest.mark.parametrize(("lab", "spoken"), EDITIONS, ids=IDS, indirect=["spoken"])
def test_the_untouched_copy_runs_through_and_gets_nothing(lab: labs.Lab, spoken: str):
    made = lab_session.run_cells(copy.deepcopy(notebook.read(lab.copy(spoken))), lab, {})
    for outcome in judge_lab(lab.number, made.names):
        assert (outcome.status, outcome.points) == (NOT_ATTEMPTED, 0), outcome
