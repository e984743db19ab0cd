"""A process and all it has started: which they are, what memory they hold, and their end."""

from __future__ import annotations

import contextlib
import math
import os
import sys
import threading
import time
from pathlib import Path

import psutil

_STARTING = 1.5  # seconds; when a process began is known to a second
_FRESH = 0.05  # seconds
_GONE = FileNotFoundError, ProcessLookupError


def family(pid: int) -> list[psutil.Process]:
    """The process and its descendants; empty when it is gone."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def glance(pid: int) -> dict[int, int]:
    """Memory that the process and each of its descendants hold, by number; what several share counts for each.

    Who is whose child was seen at most 0.05 s ago, in one look at all processes of the machine that all
    threads share: `family` takes such a look at each call, and some milliseconds.
    """
    if sys.platform != "linux":
        return {member.pid: resident_bytes([member]) for member in family(pid)}
    sizes, gone = _sizes(pid, _children.seen())
    if gone:  # their own children have another parent now
        sizes, _ = _sizes(pid, _children.seen(0))
    return sizes


def _sizes(pid: int, children: dict[int, list[int]]) -> tuple[dict[int, int], bool]:
    """What `glance` gives, by these children; and whether any of them has gone."""
    sizes: dict[int, int] = {}
    gone, waiting = False, [pid]
    while waiting:
        number = waiting.pop()
        try:
            sizes[number] = int(_read(number, "statm").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except _GONE:
            gone |= number != pid
            continue
        waiting += [child for child in children.get(number, ()) if child not in sizes]
    return sizes, gone


class _Children:
    """Children of each process of the machine, as they were seen last."""

    def __init__(self) -> None:
        self._lock, self._seen_at = threading.Lock(), -math.inf
        self._numbers: dict[int, list[int]] = {}

    def seen(self, age: float = _FRESH) -> dict[int, list[int]]:
        """Numbers of the children by that of the parent, at most `age` seconds old."""
        with self._lock:
            if (now := time.monotonic()) > self._seen_at + age:
                numbers: dict[int, list[int]] = {}
                for entry in filter(str.isdecimal, os.listdir("/proc")):  # noqa: PTH208 - names, not paths
                    with contextlib.suppress(*_GONE):
                        # A name may hold anything, brackets and spaces included; the parent comes after it.
                        parent = int(_read(entry, "stat").rpartition(b")")[2].split()[1])
                        numbers.setdefault(parent, []).append(int(entry))
                self._seen_at, self._numbers = now, numbers
            return self._numbers


_children = _Children()


def _read(number: int | str, name: str) -> bytes:
    with open(f"/proc/{number}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - many times a second
        return file.read()


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


def inherited_bytes(member: psutil.Process) -> int:
    """Memory that a process has from `member`, which forks it: all but what is read from files when needed."""
    try:
        memory = member.memory_info()
    except psutil.Error:
        return 0
    return int(memory.rss - getattr(memory, "shared", 0))


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
