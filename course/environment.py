"""The course's own virtual environment: `.venv`, made from the locks; what is in it, and whether it is whole.

A stamp in `.venv`, written last and deleted first, says what it was made of, and where. While that holds, a
command goes on in `.venv`, whatever Python runs it; otherwise `setting_up` puts `.venv` right first.

Standard library and the syntax of Python 3.8 only: this is what runs before anything is installed.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"  # what maintainers need besides; students do without
SITE_LOCK = ROOT / "requirements-site.txt"  # what makes the site, in an environment of its own
OLDEST, NEWEST = (3, 11), (3, 13)
REENTERED = "DL_LABS_REENTERED"  # tells a process that `reenter` started it


def venv_program(name: str) -> Path:
    """Path of a program inside `.venv`, on this operating system."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" * (os.name == "nt")))


def inside(dev: bool = False) -> bool:
    """Whether this interpreter already has what the course needs, and with `dev` what its tests need.

    True in `.venv` while nothing is wrong with it, and in a conda environment that holds the lock (Binder, a hub).
    """
    if Path(sys.prefix).resolve() == VENV.resolve():
        return not fault(dev)
    return in_conda(dev)


def in_conda(dev: bool = False) -> bool:
    """Whether this is a conda environment with what `.binder/postBuild` installs; `dev`: with the tests' tools."""
    is_conda = (Path(sys.prefix) / "conda-meta").is_dir()
    needed = ("papermill", "mlflow", *(["pytest", "nbval"] if dev else []))
    return is_conda and all(importlib.util.find_spec(name) for name in needed)


def fault(dev: bool = False) -> str:
    """Why `.venv` cannot be used as it is, in words; empty when it can. Takes two milliseconds."""
    stamp = read_stamp()
    reason = fault_of_interpreter(stamp)
    if reason or stamp is None:
        return reason
    missing = [name for name in stamp["packages"] if not os.path.exists(name)]  # noqa: PTH110 (fast)
    if missing:
        return f"{Path(missing[0]).name} is missing"
    if stamp["lock"] != _lock_digest(stamp["dev"]):
        return "the lock has changed"
    return "what the tests need is missing" if dev and not stamp["dev"] else ""


def damaged() -> list[str]:
    """Names of the packages in `.venv` with a file that is missing or has another size; half a second."""
    folders = sorted(path for site in site_packages() for path in site.glob("*.dist-info"))
    return [folder.name.split("-")[0] for folder in folders if not _is_whole(folder)]


def version() -> str:
    """Version of the Python in `.venv`, such as `3.12.1`."""
    config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split(" = ", 1) for line in config if " = " in line)
    return settings.get("version") or settings.get("version_info", "?")


def reenter(arguments: list[str]) -> None:
    """Run `python -m course` again with `.venv`'s interpreter, and end with its exit code."""
    python = str(venv_program("python"))
    command = [python, "-m", "course", *arguments]
    environ = {**variables(), REENTERED: "1"}
    try:
        if os.name == "posix":
            os.execve(python, command, environ)
        code = subprocess.run(command, env=environ, check=False).returncode
    except OSError as error:
        sys.exit(f"course: the Python in .venv does not start ({error}). Run: make setup")
    sys.exit(code)


# --- what is there ----------------------------------------------------------------------------------------

STAMP = ".course-stamp"
STAMP_KEYS = {"lock", "dev", "root", "interpreter", "base", "library", "packages"}


def write_stamp(dev: bool) -> None:
    """Say that `.venv` is whole, and what it was made of."""
    facts = facts_of_interpreter()
    if not facts:
        sys.exit("course: the Python in .venv does not start. Run the same command again.")
    # Not pip and uv: students renew them.
    packages = [
        str(path)
        for site in site_packages()
        for path in sorted(site.iterdir())
        if not path.name.startswith(("pip", "uv", "__pycache__"))
    ]
    stamp = {
        "lock": _lock_digest(dev),
        "dev": dev,
        "root": str(ROOT),
        "interpreter": _interpreter(),
        **facts,
    }
    (VENV / STAMP).write_text(json.dumps({**stamp, "packages": packages}), encoding="utf-8")


def read_stamp() -> dict | None:
    """What `write_stamp` wrote; None where it is missing or of another kind."""
    try:
        stamp = json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) and set(stamp) == STAMP_KEYS else None


def fault_of_interpreter(stamp: dict | None) -> str:
    """Why `.venv` must be made anew, in words; empty when installing into it is enough."""
    if not os.path.lexists(VENV):
        return "it is not there yet"
    if stamp is None:
        return "it is not complete"
    if stamp["root"] != str(ROOT):
        return f"it was made in another folder, {stamp['root']}"
    if stamp["interpreter"] != _interpreter() or not Path(stamp["library"]).exists():
        return "its Python has changed or is gone"
    return "" if venv_program("uv").exists() else "uv is missing"


def _interpreter() -> list[str]:
    """What decides which Python runs in `.venv`: its configuration, and the program behind the link."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    program = os.path.realpath(venv_program("python"))
    return [config, program] if os.access(program, os.X_OK) else []


def facts_of_interpreter() -> dict[str, str]:
    """What the interpreter in `.venv` says of itself; empty when it does not start, or not in `.venv`."""
    code = (
        "import json, os, sys; print(json.dumps([sys.prefix, sys._base_executable, os.__file__]))"
    )
    output = output_of(venv_program("python"), "-I", "-c", code)
    prefix, base, library = json.loads(output) if output else ("", "", "")
    return {"base": base, "library": library} if Path(prefix).resolve() == VENV.resolve() else {}


def site_packages() -> list[Path]:
    """The folder of the packages in `.venv`, where there is one."""
    return [*VENV.glob("lib/python3*/site-packages"), *VENV.glob("Lib/site-packages")][:1]


def _is_whole(folder: Path) -> bool:
    """Whether the files of the package with this `.dist-info` folder are there, with their sizes."""
    try:
        with (folder / "RECORD").open(newline="", encoding="utf-8") as file:
            for name, _, size in csv.reader(file):
                if "__pycache__" not in name:
                    status = os.stat(os.path.join(folder.parent, name))  # noqa: PTH116, PTH118 (fast)
                    if size and status.st_size != int(size):
                        return False
    except (OSError, ValueError, csv.Error):
        return False
    return True


def _lock_digest(dev: bool) -> str:
    locks = [LOCK, DEV_LOCK] if dev else [LOCK]
    return hashlib.sha256(b"".join(path.read_bytes() for path in locks)).hexdigest()


# --- other programs ---------------------------------------------------------------------------------------


def output_of(*command: object) -> str:
    """What a program prints; empty when it cannot be started or fails."""
    parts = [str(part) for part in command]
    try:
        process = subprocess.run(
            parts, env=variables(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return process.stdout.decode(errors="replace")


def variables() -> dict[str, str]:
    """The environment variables without the one that makes any interpreter ignore that it is in `.venv`."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
