"""What has changed in a lab since a student's copy of it was made: the copy carries what was asked then."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
COURSE = "course"  # key of a copy's metadata: its lab, the course's version, a digest for each task


def changes(copy: Path, notebooks: Path = NOTEBOOKS) -> str:
    """What the course asks otherwise now than in a student's copy, in a line; empty when it is the same.

    Empty, too, where a copy cannot be read, or does not say what it was made from.
    """
    then = _read(copy)
    now = _read(notebooks / f"{then.get('lab', '')}.ipynb")
    if not then or not now:
        return ""
    before, after = then["tasks"], now["tasks"]
    names = [f"{name} (new)" for name in after if name not in before]
    names += [f"{name} (changed)" for name in after if before.get(name, after[name]) != after[name]]
    names += [f"{name} (no longer asked)" for name in before if name not in after]
    if not names:
        return ""
    old, new, number = then["version"], now["version"], now["lab"][:2]
    return (
        f"This lab has changed since your copy was made (version {old}, now {new}): {', '.join(names)}. Your copy "
        f"stays as it is. For the new one, rename yours, run `python -m course start {number}`, and take your "
        "answers over."
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        course = json.loads(path.read_text(encoding="utf-8"))["metadata"][COURSE]
        return (
            course
            if isinstance(course["tasks"], dict) and course["version"] and course["lab"]
            else {}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return {}
