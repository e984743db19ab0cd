"""The course's own virtual environment: `.venv`, made from the lock `requirements.txt`.

Standard library only: this is what runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
STAMP = VENV / ".course-lock"
OLDEST, NEWEST = (3, 11), (3, 13)


def venv_program(name: str) -> Path:
    """Path of a program inside `.venv`, on this operating system."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" * (os.name == "nt")))


def inside() -> bool:
    """Whether this interpreter already has what the course needs.

    True in `.venv` while it matches the lock, and in a conda environment made from
    `environment.yml` (the Binder case).
    """
    if Path(sys.prefix).resolve() == VENV.resolve():
        return is_current()
    is_conda = (Path(sys.prefix) / "conda-meta").is_dir()
    return is_conda and all(importlib.util.find_spec(name) for name in ("papermill", "distributed"))


def lock_digest() -> str:
    """Hash of all that decides what `.venv` holds."""
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


def is_current() -> bool:
    """Whether `.venv` was completed from the present lock."""
    return STAMP.is_file() and STAMP.read_text().strip() == lock_digest()


def setup() -> None:
    """Make or update `.venv`; does nothing when it already matches the lock.

    Raises
    ------
    SystemExit
        When Python is too old or too new, or when an installation step fails.
    """
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(
            f"course: this is Python {sys.version.split()[0]}, and the course needs 3.11 to 3.13. "
            "Run it again with another one, for example: make setup PYTHON=python3.12"
        )
    if is_current():
        return
    print(
        "Setting up .venv from requirements.txt (once; a few minutes on a slow line) …", flush=True
    )
    STAMP.unlink(missing_ok=True)
    if not venv_program("python").exists() or _version_of_venv() != sys.version_info[:2]:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name == "posix").create(VENV)
    if not venv_program("uv").exists():
        _run(venv_program("python"), "-m", "pip", "install", "--quiet", "uv")
    pip = [venv_program("uv"), "pip", "install", "--quiet", "--python", venv_program("python")]
    # Half a minute once; without it, each import of a process that may write no bytecode takes twice as long.
    _run(*pip, "--compile-bytecode", "--requirements", LOCK)
    _run(*pip, "--no-deps", "--editable", ROOT)
    STAMP.write_text(lock_digest() + "\n")


def lock() -> int:
    """Resolve `pyproject.toml` for all supported systems into `requirements.txt`, and then the part of it that
    the image of the service holds; uv's exit code.
    """
    served = ROOT / "serving" / "requirements.txt"
    return _compile("pyproject.toml", LOCK, "--upgrade") or _compile(
        "serving/requirements.in", served, "--generate-hashes", "--constraint", LOCK
    )


def _compile(source: str, target: Path, *options: object) -> int:
    command = [venv_program("uv"), "pip", "compile", source, "--universal", *options]
    command += ["--python-version", "3.11", "--quiet", "--output-file", target]
    command += ["--custom-compile-command", "make lock"]
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def _version_of_venv() -> tuple[int, ...]:
    config = dict(
        line.split(" = ", 1)
        for line in (VENV / "pyvenv.cfg").read_text().splitlines()
        if " = " in line
    )
    return tuple(int(part) for part in config.get("version", "0.0").split(".")[:2])


def _run(*command: object) -> None:
    try:
        subprocess.run([str(part) for part in command], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"course: setting up .venv failed ({error}). The lines above say why; without a network, "
            "set up once where there is one. Then run the same command again."
        )


def reenter(arguments: list[str]) -> None:
    """Run `python -m course` again with `.venv`'s interpreter, and end with its exit code."""
    python = str(venv_program("python"))
    command = [python, "-m", "course", *arguments]
    if os.name == "posix":
        os.execv(python, command)
    sys.exit(subprocess.run(command, check=False).returncode)
