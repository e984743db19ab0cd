"""A filter of system calls, for bubblewrap: it refuses what would lead around the limits on a submission.

In a user namespace of its own a program is root: it can mount folders in memory that nobody counts. Some other
calls keep memory outside the processes that are watched, or are large doors into the kernel that no lab needs.
"""

from __future__ import annotations

import errno
import platform
import struct

# Numbers of linux/audit.h and of each machine's system calls (asm/unistd.h).
_MACHINES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_CALLS = {
    "x86_64": {
        "clone": 56,
        "namespaces": (272, 308),  # unshare, setns
        "memory": (29, 68, 319),  # shmget, msgget, memfd_create
        "doors": (248, 249, 250, 298, 321, 323),  # keys, perf_event_open, bpf, userfaultfd
        "others": (101, 310, 311, 312),  # ptrace, process_vm_readv, process_vm_writev, kcmp
        "sockets": (41, 53),  # socket, socketpair
    },
    "aarch64": {
        "clone": 220,
        "namespaces": (97, 268),
        "memory": (194, 186, 279),
        "doors": (217, 218, 219, 241, 280, 282),
        "others": (117, 270, 271, 272),
        "sockets": (198, 199),
    },
}
# io_uring, memfd_secret, pidfd_getfd, process_madvise: the same on all machines
_NEW = (425, 426, 427, 447, 438, 440)
_FAMILIES = (1, 2, 10, 16)  # of sockets: UNIX, INET, INET6, NETLINK
_CLONE3 = 435
_OTHER_NUMBERING = 0x4000_0000  # of x86-64's x32 calls
_NEW_USER = 0x1000_0000  # CLONE_NEWUSER

# Classic BPF: see linux/bpf_common.h, linux/seccomp.h.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000


def supported() -> bool:
    """Whether this machine's numbers of system calls are known here."""
    return platform.machine() in _MACHINES


def program() -> bytes:
    """The filter, as `bwrap --seccomp` reads it."""
    machine = platform.machine()
    calls = _CALLS[machine]
    refused = [*calls["namespaces"], *calls["memory"], *calls["doors"], *calls["others"], *_NEW]
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_EQUAL, _MACHINES[machine], skip_if_true=1),
        _return(errno.EPERM),  # another machine's calls, such as those of 32 bits
        _step(_LOAD, _NUMBER),
        *_refuse(_AT_LEAST, _OTHER_NUMBERING, errno.EPERM),
        # Its flags cannot be seen from here. The C library takes `clone` where there is no `clone3`.
        *_refuse(_EQUAL, _CLONE3, errno.ENOSYS),
        *(step for number in refused for step in _refuse(_EQUAL, number, errno.EPERM)),
        *(step for number in calls["sockets"] for step in _only_families(number)),
        _step(_EQUAL, calls["clone"], skip_if_false=3),
        _step(_LOAD, _FIRST_ARGUMENT),
        *_refuse(_ANY_BIT, _NEW_USER, errno.EPERM),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, value: int, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, skip_if_true, skip_if_false, value)


def _return(error: int) -> bytes:
    return _step(_RETURN, _REFUSE | error)


def _refuse(comparison: int, value: int, error: int) -> tuple[bytes, bytes]:
    return _step(comparison, value, skip_if_false=1), _return(error)


def _only_families(number: int) -> list[bytes]:
    """For a call that makes sockets: let those of our families through, refuse the others."""
    count = len(_FAMILIES)
    allowed = [
        _step(_EQUAL, family, skip_if_true=count - place) for place, family in enumerate(_FAMILIES)
    ]
    return [
        _step(_EQUAL, number, skip_if_false=count + 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        *allowed,
        _return(errno.EAFNOSUPPORT),
        _step(_RETURN, _ALLOW),
    ]
