"""A Dask cluster as an instructor would start one: a scheduler and two workers, processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent


class Cluster:
    """Runs while the block runs; `address` is the scheduler's."""

    def __init__(self, folder: Path, workers: int = 2, nanny: bool = False) -> None:
        self._file = folder / "scheduler.json"
        self._workers = workers
        self._nanny = nanny
        self._processes: list[subprocess.Popen] = []
        self.address = ""

    def __enter__(self) -> Cluster:
        self._file.unlink(missing_ok=True)  # of a cluster before, in the same folder
        try:
            self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0")
            nanny = "--nanny" if self._nanny else "--no-nanny"
            for _ in range(self._workers):
                self._start("dask_worker", "--nthreads", "1", nanny)
            self.address = self._wait_for_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        for process in self._processes:
            for child in _family(process.pid):
                child.kill()
            process.wait()

    def scheduler_seconds(self) -> float:
        """Processor time that the scheduler has taken so far."""
        return sum(psutil.Process(self._processes[0].pid).cpu_times()[:2])

    def kill_a_worker(self) -> int:
        """SIGKILL for the first worker, or for the one that its nanny watches; its number."""
        process = psutil.Process(self._processes[1].pid)
        workers = [
            child for child in process.children() if "spawn_main" in " ".join(child.cmdline())
        ]
        worker = workers[0] if self._nanny else process
        worker.kill()
        return worker.pid

    def _start(self, program: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard"]
        command += ["--scheduler-file", str(self._file), *options]
        environment = os.environ | {"DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._processes.append(subprocess.Popen(command, cwd=ROOT, env=environment, **quiet))

    def _wait_for_address(self) -> str:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                return json.loads(self._file.read_text())["address"]
            except (OSError, ValueError, KeyError):
                time.sleep(0.1)
        raise AssertionError("the scheduler did not start")


def _family(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [*process.children(recursive=True), process]
    except psutil.NoSuchProcess:
        return []
