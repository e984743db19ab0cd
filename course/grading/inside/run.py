"""Runs one notebook, cell after cell, in a process of its own; then the judge may ask for its names.

The notebook comes from the grader; by the same connection goes back one line of JSON for each cell that has run.
Nobody believes these: the verdict is computed elsewhere, from the notebook's names alone.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import select
import signal
import socket
import sys
import time
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionComplete

from course.grading.inside import kernel
from course.grading.inside.clock import Clock, interval
from course.grading.inside.namespaces import MB

# nbformat compiles its schema at the first use: here, once for all processes that are forked.
nbformat.validate(nbformat.v4.new_notebook())
nbformat.v4.new_output("stream")

_LOOK = 0.5  # seconds between two looks at a kernel that says nothing
_SHOWN = ("stream", "display_data", "execute_result", "update_display_data")


def main(settings: dict[str, Any], report: socket.socket, exchange: socket.socket) -> None:
    """Execute the notebook that comes from `report`, at most so long and with so much output."""
    with report.makefile("rb") as text:
        notebook = nbformat.reads(text.read().decode(), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(kernel.SERVE))
    runner = _Runner(notebook, settings, report, exchange)
    exchange.close()
    with report.makefile("w", encoding="utf-8", errors="replace") as lines:
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code" and cell.source.strip():
                entry = runner.run(number, cell)
                if entry is None:
                    print(runner.end(), file=sys.stderr, flush=True)
                    return
                lines.write(json.dumps(entry, default=str) + "\n")
                lines.flush()


class _Runner:
    """A kernel, and what comes of its cells: a limited amount of output, and which cell met a limit."""

    def __init__(
        self,
        notebook: Any,
        settings: dict[str, Any],
        report: socket.socket,
        exchange: socket.socket,
    ) -> None:
        self._settings, self._left = settings, int(settings["output"] * MB)
        self._received, self._size, self._stopped = bytearray(), 0, ""
        self._started = False
        self._status: int | None = None  # of a kernel that has ended
        # It makes outputs of messages; a kernel of its own it never gets.
        self._client = NotebookClient(notebook, record_timing=False)
        self._client.reset_execution_trackers()
        requests, self._requests = os.pipe()
        self._messages, messages = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            report.close()
            os.close(self._requests)
            os.close(self._messages)
            kernel.main(settings, requests, messages, exchange)
        self._kernel = psutil.Process(self._process)
        os.close(requests)
        os.close(messages)

    def run(self, number: int, cell: Any) -> dict[str, Any] | None:
        """What the cell gave, for the report; None where the kernel ended."""
        cell.outputs, self._stopped = [], ""
        self._client.clear_before_next_output = False
        try:
            self._wait_until_it_starts()
            before = self._worked()
            os.write(self._requests, json.dumps({"id": str(number), "code": cell.source}).encode())
            os.write(self._requests, b"\n")
            self._follow(number, cell)
        except (OSError, EOFError):  # it has gone
            return None
        return {
            "cell": number,
            "count": cell.get("execution_count"),
            "outputs": cell.outputs,
            "stopped": self._stopped or None,
            "worked": round(self._worked() - before, 3),
        }

    def _wait_until_it_starts(self) -> None:
        while not self._started:
            message = self._message()
            self._started = bool(message and message["msg_type"] == "status")

    def end(self) -> str:
        """How the kernel ended."""
        while not self._ended():
            time.sleep(_LOOK / 10)
        code = os.waitstatus_to_exitcode(self._status or 0)
        return f"exit code {code}" if code >= 0 else signal.Signals(-code).name

    def _ended(self) -> bool:
        if self._status is None:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            self._status = status if ended else None
        return self._status is not None

    def _follow(self, number: int, cell: Any) -> None:
        """Process what the kernel says until the cell is done; interrupt a cell that meets a limit."""
        # How long the judge takes is not the notebook's business.
        longest = math.inf if cell.source == kernel.SERVE else self._settings["cell_seconds"]
        clock, looked = Clock([self._process]), time.monotonic()
        while True:
            message = self._message()
            if time.monotonic() > looked + interval(longest):
                family, looked = _family(self._process), time.monotonic()
                if clock.look(family) > longest:
                    self._stop("cell_seconds")
                    clock = Clock(family)
            if message and message["parent_header"] == {"msg_id": str(number)}:
                try:
                    self._process_message(message, cell, number)
                except CellExecutionComplete:
                    return

    def _message(self) -> dict[str, Any] | None:
        """The next message; None where there is none yet. Raises EOFError when the kernel has ended."""
        while b"\n" not in self._received:
            if not select.select([self._messages], [], [], _LOOK)[0]:
                if self._ended():
                    raise EOFError
                return None
            part = os.read(self._messages, 2**16)
            if not part:
                raise EOFError
            self._received += part
            if b"\n" not in part and len(self._received) > max(self._left, 0) + MB:
                self._too_much(len(self._received))  # too long to be kept, whatever it is
                self._received.clear()
        line, _, self._received = self._received.partition(b"\n")
        self._size = len(line)
        try:
            message: dict[str, Any] = json.loads(line)
            return message if message["msg_type"] and message["parent_header"] else None
        except (ValueError, TypeError, LookupError):  # whatever writes there besides
            return None

    def _process_message(self, message: dict[str, Any], cell: Any, number: int) -> None:
        kind = message["msg_type"]
        if kind == "execute_reply" or (kind in _SHOWN and self._too_much(self._size)):
            return
        try:
            self._client.process_message(message, cell, number)
        except CellControlSignal:
            raise
        except Exception:  # what is no output is dropped, and the cell goes on
            return

    def _too_much(self, size: int) -> bool:
        """Whether the notebook has shown more than it may, with `size` bytes more; then it is stopped."""
        self._left -= size
        if self._left < 0 and not self._stopped:
            self._stop("output")
        return self._left < 0

    def _stop(self, limit: str) -> None:
        self._stopped = self._stopped or limit
        with contextlib.suppress(OSError):
            os.kill(self._process, signal.SIGINT)

    def _worked(self) -> float:
        """Processor time of the kernel so far, in seconds, and of the processes that it has waited for."""
        try:
            return float(sum(self._kernel.cpu_times()[:4]))
        except psutil.Error:
            return 0.0


def _family(process: int) -> list[int]:
    try:
        head = psutil.Process(process)
        return [process, *(child.pid for child in head.children(recursive=True))]
    except psutil.Error:
        return []
