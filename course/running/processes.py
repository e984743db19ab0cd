"""A process and all it has started: which they are, what memory they hold, and their end."""

from __future__ import annotations

import contextlib

import psutil


def family(pid: int) -> list[psutil.Process]:
    """The process and its descendants; empty when it is gone."""
    try:
        head = psutil.Process(pid)
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return []


def resident_bytes(members: list[psutil.Process]) -> int:
    """Memory that they hold together; what several share counts for each."""
    used = 0
    for member in members:
        with contextlib.suppress(psutil.Error):
            used += member.memory_info().rss
    return used


def kill(members: list[psutil.Process]) -> None:
    """End them at once; those that are gone are passed over."""
    for member in members:
        with contextlib.suppress(psutil.Error):
            member.kill()
