"""`check`: three outcomes, reasons a student can use, and no way to make it raise."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import check
from helpers.graded import boxes, judging, outputs, tests
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, judge
from helpers.graded.namespace import Namespace, once
from helpers.graded.tests import GradedTest, exercise, measured
from tests.small_lab import GRADED_TESTS, NAME


@exercise("E7.1", points=2)
def small(nb):
    "x is at most 1."
    assert nb.x <= 1, "Divide x by 255."


@exercise("E7.1", points=1)
def positive(nb):
    "x is positive."
    assert nb.x > 0


@exercise("E7.2", points=1)
def doubles(nb):
    "`double` doubles."
    assert nb.double(2) == 4, f"double(2) is {nb.double(2)}."


SMALL, BOTH, DOUBLES = [small.graded], [small.graded, positive.graded], [doubles.graded]


def judged(graded: list, **names: object) -> tuple[str, str, float]:
    outcome = judge(graded, names)
    return outcome.status, outcome.reason, outcome.points


# --- outcomes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"x": 0.5}, (PASSED, "x is at most 1. x is positive.", 3)),
        ({"x": 5}, (FAILED, "Divide x by 255.", 1)),
        ({"x": -5}, (FAILED, "not true yet: x is positive.", 2)),
        ({"x": ...}, (NOT_ATTEMPTED, "fill in `x` and run its cell, then check again.", 0)),
        ({}, (NOT_ATTEMPTED, "fill in `x` and run its cell, then check again.", 0)),
    ],
)
def test_outcome_reason_and_partial_points(names: dict, expected: tuple):
    assert judged(BOTH, **names) == expected


def test_first_test_that_does_not_pass_gives_the_reason():
    assert judged([positive.graded, doubles.graded], x=-1)[:2] == (
        FAILED,
        "not true yet: x is positive.",
    )
    assert judged([doubles.graded, positive.graded], x=-1)[0] == NOT_ATTEMPTED


def test_what_tests_share_is_made_once_for_a_notebook_and_anew_where_it_failed():
    made = []

    @once
    def shared(nb, name):
        made.append(name)
        return 1 / nb.x

    notebook, broken = Namespace({"x": 2}), Namespace({"x": 0})
    assert shared(notebook, "a") == shared(notebook, "a") == shared(notebook, "b") == 0.5
    assert shared(Namespace({"x": 4}), "a") == 0.25
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            shared(broken, "a")
    assert made == ["a", "b", "a", "a", "a"]


@given(st.floats() | st.integers() | st.none() | st.text(max_size=3) | st.lists(st.integers()))
def test_any_value_gets_one_of_three_outcomes(x: object):
    outcome = judge(BOTH, {"x": x})
    assert outcome.status in (PASSED, FAILED)
    assert 0 <= outcome.points <= outcome.possible == 3
    assert (outcome.points == 3) == (outcome.status == PASSED)
    assert outcome.reason


# --- stubs ------------------------------------------------------------------------------------------------


def stub(x):
    raise NotImplementedError


def documented_stub(x, y=1, *z, k: int = 3) -> int:
    """Double x.

    Returns
    -------
    int
    """
    raise NotImplementedError


@functools.cache
def decorated_stub(x):
    """Double x."""
    raise NotImplementedError


class StubMethods:
    """Doubles."""

    size = 3

    def __call__(self, x):
        """Double x."""
        raise NotImplementedError


STUBS = [..., stub, documented_stub, decorated_stub, StubMethods()]


def passing(x):
    pass


def returns_a_constant(x):
    """Double x."""
    return 5


def raises_for_some(x):
    if x != len([]):
        raise NotImplementedError
    return 0


def returns_text(x):
    return "5"


def returns_zero():
    return 0


def returns_ellipsis(x):
    return ...


def prints(x):
    """Return nothing, but do something."""
    print(x)


def changes(x):
    x[0] = 1


def raises(x):
    raise ValueError


def returns_early(x):
    if x:
        return


def yields(x):
    yield x


class HalfDone:
    def double(self, x):
        return 2 * x

    def half(self, x): ...


class NoMethods:
    size = 3


ATTEMPTS = [
    returns_a_constant, returns_text, returns_zero, returns_ellipsis, prints, changes, raises, returns_early,
    passing, yields, HalfDone, NoMethods, HalfDone(), HalfDone().double, lambda: ..., lambda x: None,
    lambda x: 3, functools.partial(stub, 1), print, len, int, None, 0, "...", np.zeros(3), SimpleNamespace(),
]  # fmt: skip


def kind(value: object) -> str:
    """Test id that every process gives alike: a function's repr holds its address."""
    return type(value).__name__


