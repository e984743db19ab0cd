"""What stands between two submissions in one sandbox: namespaces, folders, a user, and a filter of calls.

The process that calls this has imported much and has run nothing of a submission. Linux only.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any

from course.grading.inside import seccomp

MB = 2**20
ADDRESSES = 4096 * MB  # what TensorFlow maps and does not use
_SEEN = 32
OPEN_FILES = 1024  # sockets have buffers
WRITABLE = ("/scratch", "/tmp", "/dev/shm")

# linux/sched.h, linux/mount.h, linux/prctl.h, linux/capability.h
_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_PID, _NEW_NET = 1 << 17, 1 << 27, 1 << 28, 1 << 29, 1 << 30
_READ_ONLY, _NO_SUID, _NO_DEV, _NO_EXEC, _REMOUNT, _BIND = 1, 2, 4, 8, 32, 4096
_RECURSIVE, _SLAVE = 1 << 14, 1 << 19
_DEATH_SIGNAL, _DUMPABLE, _DROP_BOUND, _NO_NEW_PRIVILEGES = 1, 4, 24, 38
_AMBIENT, _CLEAR_ALL = 47, 4
_CAPABILITIES = 0x20080522
# As bubblewrap covers them: root could do harm there.
_COVERED = ("sys", "sysrq-trigger", "irq", "bus")

_libc = ctypes.CDLL(None, use_errno=True)


def limit(settings: dict[str, Any]) -> None:
    """Limit this process and all it starts, each by itself."""
    disk = int(settings["disk"] * MB)
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    addresses = int(settings["memory"] * MB) + ADDRESSES
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    if processes := int(settings["processes"]):
        most = processes + _SEEN  # so that too many are seen, and the submission is stopped
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))


def separate(settings: dict[str, Any]) -> None:
    """Leave the namespaces of the other submissions; a process that is forked from here on is in all new ones.

    Raises
    ------
    OSError
        Where the system does not allow it.
    """
    _call("unshare", _NEW_MOUNTS | _NEW_IPC | _NEW_PID | _NEW_NET)
    _mount("none", "/", None, _RECURSIVE | _SLAVE)
    hidden = {path for path in (sys.base_prefix, sys.prefix) if path.startswith(WRITABLE)}
    kept = {path: os.open(path, os.O_PATH) for path in sorted(hidden)}
    for folder in WRITABLE:
        size = int((min(settings["disk"], 64) if folder == "/dev/shm" else settings["disk"]) * MB)
        _mount("tmpfs", folder, "tmpfs", _NO_SUID | _NO_DEV, f"size={size},mode=1777")
    for path, file in kept.items():  # a Python in `/tmp`
        Path(path).mkdir(parents=True, exist_ok=True)
        _mount(f"/proc/self/fd/{file}", path, None, _BIND | _RECURSIVE)
        os.close(file)
    terminals = "newinstance,ptmxmode=0666,mode=620"
    _mount("devpts", "/dev/pts", "devpts", _NO_SUID | _NO_EXEC, terminals)
    _start_loopback()
    os.chdir(WRITABLE[0])


def enter(settings: dict[str, Any]) -> None:
    """Finish, in the first process of the new namespaces: its own `/proc`, and a user of its own."""
    _mount("proc", "/proc", "proc", _NO_SUID | _NO_DEV | _NO_EXEC)
    for name in _COVERED:
        place = f"/proc/{name}"
        if os.access(place, os.W_OK):
            _mount(place, place, None, _BIND | _RECURSIVE)
            flags = _BIND | _REMOUNT | _READ_ONLY | _NO_SUID | _NO_DEV | _NO_EXEC
            _mount("none", place, None, flags)
    user = settings["user"]
    if settings["own_user"]:
        _drop_bound()
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    else:  # one user of the machine is all there is; a namespace of users counts its processes apart
        group = settings["group"]
        mapped = os.geteuid(), os.getegid()
        _call("unshare", _NEW_USER)
        lines = ("setgroups", "deny"), ("uid_map", f"{user} {mapped[0]} 1")
        for name, line in (*lines, ("gid_map", f"{group} {mapped[1]} 1")):
            Path(f"/proc/self/{name}").write_text(line, encoding="ascii")
        _drop_bound()  # a new namespace of users gives all of them anew
    end_with_parent()


def give_up_rights() -> None:
    """Give up all rights for ever, and the calls that no submission needs; raises OSError if any is left."""
    _call("prctl", _AMBIENT, _CLEAR_ALL, 0, 0, 0)
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITIES, 0))
    _call("capset", header, ctypes.create_string_buffer(24))
    _call("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    seccomp.load()
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    state = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    held = {int(state[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")}
    if held != {0} or (state["NoNewPrivs"], state["Seccomp"]) != ("1", "2"):
        raise OSError("this process still has rights that no submission may have")


def hide(hidden: bool = True) -> None:
    """Let no other process of this user, which is the submission's, take this one's files or memory."""
    if hasattr(_libc, "prctl"):  # macOS has no such call, and no walls
        _libc.prctl(_DUMPABLE, int(not hidden))


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends."""
    if hasattr(_libc, "prctl"):
        _call("prctl", _DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def _drop_bound() -> None:
    for capability in range(64):  # not all numbers stand for one
        _libc.prctl(_DROP_BOUND, capability, 0, 0, 0)


def _start_loopback() -> None:
    import fcntl

    up, name = 0x1 | 0x40, b"lo"  # IFF_UP, IFF_RUNNING of linux/if.h
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", name, up))  # SIOCSIFFLAGS


def _mount(source: str, target: str, kind: str | None, flags: int, options: str = "") -> None:
    names = (source.encode(), target.encode(), kind.encode() if kind else None)
    _call("mount", *names, ctypes.c_ulong(flags), options.encode() or None)


def _call(name: str, *arguments: Any) -> None:
    ctypes.set_errno(0)
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
