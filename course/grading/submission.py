"""Grades one submission: runs it in the sandbox, watches it, and has it judged."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from course.grading import reading, sandbox
from course.grading.judge import Judge
from course.grading.limits import MB, Limits, Terms
from course.grading.reading import Rejected
from course.notebooks import parameters
from course.pages import render
from course.running import isolation, processes
from helpers.graded.judging import FAILED, Outcome
from helpers.graded.tests import by_exercise
from helpers.languages.catalogue import EDITION, ENGLISH, later, speaking, translate

GRADED = later("graded")
UNREADABLE = later("unreadable")
TIMED_OUT = later("timed out")
STOPPED = later("stopped")  # for using more than it may
CRASHED = later("crashed")
_LOOK = 0.05  # seconds between two looks at a sandbox
_MET = {  # limits that stop a cell while the others go on
    "cell_seconds": later("stopped after {0.cell_seconds:g} s"),
    "output": later("stopped, since the notebook had printed or drawn more than {0.output} MB"),
}
_STDERR = 20_000  # bytes kept of what a sandbox says


@dataclass
class Grade:
    """What a submission got, and why. `seconds` is wall time, `peak_memory` in MiB, of all its processes."""

    student: str
    status: str
    message: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0
    peak_memory: float = 0.0
    cells: list[dict[str, Any]] = field(
        default_factory=list
    )  # what each cell gave, as the sandbox says
    note: str = ""  # which of several notebooks this is

    @property
    def points(self) -> float:
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def possible(self) -> float:
        return sum(outcome.possible for outcome in self.outcomes)

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Grade:
        outcomes = [Outcome(**fields) for fields in entry["outcomes"]]
        return cls(**{**entry, "outcomes": outcomes})


def read_submission(content: bytes, terms: Terms) -> nbformat.NotebookNode:
    """The code of a submission, without outputs, as a notebook of today's format.

    Settings that `terms` replace follow those in the cell that holds them, so that the cells keep their numbers.

    Raises
    ------
    Rejected
        When it is none; the message is for its author.
    """
    if not content.strip():
        raise Rejected("The file is empty. Save the notebook, and hand it in again.")
    largest = terms.limits.submission
    if len(content) > largest * MB:
        raise Rejected(
            f"The file has {len(content) / MB:.0f} MB; at most {largest} are accepted. "
            "Clear its outputs (Edit, Clear Outputs of All Cells), and hand it in again."
        )
    plain: nbformat.NotebookNode = nbformat.v4.new_notebook()
    for cell in _cells(content):
        source = cell.source
        if cell.is_code and parameters.TAG in cell.tags:
            source = parameters.extended(source, terms.parameters)
        if cell.is_code:
            plain.cells.append(nbformat.v4.new_code_cell(source))
        else:
            plain.cells.append(nbformat.v4.new_markdown_cell(source))
    if not any(cell.cell_type == "code" for cell in plain.cells):
        raise Rejected("The notebook has no code cell.")
    return plain


def _cells(content: bytes) -> list[reading.Cell]:
    try:
        return reading.cells(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not text in UTF-8 (byte {error.start}).") from error


def executed(content: bytes, found: Grade) -> nbformat.NotebookNode | None:
    """The student's notebook with what its cells gave in the sandbox; None where there is no notebook."""
    try:
        made = reading.notebook(_cells(content), found.cells)
    except Rejected:
        return None
    language = reading.language(content.decode("utf-8-sig"))
    if language != ENGLISH:
        made.metadata[EDITION] = language
    return made


def grade(student: str, content: bytes, terms: Terms) -> Grade:
    """Grade one submission; whatever it does, this returns.

    Parameters
    ----------
    student : str
    content : bytes
        Of the file that was handed in.
    terms : Terms
    """
    begun = time.monotonic()
    try:
        notebook = read_submission(content, terms)
    except Rejected as error:
        return Grade(student, UNREADABLE, str(error), nothing(terms, str(error)))
    # The same submission meets the same random inputs whenever it is graded.
    seed = int.from_bytes(hashlib.sha256(content).digest()[:8], "big")
    language = reading.language(content.decode("utf-8-sig"))
    with speaking(language):
        result = _Run(notebook, terms, seed, language).result()
    result.student = student
    result.seconds = round(time.monotonic() - begun, 2)
    return result


