"""How long a student waits for `check("E2.1")` and `hint("E2.1")`, in a live notebook, once training is done.

    python benchmarks/checks.py [--labs 02] [--profile smoke] [--repeats 3]

A lab's solution runs in a kernel, without its own checks; then each check is asked for as a student would. The
first call, which may have to import or evaluate something, stands beside the median of the next ones.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from jupyter_client.manager import start_new_kernel
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course import labs  # noqa: E402
from course.notebooks import notebook, parameters  # noqa: E402
from course.running import isolation, profiles  # noqa: E402
from helpers.graded.tests import by_exercise  # noqa: E402

MOST = 1.0  # second that a check may take


def main() -> None:
    """Measure, and print a table with all that take longer than they may."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labs", nargs="*", default=[])
    parser.add_argument("--profile", default="full", help="full, or smoke: reduced settings")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    table = Table("lab", "call", "first, s", "median of the next, s", "", title="Checks and hints")
    for lab in labs.find(options.labs):
        for call, first, median in _lab(lab, options.profile, options.repeats):
            late = "slow" if median > MOST else ""
            table.add_row(lab.number, call, f"{first:.2f}", f"{median:.2f}", late)
        table.add_section()
    Console(width=100).print(table)


def _lab(lab: labs.Lab, profile: str, repeats: int) -> list[tuple[str, float, float]]:
    """Each call with the seconds of its first time and the median of the others."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    try:
        source = notebook.read(lab.solution)
        parameters.put(source.cells, profiles.parameters(lab, profile))
        for cell in source.cells:
            if (
                cell.cell_type != "code"
                or cell.id.endswith("-check")
                or cell.id in ("summary", "bars")
            ):
                continue
            _run(client, cell.source)
        _run(client, "from helpers.check import check, hint")
        names = list(by_exercise(lab.number))
        calls = [f'check("{name}")' for name in names]
        calls += [f'check("{lab.number}")', f'hint("{names[0]}")']
        timings = []
        for call in calls:
            first, *repeated = (_run(client, call) for _ in range(1 + repeats))
            timings.append((call, first, statistics.median(repeated)))
        return timings
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _run(client, code: str) -> float:
    """Seconds until the kernel has run `code`."""
    begun = time.perf_counter()
    reply = client.execute_interactive(code, output_hook=lambda message: None, timeout=1800)
    if reply["content"]["status"] != "ok":
        sys.exit(f"{reply['content']['ename']}: {reply['content']['evalue']}\n{code}")
    return time.perf_counter() - begun


if __name__ == "__main__":
    isolation.enter()
    main()
