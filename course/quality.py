"""`make test` and `make nbval`: everything that must hold before a change lands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from course import labs
from course.environment import venv_program
from course.notebooks import lint
from course.running import profiles, validate


def test() -> bool:
    """ruff, form and drift of the notebooks, all of pytest; beside it mypy, and nbval at reduced settings."""
    mypy = _start(["mypy", "--no-error-summary"])
    good = _step("ruff check", _ruff("check"))
    good &= _step("ruff format", _ruff("format", "--check"))
    problems = lint.check_all()
    for problem in problems:
        print(f"✗ {problem}")
    good &= _step("notebooks: form, links, drift of the student copies", not problems)
    copies = validate.prepare(labs.all_labs(), "smoke")
    beside = {
        "mypy, strict where a wrong type is a wrong mark": mypy,
        "notebooks, re-executed": _start(["pytest", *validate.pytest_options(copies)]),
    }
    good &= _step(
        "tests", _pytest("loadscope", ["tests", "-m", "not sandbox and not acceptance"])
    )  # units: tests/conftest.py
    for name, process in beside.items():
        print(process.communicate()[0], end="")
        good &= _step(name, process.returncode == 0)
    print("✓ all of it holds" if good else "✗ see above", flush=True)
    return good


def acceptance() -> bool:
    """What surrounds the course: set-ups from nothing, pages in a real browser, images, a cluster, languages."""
    return _step(
        "set-ups, pages, images, a cluster, languages",
        _pytest("loadscope", ["tests", "-m", "acceptance"]),
    )


def corpus() -> bool:
    """Broken, hostile, honest and untouched submissions, graded in the sandbox; `build/corpus.md` lists them."""
    parts = labs.BUILD / "corpus"
    shutil.rmtree(parts, ignore_errors=True)
    good = _pytest("loadscope", ["tests", "-m", "sandbox"])
    tables = [path.read_text("utf-8").splitlines() for path in sorted(parts.glob("*.md"))]
    rows = [row for table in tables for row in table[2:]]
    lines = ["# make corpus", "", *(tables[0][:2] if tables else []), *rows]
    (labs.BUILD / "corpus.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return _step(f"{len(rows)} submissions graded in the sandbox: build/corpus.md", good)


def nbval(chosen: list[labs.Lab]) -> bool:
    """nbval over the solutions at their own settings, bars included."""
    copies = validate.prepare(chosen, profiles.FULL)
    # A notebook's cells share a kernel, so a process.
    return _pytest("loadfile", validate.pytest_options(copies))


def _pytest(dist: str, arguments: list[str]) -> bool:
    """Run pytest, on two cores or more with a process for each."""
    count = os.cpu_count() or 1
    workers = ["-n", str(count), "--dist", dist] if count > 1 else []
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    return subprocess.run(command, cwd=labs.ROOT, env=_environment(), check=False).returncode == 0


def _start(program: list[str]) -> subprocess.Popen[str]:
    """Start a module as a program, with what the tests leave idle of the processor."""
    command = [*(["nice"] if shutil.which("nice") else []), sys.executable, "-m", *program]
    settings = {"stdout": subprocess.PIPE, "encoding": "utf-8", "env": _environment()}
    return subprocess.Popen(command, cwd=labs.ROOT, **settings)


def _environment() -> dict[str, str]:
    return os.environ | {
        "TF_NUM_INTRAOP_THREADS": "1",  # a process for each core already
        "TF_NUM_INTEROP_THREADS": "1",
        "DL_LABS_MLFLOW": str(validate.FOLDER / "mlflow"),  # not among a student's runs
    }


def _ruff(*arguments: str) -> bool:
    ruff = venv_program("ruff")
    program = str(ruff) if ruff.exists() else "ruff"
    command = [program, *arguments, "--quiet", "."]
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode == 0


def _step(name: str, good: bool) -> bool:
    print(f"{'✓' if good else '✗'} {name}", flush=True)
    return good
