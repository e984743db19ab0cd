"""Starts submissions, each apart from the others, in a sandbox that has imported what they need.

`bubblewrap` says what can be seen there, `inside/host.py` forks there for each submission.
"""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import itertools
import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import psutil

from course.grading import bubblewrap
from course.grading.inside.namespaces import WRITABLE
from course.grading.limits import MB, Limits
from course.running import processes

# When the instructor is root, a submission runs as one of these users, who own nothing.
_FIRST_USER = 61_000
_FILE = 1024  # bytes of memory that a file takes beside what is in it
_FILTERS = "pyseccomp"  # a module
_MESSAGE = 4096  # bytes, at most
_STARTING, _ENDING = 120, 10  # seconds, at most


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
    imported: int  # bytes of memory that each of its processes has from the host
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
        A folder to run in without a sandbox: only for a notebook that one trusts.
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
            bubblewrap.require()  # on each machine of a cluster
        self.bare, self.shared = bare, shared
        kind = socket.SOCK_SEQPACKET if sys.platform == "linux" else socket.SOCK_STREAM
        self._control, control = socket.socketpair(socket.AF_UNIX, kind)
        use = ("users" if os.geteuid() == 0 else "shared") if shared else "alone"
        filters = [] if bare else [_FILTERS]
        command = [sys.executable, "-m", "course.grading.inside.host", str(control.fileno()), use]
        command += [*filters, *modules]
        environment = bubblewrap.variables(bare)
        if not bare:
            command = bubblewrap.command(command, limits, environment, user, keeps_rights=shared)
            # bubblewrap's own environment can be read from inside.
            environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        with control:
            self._process = subprocess.Popen(
                command,
                cwd=bare,
                pass_fds=[control.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        message = self._control.recv(_MESSAGE)
        family = processes.family(self._process.pid)
        self._imported = max(map(processes.inherited_bytes, family), default=0)
        self.problem: str = json.loads(message) if message else "the sandbox has ended"
        """Why it cannot keep submissions apart, if it is to."""

    def start(self, limits: Limits, user: int | None) -> Submission:
        """Fork for a submission; raises OSError where the process is no longer there."""
        settings = dataclasses.asdict(limits) | {
            "apart": self.shared,
            "sandboxed": not self.bare,
            "own_user": os.geteuid() == 0,
            "user": os.getuid() if user is None else user,
            "group": os.getgid() if user is None else user,
        }
        if self.bare:  # the limit would count all that its user runs on this machine
            settings["processes"] = 0
        report, its_report = socket.socketpair()
        exchange, its_exchange = socket.socketpair()
        errors, its_errors = os.pipe()
        said = os.fdopen(errors, "rb", buffering=0)
        if sys.platform == "linux":
            report.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        with its_report, its_exchange, os.fdopen(its_errors, "wb"):
            files = [its_report.fileno(), its_exchange.fileno(), its_errors]
            socket.send_fds(self._control, [json.dumps(settings).encode()], files)
        caller = _caller(report)
        try:
            # Alone in a sandbox, what has lost its parent belongs to bubblewrap.
            process = psutil.Process(caller if self.shared else self._process.pid)
        except psutil.NoSuchProcess as error:
            raise OSError("the sandbox has ended") from error
        host = None if self.shared else self
        return Submission(report, exchange, said, process, self._imported, host)

    @property
    def alive(self) -> bool:
        """Whether it can be asked; bubblewrap itself ends a moment after what it holds."""
        return not select.select([self._control], [], [], 0)[0]  # it has no more to say

    def end(self) -> None:
        """End it: by itself when nobody can ask it any more, and else by force."""
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING)
        processes.kill(processes.family(self._process.pid))
        self._process.wait()


_hosts: dict[tuple[str, ...], Host] = {}  # of this process, by what they have imported
_starting = threading.Lock()


@atexit.register
def _end_all() -> None:
    for host in _hosts.values():
        host.end()


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
        A folder to run in without a sandbox: only for a notebook that one trusts.

    Raises
    ------
    OSError
        Where the sandbox ends again and again.
    """
    if bare:
        return Host([], limits, user, bare).start(limits, user)
    with contextlib.suppress(OSError):  # it has just been ended, such as for lack of memory
        return _start(limits, modules, user)
    return _start(limits, modules, user)


def _start(limits: Limits, modules: list[str], user: int | None) -> Submission:
    host = _shared_host(modules)
    return (Host([], limits, user) if host.problem else host).start(limits, user)


def _shared_host(modules: list[str]) -> Host:
    with _starting:
        host = _hosts.get(key := tuple(modules))
        if host and not (host.problem or host.alive):
            _hosts.pop(key).end()
            host = None
        if host is None:
            host = _hosts[key] = Host(modules, Limits(), shared=True)
            if host.problem:
                host.end()
        return host


def apart(modules: list[str]) -> str:
    """Why each submission needs a sandbox of its own here; empty where they can be kept apart in one."""
    return _shared_host(modules).problem


def _caller(connection: socket.socket) -> int:
    """Number of the process that wrote first, as it is known here; 0 where it is gone, or where nothing tells."""
    connection.settimeout(_STARTING)
    if sys.platform != "linux":
        connection.recv(1)
        return 0
    size = struct.calcsize("3i")
    hello, ancillary, *_ = connection.recvmsg(1, socket.CMSG_SPACE(size))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
    connection.settimeout(None)
    if not hello or not ancillary:
        raise OSError("the sandbox has ended")
    return int(struct.unpack("3i", ancillary[0][2][:size])[0])


def fitting(limits: Limits) -> int:
    """How many submissions this machine can grade at once: one more than its cores, if its memory is enough.

    A notebook that trains leaves its core idle now and then, waiting for its own threads: `benchmarks/grading.py`
    with `--labs 02`, and `--jobs` of as many as cores and of one more.
    """
    memory = int(psutil.virtual_memory().total) // int(limits.memory * MB)
    return max(1, min((os.cpu_count() or 1) + 1, memory))


def files_bytes(members: Iterable[int]) -> int:
    """Memory in the files of the sandbox in which these processes live."""
    return next(filter(None, map(_files, members)), 0)


def _files(member: int) -> int:
    """Memory in the files of the sandbox that `member` lives in; 0 if it lives outside, or is gone."""
    root = Path(f"/proc/{member}/root")
    try:
        if root.stat().st_dev == Path("/").stat().st_dev:
            return 0
        systems = [os.statvfs(root / folder[1:]) for folder in WRITABLE]
    except OSError:
        return 0
    return sum(
        (system.f_blocks - system.f_bfree) * system.f_frsize
        + (system.f_files - system.f_ffree) * _FILE
        for system in systems
    )
