"""A process that sees a Python, the course's helpers, the data, and a scratch folder that vanishes with it.

bubblewrap makes it: no network, no other file of this machine, no other process.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import functools
import itertools
import json
import os
import shutil
import socket
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import psutil

from course import labs
from course.errors import UsageError
from course.grading.inside import seccomp
from course.grading.inside.walls import WRITABLE
from course.grading.limits import MB, Limits
from course.running import processes
from helpers.datasets import sources
from helpers.datasets.idx import FILES

SCRATCH = "/scratch"
INSIDE = Path(__file__).with_name("inside")
# When the instructor is root, a submission runs as one of these users, who own nothing.
_FIRST_USER = 61_000

_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
_FILE = 1024  # bytes of memory that a file takes beside what is in it
# Namespaces and folders; to start their loopback; to end who has become another user.
_SEPARATING = ("CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_KILL")
_FILTERS = "pyseccomp"  # a module
_SAID = 4096  # bytes of a message of the sandbox
_STARTING, _ENDING = 120, 10  # seconds, at most


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
    tried = subprocess.run(
        [*_walls(Limits()), "--", "true"],
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


@dataclass
class Submission:
    """A submission at work: its ways in and out, and the process that everything of it descends from."""

    report: socket.socket
    exchange: socket.socket
    errors: FileIO
    process: psutil.Process
    host: Host | None  # that serves it alone

    def members(self) -> list[psutil.Process]:
        """Its processes."""
        return processes.family(self.process.pid) if self.process.is_running() else []

    def end(self) -> None:
        """End it and all it has started."""
        members = self.members()
        processes.kill(members)
        psutil.wait_procs(members, _ENDING)
        if self.host:
            self.host.end()

    def close(self) -> None:
        """Close its ways in and out."""
        for file in (self.report, self.exchange, self.errors):
            file.close()


class Host:
    """A sandbox, and in it a process that has imported `modules` and forks for each submission.

    Parameters
    ----------
    modules : list of str
    limits : Limits
    user : int or None
        For whom it runs, as `user()` gives it.
    bare : Path, optional
        A folder to run in without walls: only for a notebook that one trusts.
    shared : bool
        Whether it is for more than one submission: it keeps the rights to set these apart until each starts.
    """

    def __init__(
        self,
        modules: list[str],
        limits: Limits,
        user: int | None = None,
        bare: Path | None = None,
        shared: bool = False,
    ) -> None:
        if not bare:
            require()  # on each machine of a cluster
        self.bare, self.shared = bare, shared
        kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
        self._control, theirs = socket.socketpair(socket.AF_UNIX, kind)
        folder = data_folder()
        variables = _variables(str(bare) if bare else SCRATCH, bare is not None, folder)
        program = ["-m", "course.grading.inside.host", str(theirs.fileno())]
        program.append(("users" if os.geteuid() == 0 else "shared") if shared else "alone")
        inside = [sys.executable, *program, *([] if bare else [_FILTERS]), *modules]
        with theirs:
            if not bare:
                walls = [*_walls(limits, keeps_rights=shared), *_furniture(folder, variables)]
                inside = [*_first_to_go(), *walls, "--", *_as_user(user), *inside]
            self._process = subprocess.Popen(
                inside,
                cwd=bare,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # bubblewrap's own environment can be read from inside.
                env=variables if bare else {"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
            )
        said = self._control.recv(_SAID)
        self.problem: str = json.loads(said) if said else "the sandbox has ended"
        """Why it cannot keep submissions apart, if it is to."""

    def start(self, limits: Limits, user: int | None) -> Submission:
        """Fork for a submission; raises OSError where the process is no longer there."""
        apart = self.shared
        settings = {
            **dataclasses.asdict(limits),
            **{"apart": apart, "walls": not self.bare, "own_user": os.geteuid() == 0},
            **{"user": os.getuid() if user is None else user},
            **{"group": os.getgid() if user is None else user},
        }
        if self.bare:  # the limit would count all that its user runs on this machine
            settings["processes"] = 0
        report, its_report = socket.socketpair()
        exchange, its_exchange = socket.socketpair()
        errors, its_errors = os.pipe()
        if sys.platform == "linux":
            report.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with its_report, its_exchange, os.fdopen(its_errors, "wb"):
            files = [its_report.fileno(), its_exchange.fileno(), its_errors]
            socket.send_fds(self._control, [json.dumps(settings).encode()], files)
        process = psutil.Process(_caller(report) or self._process.pid)
        mine = None if apart else self
        return Submission(report, exchange, os.fdopen(errors, "rb", buffering=0), process, mine)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """End it: by itself when nobody can ask it any more, and else by force."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING)
        processes.kill(processes.family(self._process.pid))
        self._process.wait()