@pytest.mark.parametrize("value", STUBS, ids=kind)
def test_stub_is_not_attempted(value: object):
    assert judged(DOUBLES, double=value)[0] == NOT_ATTEMPTED


@pytest.mark.parametrize("value", ATTEMPTS, ids=kind)
def test_attempt_is_not_taken_for_a_stub(value: object):
    assert judged(DOUBLES, double=value)[0] != NOT_ATTEMPTED


def test_a_function_that_is_written_in_part_is_not_attempted():
    status, reason, _ = judged(DOUBLES, double=raises_for_some)
    assert (status, reason) == (
        NOT_ATTEMPTED,
        "fill in `double` and run its cell, then check again.",
    )


def test_a_stub_that_a_test_takes_for_a_wrong_answer_is_not_attempted():
    @exercise("E7.3", points=1)
    def returns(nb):
        "`double` returns."
        double, _ = nb.double, nb.x
        try:
            double(2)
        except Exception as error:
            raise AssertionError("`double` must return, whatever comes.") from error

    assert judged([returns.graded], double=stub, x=1) == (
        NOT_ATTEMPTED,
        "fill in `double` and run its cell, then check again.",
        0,
    )
    assert judged([returns.graded], double=raises, x=1)[0] == FAILED


BORROWED = [
    "from helpers.graded.evaluation import accuracy\ndouble = accuracy",
    "from helpers.graded.evaluation import accuracy as a\ndef double(x):\n    return a(x, x)",
    "from helpers.graded import evaluation\ndef double(x):\n    return evaluation.accuracy(x, x)",
    "import helpers.graded.evaluation as e\ndef double(x):\n    return [e.accuracy(y, y) for y in x]",
    "def double(x):\n    from helpers.graded.evaluation import accuracy\n    return accuracy(x, x)",
    "def double(x):\n    from helpers.graded import evaluation\n    return evaluation.accuracy(x, x)",
    "def double(x):\n    import helpers.graded.evaluation\n    return helpers.graded.evaluation.accuracy(x, x)",
]


@pytest.mark.parametrize("source", BORROWED)
def test_a_function_of_the_checks_is_no_answer(source: str):
    names: dict = {}
    exec(source, names)
    status, reason, _ = judged(DOUBLES, **{"double": names["double"]})
    assert (status, "belongs to the checks" in reason) == (FAILED, True)


def test_an_attribute_of_the_same_name_is_not_borrowed():
    names: dict = {}
    exec("def double(x):\n    return 2 * getattr(x, 'real', x.evaluation)", names)
    assert "belongs" not in judged(DOUBLES, double=names["double"])[1]


# --- what a student's objects may do ----------------------------------------------------------------------


class Hostile:
    """Raises whatever one does with it."""

    def _raise(self, *_: object) -> None:
        raise RuntimeError("no")

    __bool__ = __eq__ = __le__ = __gt__ = __repr__ = __str__ = __len__ = __iter__ = __float__ = (
        _raise
    )
    __call__ = __array__ = __hash__ = __format__ = _raise

    def __getattr__(self, name: str) -> None:
        raise RuntimeError(name)


class Unprintable(Exception):
    """An error whose message cannot be made."""

    def __str__(self) -> str:
        raise RuntimeError("no")


def raising(error: BaseException):
    def double(x):
        raise error

    return double


def endless(x):
    return endless(x)


