"""What grading costs: seconds per submission against `nbgrader autograde`, and of the machinery alone.

    python benchmarks/grading.py [--count 20] [--trivial 500] [--labs 01 02]

Both grade the same answers (the solution, once for each student) with the same tests, one batch after the other in
the same run. nbgrader gets a virtual environment of its own under `build/bench`, made with uv at the first use; it
sees the course's packages.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course import labs, notebook  # noqa: E402
from course.environment import venv_program  # noqa: E402
from course.grading import grade  # noqa: E402
from course.grading.limits import Limits  # noqa: E402
from helpers import check  # noqa: E402

FOLDER = labs.BUILD / "bench" / "grading"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20, help="submissions in a batch")
    parser.add_argument("--trivial", type=int, default=500, help="trivial submissions; 0 for none")
    parser.add_argument("--labs", nargs="*", default=["01", "02"])
    options = parser.parse_args()
    shutil.rmtree(FOLDER, ignore_errors=True)
    for number in options.labs:
        lab = labs.find([number])[0]
        ours, each = _ours(lab, options.count)
        theirs = _nbgrader(lab, options.count)
        print(
            f"lab {number}, {options.count} submissions: course {ours:.1f} s a submission "
            f"(median inside the batch {each:.1f} s), nbgrader {theirs:.1f} s, ratio {ours / theirs:.2f}",
            flush=True,
        )
    if options.trivial:
        lab = labs.find(["01"])[0]
        seconds = _batch(
            lab, [nbformat.writes(_trivial(i)) for i in range(options.trivial)], "trivial"
        )[0]
        print(f"{options.trivial} trivial submissions: {seconds / options.trivial:.2f} s each")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory of the grading process: {peak:.0f} MiB")


def _trivial(number: int) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"q1_1 = 60_000  # {number}")])


def _ours(lab: labs.Lab, count: int) -> tuple[float, float]:
    solution = notebook.read(lab.solution)
    texts = []
    for number in range(count):
        solution.cells[0].source += f"\n<!-- student {number} -->"
        texts.append(nbformat.writes(solution))
    seconds, grades = _batch(lab, texts, lab.number)
    possible = sum(test.points for test in check.load_tests(lab.number))
    wrong = [one.message or one.points for one in grades if one.points != possible]
    if wrong:
        sys.exit(f"the solution of lab {lab.number} did not get all its points: {wrong[:3]}")
    return seconds / count, statistics.median(one.seconds for one in grades)


def _batch(lab: labs.Lab, texts: list[str], name: str) -> tuple[float, list]:
    folder = FOLDER / name / "submissions"
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"student{number:03d}.ipynb").write_text(text, encoding="utf-8")
    begun = time.perf_counter()
    grades = grade.grade(lab, folder, target=FOLDER / name / "result", limits=Limits())
    return time.perf_counter() - begun, grades


def _nbgrader(lab: labs.Lab, count: int) -> float:
    """Seconds a submission with nbgrader: the same notebook, a cell for each exercise runs its tests."""
    python = _nbgrader_environment()
    course = FOLDER / lab.number / "nbgrader"
    source = course / "source" / "lab" / "lab.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(_with_grade_cells(lab), source)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "JUPYTER_PATH": str(venv_program("python").parents[1] / "share/jupyter"),
    }

    def run(*arguments: str) -> None:
        command = [python, "-m", "nbgrader", *arguments, "--course-dir", str(course)]
        subprocess.run(command, check=True, env=environment, capture_output=True)

    run("generate_assignment", "lab")
    for number in range(count):
        target = course / "submitted" / f"student{number:03d}" / "lab" / "lab.ipynb"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    begun = time.perf_counter()
    run("autograde", "lab", "--ExecutePreprocessor.timeout=600")
    return (time.perf_counter() - begun) / count


def _with_grade_cells(lab: labs.Lab) -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    for cell in notebook.read(lab.solution).cells:
        if (
            cell.cell_type == "code"
            and not cell.id.endswith("-check")
            and cell.id not in ("summary", "bars")
        ):
            made.cells.append(nbformat.v4.new_code_cell(cell.source))
    for name, tests in check.by_exercise(lab.number).items():
        code = (
            "from helpers import check\n"
            f"_tests = check.by_exercise({lab.number!r})[{name!r}]\n"
            "_outcome = check.judge(_tests, globals())\n"
            "assert _outcome.status == check.PASSED, _outcome.reason"
        )
        cell = nbformat.v4.new_code_cell(code)
        cell.metadata.nbgrader = {
            "grade": True,
            "solution": False,
            "locked": True,
            "schema_version": 3,
            "task": False,
            "grade_id": name.replace(".", "-"),
            "points": sum(test.points for test in tests),
        }
        made.cells.append(cell)
    return made


def _nbgrader_environment() -> str:
    folder = labs.BUILD / "bench" / "nbgrader"
    python = folder / "bin" / "python"
    if not python.exists():
        uv = str(venv_program("uv"))
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--python", str(python), "nbgrader"], check=True
        )
        packages = Path(os.__file__).parent.name
        site = next(Path(sys.prefix).glob(f"lib/{packages}/site-packages"))
        own = next(folder.glob("lib/python*/site-packages"))
        (own / "course.pth").write_text(f"{site}\n")
    return str(python)


if __name__ == "__main__":
    main()
