"""Immediate checks: `check("E2.1")` runs the graded tests on the notebook's own names.

The tests are those of `tests/labs/`, the one definition of what a lab is worth.
"""

from __future__ import annotations

import contextlib
import functools
import html
import importlib.util
import io
import re
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.graded import boxes, history, keras_settings, runs, stock_networks, waiting
from helpers.graded.hints import hint as hint  # one import for both
from helpers.graded.hints import hints, lab_of
from helpers.graded.outputs import publish
from helpers.graded.waiting import is_stub

if TYPE_CHECKING:
    import numpy as np

TESTS = Path(__file__).resolve().parent.parent / "tests" / "labs"
LAB_POINTS = 20
PASSED, FAILED, NOT_ATTEMPTED = "passed", "failed", "not attempted"
_SIGNS = {PASSED: "✓", FAILED: "✗", NOT_ATTEMPTED: "○"}
# What the graded tests calculate with; half of an answer may stand there.
_OF_THE_CHECKS = {"helpers.graded.answers", "helpers.graded.evaluation"}
_COLOURS = {PASSED: boxes.GREEN, FAILED: boxes.RED, NOT_ATTEMPTED: boxes.GREY}


class NotAttempted(Exception):
    """A test asked for a name the student has not filled in yet."""


class Namespace:
    """The names a notebook defines, as a graded test sees them: `nb.x_train`.

    A name that is missing, or still a stub (`...`, a function that raises NotImplementedError), ends the test as
    *not attempted*. A network that grading could not build again ends it as *failed*, also one in a list or
    dictionary and one that a function returns.
    """

    def __init__(self, names: Mapping[str, object]) -> None:
        self._names = names
        self.asked: list[str] = []  # names, in the order in which tests asked for them
        self._functions: dict[str, Callable] = {}  # by name, as the tests call them

    def __getattr__(self, name: str) -> object:
        if name == runs.NAME:
            return runs.rows
        self.asked.append(name)
        value = self._names.get(name, ...)
        if is_stub(value):
            raise NotAttempted(name)
        _assert_can_be_graded(f"`{name}`", value)
        if isinstance(value, types.FunctionType):
            if borrowed := _module_of_the_checks(value):
                raise AssertionError(
                    f"`{name}` uses `{borrowed}`, which belongs to the checks. Write the calculation yourself."
                )
            return self._functions.setdefault(name, _returning_what_can_be_graded(name, value))
        return value


def _module_of_the_checks(function: types.FunctionType) -> str | None:
    """Which of the modules that the graded tests are written with a student's function calls, if it does."""
    codes, names = [function.__code__], {function.__module__}
    while codes:
        code = codes.pop()
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        names |= set(code.co_names)
    used = (function.__globals__.get(name) for name in names)
    modules = {
        getattr(value, "__module__", None) or getattr(value, "__name__", "") for value in used
    }
    if names & {"helpers", "helpers.graded"}:
        modules |= {f"helpers.graded.{name}" for name in names}
    return next(iter(sorted(_OF_THE_CHECKS & (modules | names))), None)


