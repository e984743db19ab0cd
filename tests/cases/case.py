"""A case: an answer to an exercise, and the verdict it must get."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.check import FAILED, PASSED


@dataclass(frozen=True)
class Case:
    """An answer that replaces the exercise's cell, with the expected status and reason."""

    exercise: str
    name: str
    code: str
    status: str
    reason: str = ""


def right(exercise: str, name: str, code: str) -> Case:
    """An equivalent answer: it must pass."""
    return Case(exercise, name, code, PASSED)


def wrong(exercise: str, name: str, code: str, reason: str) -> Case:
    """A typical wrong answer: it must fail, and the reason shown must contain `reason`."""
    return Case(exercise, name, code, FAILED, reason)
