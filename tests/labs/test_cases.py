"""The checks themselves are tested: right answers pass, wrong ones fail with the right reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from course import labs
from course.notebooks import notebook
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, judge_lab
from tests import lab_session
from tests.cases.case import cases_of, read_cases

pytestmark = pytest.mark.slow
LABS = labs.all_labs()
CASES = {
    lab_session.case_id(lab, case): (lab, case) for lab in LABS for case in cases_of(lab.number)
}


@pytest.mark.parametrize("name", CASES)
def test_case_gets_its_verdict(name: str):
    lab, case = CASES[name]
    outcome = lab_session.solution(lab).outcomes[name]
    assert outcome.status == case.status, outcome.reason
    assert case.reason in outcome.reason
    assert (outcome.points == outcome.possible) == (case.status == PASSED)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number + "-")
def test_untouched_copy_is_not_attempted(lab: labs.Lab):
    for outcome in judge_lab(lab.number, lab_session.untouched(lab).names):
        assert (outcome.status, outcome.points) == (NOT_ATTEMPTED, 0), outcome


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number + "-")
def test_nothing_is_out_of_date_after_a_run_from_the_top(lab: labs.Lab):
    session = lab_session.solution(lab)
    assert session.history.notes(session.names) == []


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number + "-")
def test_each_exercise_has_a_right_and_two_wrong_answers(lab: labs.Lab):
    """Counted for what the notebook asks for in code: exercises and automatic questions."""
    asked = {
        cell.id.upper().replace("-", ".")
        for cell in notebook.read(lab.solution).cells
        if cell.cell_type == "code" and re.fullmatch(r"[eq]\d+-\d+", cell.id)
    }
    count = Counter((case.exercise, case.status) for case in cases_of(lab.number))
    assert {exercise for exercise, _ in count} <= asked, "a case of an exercise that is not there"
    short = {
        exercise: f"{count[exercise, PASSED]} right, {count[exercise, FAILED]} wrong"
        for exercise in sorted(asked)
        if count[exercise, PASSED] < 1 or count[exercise, FAILED] < 2
    }
    assert not short, "each needs an equivalent right answer and two wrong ones"


def test_a_case_is_not_listed_twice():
    names = [lab_session.case_id(lab, case) for lab in LABS for case in cases_of(lab.number)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\n# %% right · one\nx = 1", "before the first cell"),
        ("# %% right: one\nx = 1", "must be"),
        ("# %% wrong · one\nx = 1", "must be"),
        ("# %%\nx = 1", "must be"),
        ("# %% right · one\nx = 1\n#%% wrong · two → no\nx = 2", "must be"),
        ("# %% right · one\nx = 1\n    # %% wrong · two → no\nx = 2", "must be"),
        ("", "there is no cell"),
        ("x = 1", "there is no cell"),
        ("# %% right · one\n\n# %% wrong · two → no\nx = 2", "'one' is empty"),
        ("# %% right · one\nx = 1\n# %% wrong · one → no\nx = 2", "two cases are called 'one'"),
    ],
)
def test_a_file_of_cases_that_is_not_in_order_is_refused(text: str, reason: str, tmp_path: Path):
    path = tmp_path / "E2.1.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"E2\.1\.py.*{reason}"):
        read_cases(path)
