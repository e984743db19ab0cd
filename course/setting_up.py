"""Makes `.venv`, or puts it right: with pip for uv, and with uv for all else.

Standard library and the syntax of Python 3.8 only: this is what runs before anything is installed.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from course import environment
from course.environment import NEWEST, OLDEST

WHEELS = "DL_LABS_WHEELS"  # a folder that `make wheels` filled: nothing is fetched from a network
SIZES = Path(__file__).with_name("download_sizes.json")
_FITTING = ">={}.{},<{}.{}".format(*OLDEST, NEWEST[0], NEWEST[1] + 1)


def setup(thorough: bool = False, dev: bool = False) -> None:
    """Make `.venv`, or put it right; does nothing while nothing is wrong with it.

    With `thorough`, the interpreter is tried and each installed file is looked at; with `dev`, what maintainers
    need is installed, too.

    Raises
    ------
    SystemExit
        When no Python fits, or when a step fails. The same command then starts anew.
    """
    if not thorough and not environment.fault(dev):
        return
    try:
        with _alone():
            _put_right(thorough, dev)
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


def platform_name() -> str:
    """This kind of computer, as the table of sizes and `make wheels` name it: `linux-x86_64`."""
    machine = {"AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    return f"{system}-{machine}"


# --- the steps --------------------------------------------------------------------------------------------


def _put_right(thorough: bool, dev: bool) -> None:
    """Install what is missing; where that cannot be enough, make `.venv` anew."""
    stamp = environment.read_stamp()
    dev = (dev or _has_dev(stamp)) and environment.DEV_LOCK.exists()
    reason, anew = environment.fault(dev), environment.fault_of_interpreter(stamp)
    if thorough and not anew and not environment.facts_of_interpreter():
        reason = anew = "its Python does not start"
    broken = environment.damaged() if not anew and (reason or thorough) else []
    if broken:
        reason = reason or f"files of {', '.join(broken)} are missing or damaged"
    if not reason:
        return
    _source()  # ends here where there is no such folder
    base = _base_interpreter(stamp) if anew else ""
    print(f"Setting up .venv: {reason}. {_what_it_takes(dev)}", flush=True)
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        (environment.VENV / environment.STAMP).unlink()
    if anew:
        _clear(environment.VENV)
        _make(base)
    locks = [environment.LOCK, *([environment.DEV_LOCK] if dev else [])]
    command = [environment.venv_program("uv"), "pip", "install", "--quiet", *_source()]
    command += ["--python", environment.venv_program("python"), "--no-deps", "--require-hashes"]
    command += [f"--reinstall-package={name}" for name in broken]
    # Half a minute once; without it, each import of a process that may write no bytecode takes twice as long.
    command += ["--compile-bytecode"]
    _run(*command, *(part for lock in locks for part in ("--requirements", lock)))
    _write_link()
    environment.write_stamp(dev)


def _write_link() -> None:
    """Let notebooks import `helpers` and `serving`, wherever they lie."""
    (site,) = environment.site_packages()
    # As code, because the path may have letters that the encoding of such a file has not.
    text = f"import sys; sys.path.append({str(environment.ROOT)!a})\n"
    (site / "dl_labs.pth").write_text(text, encoding="ascii")


def _has_dev(stamp: dict | None) -> bool:
    """Whether `.venv` has the tools of the tests: what is there stays there."""
    if stamp:
        return stamp["dev"]
    return any(path for site in environment.site_packages() for path in site.glob("pytest_xdist-*"))


def _what_it_takes(dev: bool) -> str:
    if os.environ.get(WHEELS):
        return f"All comes from {os.environ[WHEELS]} ..."
    sizes = json.loads(SIZES.read_text(encoding="utf-8")).get(platform_name())
    size = f"up to {sum(sizes.values()) if dev else sizes['work']} MB, " if sizes else ""
    return f"What is not here yet is downloaded ({size}a few minutes on a slow line) ..."


def _base_interpreter(stamp: dict | None) -> str:
    """The Python to make `.venv` with: this one or, if it does not fit, the one that `.venv` was made with.

    Empty where uv has to find one, because neither fits or this one can make no environment.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        base = getattr(sys, "_base_executable", None) or sys.executable
        if (
            environment.VENV in Path(base).parents
        ):  # without its pyvenv.cfg, a link does not know its base
            base = os.path.realpath(base)
    else:
        base = stamp["base"] if stamp and Path(stamp["base"]).exists() else ""
    if base and not _lacks_ensurepip(base):
        return base
    version = sys.version.split()[0]
    problem = f"this is Python {version}, and the course needs 3.11 to 3.13"
    if base:
        problem = "this Python cannot make a .venv: it has no `ensurepip`"
    if shutil.which("uv") or not _lacks_ensurepip(base or sys.executable):
        print(
            f"course: {problem}. uv looks for another one on this computer, and fetches one (30 MB) where there "
            "is none. To name one yourself: make setup PYTHON=python3.12",
            flush=True,
        )
        return ""
    sys.exit(
        f"course: {problem}. On Debian and Ubuntu, run: sudo apt install python{version.rpartition('.')[0]}-venv. "
        "Where you may not, install uv, which needs no rights: https://docs.astral.sh/uv. "
        "Then run the same command again."
    )


