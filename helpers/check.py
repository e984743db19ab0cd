"""Immediate checks: `check("E2.1")` runs the graded tests on the notebook's own names, and shows the verdict.

The tests are those of `tests/labs/`, the one definition of what a lab is worth. In Jupyter, importing this module
also lets cells wait for unsolved tasks, and marks the cells that are the student's own.
"""

from __future__ import annotations

import dataclasses
import html
import itertools
import sys
from pathlib import Path

from helpers.graded import boxes, keras_settings, saved, since
from helpers.graded.following import follow, follower
from helpers.graded.hints import hint as hint  # one import for both
from helpers.graded.hints import hints, lab_of
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, Outcome, judge, points_in_words
from helpers.graded.namespace import Namespace
from helpers.graded.outputs import publish
from helpers.graded.tests import LAB_POINTS, by_exercise
from helpers.languages.catalogue import translate

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
    path = saved.notebook_path()
    if path and not single and (changes := since.changes(path)):
        notes.append(changes)
    _show(outcomes, [f"Mind: {note}" for note in notes], None if single else lab)


def _this_lab() -> str:
    """Number of the lab whose notebook this is, or an empty text."""
    path = saved.notebook_path()
    number = path.name[:2] if path else ""
    return number if number.isdigit() else _last_lab


def _no_check(what: str, is_question: bool) -> str:
    advice = "Write, for example, check('E2.1') or check('02')."
    if is_question:
        advice = "Written questions are read by your instructor."
    return f"○ There is no automatic check called {what!r}. {advice}"


def _show(outcomes: list[Outcome], minds: list[str], lab: str | None) -> None:
    """Show the verdict on one exercise or on the whole lab, and under it what is out of date in the notebook."""
    verdicts = [_lines(outcome, with_hint=lab is None) for outcome in outcomes]
    total = [] if lab is None else [_total(lab, outcomes)]
    text = [*itertools.chain(*verdicts), *(f"  {mind}" for mind in minds), *total]
    payloads = [_payload(outcome) for outcome in outcomes]
    colours = [_COLOURS[outcome.status] for outcome in outcomes]
    page = [*map(boxes.box, verdicts, colours), boxes.box(minds, boxes.YELLOW)]
    page += [f"<p><b>{html.escape(line)}</b></p>" for line in total]
    payload = payloads[0] if lab is None else {"lab": lab, "checks": payloads}
    publish("\n".join(text), payload, "".join(page))


def _lines(outcome: Outcome, with_hint: bool) -> list[str]:
    earned, possible = points_in_words(outcome.points), points_in_words(outcome.possible)
    exercise, status = outcome.exercise, translate(outcome.status)
    lines = [
        f"{_SIGNS[outcome.status]} {exercise} {status}: {outcome.reason} ({earned} of {possible} points)"
    ]
    if with_hint and outcome.status == FAILED and exercise in hints(lab_of(exercise) or ""):
        lines.append(f'Stuck? `hint("{exercise}")` helps, a step at a time.')
    return lines


def _payload(outcome: Outcome) -> dict:
    fields = dataclasses.asdict(outcome)
    return {"check": outcome.exercise} | {
        key: fields[key] for key in ("status", "points", "possible")
    }


def _total(lab: str, outcomes: list[Outcome]) -> str:
    earned = sum(outcome.points for outcome in outcomes)
    possible = sum(outcome.possible for outcome in outcomes)
    total = (
        f"Lab {lab}: {points_in_words(earned)} of {points_in_words(possible)} automatic points; "
        f"{points_in_words(LAB_POINTS - possible)} more are for the written questions."
    )
    unanswered = ", ".join(saved.unanswered_questions())
    return f"{total} Not answered yet, as last saved: {unanswered}." if unanswered else total


def _misplaced() -> str:
    """What to say where this notebook is the course's own and not the student's copy; empty in a copy."""
    path, copies = saved.notebook_path(), Path(__file__).resolve().parents[1] / "notebooks"
    if path is None or copies not in path.resolve().parents:
        return ""
    lab = path.name.partition("_")[0].removesuffix(".ipynb")
    return (
        "This is the course's own notebook: an update of the course conflicts with what you write here. Close it, "
        f"and work in a copy: `python -m course start {lab}`, then `python -m course lab {lab}`."
    )


if follow() and saved.notebook_path():  # somebody looks at it in JupyterLab
    publish("", {}, boxes.OWN_CELLS)
    if said := _misplaced() or since.changes(saved.notebook_path()):
        publish(said, {}, boxes.box([said], boxes.YELLOW))