def _accepted(listener: socket.socket, user: int | None) -> socket.socket | None:
    """Connection of a process of this user, by default our own; None where another user's process called."""
    connection, _ = listener.accept()
    if sys.platform == "linux":
        size = struct.calcsize("3i")
        _, caller, _ = struct.unpack(
            "3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        )
        if caller != (os.geteuid() if user is None else user):
            connection.close()
            return None
    return connection


def stopped_cells(
    cells: list[dict[str, Any]], limits: Limits, notebook: nbformat.NotebookNode
) -> str:
    """Which cells of a notebook met a limit while the others went on; empty if none did."""
    told = []
    for limit, text in _MET.items():
        numbers = [one["cell"] for one in cells if one.get("stopped") == limit]
        if numbers:
            places = "; ".join(render.where(notebook, number) for number in numbers[:5])
            told.append(f"{places}: {translate(text).format(limits)}.")
    return " ".join(told)


def nothing(terms: Terms, reason: str) -> list[Outcome]:
    """No point for any exercise."""
    grouped = by_exercise(terms.lab, full_training=terms.full_training)
    possible = {name: sum(test.points for test in tests) for name, tests in grouped.items()}
    return [Outcome(name, FAILED, reason, 0.0, p) for name, p in possible.items()]


class _Run:
    """One notebook in one sandbox."""

    def __init__(
        self, notebook: nbformat.NotebookNode, terms: Terms, seed: int, language: str = ENGLISH
    ) -> None:
        self._text = nbformat.writes(notebook).encode(errors="backslashreplace")
        self._terms, self._limits, self._seed = terms, terms.limits, seed
        self._language = language
        self._notebook, self._count = notebook, len(notebook.cells)
        self._cells: dict[int, dict[str, Any]] = {}  # by number
        self._said = b""
        self._peak = 0

    def result(self) -> Grade:
        with tempfile.TemporaryDirectory(
            prefix="dl-labs-grade-", dir=isolation.temporary()
        ) as folder:
            path = Path(folder) / "exchange.sock"
            user_of = sandbox.user if self._terms.sandboxed else contextlib.nullcontext
            with socket.socket(socket.AF_UNIX) as listener, user_of() as user:
                # Nobody else of this machine may answer: the folder is ours alone, the socket its user's.
                listener.bind(str(path))
                path.chmod(0o700)
                if user is not None:
                    os.chown(path, user, user)
                listener.listen(8)
                listener.settimeout(_LOOK)
                bare = None if self._terms.sandboxed else Path(folder)
                process = sandbox.start(self._limits, path, user, bare)
                readers = [
                    threading.Thread(target=action, args=(process,), daemon=True)
                    for action in (self._write, self._read_cells, self._read_errors)
                ]
                for reader in readers:
                    reader.start()
                try:
                    status, message, outcomes = self._watch(process, listener, user, Path(folder))
                finally:
                    processes.kill(processes.family(process.pid))
                    process.wait()
                    for reader in readers:
                        reader.join(10)
        cells = list(self._cells.values())
        if status == CRASHED:
            message = message or self._last_words()  # complete only now that all readers have ended
        if status == GRADED:
            message = stopped_cells(cells, self._limits, self._notebook)
        outcomes = outcomes or nothing(self._terms, message)
        return Grade("", status, message, outcomes, 0.0, round(self._peak / MB, 1), cells)

    def _watch(
        self,
        process: subprocess.Popen[bytes],
        listener: socket.socket,
        user: int | None,
        folder: Path,
    ) -> tuple[str, str, list[Outcome]]:
        limits = self._limits
        deadline = time.monotonic() + limits.notebook_seconds
        connection = None
        while connection is None:
            with contextlib.suppress(TimeoutError):
                connection = _accepted(listener, user)
            if process.poll() is not None and connection is None:
                return CRASHED, "", []
            stopped = self._excess(process)
            if stopped:
                return STOPPED, stopped, []
            if time.monotonic() > deadline:
                limit = f"{limits.notebook_seconds:g} s"
                return TIMED_OUT, f"The notebook ran longer than {limit}.", []
        judge = Judge(connection, self._terms, self._seed, self._language)
        connection.close()
        try:
            status, message = self._follow(judge, process)
        finally:
            judge.end()
        missing = nothing(self._terms, message)
        outcomes = [judge.outcomes.get(one.exercise, one) for one in missing]
        if status == GRADED:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)  # the last words of the cells
        return status, message, outcomes

    def _follow(self, judge: Judge, process: subprocess.Popen[bytes]) -> tuple[str, str]:
        """Wait for the verdicts; what has come by then stays when the time is over."""
        deadline = time.monotonic() + self._limits.judge_seconds
        while not judge.collect():
            stopped = self._excess(process)
            if stopped:
                return STOPPED, stopped
            if judge.resident_bytes() > self._limits.judge_memory * MB:
                return STOPPED, (
                    "To test what the notebook made took more than "
                    f"{self._limits.judge_memory} MB of memory."
                )
            if time.monotonic() > deadline:
                return (
                    TIMED_OUT,
                    "The functions of the notebook took too long when they were tested.",
                )
            time.sleep(_LOOK)
        if not judge.finished:
            return CRASHED, "The tests could not go on with what the notebook made."
        return GRADED, ""

    def _excess(self, process: subprocess.Popen[bytes]) -> str:
        """What the sandbox uses too much of, or an empty text."""
        members = processes.family(process.pid)
        if len(members) > self._limits.processes:
            return f"The notebook started more than {self._limits.processes} processes."
        used = (
            sandbox.used_bytes(members)
            if self._terms.sandboxed
            else processes.resident_bytes(members)
        )
        self._peak = max(self._peak, used)
        if used > self._limits.memory * MB:
            count = f" in {len(members)} processes" if len(members) > 10 else ""
            return f"The notebook used more than {self._limits.memory} MB of memory{count}."
        return ""

    def _last_words(self) -> str:
        lines = self._said.decode(errors="replace").strip().splitlines()
        text = [line for line in lines if not line.startswith("[IPKernelApp]")]
        reason = f" ({text[-1][:200]})" if text else ""
        last = (
            f" Last ran: {render.where(self._notebook, max(self._cells))}." if self._cells else ""
        )
        return f"The notebook's kernel ended, or was ended by the notebook.{last}{reason}"

    def _write(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(OSError):
            assert process.stdin
            process.stdin.write(self._text)
            process.stdin.close()

    def _read_cells(self, process: subprocess.Popen[bytes]) -> None:
        """Keep what each cell gave, as long as it is not more than a notebook may print."""
        assert process.stdout
        left = int(2 * self._limits.output * MB)
        for _ in range(self._count):  # a line each
            line = process.stdout.readline(left + 1)
            left -= len(line)
            if not line or left <= 0:
                break
            with contextlib.suppress(Exception):  # whatever the sandbox says instead
                self._keep(reading.json_of(line.decode()))
        while process.stdout.read(2**16):
            pass  # a full pipe would make it wait

    def _keep(self, entry: dict[str, Any]) -> None:
        cell = entry["cell"]
        if type(cell) is int and 0 <= cell < self._count:
            stopped = entry.get("stopped")
            self._cells[cell] = {
                "cell": cell,
                "count": reading.count(entry.get("count")),
                "outputs": reading.outputs(entry["outputs"]),
                "stopped": stopped if isinstance(stopped, str) and stopped in _MET else None,
            }

    def _read_errors(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr
        while part := process.stderr.read(2**12):
            self._said = (self._said + part)[-_STDERR:]
