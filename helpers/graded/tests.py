"""What a lab is worth: the graded tests of `tests/labs/`, and what they calculate with."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from helpers.languages import catalogue
from helpers.languages.messages import Loader

if TYPE_CHECKING:
    import numpy as np

    from helpers.graded.namespace import Namespace

TESTS = Path(__file__).resolve().parents[2] / "tests" / "labs"
LAB_POINTS = 20

_Test = TypeVar("_Test", bound="Callable[[Namespace], None]")


@dataclass(frozen=True)
class GradedTest:
    """One graded test: a function of a `Namespace`, what it is worth, and the exercise it belongs to."""

    exercise: str
    points: float
    function: Callable[[Namespace], None]
    full_training: bool

    @property
    def goal(self) -> str:
        """What the test wants to see, in one sentence, in the language of the notebook."""
        lab = self.exercise[1:].split(".")[0].zfill(2)
        return catalogue.translate(self.english_goal, catalogue.checks(lab))

    @property
    def english_goal(self) -> str:
        """The same as it stands in the source."""
        return (self.function.__doc__ or self.function.__name__).strip()


def exercise(
    identifier: str, points: float, *, full_training: bool = False
) -> Callable[[_Test], _Test]:
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

    def mark(function: _Test) -> _Test:
        vars(function)["graded"] = GradedTest(identifier, points, function, full_training)
        return function

    return mark


def load_tests(lab: str) -> list[GradedTest]:
    """Graded tests of a lab (`"02"`), in the order of their file; empty when there is none.

    Their messages are in the language that this process speaks when it asks for them (`helpers.languages`).
    """
    for path in sorted(TESTS.glob(f"test_{lab}_*.py")):
        name = f"graded_{lab}"
        loader = Loader(name, str(path), catalogue.checks(lab), at_import=True)
        spec = importlib.util.spec_from_file_location(name, path, loader=loader)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return [f.graded for f in vars(module).values() if hasattr(f, "graded")]
    return []


def by_exercise(lab: str, *, full_training: bool = True) -> dict[str, list[GradedTest]]:
    """Graded tests of a lab by exercise, in order; without `full_training`, less those that need it."""
    grouped: dict[str, list[GradedTest]] = {}
    for test in load_tests(lab):
        if full_training or not test.full_training:
            grouped.setdefault(test.exercise, []).append(test)
    return grouped


@dataclass
class Trial:
    """The tests of one exercise at work: what they have measured, and their random numbers' seed, if any."""

    seed: int | None = None
    drawn: int = 0
    measured: dict[str, float] = field(default_factory=dict)


TRIAL: ContextVar[Trial] = ContextVar("TRIAL")


def fresh_rng() -> np.random.Generator:
    """Random numbers for a test's inputs: others at each check, so that an answer cannot be made for one input.

    In grading they come from a seed, so that a submission gets the same verdict each time it is graded.
    """
    import numpy as np

    trial = TRIAL.get(Trial())
    if trial.seed is None:
        return np.random.default_rng()
    trial.drawn += 1
    return np.random.default_rng([trial.seed, trial.drawn])


def measured(name: str, value: float) -> None:
    """Say in a graded test what it has measured itself, such as a network's accuracy on the test images.

    Never a number that the notebook holds: grading shows this one as true.

    Parameters
    ----------
    name : str
        As `record` calls the result, and as its bar is called: `"02/test_accuracy"`.
    value : float
    """
    TRIAL.get(Trial()).measured[name] = float(value)
