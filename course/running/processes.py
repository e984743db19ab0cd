"""A process and all it has started: which they are, what memory they hold, and their end."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import psutil

_STARTING = 1.5  # seconds; when a process began is known to a second
_GONE = FileNotFoundError, ProcessLookupError
# Not all Linux systems do.
_TELLS_CHILDREN = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists()


def family(pid: int) -> list[psutil.Process]:
    """The process and its descendants; empty when it is gone."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def glance(pid: int) -> dict[int, int]:
    """Memory that the process and each of its descendants hold, by number; what several share counts for each.

    `family` looks at all processes of the machine, and takes some milliseconds; this one asks Linux for the
    children of each thread.
    """
    if not _TELLS_CHILDREN:
        return {member.pid: resident_bytes([member]) for member in family(pid)}
    sizes, gone = _sizes(pid)
    return _sizes(pid)[0] if gone else sizes  # their own children have another parent now


def _sizes(pid: int) -> tuple[dict[int, int], bool]:
    """What `glance` gives; and whether any of them has gone meanwhile."""
    sizes: dict[int, int] = {}
    gone, waiting = False, [pid]
    while waiting:
        number = waiting.pop()
        try:
            sizes[number] = _resident(number, "statm") or _of_a_thread(number)
            tasks = os.listdir(f"/proc/{number}/task")  # noqa: PTH208 - names, not paths
        except _GONE:
            gone |= number != pid
            continue
        for task in tasks:
            try:
                waiting += map(int, _read(number, f"task/{task}/children").split())
            except _GONE:
                gone = True
    return sizes, gone


def _of_a_thread(pid: int) -> int:
    """Memory of a process whose first thread has ended while others go on: Linux says that it has none."""
    with contextlib.suppress(*_GONE):
        for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names, not paths
            with contextlib.suppress(*_GONE):
                if size := _resident(pid, f"task/{task}/statm"):
                    return size
    return 0


def _resident(number: int, name: str) -> int:
    return int(_read(number, name).split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _read(number: int, name: str) -> bytes:
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
                used += memory.rss or _of_a_thread(member.pid)
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
