"""Curves of real runs that take too long for a lesson, kept with what made them (`datasets/stored/`)."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).with_name("datasets") / "stored"


def stored_run(name: str) -> dict:
    """A kept run: `history` (curves, one value an epoch), `settings`, `dataset`, `source`, versions, `command`.

    Raises
    ------
    FileNotFoundError
        When no run of that name was kept.

    Example
    -------
    >>> run = stored_run("fashion_ann_50_epochs")
    >>> run["dataset"], len(run["history"]["loss"])
    ('fashion-mnist', 50)
    """
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
