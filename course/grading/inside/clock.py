"""How long processes have worked, and how long they have waited by their own choice."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

_NANO = 1e-9
_SHORTEST, _LONGEST, _SHARE = 0.5, 2, 200  # seconds; of a limit


def interval(limit: float) -> float:
    """Seconds between two looks at a clock: half a percent of its limit, but at least half a second, at most two.

    A look takes milliseconds. Threads that end before the next one are counted as waiting.
    """
    return min(_LONGEST, max(_SHORTEST, limit / _SHARE))


class Clock:
    """Counts seconds of some processes: `worked` on a processor, and `waited` for something else.

    What they would have worked, had the processor been free, is neither: a busy machine is not their fault.
    Where the system does not tell (all but Linux), all time is `waited`. Of several threads at work, one counts.
    """

    def __init__(self, processes: Iterable[int]) -> None:
        self.worked = self.waited = 0.0
        self._then = time.monotonic()
        self._tasks = _tasks(processes)

    def look(self, processes: Iterable[int]) -> float:
        """Count up to now; the greater of the two."""
        tasks, now = _tasks(processes), time.monotonic()
        passed = now - self._then
        ran, delayed = (
            sum(
                max(0, new[kind] - self._tasks.get(task, (0, 0))[kind])
                for task, new in tasks.items()
            )
            * _NANO
            for kind in (0, 1)
        )
        self.worked += min(passed, ran)
        self.waited += max(0.0, passed - ran - delayed)
        self._then, self._tasks = now, tasks
        return max(self.worked, self.waited)


def _tasks(processes: Iterable[int]) -> dict[str, tuple[int, int]]:
    """Nanoseconds that each thread has run, and has waited for a processor."""
    times = {}
    for process in processes:
        try:
            for task in Path(f"/proc/{process}/task").iterdir():
                ran, delayed, _ = (task / "schedstat").read_text().split()
                times[task.name] = int(ran), int(delayed)
        except (OSError, ValueError):  # it has ended
            continue
    return times