def _assert_can_be_graded(what: str, value: object) -> None:
    """Refuse a network, alone or in a container, that grading could not build again."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            _assert_can_be_graded(what, item)
    elif stock_networks.is_network(value) and (problem := stock_networks.problem(value)):
        raise AssertionError(f"{what} cannot be graded. {problem}")


def _returning_what_can_be_graded(name: str, function: Callable) -> Callable:
    @functools.wraps(function)
    def graded(*args: object, **kwargs: object) -> object:
        result = function(*args, **kwargs)
        _assert_can_be_graded(f"What `{name}` returns", result)
        return result

    return graded


@dataclass(frozen=True)
class GradedTest:
    """One graded test: a function of a `Namespace`, what it is worth, and the exercise it belongs to."""

    exercise: str
    points: float
    function: Callable[[Namespace], None]
    full_training: bool

    @property
    def goal(self) -> str:
        """What the test wants to see, in one sentence."""
        return (self.function.__doc__ or self.function.__name__).strip()


@dataclass(frozen=True)
class Outcome:
    """Verdict on one exercise: its status, why, points earned of those possible, and what its tests measured."""

    exercise: str
    status: str
    reason: str
    points: float
    possible: float
    measured: dict[str, float] = field(default_factory=dict)


def exercise(identifier: str, points: float, *, full_training: bool = False) -> Callable:
    """Mark a test function as part of an exercise (`"E2.1"`) or automatic question (`"Q2.3"`).

    Parameters
    ----------
    identifier : str
        `E` or `Q`, the lab's number without leading zero, a dot, a number. Several tests may share it.
    points : float
        What the test is worth.
    full_training : bool
        The test holds only when the network was trained at the notebook's own settings: it compares
        a result with its bar. Runs at reduced settings leave it out.
    """

    def mark(function: Callable[[Namespace], None]) -> Callable[[Namespace], None]:
        function.graded = GradedTest(identifier, points, function, full_training)
        return function

    return mark


_seed: list[int] | None = (
    None  # of the next random generator; None for one that never repeats itself
)


def seed_tests(seed: int) -> None:
    """Let `fresh_rng` repeat itself, so that a submission gets the same verdict each time it is graded."""
    global _seed
    _seed = [seed, 0]


def fresh_rng() -> np.random.Generator:
    """Random numbers for a test's inputs: others at each check, so that an answer cannot be made for one input."""
    import numpy as np

    if _seed is not None:
        _seed[1] += 1
    return np.random.default_rng(_seed)


_measured: dict[str, float] = {}  # by the tests of the exercise that is being judged


def measured(name: str, value: float) -> None:
    """Say in a graded test what it has measured itself, such as a network's accuracy on the test images.

    Never a number that the notebook holds: grading shows this one as true.

    Parameters
    ----------
    name : str
        As `record` calls the result, and as its bar is called: `"02/test_accuracy"`.
    value : float
    """
    _measured[name] = float(value)