_hosts: dict[tuple[str, ...], Host] = {}  # of this process


@atexit.register
def _end_all() -> None:
    for host in _hosts.values():
        host.end()


_starting = threading.Lock()


def start(
    limits: Limits, modules: list[str], user: int | None, bare: Path | None = None
) -> Submission:
    """Start a submission; the notebook goes to its report's connection.

    Parameters
    ----------
    limits : Limits
    modules : list of str
        What it imports, most likely.
    user : int or None
        As `user()` gives it.
    bare : Path, optional
        A folder to run in without walls: only for a notebook that one trusts.
    """
    host = None if bare else _shared_host(modules)
    if host is None or host.problem:
        host = Host([], limits, user, bare)
    return host.start(limits, user)


def _shared_host(modules: list[str]) -> Host:
    with _starting:
        host = _hosts.get(key := tuple(modules))
        if host is None or not (host.alive or host.problem):
            host = _hosts[key] = Host(modules, Limits(), shared=True)
            if host.problem:
                host.end()
        return host


def apart(modules: list[str]) -> str:
    """Why each submission needs a sandbox of its own here; empty where they can be kept apart in one."""
    return _shared_host(modules).problem


def _caller(connection: socket.socket) -> int | None:
    """Number of the process that wrote first, as it is known here; None where the system does not tell."""
    connection.settimeout(_STARTING)
    if sys.platform != "linux":
        connection.recv(1)
        return None
    size = struct.calcsize("3i")
    said, more, *_ = connection.recvmsg(1, socket.CMSG_SPACE(size))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    connection.settimeout(None)
    if not said or not more:
        raise OSError("the sandbox has ended")
    return int(struct.unpack("3i", more[0][2][:size])[0])


def _variables(scratch: str, bare: bool, folder: Path | None) -> dict[str, str]:
    """Environment of a submission."""
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
    }
    # Threads count as processes, and several submissions run at once.
    return variables | {name: os.environ.get(name, "1") for name in THREADS}


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


def files_bytes(members: list[psutil.Process]) -> int:
    """Memory in the files of the sandbox in which these processes live."""
    return next(filter(None, map(_files, members)), 0)


def _files(member: psutil.Process) -> int:
    """Memory in the files of the sandbox that `member` lives in; 0 if it lives outside, or is gone."""
    root = Path(f"/proc/{member.pid}/root")
    try:
        if root.stat().st_dev == Path("/").stat().st_dev:
            return 0
        systems = [os.statvfs(root / folder[1:]) for folder in WRITABLE]
    except OSError:
        return 0
    return sum(
        (one.f_blocks - one.f_bfree) * one.f_frsize + (one.f_files - one.f_ffree) * _FILE
        for one in systems
    )


def _furniture(folder: Path | None, variables: dict[str, str]) -> list[str]:
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
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/"]
    arguments += ["--clearenv"]
    for name, value in variables.items():
        arguments += ["--setenv", name, value]
    return arguments


def data_folder() -> Path | None:
    """Folder of both real datasets, None where the built-in sample stands in for either."""
    folder = sources.folder()
    return folder and folder.resolve()


def _walls(limits: Limits, keeps_rights: bool = False) -> list[str]:
    """bubblewrap with an empty world: system programs to read, and folders in memory to write.

    What `keeps_rights` can make namespaces in this one, and give its rights up there.
    """
    arguments = ["bwrap", "--new-session", "--unshare-ipc", "--unshare-pid"]
    arguments += ["--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "lab"]
    if os.geteuid() == 0:
        arguments += ["--cap-drop", "ALL"]
        kept = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
        for capability in (*kept, *(_SEPARATING if keeps_rights else ())):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user"]
        if keeps_rights:
            arguments += ["--uid", "0", "--gid", "0", "--cap-add", "ALL"]
    arguments += ["--perms", "0755", "--dir", "/etc"]
    for shown in _SYSTEM:
        arguments += ["--ro-bind-try", shown, shown]
    for path in map(Path, _MERGED):
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder in WRITABLE:
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
