"""Measures the main job: `make run` against nbconvert, what is not training, lab 01's first figure.

Run as `make bench`. Everything is measured in this one run, baseline and candidate in turn; machines are shared
and noisy, so medians and ratios are printed. Seconds are wall time unless it says CPU.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel

from course import labs
from course.notebooks import notebook
from course.running import isolation


def seconds_of_nbconvert(chosen: list[labs.Lab], folder: Path) -> float:
    """Wall seconds of `jupyter nbconvert --execute`, one notebook after another."""
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--execute", "--to", "notebook"]
        + ["--output-dir", str(folder), "--log-level", "ERROR"]
        + [str(lab.solution) for lab in chosen],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return time.monotonic() - start


def seconds_of_run(chosen: list[labs.Lab]) -> tuple[float, dict]:
    """Wall seconds of `make run`, and its summary."""
    start = time.monotonic()
    command = [sys.executable, "-m", "course", "run", "--fresh", *(lab.number for lab in chosen)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    return seconds, json.loads((labs.BUILD / "run" / "summary.json").read_text(encoding="utf-8"))


def share_not_training(summary: dict) -> float:
    """Share of the notebooks' wall time outside the cells tagged `training`."""
    total = sum(row["seconds"] for row in summary["labs"])
    return 1 - sum(row["training_seconds"] for row in summary["labs"]) / total


def cpu_seconds_to_first_figure(lab: labs.Lab) -> float:
    """CPU seconds of a fresh ordinary kernel until it has shown the lab's first figure."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        for cell in notebook.read(lab.solution).cells:
            if cell.cell_type != "code":
                continue
            figures = []

            def look(message: dict, figures: list = figures) -> None:
                if "image/png" in message["content"].get("data", {}):
                    figures.append(message)

            reply = client.execute_interactive(cell.source, timeout=120, output_hook=look)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"{lab.name}: {reply['content']['evalue']}")
            if figures:
                return _cpu_seconds(client)
        raise RuntimeError(f"{lab.name} shows no figure")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _cpu_seconds(client) -> float:
    expression = {"cpu": "__import__('time').process_time()"}
    reply = client.execute_interactive("", user_expressions=expression, timeout=30)
    return float(reply["content"]["user_expressions"]["cpu"]["data"]["text/plain"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    selected = labs.all_labs()

    baseline, candidate, shares = [], [], []
    folder = Path(tempfile.mkdtemp())
    try:
        for turn in range(repeats):
            baseline.append(seconds_of_nbconvert(selected, folder))
            seconds, summary = seconds_of_run(selected)
            candidate.append(seconds)
            shares.append(share_not_training(summary))
            print(
                f"turn {turn + 1}: nbconvert {baseline[-1]:.1f} s, run {seconds:.1f} s", flush=True
            )
    finally:
        shutil.rmtree(folder)
    figures = [cpu_seconds_to_first_figure(labs.find(["01"])[0]) for _ in range(max(repeats, 5))]

    ratio = statistics.median(c / b for c, b in zip(candidate, baseline, strict=True))
    print(f"\nMedians of {repeats}, {len(selected)} notebooks at full settings")
    print(f"(a) jupyter nbconvert --execute, in turn   {statistics.median(baseline):7.1f} s")
    print(f"    make run                               {statistics.median(candidate):7.1f} s")
    print(f"    ratio (aim: at most 0.6)               {ratio:7.2f}")
    print(f"(b) share that is not training (aim: 15 %) {100 * statistics.median(shares):7.1f} %")
    print(f"(c) CPU to the first figure of lab 01 (3 s){statistics.median(figures):7.2f} s")
    peak = max(row["peak_memory"] for row in summary["labs"])
    print(f"    highest peak memory of a notebook      {peak:7.0f} MiB")


if __name__ == "__main__":
    isolation.enter()
    main()
