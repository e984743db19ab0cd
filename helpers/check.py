"""Immediate checks: `check("E2.1")` runs the graded tests on the notebook's own names, and shows the verdict.

The tests are those of `tests/labs/`, the one definition of what a lab is worth. In Jupyter, importing this module
also lets cells wait for unsolved tasks, and marks the cells that are the student's own.
"""

from __future__ import annotations

import html
import sys

from helpers.graded import boxes, keras_settings, saved
from helpers.graded.following import follow, follower
from helpers.graded.hints import hint as hint  # one import for both
from helpers.graded.hints import hints, lab_of
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, Outcome, format_points, judge
from helpers.graded.namespace import Namespace
from helpers.graded.outputs import publish
from helpers.graded.tests import LAB_POINTS, by_exercise

_SIGNS = {PASSED: "✓", FAILED: "✗", NOT_ATTEMPTED: "○"}
_COLOURS = {PASSED: boxes.GREEN, FAILED: boxes.RED, NOT_ATTEMPTED: boxes.GREY}
_last_lab = ""  # that was checked in this kernel


def check(what: str | None = None) -> None:
    """Check an exercise or the whole lab, and show the verdict.

    Parameters
    ----------
    what : str, optional
        An exercise (`"E2.1"`), an automatic question (`"Q2.3"`) or a lab (`"02"`); without it, the lab of this
        notebook.

    Notes
    -----
    It raises nothing: what your answer raises while it is tried becomes the reason that is shown.

    Example
    -------
    >>> check("E0.99")
    ○ There is no automatic check called 'E0.99'. Written questions are read by your instructor.
    """
    global _last_lab
    what = _this_lab() if what is None else str(what).strip().upper()
    lab, single = lab_of(what), "." in what
    exercises = by_exercise(lab) if lab else {}
    if single:
        exercises = {name: tests for name, tests in exercises.items() if name == what}
    if not exercises:
        publish(_no_check(what, single and bool(lab)), {"check": what})
        return
    if problem := keras_settings.problem():
        publish(f"○ {problem}", {"check": what})
        return
    main, cells = vars(sys.modules["__main__"]), follower()
    names = Namespace(main, cells.waiting.advice(main) if cells else None)
    outcomes = [judge(tests, names) for tests in exercises.values()]
    asked = dict.fromkeys(names.asked)
    notes = cells.history.notes(asked, *saved.saved_cells()) if cells else []
    _last_lab = lab
    if single:
        _show_one(outcomes[0], notes)
    else:
        _show_lab(lab, outcomes, notes)


def _this_lab() -> str:
    """Number of the lab whose notebook this is, or an empty text."""
    path = saved.notebook_path()
    number = path.name[:2] if path else ""
    return number if number.isdigit() else _last_lab


def _no_check(what: str, is_question: bool) -> str:
    advice = (
        "Written questions are read by your instructor."
        if is_question
        else "Write, for example, check('E2.1') or check('02')."
    )
    return f"○ There is no automatic check called {what!r}. {advice}"


def _line(outcome: Outcome) -> str:
    earned, possible = format_points(outcome.points), format_points(outcome.possible)
    return (
        f"{_SIGNS[outcome.status]} {outcome.exercise} {outcome.status}: {outcome.reason} "
        f"({earned} of {possible} points)"
    )


def _payload(outcome: Outcome) -> dict:
    return {
        "check": outcome.exercise,
        "status": outcome.status,
        "points": outcome.points,
        "possible": outcome.possible,
    }


def _show_one(outcome: Outcome, notes: list[str]) -> None:
    lines = [_line(outcome)]
    if outcome.status == FAILED and outcome.exercise in hints(lab_of(outcome.exercise) or ""):
        lines.append(f'Stuck? `hint("{outcome.exercise}")` helps, a step at a time.')
    page = boxes.box(lines, _COLOURS[outcome.status])
    _show(lines, notes, _payload(outcome), page)


def _show_lab(lab: str, outcomes: list[Outcome], notes: list[str]) -> None:
    earned = sum(outcome.points for outcome in outcomes)
    possible = sum(outcome.possible for outcome in outcomes)
    total = (
        f"Lab {lab}: {format_points(earned)} of {format_points(possible)} automatic points; "
        f"{format_points(LAB_POINTS - possible)} more are for the written questions."
    )
    if unanswered := saved.unanswered_questions():
        total += f" Not answered yet, as last saved: {', '.join(unanswered)}."
    page = "".join(boxes.box([_line(outcome)], _COLOURS[outcome.status]) for outcome in outcomes)
    payload = {"lab": lab, "checks": [_payload(outcome) for outcome in outcomes]}
    _show([_line(outcome) for outcome in outcomes], notes, payload, page, total)


def _show(lines: list[str], notes: list[str], payload: dict, page: str, total: str = "") -> None:
    """Show verdicts, what is out of date in the notebook, and the sum."""
    minds = [f"Mind: {note}" for note in notes]
    text = [*lines, *(f"  {mind}" for mind in minds), *filter(None, [total])]
    page += boxes.box(minds, boxes.YELLOW)
    if total:
        page += f"<p><b>{html.escape(total)}</b></p>"
    publish("\n".join(text), payload, page)


if follow() and saved.notebook_path():  # somebody looks at it in JupyterLab
    publish("", {}, boxes.OWN_CELLS)
