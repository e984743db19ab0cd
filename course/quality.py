"""`make test` and `make nbval`: everything that must hold before a change lands."""

from __future__ import annotations

import subprocess
import sys

from course import labs, lint, profiles, validate
from course.environment import venv_program


def test() -> bool:
    """ruff, form and drift of the notebooks, then all of pytest with nbval at reduced settings."""
    good = _step("ruff check", _ruff("check"))
    good &= _step("ruff format", _ruff("format", "--check"))
    problems = lint.check_all()
    for problem in problems:
        print(f"✗ {problem}")
    good &= _step("notebooks: form, links, drift of the student copies", not problems)
    # tests/conftest.py says what stays in one process
    good &= _step("tests and notebooks", _pytest("smoke", ["tests"], "loadgroup"))
    print("✓ all of it holds" if good else "✗ see above", flush=True)
    return good


def nbval(chosen: list[labs.Lab]) -> bool:
    """nbval over the solutions at their own settings, bars included."""
    return _pytest(profiles.FULL, [], "loadfile", chosen)


def _pytest(
    profile: str, paths: list[str], dist: str, chosen: list[labs.Lab] | None = None
) -> bool:
    copies = validate.prepare(chosen or labs.all_labs(), profile)
    with validate.pytest_options(copies) as options:
        command = [sys.executable, "-m", "pytest", *validate.workers(dist), *paths, *options]
        return subprocess.run(command, cwd=labs.ROOT, check=False).returncode == 0


def _ruff(*arguments: str) -> bool:
    ruff = venv_program("ruff")
    program = str(ruff) if ruff.exists() else "ruff"
    command = [program, *arguments, "--quiet", "."]
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode == 0


def _step(name: str, good: bool) -> bool:
    print(f"{'✓' if good else '✗'} {name}", flush=True)
    return good
