"""A process and all it has started: which they are, what memory they hold, and their end."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import psutil

_STARTING = 1.5  # seconds; when a process began is known to a second


def family(pid: int) -> list[psutil.Process]:
    """The process and its descendants; empty when it is gone."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def resident_bytes(members: list[psutil.Process]) -> int:
    """Memory that they hold together; what several share counts for each.

    A process that has just been started and has not begun its program runs in its parent's memory (vfork): that
    counts once.
    """
    used, sizes = 0, set()
    for member in members:
        with contextlib.suppress(psutil.Error):
            memory = member.memory_info()
            age = time.time() - member.create_time()
            if memory.vms not in sizes or age > _STARTING:
                used += memory.rss
            sizes.add(memory.vms)
    return used


def proportional_bytes(members: list[psutil.Process]) -> int:
    """Memory that they hold together; what several share counts in parts. Slow: some milliseconds each."""
    return sum(map(_proportional, members))


def _proportional(member: psutil.Process) -> int:
    try:
        rollup = Path(f"/proc/{member.pid}/smaps_rollup").read_text(encoding="utf-8")
        for line in rollup.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):  # it has gone, or the system does not tell
        pass
    return resident_bytes([member])


def kill(members: list[psutil.Process]) -> None:
    """End them at once; those that are gone are passed over."""
    for member in members:
        with contextlib.suppress(psutil.Error):
            member.kill()
