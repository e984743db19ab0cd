"""Runs inside the sandbox: executes a notebook, then lets the judge ask for its names.

The notebook comes from standard input. To standard output goes one line of JSON for each cell that has run, which
nobody believes: the verdict is computed elsewhere, from the notebook's names alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import nbclient
    import nbformat

MB = 2**20
ADDRESSES = 4096 * MB  # what TensorFlow maps and does not use
SERVE = "# dl-labs: the judge asks"  # the cell at which the judge's turn comes: see `kernel`
PR_SET_DUMPABLE = 4  # linux/prctl.h
OPEN_FILES = 1024  # sockets have buffers


def main(settings: dict[str, float]) -> None:
    """Execute the notebook, at most so long and with so much output."""
    import nbformat

    given = sys.stdin.buffer.read()
    # Outside this process nothing may be written but the scratch folder; here it may not be outgrown.
    disk = int(settings["disk"] * MB)
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    addresses = int(settings["memory"] * MB) + ADDRESSES
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    if processes := int(settings["processes"]):
        resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
    _hide()
    report = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(2, 1)  # what else writes to standard output is not the report
    notebook = nbformat.reads(given.decode(), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(SERVE))
    _client(notebook, settings, report).execute()


def _hide() -> None:
    """Let no other process of this user, which is the submission's, take this one's files or memory."""
    with contextlib.suppress(AttributeError):  # macOS has no such call, and no walls
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)


def _client(
    notebook: nbformat.NotebookNode, settings: dict[str, float], report: TextIO
) -> nbclient.NotebookClient:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal

    allowed = int(settings["output"] * MB)
    stopped: dict[int, str] = {}  # by cell: which limit it met

    class Client(NotebookClient):
        """Goes on after a cell that fails; keeps a limited amount of output; says what each cell gave."""

        received = 0

        async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:
            if cell is not None:
                stopped[self.nb.cells.index(cell)] = "cell_seconds"
            return await super()._async_handle_timeout(timeout, cell)

        def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
            content = msg["content"]
            self.received += len(json.dumps(content, default=str))
            if self.received > allowed and msg["msg_type"] in (
                "stream",
                "display_data",
                "execute_result",
                "update_display_data",
            ):
                # Dropped; and whatever prints so much is stopped.
                if cell_index not in stopped:
                    stopped[cell_index] = "output"
                    kernel: Any = self.km
                    self.stopping = asyncio.ensure_future(kernel.interrupt_kernel())
                return None
            try:
                return super().process_message(msg, cell, cell_index)
            except CellControlSignal:
                raise
            except Exception:  # what is no output is dropped, and the cell goes on
                return None

    def ended(cell: Any, cell_index: int, **_: object) -> None:
        if cell.source == SERVE:
            return
        entry = {
            "cell": cell_index,
            "count": cell.get("execution_count"),
            "outputs": cell.outputs,
            "stopped": stopped.get(cell_index),
        }
        report.write(json.dumps(entry, default=str) + "\n")
        report.flush()

    def starts(cell: Any, cell_index: int) -> None:
        if cell.source == SERVE:
            client.timeout = None  # how long the judge takes is not the notebook's business

    client = Client(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        timeout=settings["cell_seconds"],
        interrupt_on_timeout=True,
        startup_timeout=120,
        on_cell_start=starts,
        on_cell_executed=ended,
        extra_arguments=["--IPKernelApp.kernel_class=course.grading.inside.kernel.Kernel"],
        resources={"metadata": {"path": str(Path.cwd())}},
    )
    return client


if __name__ == "__main__":
    chosen = dict(item.split("=") for item in sys.argv[1:])
    numbers = {name: float(value) for name, value in chosen.items()}
    os.environ["DL_LABS_CALL_SECONDS"] = chosen["call_seconds"]
    main(numbers)
