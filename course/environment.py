"""The course's own virtual environment: `.venv`, made from the lock `requirements.txt`.

A stamp in `.venv`, written last and deleted first, says what it was made of, and where. While that holds, a
command goes on in `.venv`, whatever Python runs it; otherwise the command puts `.venv` right first.

Standard library and the syntax of Python 3.8 only: this is what runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
OLDEST, NEWEST = (3, 11), (3, 13)
REENTERED = "DL_LABS_REENTERED"  # tells a process that `reenter` started it


def venv_program(name: str) -> Path:
    """Path of a program inside `.venv`, on this operating system."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" * (os.name == "nt")))


def inside() -> bool:
    """Whether this interpreter already has what the course needs.

    True in `.venv` while nothing is wrong with it, and in a conda environment made from
    `environment.yml` (the Binder case).
    """
    if Path(sys.prefix).resolve() == VENV.resolve():
        return not fault()
    return in_conda()


def in_conda() -> bool:
    """Whether this is a conda environment made from `environment.yml`."""
    is_conda = (Path(sys.prefix) / "conda-meta").is_dir()
    return is_conda and all(importlib.util.find_spec(name) for name in ("papermill", "distributed"))


def fault() -> str:
    """Why `.venv` cannot be used as it is, in words; empty when it can. Takes two milliseconds."""
    stamp = _read_stamp()
    reason = _fault_of_interpreter(stamp)
    if reason or stamp is None:
        return reason
    missing = [name for name in stamp["packages"] if not os.path.exists(name)]  # noqa: PTH110 (fast)
    if missing:
        return f"{Path(missing[0]).name} is missing"
    return "" if stamp["lock"] == _lock_digest() else f"{LOCK.name} has changed"


def damaged() -> list[str]:
    """Names of the packages in `.venv` with a file that is missing or has another size; half a second."""
    folders = sorted(path for site in _site_packages() for path in site.glob("*.dist-info"))
    return [folder.name.split("-")[0] for folder in folders if not _is_whole(folder)]


def setup(thorough: bool = False) -> None:
    """Make `.venv`, or put it right; does nothing while nothing is wrong with it.

    With `thorough`, the interpreter is tried and each installed file is looked at.

    Raises
    ------
    SystemExit
        When Python is too old or too new, or when a step fails. The same command then starts anew.
    """
    if not thorough and not fault():
        return
    try:
        with _alone():
            _put_right(thorough)
    except OSError as error:
        refused = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
        advice = (
            "You may not change this folder. If it belongs to somebody else, work in a clone of your own. "
            "If `sudo` made .venv, delete it: sudo rm -r .venv .venv.lock. On Windows, close JupyterLab. "
        )
        sys.exit(
            f"course: setting up .venv failed ({error}). {advice if refused else ''}"
            "Then run the same command again."
        )


def version() -> str:
    """Version of the Python in `.venv`, such as `3.12.1`."""
    config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split(" = ", 1) for line in config if " = " in line)
    return settings.get("version", "?")


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


def reenter(arguments: list[str]) -> None:
    """Run `python -m course` again with `.venv`'s interpreter, and end with its exit code."""
    python = str(venv_program("python"))
    command = [python, "-m", "course", *arguments]
    environ = {**_environ(), REENTERED: "1"}
    try:
        if os.name == "posix":
            os.execve(python, command, environ)
        code = subprocess.run(command, env=environ, check=False).returncode
    except OSError as error:
        sys.exit(f"course: the Python in .venv does not start ({error}). Run: make setup")
    sys.exit(code)


# --- the steps of a set-up --------------------------------------------------------------------------------


def _put_right(thorough: bool) -> None:
    """Install what is missing; where that cannot be enough, make `.venv` anew."""
    reason, anew = fault(), _fault_of_interpreter(_read_stamp())
    if thorough and not anew and not _facts():
        reason = anew = "its Python does not start"
    broken = damaged() if not anew and (reason or thorough) else []
    if broken:
        reason = reason or f"files of {', '.join(broken)} are missing or damaged"
    if not reason:
        return
    base = _base_interpreter() if anew else ""
    print(f"Setting up .venv: {reason} (a few minutes on a slow line) ...", flush=True)
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        (VENV / STAMP).unlink()
    if anew:
        _clear(VENV)
        _run(base, "-I", "-m", "venv", VENV)
        _run(venv_program("python"), "-m", "pip", "install", "--quiet", "uv")
    pip = [venv_program("uv"), "pip", "install", "--quiet", "--python", venv_program("python")]
    pip += [f"--reinstall-package={name}" for name in broken]
    # Half a minute once; without it, each import of a process that may write no bytecode takes twice as long.
    _run(*pip, "--compile-bytecode", "--requirements", LOCK)
    _run(*pip, "--no-deps", "--editable", ROOT)
    _write_stamp()