def _lacks_ensurepip(python: str) -> bool:
    code = "try: import ensurepip\nexcept ImportError: print('lacking')"
    return bool(environment.output_of(python, "-I", "-c", code).strip())


def _make(base: str) -> None:
    """Make an empty `.venv` with uv in it; without a `base`, of any Python that fits."""
    python = environment.venv_program("python")
    if base:
        _run(base, "-I", "-m", "venv", environment.VENV)
        _run(python, "-m", "pip", "install", "--quiet", *_source(), _pinned("uv"))
        return
    with tempfile.TemporaryDirectory() as scratch:
        uv = shutil.which("uv")
        if not uv:
            folder = Path(scratch)
            programs = folder / ("Scripts" if os.name == "nt" else "bin")
            _run(sys.executable, "-I", "-m", "venv", folder)
            _run(programs / "python", "-m", "pip", "install", "--quiet", *_source(), _pinned("uv"))
            uv = programs / "uv"
        _run(uv, "venv", "--quiet", "--python", _FITTING, environment.VENV)
        _run(uv, "pip", "install", "--quiet", "--python", python, *_source(), _pinned("uv"))
        environment.output_of(python, "-I", "-m", "ensurepip")  # for `%pip install` in a notebook


def _source() -> list[str]:
    """Options of pip and of uv that say where packages come from."""
    named = os.environ.get(WHEELS)
    if not named:
        return []
    folder = Path(named).expanduser()
    if not folder.is_dir():
        sys.exit(
            f"course: {WHEELS} names {named}, which is no folder. `make wheels OUT=folder` fills one."
        )
    return ["--no-index", "--find-links", str(folder)]


def _pinned(name: str) -> str:
    """The locked version of a package."""
    text = environment.LOCK.read_text(encoding="utf-8")
    return re.search(rf"^{name}==[^\s;\\]+", text, re.MULTILINE)[0]


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of set-ups, and wait for it as long as another process holds it.

    The system frees it when its holder ends, however that ends. The programs that a set-up starts hold it, too.
    """
    from course.locking import try_lock  # which needs this module

    with environment.VENV.with_name(".venv.lock").open("a+b") as file:
        announced = False
        while not try_lock(file.fileno()):
            if not announced:
                print("course: another set-up is at work; waiting for it ...", flush=True)
            announced = True
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
            env=environment.variables(),
            close_fds=False,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except subprocess.CalledProcessError as error:
        sys.stderr.buffer.write(error.stdout)
        sys.stderr.flush()
        name = Path(parts[0]).name
        sys.exit(
            f"course: setting up .venv failed (`{name}` ended with {error.returncode}). The lines above say why. "
            f"{_advice()}. Then run the same command again."
        )


def _advice() -> str:
    """What to do where packages could not be installed."""
    folder = os.environ.get(WHEELS)
    if not folder:
        return "Without a network, set up once where there is one"
    made = (environment.VENV / "pyvenv.cfg").exists()
    python = environment.version().rpartition(".")[0] if made else "3.12"
    return (
        f"{folder} must hold what this computer needs. Where there is a network: make wheels OUT=folder "
        f"PLATFORM={platform_name()} PYTHONS={python}"
    )
