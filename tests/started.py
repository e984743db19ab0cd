"""A submission that is started in a sandbox and followed cell by cell, without a judge."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import nbformat

from course.grading import sandbox
from course.grading.limits import Limits


class Started:
    """Runs while the block runs.

    Parameters
    ----------
    *cells : str
    modules : list of str
        What the process that it is forked from has imported.
    user : int or None
    bare : Path, optional
        A folder to run in without a sandbox.
    limits : Limits, optional
    """

    def __init__(
        self,
        *cells: str,
        modules: list[str],
        user: int | None = None,
        bare: Path | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.submission = sandbox.start(limits or Limits(), modules, user, bare)
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
        self.submission.report.sendall(nbformat.writes(made).encode())
        self.submission.report.shutdown(socket.SHUT_WR)
        self._lines = self.submission.report.makefile()

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *raised: object) -> None:
        self.submission.end()
        self._lines.close()
        self.submission.close()

    def printed(self) -> str:
        """What the next cell prints, or its error; waits until it has run."""
        line = self._lines.readline()
        assert line, self.submission.errors.read().decode()
        outputs = json.loads(line)["outputs"]
        shown = (o["text"] for o in outputs if o.get("name") == "stdout")
        return "".join([*shown, *(o["evalue"] for o in outputs if o["output_type"] == "error")])


def printed(cell: str, **settings: object) -> str:
    """What a cell prints, as the only one of a submission."""
    with Started(cell, **settings) as started:
        return started.printed()