@pytest.mark.parametrize(
    ("double", "reason"),
    [
        (raising(ValueError("bad shape")), "raised ValueError: bad shape"),
        (raising(KeyError("a")), "raised KeyError: 'a'"),
        (raising(Unprintable()), "raised Unprintable"),
        (raising(AssertionError(Hostile())), "not true yet: `double` doubles."),
        (raising(AssertionError()), "not true yet: `double` doubles."),
        (raising(SystemExit(0)), "raised SystemExit: 0"),
        (raising(GeneratorExit()), "raised GeneratorExit"),
        (endless, "raised RecursionError"),
        (lambda: 4, "raised TypeError"),
        (lambda x: Hostile(), "raised RuntimeError: no"),
        (lambda x: np.array([4, 4]), "raised ValueError: The truth value"),
        pytest.param(Hostile(), "raised RuntimeError: no", id="hostile"),
        (3, "raised TypeError: 'int' object is not callable"),
        (lambda x: None, "double(2) is None."),
    ],
)  # fmt: skip
def test_what_an_answer_raises_becomes_the_reason(double: object, reason: str):
    status, why, points = judged(DOUBLES, double=double)
    assert (status, points) == (FAILED, 0)
    assert reason in why


def test_failed_pytest_raises_is_a_reason_too():
    @exercise("E7.3", points=1)
    def refuses(nb):
        "`f` refuses text."
        with pytest.raises(TypeError):
            nb.f("a")

    assert judged([refuses.graded], f=lambda x: x)[0] == FAILED


def test_the_stop_button_works():
    with pytest.raises(KeyboardInterrupt):
        judged(DOUBLES, double=raising(KeyboardInterrupt()))


def test_hostile_values_are_judged():
    assert judged(BOTH, x=Hostile())[0] == FAILED


