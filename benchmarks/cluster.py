"""A class graded on a Dask cluster of two workers: one is killed in mid-batch, then the batch itself, and goes on.

    python benchmarks/cluster.py [--count 200]

The grades must be those of one machine, byte for byte, and no submission may be graded again once it is finished.
The engine's own cost is processor time, as a part of that of both workers' cores: what the scheduler takes, and
what the command takes beyond its start, tables and pages. Those are said apart: one machine needs them, too.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course import labs  # noqa: E402
from course.running import isolation  # noqa: E402
from tests.dask_cluster import Cluster  # noqa: E402

FOLDER = labs.BUILD / "bench" / "cluster"
MEASURED = ("seconds", "peak_memory_mib")  # of each run anew
PLAIN = "q1_1 = {}\nimport numpy as np\nsum(np.linalg.svd(np.random.rand(200, 200))[1].sum() for _ in range(40))"


def main() -> None:
    """Grade the class three times, and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="submissions")
    count = parser.parse_args().count
    shutil.rmtree(FOLDER, ignore_errors=True)
    handed_in = FOLDER / "in"
    handed_in.mkdir(parents=True)
    for number in range(count):
        code = PLAIN.format(60_000 if number % 3 else 6)
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(made, handed_in / f"student{number:03d}.ipynb")
    seconds, _ = _grade(FOLDER / "one")
    print(f"one machine: {seconds:.0f} s")
    with Cluster(FOLDER, workers=2) as cluster:
        before = cluster.scheduler_seconds()
        seconds, command = _grade(FOLDER / "two", cluster.address)
        scheduler = cluster.scheduler_seconds() - before
        _, rest = _grade(FOLDER / "two", cluster.address)
        engine, pages = ((scheduler + command - rest) / seconds / 2, rest / seconds / 2)
        shares = f"engine {engine:.1%}, start, tables and pages {pages:.1%} of two cores"
        print(f"two workers: {seconds:.0f} s; {shares}")
    with Cluster(FOLDER, workers=3) as cluster:
        command = _command(FOLDER / "three", cluster.address)
        batch = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        _wait(FOLDER / "three", count // 4)
        cluster.kill_a_worker()
        _wait(FOLDER / "three", count // 2)
        batch.send_signal(signal.SIGKILL)
        batch.wait()
        time.sleep(5)
        finished = {path: path.stat().st_mtime_ns for path in _journal(FOLDER / "three")}
        print(f"a worker killed, then the batch, with {len(finished)} of {count} finished")
        _grade(FOLDER / "three", cluster.address)
    again = sum(path.stat().st_mtime_ns != then for path, then in finished.items())
    print(f"graded again though finished: {again}")
    tables = [_table(FOLDER / name) for name in ("one", "two", "three")]
    print("the same grades, byte for byte:", len(set(tables)) == 1)
    sys.exit(again > 0 or len(set(tables)) > 1)


def _command(target: Path, scheduler: str | None) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "course",
        "grade",
        "01",
        str(FOLDER / "in"),
        "--out",
        str(target),
    ]
    return [*command, *(["--scheduler", scheduler] if scheduler else [])]


def _grade(target: Path, scheduler: str | None = None) -> tuple[float, float]:
    """Seconds that a batch takes, and of processor time that its command takes itself."""
    begun, process = time.perf_counter(), None
    process = psutil.Popen(_command(target, scheduler), cwd=ROOT, stdout=subprocess.DEVNULL)
    used = 0.0
    while process.poll() is None:
        with contextlib.suppress(psutil.Error):
            used = max(used, sum(process.cpu_times()[:2]))
        time.sleep(0.2)
    if process.returncode:
        sys.exit(f"the batch ended with {process.returncode}")
    return time.perf_counter() - begun, used


def _journal(target: Path) -> list[Path]:
    return sorted((target / "journal").glob("*.json"))


def _wait(target: Path, count: int) -> None:
    while len(_journal(target)) < count:
        time.sleep(0.2)


def _table(target: Path) -> str:
    """`grades.csv` without what is measured anew each time."""
    rows = csv.DictReader(io.StringIO((target / "grades.csv").read_text(encoding="utf-8-sig")))
    return repr(
        [{name: value for name, value in row.items() if name not in MEASURED} for row in rows]
    )


if __name__ == "__main__":
    isolation.enter()
    os.chdir(ROOT)
    main()
