"""Results that a notebook hands to whoever runs it, and shows beside their bars."""

from __future__ import annotations

import math

from helpers.graded.bars import bar, better, demand, shortfall
from helpers.graded.outputs import publish

_recorded: dict[str, float] = {}


def record(name: str, value: float) -> None:
    """Hand a result to the table of the run, and show it beside its bar.

    Parameters
    ----------
    name : str
        Lab and result, such as `"02/test_accuracy"`.
    value : float
        Its unit is that of the result: a share from 0 to 1, seconds, a loss. NaN, from a training that
        diverged, is handed over, too.

    Notes
    -----
    It raises nothing when the value misses its bar: that is the business of whoever runs the notebook.

    Example
    -------
    >>> record("02/images_per_second", 1234.5)
    02/images_per_second = 1234.5000
    """
    value = float(value)
    _recorded[name] = value
    limit, direction = bar(name), better(name)
    text = f"{name} = {value:.4f}"
    if limit is not None:
        text += f" ({demand(limit, direction)} expected)"
    # JSON has no NaN: what a diverged training gives is sent as text, which `float` reads back.
    sent = value if math.isfinite(value) else str(value)
    publish(text, {"metric": name, "value": sent, "bar": limit, "better": direction})


def assert_bars() -> None:
    """Raise AssertionError when a result recorded so far misses its bar.

    Example
    -------
    >>> record("02/images_per_second", 1234.5)
    02/images_per_second = 1234.5000
    >>> assert_bars()  # it has no bar
    """
    judged = (shortfall(name, value, bar(name), better(name)) for name, value in _recorded.items())
    missed = [problem for problem in judged if problem]
    assert not missed, "; ".join(missed)
