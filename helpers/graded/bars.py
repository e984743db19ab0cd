"""Bars that results are held to: the least a good answer reaches, measured and not chosen."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from helpers import data

BARS_FILE = Path(__file__).with_name("bars.json")


@functools.cache
def _bars() -> dict[str, dict[str, Any]]:
    entries = json.loads(BARS_FILE.read_text(encoding="utf-8")) if BARS_FILE.is_file() else {}
    return dict(entries)


def bar(name: str) -> float | None:
    """Bar that the result `name` is held to on the data at hand, or None if it has none.

    The lowest acceptable value, or the highest of one that is better when it is lower (a loss).
    The bars are measured, not chosen: mean minus 4 standard deviations over at least 10 seeds
    (`make bars` writes them to `helpers/graded/bars.json`, `docs/bars.md` shows them). The built-in sample
    has bars of its own.
    """
    entry = _bars().get(name)
    if entry is None:
        return None
    value: float | None = entry.get(data.source(entry["dataset"]), {}).get("bar")
    return value


def required_bar(name: str) -> float:
    """Bar of the result `name` on the data at hand, for a graded test that cannot do without it.

    Raises
    ------
    AssertionError
        When it has none: a test that needs a bar must not pass for want of one. Addressed to the
        instructor, since a student can do nothing about it.
    """
    limit = bar(name)
    assert limit is not None, (
        f"helpers/graded/bars.json holds no bar for {name} on this data, so this cannot be checked. That is not "
        f"the student's fault: the instructor measures it with `make bars LAB={name[:2]}`, or with "
        f"`make bars LAB={name[:2]} DATA=sample` where the labs run on the built-in sample."
    )
    return limit


def better(name: str) -> str:
    """`"lower"` for a bounded result that is better when it is lower, a loss; else `"higher"`."""
    return str(_bars().get(name, {}).get("better", "higher"))


def demand(limit: float, direction: str, words: bool = True) -> str:
    """A bar in words, or as a sign.

    Example
    -------
    >>> demand(0.967, "higher"), demand(0.3, "lower", words=False)
    ('at least 0.967', '≤ 0.300')
    """
    if not words:
        return f"{'≤' if direction == 'lower' else '≥'} {limit:.3f}"
    return f"at most {limit:.3f}" if direction == "lower" else f"at least {limit:.3f}"


def shortfall(name: str, value: float, limit: float | None, direction: str) -> str | None:
    """What to say of a result that misses its bar; None of one that does not. NaN misses any.

    Example
    -------
    >>> shortfall("02/test_accuracy", 0.95, 0.967, "higher")
    '02/test_accuracy is 0.9500, at least 0.967 expected'
    """
    if limit is None or meets(value, limit, direction):
        return None
    return f"{name} is {value:.4f}, {demand(limit, direction)} expected"


def meets(value: float, limit: float | None, direction: str) -> bool:
    """Whether `value` meets its bar; without a bar it does, and NaN never does.

    Example
    -------
    >>> meets(0.95, 0.967, "higher"), meets(0.95, None, "higher")
    (False, True)
    """
    if limit is None:
        return True
    return value <= limit if direction == "lower" else value >= limit
