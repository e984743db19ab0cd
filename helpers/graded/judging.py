"""The verdict on an exercise: passed, failed with a reason, or not attempted."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from helpers.graded.namespace import Namespace, NotAttempted
from helpers.graded.tests import TRIAL, GradedTest, Trial, by_exercise
from helpers.languages.catalogue import later, number

# Names of the statuses, in journals and tables, too; shown in the language of the notebook, by `translate`.
PASSED, FAILED, NOT_ATTEMPTED = later("passed"), later("failed"), later("not attempted")


@dataclass(frozen=True)
class Outcome:
    """Verdict on one exercise: its status, why, points earned of those possible, and what its tests measured."""

    exercise: str
    status: str
    reason: str
    points: float
    possible: float
    measured: dict[str, float] = field(default_factory=dict)


def judge(
    tests: list[GradedTest], names: Mapping[str, object] | Namespace, seed: int | None = None
) -> Outcome:
    """Run the tests of one exercise on `names`; raises nothing but the user's own interruption.

    All must pass for *passed*; the first that does not gives the status and the reason. Points of
    the tests that passed are kept.

    Parameters
    ----------
    tests : list of GradedTest
        At least one.
    names : mapping or Namespace
        What the notebook's names stand for.
    seed : int, optional
        Of the tests' random inputs; without it, they are others each time.
    """
    nb = names if isinstance(names, Namespace) else Namespace(names)
    status, reason, earned = PASSED, " ".join(test.goal for test in tests), 0.0
    trial = Trial(seed)
    token = TRIAL.set(trial)
    try:
        for test in tests:
            verdict, why = _try(test, nb)
            if verdict == PASSED:
                earned += test.points
            elif status == PASSED:
                status, reason = verdict, why
    finally:
        TRIAL.reset(token)
    possible = sum(test.points for test in tests)
    return Outcome(tests[0].exercise, status, reason, earned, possible, trial.measured)


def _try(test: GradedTest, nb: Namespace) -> tuple[str, str]:
    """Status of one test, and why."""
    try:
        # What an answer prints while it is tried would bury the verdict.
        with contextlib.redirect_stdout(io.StringIO()):
            test.function(nb)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever the student's objects raise, `sys.exit` included
        return _because(error, test, nb)
    return PASSED, ""


def _because(error: BaseException, test: GradedTest, nb: Namespace) -> tuple[str, str]:
    """Status of a test that raised `error`, and why."""
    if isinstance(error, NotAttempted):
        return NOT_ATTEMPTED, error.advice
    cause: BaseException | None = error
    while cause is not None:  # a test may have taken it for an answer that fails
        if isinstance(cause, NotImplementedError):
            named, asked = _words(cause), nb.asked or [test.exercise]
            return NOT_ATTEMPTED, NotAttempted(named if named in asked else asked[-1]).advice
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, AssertionError):
        return FAILED, _words(error) or f"not true yet: {test.goal}"
    why = f"trying your answer raised {type(error).__name__}: {_words(error)}"
    return FAILED, why.removesuffix(": ")


def _words(error: BaseException) -> str:
    """Message of `error`, without what pytest adds to that of an assertion; empty if it has none to show."""
    try:
        return re.split(r"(?:^|\n)assert ", str(error))[0]
    except Exception:  # whatever the message is made of cannot be shown
        return ""


def judge_lab(lab: str, names: Mapping[str, object] | Namespace) -> list[Outcome]:
    """One outcome for each exercise of the lab, in order."""
    return [judge(tests, names) for tests in by_exercise(lab).values()]


def format_points(points: float) -> str:
    """Points as they are written.

    Example
    -------
    >>> format_points(2.0), format_points(0.5)
    ('2', '0.5')
    """
    return f"{points:g}"


def points_in_words(points: float) -> str:
    """Points as prose writes them in the language that is spoken: `0,5` in French."""
    return number(format_points(points))