def _base_interpreter() -> str:
    """The Python to make `.venv` with: this one or, if it does not fit, the one that `.venv` was made with."""
    stamp = _read_stamp()
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        base = getattr(sys, "_base_executable", None) or sys.executable
        if VENV in Path(base).parents:  # without its pyvenv.cfg, a link does not know its base
            base = os.path.realpath(base)
    elif stamp and Path(stamp["base"]).exists():
        base = stamp["base"]
    else:
        sys.exit(
            f"course: this is Python {sys.version.split()[0]}, and the course needs 3.11 to 3.13. "
            "Run it again with another one, for example: make setup PYTHON=python3.12"
        )
    code = "import sys\ntry: import ensurepip\nexcept ImportError: print('python3.%d' % sys.version_info[1])"
    lacking = _output(base, "-I", "-c", code).strip()
    if lacking:
        sys.exit(
            "course: this Python cannot make a .venv: it has no `ensurepip`. On Debian and Ubuntu, run: "
            f"sudo apt install {lacking}-venv. Then run the same command again."
        )
    return base


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of set-ups, and wait for it as long as another process holds it.

    The system frees it when its holder ends, however that ends. The programs that a set-up starts hold it, too.
    """
    from course.locking import try_lock  # which needs this module

    with VENV.with_name(".venv.lock").open("a+b") as file:
        said = False
        while not try_lock(file.fileno()):
            if not said:
                print("course: another set-up is at work; waiting for it ...", flush=True)
            said = True
            time.sleep(0.2)
        os.set_inheritable(file.fileno(), True)
        yield


def _clear(folder: Path) -> None:
    """Delete what is in `folder`, and itself where it is no folder; it may be a link to a larger disk."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    elif os.path.lexists(folder):
        folder.unlink()


def _run(*command: object) -> None:
    parts = [str(part) for part in command]
    try:
        # What it says is shown only if it fails: pip answers Ctrl-C with a traceback.
        subprocess.run(
            parts,
            env=_environ(),
            close_fds=False,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except subprocess.CalledProcessError as error:
        sys.stderr.buffer.write(error.stdout)
        sys.stderr.flush()
        sys.exit(
            f"course: setting up .venv failed ({error}). The lines above say why; without a network, "
            "set up once where there is one. Then run the same command again."
        )


def _output(*command: object) -> str:
    """What a program prints; empty when it cannot be started or fails."""
    parts = [str(part) for part in command]
    try:
        done = subprocess.run(
            parts, env=_environ(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode(errors="replace")


def _environ() -> dict[str, str]:
    """The environment variables without the one that makes any interpreter ignore that it is in `.venv`."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}


# --- what is there ----------------------------------------------------------------------------------------

STAMP = ".course-stamp"
STAMP_KEYS = {"lock", "root", "interpreter", "base", "library", "packages"}


def _write_stamp() -> None:
    facts = _facts()
    if not facts:
        sys.exit("course: the Python in .venv does not start. Run the same command again.")
    # Not pip and uv: they are no part of the lock, and students renew them.
    packages = [
        str(path)
        for site in _site_packages()
        for path in sorted(site.iterdir())
        if not path.name.startswith(("pip", "uv", "__pycache__"))
    ]
    stamp = {"lock": _lock_digest(), "root": str(ROOT), "interpreter": _interpreter(), **facts}
    (VENV / STAMP).write_text(json.dumps({**stamp, "packages": packages}), encoding="utf-8")


def _read_stamp() -> dict | None:
    try:
        stamp = json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return stamp if isinstance(stamp, dict) and set(stamp) == STAMP_KEYS else None


def _fault_of_interpreter(stamp: dict | None) -> str:
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


def _facts() -> dict[str, str]:
    """What the interpreter in `.venv` says of itself; empty when it does not start, or not in `.venv`."""
    code = (
        "import json, os, sys; print(json.dumps([sys.prefix, sys._base_executable, os.__file__]))"
    )
    said = _output(venv_program("python"), "-I", "-c", code)
    prefix, base, library = json.loads(said) if said else ("", "", "")
    return {"base": base, "library": library} if Path(prefix).resolve() == VENV.resolve() else {}


def _site_packages() -> list[Path]:
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


def _lock_digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()
