"""Results a notebook hands to whoever runs it, and the bars they are held to."""

from __future__ import annotations

import functools
import json
import math
import sys
from pathlib import Path

MIME = "application/vnd.dl-labs+json"
BARS_FILE = Path(__file__).with_name("graded") / "bars.json"

_recorded: dict[str, float] = {}


def publish(text: str, payload: dict, html: str | None = None) -> None:
    """Show `text` and attach `payload` to the cell's output, where `make run` finds it.

    Parameters
    ----------
    text : str
        What a person reads; printed as it is outside IPython.
    payload : dict
        JSON-serialisable; stored under the MIME type `application/vnd.dl-labs+json`.
    html : str, optional
        A richer form of `text` for JupyterLab.
    """
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(text)
        return
    bundle = {"text/plain": text, MIME: payload}
    if html is not None:
        bundle["text/html"] = html
    ipython.display.display(bundle, raw=True)


@functools.cache
def _bars() -> dict:
    return json.loads(BARS_FILE.read_text(encoding="utf-8")) if BARS_FILE.is_file() else {}


def bar(name: str) -> float | None:
    """Bar that the result `name` is held to on the data at hand, or None if it has none.

    The lowest acceptable value, or the highest of one that is better when it is lower (a loss).
    The bars are measured, not chosen: mean less 4 standard deviations over at least 10 seeds
    (`make bars` writes them to `helpers/graded/bars.json`, `docs/bars.md` shows them). The built-in sample
    has bars of its own.
    """
    entry = _bars().get(name)
    if entry is None:
        return None
    from helpers import data

    return entry.get(data.source(entry["dataset"]), {}).get("bar")


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
    return _bars().get(name, {}).get("better", "higher")


def demand(limit: float, direction: str, words: bool = True) -> str:
    """A bar in words, `at least 0.967`, or as a sign, `≥ 0.967`."""
    least, most = ("at least", "at most") if words else ("≥", "≤")
    return f"{most if direction == 'lower' else least} {limit:.3f}"


def meets(value: float, limit: float | None, direction: str) -> bool:
    """Whether `value` meets its bar; without a bar it does, and NaN never does."""
    if limit is None:
        return True
    return value <= limit if direction == "lower" else value >= limit


def record(name: str, value: float) -> None:
    """Hand the result `name` (for example `"02/test_accuracy"`) to the run's table.

    It shows the value beside its bar and raises nothing: a missed bar is the runner's business.
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
    """Raise AssertionError when a result recorded so far misses its bar."""
    missed = [
        f"{name} is {value:.4f}, {demand(bar(name), better(name))} expected"
        for name, value in _recorded.items()
        if not meets(value, bar(name), better(name))
    ]
    assert not missed, "; ".join(missed)
