"""A process that sees a Python, the course's helpers, the data, and a scratch folder that vanishes with it.

bubblewrap makes it: no network, no other file of this machine, no other process.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from course import labs
from course.errors import UsageError
from course.grading import seccomp
from course.grading.limits import MB, Limits
from course.running import processes
from helpers.datasets import sources
from helpers.datasets.idx import FILES

SCRATCH = "/scratch"
SOCKET = "/exchange.sock"
INSIDE = Path(__file__).with_name("inside")
# When the instructor is root, a submission runs as one of these users, who own nothing.
_FIRST_USER = 61_000

_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")
_WRITABLE = (SCRATCH, "/tmp", "/dev/shm")
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
_FILE = 1024  # bytes of memory that a file takes beside what is in it
# In a user namespace, a program would be root, and could mount folders in memory of any size.
_TRIAL = "! unshare --user true 2>/dev/null"


@functools.cache
def require() -> None:
    """Raise UsageError, with what to do, where bubblewrap or libseccomp is missing or does not work."""
    if sys.platform == "win32":
        raise UsageError("Grading needs Linux; on Windows, that is WSL 2.")
    if sys.platform != "linux":
        raise UsageError("The sandbox needs Linux. For submissions that you trust: --no-sandbox.")
    bwrap = "" if shutil.which("bwrap") else "The sandbox needs bubblewrap"
    for missing, package in ((bwrap, "bubblewrap"), (seccomp.problem(), "libseccomp")):
        if missing:
            raise UsageError(
                f"{missing}: {_how_to_install(package)}. For submissions that you trust: --no-sandbox."
            )
    with _filter() as calls:
        tried = subprocess.run(
            [*_walls(Limits()), "--seccomp", str(calls), "--", "sh", "-c", _TRIAL],
            pass_fds=[calls],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if tried.returncode != 0:
        raise UsageError(
            f"bubblewrap does not work here: {tried.stderr.strip()[:300]} (Does the system forbid user "
            "namespaces? See docs/instructors.md.) For submissions that you trust: --no-sandbox."
        )


def _how_to_install(package: str) -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install {'libseccomp2' if package == 'libseccomp' else package}"
    for program, command in (("dnf", "sudo dnf install"), ("pacman", "sudo pacman -S")):
        if shutil.which(program):
            return f"{command} {package}"
    return "install it with the package manager"


@contextlib.contextmanager
def user() -> Iterator[int | None]:
    """A user for one submission, that no other on this machine has meanwhile; None where we cannot change users.

    Limits on processes hold for a user, not for a sandbox.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        yield None
        return
    with socket.socket(socket.AF_UNIX) as lock:
        for number in itertools.count(_FIRST_USER):
            # A name without a file, which the system frees when this process ends in whatever way.
            with contextlib.suppress(OSError):
                lock.bind(f"\0dl-labs-user-{number}")
                break
        yield number