# --- check() as a notebook calls it -----------------------------------------------------------------------


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Names of the notebook to fill in, and what `check` published: (text, payload, html)."""
    (tmp_path / f"test_{NAME}.py").write_text(GRADED_TESTS)
    monkeypatch.setattr(tests, "TESTS", tmp_path)
    published: list[tuple[str, dict, str]] = []
    monkeypatch.setattr(check, "publish", lambda *arguments: published.append(arguments))
    main = SimpleNamespace()
    monkeypatch.setitem(sys.modules, "__main__", main)
    return main, published


def test_passed_exercise_as_text_html_and_data(shown):
    main, published = shown
    main.x = 0.5
    check.check("E7.1")
    text, payload, page = published[0]
    assert text == "✓ E7.1 passed: x is scaled. x is positive. (12 of 12 points)"
    assert payload == {"check": "E7.1", "status": PASSED, "points": 12, "possible": 12}
    assert text in page


def test_reason_is_escaped_in_html_and_plain_in_text(shown):
    main, published = shown
    main.x = -1
    check.check("E7.1")
    text, payload, page = published[0]
    assert text.split("\n")[0] == "✗ E7.1 failed: Mind the <sign>. (8 of 12 points)"
    assert text.split("\n")[1] == 'Stuck? `hint("E7.1")` helps, a step at a time.'
    assert "Mind the &lt;sign&gt;." in page
    assert "<sign>" not in page
    assert (payload["status"], payload["points"]) == (FAILED, 8)


def test_not_attempted_exercise(shown):
    check.check("Q7.1")
    text, payload, page = shown[1][0]
    assert text.startswith("○ Q7.1 not attempted: fill in `q7_1`")
    assert re.search("fill in <code[^>]*>q7_1</code>", page)
    assert text.endswith("(0 of 0.5 points)")
    assert payload["status"] == NOT_ATTEMPTED


def test_whole_lab(shown):
    main, published = shown
    main.x = 5
    check.check("07")
    text, payload, page = published[0]
    assert [line[0] for line in text.split("\n")] == ["✗", "○", "L"]
    assert text.endswith(
        "Lab 07: 4 of 12.5 automatic points; 7.5 more are for the written questions."
    )
    assert [entry["status"] for entry in payload["checks"]] == [FAILED, NOT_ATTEMPTED]
    assert page.count("<div") == page.count("</div>") == 2
    assert json.loads(json.dumps(payload)) == payload


def test_whole_lab_that_has_changed_since_the_copy_was_made_says_so(shown, monkeypatch):
    _, published = shown
    monkeypatch.setattr(check.saved, "notebook_path", lambda: Path("07_small.ipynb"))
    monkeypatch.setattr(check.since, "changes", lambda copy: f"{copy.stem} has changed.")
    check.check("07")
    assert "  Mind: 07_small has changed.\n" in published[0][0]
    check.check("Q7.1")
    assert "has changed" not in published[1][0]


def test_statuses_differ_by_sign_and_colour():
    assert len(set(check._SIGNS.values())) == len(set(check._COLOURS.values())) == 3


@pytest.mark.parametrize("color", [boxes.GREEN, boxes.RED, boxes.GREY, boxes.YELLOW, boxes.VIOLET])
def test_text_stands_out_from_its_background(color: tuple[str, str]):
    def luminance(code: str) -> float:
        channels = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    dark, light = sorted(map(luminance, color))
    assert (light + 0.05) / (dark + 0.05) >= 7


@pytest.mark.parametrize("what", ["7", "07", 7, " 07 "])
def test_a_lab_may_be_named_in_any_way(what: object, shown):
    check.check(what)
    assert shown[1][0][1]["lab"] == "07"


@pytest.mark.parametrize("what", ["e7.1", " E7.1 "])
def test_an_exercise_may_be_written_in_lower_case(what: str, shown):
    check.check(what)
    assert shown[1][0][1]["check"] == "E7.1"


UNKNOWN = [
    "",
    "E7.9",
    "Q99.1",
    "99",
    "*",
    "7_*",
    "../07",
    "E7",
    "E7.1.1",
    7.1,
    ["E7.1"],
    "²",
    "E٧.1x",
]


@pytest.mark.parametrize("what", UNKNOWN, ids=repr)
def test_unknown_name_is_answered_not_raised(what: object, shown):
    check.check(what)
    text, payload = shown[1][0]
    assert text.startswith("○ There is no automatic check called ")
    assert "status" not in payload


def test_written_question_is_said_to_be_read_by_a_person(shown):
    check.check("Q7.2")
    assert "read by your instructor" in shown[1][0][0]


@given(st.text(max_size=6) | st.from_regex(r"[EQeq]?[0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True))
def test_no_name_makes_check_raise(what: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "publish", lambda *_: None)
        patch.setattr(tests, "TESTS", Path("no such folder"))
        check.check(what)


def test_outside_a_notebook_the_text_is_printed(capsys, shown, monkeypatch):
    monkeypatch.setattr(check, "publish", outputs.publish)
    check.check("Q7.1")
    assert capsys.readouterr().out.startswith("○ Q7.1 not attempted")


def test_checks_need_nothing_heavy():
    code = (
        "import sys, helpers.check; print({'numpy', 'tensorflow', 'matplotlib'} & set(sys.modules))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ended.stdout.strip() == "set()"


@pytest.mark.parametrize(("points", "text"), [(2.0, "2"), (0.5, "0.5"), (12, "12"), (0.0, "0")])
def test_points_are_written_without_needless_zeros(points: float, text: str):
    assert judging.format_points(points) == text


def test_what_an_answer_prints_while_it_is_tried_is_not_shown(capsys):
    def runs(nb):
        "It runs."
        nb.talk()

    test = GradedTest("E9.1", 1.0, runs, full_training=False)
    outcome = judge([test], {"talk": lambda: print("noise")})
    assert outcome.status == PASSED
    assert capsys.readouterr().out == ""


def test_what_a_test_measured_goes_with_the_verdict_of_its_exercise_alone():
    @exercise("E7.4", points=1)
    def reaches(nb):
        "It is good."
        measured("07/test_accuracy", np.float32(0.25))
        assert nb.x > 1

    outcome = judge([reaches.graded], {"x": 0})
    assert (outcome.status, outcome.measured) == (FAILED, {"07/test_accuracy": 0.25})
    assert judge(SMALL, {"x": 0}).measured == {}


# --- which notebook this is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "lab"),
    [
        ("notebooks/01_exploration.ipynb", "01"),
        ("notebooks/capstone.ipynb", "capstone"),
        ("solutions/01_exploration.ipynb", None),
        ("", None),
    ],
)
def test_the_courses_own_notebook_says_so(place: str, lab: str | None, monkeypatch):
    root = Path(check.__file__).parents[1]
    monkeypatch.setenv("JPY_SESSION_NAME", str(root / place) if place else "")
    message = check._misplaced()
    assert (f"`python -m course start {lab}`" in message) if lab else message == ""


def test_a_copy_of_ones_own_says_nothing(tmp_path: Path, monkeypatch):
    copy = tmp_path / "work" / "01_exploration.ipynb"
    copy.parent.mkdir()
    copy.write_text("{}")
    monkeypatch.setenv("JPY_SESSION_NAME", str(copy))
    assert check._misplaced() == ""
