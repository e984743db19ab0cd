"""The last images that the service answered, shared by all its processes."""

from __future__ import annotations

import contextlib
import mmap
import tempfile
import threading
from collections.abc import Iterator

import numpy as np

from serving import drift

try:
    import fcntl
except ImportError:  # Windows: one process answers there
    fcntl = None

_COLUMNS = len(drift.STATISTICS) + 1  # and the class


class Window:
    """Statistics and predicted classes of the last `size` images.

    Make it before the workers are forked: the memory is shared with them, and outlives each of them.
    """

    def __init__(self, size: int = drift.WINDOW) -> None:
        memory = mmap.mmap(-1, 8 + size * _COLUMNS * 4)
        self._seen = np.frombuffer(memory, dtype=np.int64, count=1)
        self._rows = np.frombuffer(memory, dtype=np.float32, offset=8).reshape(size, _COLUMNS)
        self._threads = threading.Lock()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115, open as long as the service

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process and thread at a time; the lock of a process that dies is released."""
        with self._threads:
            if fcntl:
                fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if fcntl:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)

    def add(self, statistics: np.ndarray, classes: np.ndarray) -> None:
        """Take in statistics of shape (n, 3) and classes of shape (n,); the oldest leave."""
        size = len(self._rows)
        new = np.column_stack([statistics, classes])[-size:]
        with self._alone():
            places = (self._seen[0] + np.arange(len(new))) % size
            self._rows[places] = new
            self._seen[0] += len(new)

    def read(self) -> tuple[np.ndarray, np.ndarray]:
        """Statistics and classes of the window's images, in no particular order."""
        with self._alone():
            rows = self._rows[: min(self._seen[0], len(self._rows))].copy()
        return rows[:, :-1], rows[:, -1].astype(int)

    @property
    def size(self) -> int:
        """How many images a full window holds."""
        return len(self._rows)
