"""A filter of system calls: it refuses what would lead around the limits on a submission.

In a user namespace of its own a program is root: it can mount folders in memory that nobody counts. Some other
calls keep memory outside the processes that are watched, or are large doors into the kernel that no lab needs.
libseccomp knows the numbers of the calls on each machine; it refuses another machine's calls, too, such as those
of 32 bits.
"""

from __future__ import annotations

import errno
import platform
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyseccomp

_REFUSED = (
    # other namespaces and folders; memory that no process holds
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsmount"),
    *("fspick", "open_tree", "move_mount", "mount_setattr"),
    *("shmget", "msgget", "memfd_create", "memfd_secret"),
    # large doors into the kernel
    *("add_key", "request_key", "keyctl", "perf_event_open", "bpf", "userfaultfd"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),
    # other processes' memory and files
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd"),
)
_NEW_USER = 0x1000_0000  # CLONE_NEWUSER of linux/sched.h
_FAMILIES = {
    1,
    2,
    10,
    16,
}  # of sockets: UNIX, INET, INET6, NETLINK; their numbers are in linux/socket.h


def problem() -> str:
    """What is missing for a filter here, without a full stop; an empty text where nothing is."""
    try:
        _filter()
    except (ImportError, RuntimeError):  # pyseccomp raises the latter where it finds no library
        return "The sandbox needs libseccomp"
    except (OSError, ValueError) as error:
        return f"The sandbox needs a newer libseccomp ({error})"
    return ""


def load() -> None:
    """Put the filter on this process and all it starts, for ever."""
    _filter().load()


def _filter() -> pyseccomp.SyscallFilter:
    import pyseccomp as calls

    refused = calls.ERRNO(errno.EPERM)
    made = calls.SyscallFilter(calls.ALLOW)
    made.set_attr(calls.Attr.ACT_BADARCH, refused)
    for name in _REFUSED:
        made.add_rule(refused, name)
    # Its flags cannot be seen from here. The C library takes `clone` where there is no `clone3`.
    made.add_rule(calls.ERRNO(errno.ENOSYS), "clone3")
    flags = 1 if platform.machine().startswith("s390") else 0  # which argument of `clone` they are
    made.add_rule(refused, "clone", calls.Arg(flags, calls.MASKED_EQ, _NEW_USER, _NEW_USER))
    none = calls.ERRNO(errno.EAFNOSUPPORT)
    for name in ("socket", "socketpair"):
        # Rules name what they refuse, and a rule compares an argument once.
        made.add_rule(none, name, calls.Arg(0, calls.GT, max(_FAMILIES)))
        for family in set(range(max(_FAMILIES))) - _FAMILIES:
            made.add_rule(none, name, calls.Arg(0, calls.EQ, family))
    return made
