"""The kernel inside the sandbox: a notebook's own, which lets the judge ask for its names at the end.

Whatever the notebook calls its variables, modules and files, nothing is looked up among them: what is needed here
is imported before the first cell runs, and the names are taken from the kernel, not by code in a cell.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Iterator
from typing import Any

from ipykernel.ipkernel import IPythonKernel

from course.grading.inside.run import SERVE


class Kernel(IPythonKernel):
    """Runs cells as any notebook's kernel does; when it gets `SERVE`, it answers the judge until that closes."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        from course.grading.inside.serve import Server
        from helpers.graded.namespace import Namespace

        self._namespace, self._server = Namespace, Server

    async def do_execute(self, code: str, silent: bool, *more: Any, **settings: Any) -> Any:
        if code != SERVE:
            run = super().do_execute(code, silent, *more, **settings)  # type: ignore[no-untyped-call]
            return await run
        names = self._namespace(self.shell.user_ns if self.shell else {})
        seconds = float(os.environ["DL_LABS_CALL_SECONDS"])

        def named(name: str) -> object:
            return getattr(names, name)

        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(os.environ["DL_LABS_GRADING"])
            self._server(connection, named, lambda: _limited(seconds)).serve()
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": {},
        }


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise TimeoutError(f"no result within {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
