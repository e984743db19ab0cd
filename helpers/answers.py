"""Answers to questions as the graded tests read them: written in any sensible way, they count."""

from __future__ import annotations


def letter(value: object, choices: str = "abcd") -> str:
    """A choice as one small letter: `"b"`, `" B"` and `"(b)"` are the same.

    Raises
    ------
    AssertionError
        When it is none of `choices`; says how to write it.
    """
    answer = str(value).strip().strip("().").lower()
    assert answer in tuple(choices), (
        f"Answer with one letter between quotes: {', '.join(choices[:-1])} or {choices[-1]}."
    )
    return answer


def number(value: object, what: str = "The answer") -> float:
    """One number, of any type; an array of one element counts.

    Raises
    ------
    AssertionError
        When it is none; begins with `what`.
    """
    import numpy as np

    try:
        return float(np.asarray(value).reshape(()))
    except (TypeError, ValueError) as error:
        raise AssertionError(f"{what} must be one number, without quotes.") from error
