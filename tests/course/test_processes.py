"""Memory of a process and what it has started."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace

import psutil
import pytest

from course.running import processes


def process(rss: int, vms: int, age: float):
    return SimpleNamespace(
        memory_info=lambda: SimpleNamespace(rss=rss, vms=vms),
        create_time=lambda: time.time() - age,
    )


@pytest.mark.parametrize(
    ("vms", "age", "expected"),
    [
        (900, 0.01, 500),  # runs in its parent's memory, its program has not begun
        (900, 2.0, 1000),  # a copy of its parent that stays counts: it may hold pages of its own
        (901, 0.01, 1000),
    ],
)
def test_memory_of_a_child_that_is_being_started_counts_once(vms, age, expected):
    parent = process(500, 900, 60)
    assert processes.resident_bytes([parent, process(500, vms, age)]) == expected


def test_memory_of_a_real_process_counts():
    assert processes.resident_bytes([psutil.Process(os.getpid())]) > 1e6
