"""In which order a batch runs the labs, what waits for what, and how many threads each gets."""

from __future__ import annotations

import contextlib
import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from course.labs import Lab

FILE = Path(__file__).with_name("schedule.toml")


def settings(lab: Lab) -> dict:
    """The lab's entry in `schedule.toml`."""
    return tomllib.loads(FILE.read_text(encoding="utf-8")).get(lab.number, {})


def after(lab: Lab, chosen: Sequence[Lab]) -> list[Lab]:
    """Those of the chosen labs whose trained model `lab` takes up: it runs when they have ended."""
    return [other for other in chosen if other.number in settings(lab).get("after", [])]


def uses_tensorflow(lab: Lab) -> bool:
    """Whether the lab imports TensorFlow, which is then imported once for all such kernels."""
    return settings(lab).get("tensorflow", True)


def threads(lab: Lab, parallel: int) -> int:
    """Threads for TensorFlow in the lab's kernel when `parallel` notebooks run at once.

    Kernels side by side share the cores; by itself, TensorFlow starts a thread on each core in each.
    """
    cores = os.cpu_count() or 1
    return cores if settings(lab).get("all_cores") else max(1, cores // parallel)


def order(chosen: Sequence[Lab], last_run: Path, profile: str) -> list[Lab]:
    """Labs in the order that keeps all cores busy to the end: first what others wait for, then the longest.

    `last_run` is the `summary.json` of an earlier run, which tells how long each took; labs that it does not know
    come before the others.
    """
    seconds = {}
    with contextlib.suppress(OSError, ValueError, KeyError):
        last = json.loads(last_run.read_text(encoding="utf-8"))
        if last["profile"] == profile:
            seconds = {row["name"]: row["seconds"] for row in last["labs"]}
    awaited = {other.number for lab in chosen for other in after(lab, chosen)}
    return sorted(
        sorted(chosen, key=lambda lab: lab.number, reverse=True),  # the labs grow
        key=lambda lab: (lab.number not in awaited, -seconds.get(lab.name, 1e9)),
    )
