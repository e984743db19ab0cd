"""One command at a time in a folder of results."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from course.errors import UsageError


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold `folder`, which is made, for this process; the system frees it when the process ends in whatever way.

    Raises
    ------
    UsageError
        When another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as file:
        if not try_lock(file.fileno()):
            raise UsageError(
                f"Another command is at work in {folder}. Wait until it has ended, or stop it."
            )
        yield


def try_lock(descriptor: int) -> bool:
    """Lock the file if nobody else has; whether it worked."""
    if os.name == "nt":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True
