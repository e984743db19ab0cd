"""Hints in steps: `hint("E2.1")` gives the first, and the next each time it is called again."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path

from helpers.graded import boxes
from helpers.graded.outputs import publish
from helpers.languages import catalogue

FOLDER = Path(__file__).with_name("hints")

_given: dict[str, int] = {}  # exercise -> how many of its hints were given


@functools.cache
def hints(lab: str) -> dict[str, list[str]]:
    """Hints of a lab (`"02"`) by exercise; empty when there are none."""
    path = FOLDER / f"{lab}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def hint(exercise: str) -> None:
    """Show the next hint for an exercise or question; from the first again after the last.

    Parameters
    ----------
    exercise : str
        Such as `"E2.1"`.

    Example
    -------
    >>> hint("E0.99")
    There is no hint for 'E0.99'. Write, for example, hint('E2.1').
    """
    name = str(exercise).strip().upper()
    lab = lab_of(name) or ""
    steps = hints(lab).get(name)
    if not steps:
        text = f"There is no hint for {name!r}. Write, for example, hint('E2.1')."
        publish(text, {"hint": name})
        return
    step = _given.get(name, 0) % len(steps)
    _given[name] = step + 1
    remaining = len(steps) - step - 1
    more = (
        "call it again for the next"
        if remaining
        else "this was the last; check() says what is still wrong"
    )
    words = catalogue.translate(steps[step], catalogue.checks(lab))
    text = f"Hint {step + 1} of {len(steps)} for {name}: {words} ({more})"
    publish(text, {"hint": name, "step": step + 1}, boxes.box([text], boxes.VIOLET))


def lab_of(what: str) -> str | None:
    """Lab, as two digits, of an exercise or of a lab's own number; None for anything else.

    Example
    -------
    >>> lab_of("E2.1"), lab_of("2"), lab_of("E2")
    ('02', '02', None)
    """
    match = re.fullmatch(r"[EQ]?(\d{1,2})(\.\d+)?", what, re.ASCII)
    if not match or what.startswith(("E", "Q")) != bool(match[2]):
        return None
    return f"{int(match[1]):02d}"
