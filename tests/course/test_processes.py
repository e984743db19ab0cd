"""Memory of a process and what it has started."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
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


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux tells")
def test_memory_is_seen_where_the_first_thread_of_a_process_has_ended():
    code = (
        "import ctypes, threading, time; x = b'x' * 200_000_000\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
        "print('ready', flush=True); ctypes.CDLL(None).pthread_exit(None)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        while psutil.Process(child.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        seen = processes.glance(child.pid)[child.pid]
        family = processes.family(child.pid)
        closer = processes.resident_bytes(family), processes.proportional_bytes(family)
        child.kill()
    assert min(seen, *closer) > 2e8


@pytest.mark.skipif(sys.platform == "win32", reason="a file there may have no such name")
def test_glance_sees_descendants_whatever_they_are_called(tmp_path: Path):
    """On Linux a line gives name and parent, and the name may look like the rest of the line."""
    sleep = shutil.which("sleep")
    assert sleep
    strange = tmp_path / "z) S 1 (y"
    strange.symlink_to(sleep)
    child = subprocess.Popen(
        ["sh", "-c", f"'{strange}' 60 & echo started; wait"], stdout=subprocess.PIPE
    )
    try:
        assert child.stdout
        child.stdout.readline()
        (_, grandchild) = processes.family(child.pid)
        sizes = processes.glance(os.getpid())
        assert {os.getpid(), child.pid, grandchild.pid} <= sizes.keys()
        own = psutil.Process().memory_info().rss
        assert sizes[os.getpid()] == pytest.approx(own, rel=0.2)
        assert list(processes.glance(grandchild.pid)) == [grandchild.pid]
    finally:
        processes.kill(processes.family(child.pid))
        child.wait()
    time.sleep(0.2)
    assert child.pid not in processes.glance(os.getpid())
    assert processes.glance(child.pid) == {}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere psutil looks anew each time")
def test_glance_looks_anew_where_somebody_has_gone_meanwhile():
    """Else a notebook that forks and ends all the time would hide what it holds."""
    code = (
        "import subprocess, sys\n"
        "links = [subprocess.Popen(['sleep', '60']) for _ in range(2)]\n"
        "print('ready', flush=True); sys.stdin.readline(); links[0].kill(); links[0].wait()\n"
        "links[0] = subprocess.Popen(['sleep', '60']); print('changed', flush=True); sys.stdin.readline()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], bufsize=0, **pipes) as head:
        assert head.stdin
        assert head.stdout
        head.stdout.readline()
        before = processes.glance(head.pid)
        head.stdin.write(b"\n")
        head.stdout.readline()
        after = processes.glance(head.pid)
        members = {member.pid for member in processes.family(head.pid)}
        processes.kill(processes.family(head.pid))
    assert len(before) == 3
    assert after.keys() == members != before.keys()
