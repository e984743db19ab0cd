"""Results a notebook hands to whoever runs it, and the bars they are held to."""

from __future__ import annotations

import functools
import json
import math
import sys
from pathlib import Path

MIME = "application/vnd.dl-labs+json"
BARS_FILE = Path(__file__).with_name("bars.json")

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
    """Lowest acceptable value of the result `name` on the data at hand, or None if it has no bar.

    The bars are measured, not chosen: mean less 4 standard deviations over at least 10 seeds
    (`make bars` writes them to `helpers/bars.json`, `docs/bars.md` shows them). The built-in sample
    has bars of its own.
    """
    entry = _bars().get(name)
    if entry is None:
        return None
    from helpers import data

    return entry.get(data.source(entry["dataset"]), {}).get("bar")


def record(name: str, value: float) -> None:
    """Hand the result `name` (for example `"02/test_accuracy"`) to the run's table.

    It shows the value beside its bar and raises nothing: a missed bar is the runner's business.
    """
    value = float(value)
    _recorded[name] = value
    lowest = bar(name)
    text = f"{name} = {value:.4f}"
    if lowest is not None:
        text += f" (at least {lowest:.3f} expected)"
    # JSON has no NaN: what a diverged training gives is sent as text, which `float` reads back.
    sent = value if math.isfinite(value) else str(value)
    publish(text, {"metric": name, "value": sent, "bar": lowest})


def assert_bars() -> None:
    """Raise AssertionError when a result recorded so far misses its bar."""
    missed = [
        f"{name} is {value:.4f}, below its bar of {bar(name):.3f}"
        for name, value in _recorded.items()
        if bar(name) is not None and not value >= bar(name)
    ]
    assert not missed, "; ".join(missed)