def load_tests(lab: str) -> list[GradedTest]:
    """Graded tests of a lab (`"02"`), in the order of their file; empty when there is none."""
    for path in sorted(TESTS.glob(f"test_{lab}_*.py")):
        spec = importlib.util.spec_from_file_location(f"graded_{lab}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return [f.graded for f in vars(module).values() if hasattr(f, "graded")]
    return []


def uses(lab: str, library: str) -> bool:
    """Whether the graded tests of a lab import `library`."""
    paths = TESTS.glob(f"test_{lab}_*.py")
    return any(re.search(rf"\bimport {library}\b", path.read_text("utf-8")) for path in paths)


def judge(tests: list[GradedTest], names: Mapping[str, object] | Namespace) -> Outcome:
    """Run the tests of one exercise on `names`; raises nothing but the user's own interruption.

    All must pass for *passed*; the first that does not gives the status and the reason. Points of
    the tests that passed are kept.
    """
    nb = names if isinstance(names, Namespace) else Namespace(names)
    status, reason, earned = PASSED, " ".join(test.goal for test in tests), 0.0
    _measured.clear()
    for test in tests:
        try:
            # What an answer prints while it is tried would bury the verdict.
            with contextlib.redirect_stdout(io.StringIO()):
                test.function(nb)
        except (NotAttempted, NotImplementedError):
            missing = nb.asked[-1] if nb.asked else test.exercise
            found, why = NOT_ATTEMPTED, f"fill in `{missing}` and run its cell, then check again."
        except AssertionError as error:
            found, why = FAILED, _words(error) or f"not true yet: {test.goal}"
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # whatever the student's objects raise, `sys.exit` included
            found = FAILED
            why = f"trying your answer raised {type(error).__name__}: {_words(error)}".removesuffix(
                ": "
            )
        else:
            earned += test.points
            continue
        if status == PASSED:
            status, reason = found, why
    possible = sum(test.points for test in tests)
    return Outcome(tests[0].exercise, status, reason, earned, possible, dict(_measured))


def _words(error: BaseException) -> str:
    """Message of `error`, without what pytest adds to that of an assertion; empty if it has none to show."""
    try:
        return re.split(r"(?:^|\n)assert ", str(error))[0]
    except Exception:  # whatever the message is made of cannot be shown
        return ""


def judge_lab(lab: str, names: Mapping[str, object] | Namespace) -> list[Outcome]:
    """One outcome for each exercise of the lab, in order."""
    return [judge(tests, names) for tests in by_exercise(lab).values()]


def by_exercise(lab: str, *, full_training: bool = True) -> dict[str, list[GradedTest]]:
    """Graded tests of a lab by exercise, in order; without `full_training`, less those that need it."""
    grouped: dict[str, list[GradedTest]] = {}
    for test in load_tests(lab):
        if full_training or not test.full_training:
            grouped.setdefault(test.exercise, []).append(test)
    return grouped


_last_lab = ""  # that was checked in this kernel


def check(what: str | None = None) -> None:
    """Check an exercise (`check("E2.1")`) or the whole lab (`check("02")`), and show the verdict.

    Without an argument: the whole lab of this notebook.
    """
    main = vars(sys.modules["__main__"])
    what = _this_lab() if what is None else str(what).strip().upper()
    lab, single = lab_of(what), "." in what
    tests = load_tests(lab) if lab else []
    if single:
        tests = [test for test in tests if test.exercise == what]
    if not tests:
        advice = (
            "Written questions are read by your instructor."
            if single and lab
            else "Write, for example, check('E2.1') or check('02')."
        )
        publish(f"○ There is no automatic check called {what!r}. {advice}", {"check": what})
        return
    if problem := keras_settings.problem():
        publish(f"○ {problem}", {"check": what})
        return
    names = Namespace(main)
    outcomes = [judge(tests, names)] if single else judge_lab(lab, names)
    notes = history.stale_names(list(dict.fromkeys(names.asked)))
    global _last_lab
    _last_lab = lab
    if single:
        _show_one(outcomes[0], notes)
    else:
        _show_lab(lab, outcomes, notes)


def _this_lab() -> str:
    """Number of the lab whose notebook this is, or an empty text."""
    path = history.notebook_path()
    number = path.name[:2] if path else ""
    return number if number.isdigit() else _last_lab


def format_points(points: float) -> str:
    """`2` for 2.0 and `0.5` for 0.5."""
    return f"{points:g}"


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


def _box(outcome: Outcome) -> str:
    return boxes.box([_line(outcome)], _COLOURS[outcome.status])


def _show_one(outcome: Outcome, notes: list[str]) -> None:
    stuck = []
    if outcome.status == FAILED and outcome.exercise in hints(lab_of(outcome.exercise) or ""):
        stuck = [f'Stuck? `hint("{outcome.exercise}")` helps, a step at a time.']
    publish(
        "\n".join([_line(outcome), *stuck, *map(_note, notes)]),
        _payload(outcome),
        boxes.box([_line(outcome), *stuck], _COLOURS[outcome.status]) + _notes_box(notes),
    )


def _show_lab(lab: str, outcomes: list[Outcome], notes: list[str]) -> None:
    earned = sum(outcome.points for outcome in outcomes)
    possible = sum(outcome.possible for outcome in outcomes)
    total = (
        f"Lab {lab}: {format_points(earned)} of {format_points(possible)} automatic points; "
        f"{format_points(LAB_POINTS - possible)} more are for the written questions."
    )
    if unanswered := history.unanswered_questions():
        total += f" Not answered yet, as last saved: {', '.join(unanswered)}."
    publish(
        "\n".join([*map(_line, outcomes), *map(_note, notes), total]),
        {"lab": lab, "checks": [_payload(outcome) for outcome in outcomes]},
        "".join(map(_box, outcomes)) + _notes_box(notes) + f"<p><b>{html.escape(total)}</b></p>",
    )


def _note(text: str) -> str:
    return f"  Mind: {text}"


def _notes_box(notes: list[str]) -> str:
    """What is out of date in the notebook, under a verdict."""
    return boxes.box([f"Mind: {note}" for note in notes], boxes.YELLOW)


first_time = history.follow() | waiting.follow()
if first_time and history.notebook_path():  # somebody looks at it in JupyterLab
    publish("", {}, boxes.OWN_CELLS)