def start(
    limits: Limits, socket: Path, user: int | None, bare: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start `inside/run.py`; the notebook goes to its standard input.

    Parameters
    ----------
    limits : Limits
    socket : Path
        Where the judge listens.
    user : int or None
        As `user()` gives it.
    bare : Path, optional
        A folder to run in without walls: only for a notebook that one trusts.
    """
    if not bare:
        require()  # on each machine of a cluster
    folder = data_folder()
    scratch = str(bare) if bare else SCRATCH
    variables = {
        "HOME": scratch,
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "LOGNAME": "student",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONPATH": str(labs.ROOT) if bare else "/course",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "DL_LABS_DATA": (str(folder) if bare else "/data") if folder else "sample",
        "DL_LABS_MODELS": f"{scratch}/models",
        "DL_LABS_MLFLOW": f"{scratch}/mlflow",
        "DL_LABS_GRADING": str(socket) if bare else SOCKET,
    }
    # Threads count as processes, and several submissions run at once.
    variables |= {name: os.environ.get(name, "1") for name in THREADS}
    if bare:  # the limit would count all that its user runs on this machine
        limits = dataclasses.replace(limits, processes=0)
    script = f"{labs.ROOT if bare else '/course'}/course/grading/inside/run.py"
    inside = [sys.executable, "-I", script, *_inside_limits(limits)]
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    if bare:
        return subprocess.Popen(inside, cwd=bare, env=variables, **pipes)
    with _filter() as calls:
        walls = [*_walls(limits), *_furniture(socket, folder, variables), "--seccomp", str(calls)]
        return subprocess.Popen(
            [*_first_to_go(), *walls, "--", *_as_user(user), *inside],
            **pipes,
            pass_fds=[calls],
            # bubblewrap's own environment can be read from inside.
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
        )


def require_hidden(*folders: Path) -> None:
    """Raise UsageError where one of these folders lies in what every sandbox shows."""
    shown = [Path(path).resolve() for path in (*_SYSTEM, *_MERGED, *_python())]
    for folder in folders:
        for path in shown:
            if folder.resolve().is_relative_to(path):
                raise UsageError(
                    f"{folder} lies in {path}, which every submission can read. Move it elsewhere."
                )


def require_readable() -> None:
    """Raise UsageError where a submission could not read what its sandbox shows: points would be lost."""
    if os.geteuid() != 0:
        return
    data_files = data_folder()
    shown = [labs.ROOT / "helpers", labs.ROOT / "serving", INSIDE]
    shown += [data_files / dataset for dataset in FILES] if data_files else []
    closed = [(top, path) for top in shown if (path := _closed_to_others(top))]
    for prefix in map(Path, _python()):
        if not prefix.is_relative_to("/usr"):  # the system's own is in order
            for packages in prefix.glob("lib/python*/site-packages"):
                within = [*map(str, reversed(packages.relative_to(prefix).parents)), "lib64", "bin"]
                parts = [prefix / part for part in within if (prefix / part).exists()]
                for path in (*parts, *packages.parent.iterdir(), *packages.iterdir()):
                    if _closed_to_others(path, depth=0):
                        closed.append((prefix, path))
    if closed:
        top, path = closed[0]
        raise UsageError(
            f"Submissions run as a user of their own, who cannot read {path}. "
            f"Let others read it: chmod -R o+rX '{top}'"
        )


def _closed_to_others(path: Path, depth: int = 9) -> Path | None:
    """What users other than its owner cannot read: `path`, or something in it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # a link to nowhere
        return None
    wanted = 0o005 if stat.S_ISDIR(mode) else 0o004
    if mode & wanted != wanted:
        return path
    inside = path.iterdir() if stat.S_ISDIR(mode) and depth else ()
    parts = (_closed_to_others(part, depth - 1) for part in inside if part.name != "__pycache__")
    return next(filter(None, parts), None)


def _python() -> tuple[str, str]:
    return sys.base_prefix, sys.prefix


def fitting(limits: Limits) -> int:
    """How many submissions this machine can grade at once: one for each core, if its memory is enough for them."""
    memory = int(psutil.virtual_memory().total) // int(limits.memory * MB)
    return max(1, min(os.cpu_count() or 1, memory))


def used_bytes(members: list[psutil.Process]) -> int:
    """Memory that a sandbox holds: that of its processes, and its files, which lie in memory."""
    return processes.resident_bytes(members) + next(filter(None, map(_files, members)), 0)


def _files(member: psutil.Process) -> int:
    """Memory in the files of the sandbox that `member` lives in; 0 if it lives outside, or is gone."""
    root = Path(f"/proc/{member.pid}/root")
    try:
        if root.stat().st_dev == Path("/").stat().st_dev:
            return 0
        systems = [os.statvfs(root / folder[1:]) for folder in _WRITABLE]
    except OSError:
        return 0
    return sum(
        (one.f_blocks - one.f_bfree) * one.f_frsize + (one.f_files - one.f_ffree) * _FILE
        for one in systems
    )


@contextlib.contextmanager
def _filter() -> Iterator[int]:
    """A file descriptor from which bubblewrap reads the filter of system calls."""
    read, write = os.pipe()
    try:
        with os.fdopen(write, "wb") as pipe:
            seccomp.write(pipe)  # less than a pipe holds
        yield read
    finally:
        os.close(read)


def _furniture(socket: Path, folder: Path | None, variables: dict[str, str]) -> list[str]:
    """bubblewrap's arguments for what a notebook needs, all of it to read only."""
    arguments = ["--perms", "0755", "--dir", "/data"]
    if folder:
        for dataset in FILES:  # nothing else that the folder may hold
            arguments += ["--ro-bind", str(folder / dataset), f"/data/{dataset}"]
    for prefix in map(Path, _python()):
        if not prefix.is_relative_to("/usr"):
            for parent in reversed(prefix.parents[:-1]):
                arguments += ["--perms", "0755", "--dir", str(parent)]
            arguments += ["--ro-bind", str(prefix), str(prefix)]
    for above in ("/course", "/course/course", "/course/course/grading"):
        arguments += ["--perms", "0755", "--dir", above]
    for part in ("helpers", "serving", "course/grading/inside"):  # lab 09 starts the service
        arguments += ["--ro-bind", str(labs.ROOT / part), f"/course/{part}"]
    arguments += ["--bind", str(socket), SOCKET, "--remount-ro", "/dev", "--remount-ro", "/"]
    arguments += ["--clearenv"]
    for name, value in variables.items():
        arguments += ["--setenv", name, value]
    return arguments


def data_folder() -> Path | None:
    """Folder of both real datasets, None where the built-in sample stands in for either."""
    folder = sources.folder()
    return folder and folder.resolve()


def _inside_limits(limits: Limits) -> list[str]:
    return [
        f"{name}={getattr(limits, name):g}"
        for name in ("cell_seconds", "call_seconds", "memory", "processes", "disk", "output")
    ]


def _walls(limits: Limits) -> list[str]:
    """bubblewrap with an empty world: system programs to read, and folders in memory of limited size to write."""
    arguments = ["bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid"]
    arguments += ["--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "lab"]
    if os.geteuid() == 0:
        arguments += ["--cap-drop", "ALL"]
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user"]
    for shown in _SYSTEM:
        arguments += ["--ro-bind-try", shown, shown]
    for path in map(Path, _MERGED):
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder in _WRITABLE:
        size = min(limits.disk, 64) if folder == "/dev/shm" else limits.disk
        arguments += ["--perms", "1777", "--size", str(int(size * MB)), "--tmpfs", folder]
    return [*arguments, "--chdir", SCRATCH]


def _first_to_go() -> list[str]:
    """Where the machine's memory runs out all the same, the system ends a submission before anything else."""
    return ["choom", "--adjust", "1000", "--"] if shutil.which("choom") else []


def _as_user(user: int | None) -> list[str]:
    if user is None:
        return []
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={user}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
    ]
