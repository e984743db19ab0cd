"""Processes that are forked with their imports done are like new ones, and never outlive who started them."""

from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from course.running import forking
from tests.course.test_batch import has_ended

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not forking.AVAILABLE, reason="processes are forked on Linux only"),
]
ROOT = Path(__file__).parents[2]
SPAWNER = """
import subprocess, sys, time
from course.running import forking
from tests.course.test_forking import sleep_with_child
if __name__ == "__main__":
    forking.start(sleep_with_child, sys.argv[1])
    time.sleep(60)
"""


def tell(sender: Connection) -> None:
    import numpy as np

    facts = {
        "cwd": str(Path.cwd()),
        "environment": dict(os.environ),
        "random": (random.random(), np.random.rand()),
        "daemon": multiprocessing.current_process().daemon,
        "preimported": "course.running.fork_server" in sys.modules,
    }
    sender.send(facts)


def sleep_with_child(file: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(file).write_text(f"{os.getpid()} {child.pid}", encoding="utf-8")
    while True:  # a loop that no thread of its own could interrupt in time
        sum(range(10**7))


def facts_of_a_process(**settings) -> dict:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = forking.start(tell, sender, **settings)
    facts = receiver.recv()
    process.join()
    assert process.exitcode == 0
    return facts


def test_each_has_its_own_environment_folder_and_random_numbers(tmp_path):
    first = facts_of_a_process(environment={"MARK": "1"}, cwd=str(tmp_path))
    second = facts_of_a_process(environment={"MARK": "2"})
    assert (first["environment"], first["cwd"]) == ({"MARK": "1"}, str(tmp_path))
    assert (second["environment"], second["cwd"]) == ({"MARK": "2"}, str(Path.cwd()))
    assert not set(first["random"]) & set(second["random"])
    assert first["preimported"]
    assert not first["daemon"]  # it may have children


def test_a_process_and_its_children_end_with_who_started_it(tmp_path):
    script, pids = tmp_path / "spawner.py", tmp_path / "pids"
    script.write_text(SPAWNER)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    starter = subprocess.Popen([sys.executable, str(script), str(pids)], env=environment)
    deadline = time.monotonic() + 60
    while not (pids.exists() and pids.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    members = [int(pid) for pid in pids.read_text().split()]
    starter.kill()
    starter.wait()
    deadline = time.monotonic() + 5
    while not all(map(has_ended, members)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert all(map(has_ended, members))
