"""What grading costs: against `nbgrader autograde`, and the machinery alone.

    python benchmarks/grading.py [--count 20] [--trivial 500] [--labs 01 02]

Both grade the same answers (the solution, once for each student) with the same tests, in the same run: a batch by
`python -m course grade`, pages included, then one by nbgrader. Where one does not give all points, the
benchmark ends. What is above the student's own cells is processor time of the whole batch less that of the cells;
what the judge takes to test is said apart. nbgrader has a virtual environment of its own under `build/bench`, made
with uv at the first use; the notebooks that it grades run in the course's. Seconds are wall time; memory is what
all processes of a batch hold together, at most; what several processes share counts once.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course import labs  # noqa: E402
from course.environment import venv_program  # noqa: E402
from course.grading import sandbox, tables  # noqa: E402
from course.grading.limits import Limits  # noqa: E402
from course.notebooks import notebook  # noqa: E402
from course.running import isolation, processes  # noqa: E402
from helpers.graded.tests import GradedTest, by_exercise  # noqa: E402

FOLDER = labs.BUILD / "bench" / "grading"
NBGRADER = labs.BUILD / "bench" / "nbgrader"
KERNEL = "dl-labs-course"


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20, help="submissions in a batch")
    parser.add_argument("--trivial", type=int, default=500, help="trivial submissions; 0 for none")
    parser.add_argument("--labs", nargs="*", default=["01", "02"])
    default = sandbox.fitting(Limits())
    parser.add_argument("--jobs", type=int, default=default, help="of the course, at once")
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    table = Table(
        "batch",
        "course, s each",
        "median alone, s",
        "course, MiB",
        "core-s, cells",
        "judge",
        "rest",
        "nbgrader, s each",
        "nbgrader, MiB",
        "ratio of s",
        title=f"Grading, {options.jobs} at once (nbgrader: one after the other)",
    )
    for number in options.labs:
        lab = labs.find([number])[0]
        mine, median, memory, *parts = _course(lab, options.count, options.jobs)
        theirs, their_memory = _nbgrader(lab, options.count, _with_grade_cells(lab), number)
        table.add_row(
            f"lab {number}, {options.count} submissions",
            *(f"{mine:.1f}", f"{median:.1f}", f"{memory:.0f}"),
            *(f"{part:.2f}" for part in parts),
            *(f"{theirs:.1f}", f"{their_memory:.0f}", f"{mine / theirs:.2f}"),
        )
    lab = labs.find(["01"])[0]
    for count in filter(None, (options.count, options.trivial)):
        texts = [nbformat.writes(_trivial(number)) for number in range(count)]
        seconds, memory, rows, *parts = _batch(lab, texts, f"trivial{count}", options.jobs)
        mine = (f"{seconds:.2f}", f"{_median(rows):.2f}", f"{memory:.0f}")
        beside = ("", "", "")
        if count == options.count:
            theirs, their_memory = _nbgrader(lab, count, _trivial_with_grade(lab), "trivial")
            beside = (f"{theirs:.2f}", f"{their_memory:.0f}", f"{seconds / theirs:.2f}")
        table.add_row(f"{count} trivial", *mine, *(f"{part:.2f}" for part in parts), *beside)
    Console(width=140).print(table)


def _trivial(number: int) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"q1_1 = 60_000  # {number}")])


def _trivial_with_grade(lab: labs.Lab) -> nbformat.NotebookNode:
    made = _trivial(0)
    made.metadata.kernelspec = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
    made.cells.append(_grade_cell(lab, "Q1.1", by_exercise("01")["Q1.1"]))
    return made


def _course(lab: labs.Lab, count: int, jobs: int) -> tuple[float, ...]:
    """Seconds for each submission of a batch, the median of their own, memory in MiB, and core-seconds."""
    solution = notebook.read(lab.solution)
    heading = solution.cells[0].source
    texts = []
    for number in range(count):
        solution.cells[0].source = f"{heading}\n<!-- student {number} -->"
        texts.append(nbformat.writes(solution))
    seconds, memory, rows, *parts = _batch(lab, texts, lab.number, jobs)
    wrong = [row for row in rows if row["automatic"] != row["automatic_possible"]]
    if wrong:
        sys.exit(f"the solution of lab {lab.number} did not get all its points: {wrong[0]}")
    return seconds, _median(rows), memory, *parts


def _median(rows: list[dict[str, str]]) -> float:
    return statistics.median(float(row["seconds"]) for row in rows)


def _batch(lab: labs.Lab, texts: list[str], name: str, jobs: int) -> tuple[Any, ...]:
    """Seconds for each submission, memory in MiB, the table of grades; core-seconds of cells, judge, and rest."""
    folder, target = FOLDER / name / "submissions", FOLDER / name / "result"
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"student{number:03d}.ipynb").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "course", "grade", lab.number, str(folder)]
    account = _account()
    before = _worked(account)
    with _memory() as peak:
        begun = time.perf_counter()
        subprocess.run(
            [*command, "--out", str(target), "--jobs", str(jobs)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: account and (account / "cgroup.procs").write_text(str(os.getpid())),
        )
        seconds = time.perf_counter() - begun
    time.sleep(1)  # the judge's server ends after the command
    worked = _worked(account) - before
    rows = tables.read_csv(target / "grades.csv", {"seconds"})
    entries = [json.loads(path.read_text()) for path in (target / "journal").glob("*.json")]
    cells, judge = (sum(e["result"][part] for e in entries) for part in ("worked", "judged"))
    parts = (part / len(texts) for part in (cells, judge, worked - cells))
    return seconds / len(texts), peak[0] / 2**20, rows, *parts


def _account() -> Path | None:
    """A control group of the system, which knows the processor time of all that runs in it; None if not root."""
    for group in (Path("/sys/fs/cgroup/cpuacct"), Path("/sys/fs/cgroup")):
        if os.geteuid() == 0 and (group / "cgroup.procs").exists():
            (group / "dl-labs-bench").mkdir(exist_ok=True)
            return group / "dl-labs-bench"
    return None


def _worked(account: Path | None) -> float:
    """Seconds of processor time so far; without an account those of what has been waited for, so of no judge."""
    if account is None:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return ended.ru_utime + ended.ru_stime
    if (usage := account / "cpuacct.usage").exists():
        return int(usage.read_text()) / 1e9
    fields = dict(line.split() for line in (account / "cpu.stat").read_text().splitlines())
    return int(fields["usage_usec"]) / 1e6


def _nbgrader(
    lab: labs.Lab, count: int, handed_in: nbformat.NotebookNode, name: str
) -> tuple[float, float]:
    """Seconds for each submission with nbgrader, and memory in MiB."""
    python, course = _nbgrader_environment(), FOLDER / name / "nbgrader"
    source = course / "source" / "lab" / "lab.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(handed_in, source)
    environment = os.environ | {
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",  # it calls alembic by name
        "PYTHONPATH": str(ROOT),  # what the notebooks import; nbgrader itself imports nothing of it
        "JUPYTER_PATH": str(NBGRADER / "jupyter"),
    }

    def run(*arguments: str) -> None:
        command = [str(python), "-m", "nbgrader", *arguments, f"--CourseDirectory.root={course}"]
        ended = subprocess.run(
            command, check=False, env=environment, cwd=course, capture_output=True, encoding="utf-8"
        )
        if ended.returncode:
            sys.exit(f"{' '.join(command)}\n{ended.stderr[-3000:]}")

    run("generate_assignment", "lab")
    for number in range(count):
        target = course / "submitted" / f"student{number:03d}" / "lab" / "lab.ipynb"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    with _memory() as peak:
        begun = time.perf_counter()
        run("autograde", "lab", "--ExecutePreprocessor.timeout=600")
        seconds = time.perf_counter() - begun
    table = course / "grades.csv"
    run("export", f"--to={table}")
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    if len(rows) != count or any(float(row["score"]) < float(row["max_score"]) for row in rows):
        sys.exit(
            f"nbgrader did not give the solution of lab {lab.number} all its points: {rows[:2]}"
        )
    return seconds / count, peak[0] / 2**20


def _with_grade_cells(lab: labs.Lab) -> nbformat.NotebookNode:
    """The solution for nbgrader: the same cells, but for each check one that runs the same tests for points."""
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
    tests = by_exercise(lab.number)
    for cell in notebook.read(lab.solution).cells:
        name = cell.id.removesuffix("-check").upper().replace("-", ".")
        if cell.cell_type != "code" or cell.id in ("summary", "bars"):
            continue
        if not cell.id.endswith("-check"):
            lines = [line for line in cell.source.splitlines() if "SOLUTION" not in line]
            made.cells.append(nbformat.v4.new_code_cell("\n".join(lines)))
        elif name in tests:
            made.cells.append(_grade_cell(lab, name, tests[name]))
    return made


def _grade_cell(lab: labs.Lab, exercise: str, tests: list[GradedTest]) -> nbformat.NotebookNode:
    code = (
        "from helpers.graded import judging as _judging, tests as _graded\n"
        f"_tests = _graded.by_exercise({lab.number!r})[{exercise!r}]\n"
        "_outcome = _judging.judge(_tests, globals())\n"
        "assert _outcome.status == _judging.PASSED, _outcome.reason"
    )
    cell = nbformat.v4.new_code_cell(code)
    cell.metadata.nbgrader = {
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "cell_type": "code",
        "grade_id": exercise.replace(".", "-"),
        "points": sum(test.points for test in tests),
    }
    return cell


def _nbgrader_environment() -> Path:
    """Python of nbgrader's own environment; notebooks that name the kernel run in the course's."""
    python = NBGRADER / "bin" / "python"
    if not python.exists():
        uv = str(venv_program("uv"))
        make = [uv, "venv", "--quiet", "--python", sys.executable, str(NBGRADER)]
        subprocess.run(make, check=True)
        # The course's own settings leave out what only nbgrader needs.
        install = [uv, "pip", "install", "--quiet", "--no-config", "--compile-bytecode"]
        install += ["--python", str(python), "nbgrader"]
        subprocess.run(install, check=True)
    folder = NBGRADER / "jupyter" / "kernels" / KERNEL
    folder.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": KERNEL, "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    return python


@contextmanager
def _memory() -> Iterator[list[int]]:
    """The most bytes that this process and all it starts hold together while the block runs."""
    peak, ended = [0], threading.Event()

    def look() -> None:
        rest = 1.0
        while not ended.wait(rest):
            begun = time.thread_time()
            peak[0] = max(peak[0], processes.proportional_bytes(processes.family(os.getpid())))
            # A look takes a tenth of a second of a core, which what is measured lacks.
            rest = max(1.0, 50 * (time.thread_time() - begun))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


if __name__ == "__main__":
    isolation.enter()
    main()
