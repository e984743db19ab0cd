"""Grades one submission: runs it in the sandbox, watches it, and has it judged."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import os
import select
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import nbformat

from course.grading import imports, reading, sandbox
from course.grading.inside.clock import Clock, interval
from course.grading.judge import Judge
from course.grading.limits import MB, Limits, Terms
from course.grading.reading import Rejected
from course.notebooks import parameters
from course.pages import render
from course.running import processes
from helpers.graded.judging import FAILED, Outcome
from helpers.graded.tests import by_exercise
from helpers.languages.catalogue import EDITION, ENGLISH, later, speaking, translate

GRADED = later("graded")
UNREADABLE = later("unreadable")
TIMED_OUT = later("timed out")
STOPPED = later("stopped")  # for using more than it may
CRASHED = later("crashed")
_SHORTEST, _LONGEST = 0.05, 0.5  # seconds between two looks at a sandbox
# Bytes of memory in a second, about as fast as all cores write.
_FILLED = 4096 * MB * (os.cpu_count() or 1)
_MET = {  # limits that stop a cell while the others go on
    "cell_seconds": later("stopped after {0.cell_seconds:g} s"),
    "output": later("stopped, since the notebook had printed or drawn more than {0.output} MB"),
}
_FEW, _LAST_WORDS = 32, 10  # processes, seconds
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
    worked: float = 0.0  # seconds of processor time of the cells, as the sandbox says
    judged: float = 0.0  # and of the judge
    outside: bool = False  # whether something else ended it, as far as can be told

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
    cells, language = _cells(content)
    plain: nbformat.NotebookNode = nbformat.v4.new_notebook(metadata={EDITION: language})
    for number, cell in enumerate(cells):
        source = cell.source
        if cell.is_code and parameters.TAG in cell.tags:
            source = parameters.extended(source, terms.parameters)
        plain.cells.append(reading.new_cell(cell.is_code, source, f"cell-{number}"))
    if not any(cell.cell_type == "code" for cell in plain.cells):
        raise Rejected("The notebook has no code cell.")
    return plain


@functools.lru_cache(maxsize=4)  # before it runs, and once more when it has
def _cells(content: bytes) -> tuple[list[reading.Cell], str]:
    try:
        return reading.cells(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not text in UTF-8 (byte {error.start}).") from error


def executed(content: bytes, result: Grade) -> nbformat.NotebookNode | None:
    """The student's notebook with what its cells gave in the sandbox; None where there is no notebook."""
    try:
        cells, language = _cells(content)
        made = reading.notebook(cells, result.cells)
    except Rejected:
        return None
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
    language = notebook.metadata[EDITION]
    with speaking(language):
        result = _Run(notebook, terms, seed, language).result()
    result.student = student
    result.seconds = round(time.monotonic() - begun, 2)
    return result


def _greeted(exchange: socket.socket) -> bool:
    """Whether the kernel has said that it may be asked; not so where it has ended."""
    with contextlib.suppress(OSError):
        return bool(exchange.recv(1))
    return False


def _pause(left: int) -> float:
    """Seconds until memory of which so many bytes are left must be looked at again."""
    return min(_LONGEST, max(_SHORTEST, left / _FILLED))


def stopped_cells(
    cells: list[dict[str, Any]], limits: Limits, notebook: nbformat.NotebookNode
) -> str:
    """Which cells of a notebook met a limit while the others went on; empty if none did."""
    sentences = []
    for limit, text in _MET.items():
        numbers = [record["cell"] for record in cells if record.get("stopped") == limit]
        if numbers:
            places = "; ".join(render.where(notebook, number) for number in numbers[:5])
            sentences.append(f"{places}: {translate(text).format(limits)}.")
    return " ".join(sentences)


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
        self._peak, self._worked, self._judged = 0, 0.0, 0.0

    def result(self) -> Grade:
        with self._place() as (user, bare):
            running = sandbox.start(
                self._limits, imports.of_submissions(self._terms.lab), user, bare
            )
            readers = [
                threading.Thread(target=action, args=(running,), daemon=True)
                for action in (self._exchange_cells, self._read_errors)
            ]
            for reader in readers:
                reader.start()
            try:
                status, message, outcomes = self._watch(running, readers[0])
            finally:
                running.end()
                for reader in readers:
                    reader.join(10)
                running.close()
        cells = list(self._cells.values())
        outside = False
        if status == CRASHED:
            outside = self._ended_from_outside()  # complete only now that all readers have ended
            message = message or self._last_words()
        if status == GRADED:
            message = stopped_cells(cells, self._limits, self._notebook)
        return Grade(
            "",
            status,
            message,
            outcomes or nothing(self._terms, message),
            peak_memory=round(self._peak / MB, 1),
            cells=cells,
            worked=round(self._worked, 2),
            judged=self._judged,
            outside=outside,
        )

    @contextlib.contextmanager
    def _place(self) -> Iterator[tuple[int | None, Path | None]]:
        """For whom the notebook runs in the sandbox; or the folder in which it runs without one."""
        if self._terms.sandboxed:
            with sandbox.user() as user:
                yield user, None
        else:
            folder = tempfile.TemporaryDirectory(prefix="dl-labs-", ignore_cleanup_errors=True)
            with folder as bare:
                yield None, Path(bare)

    def _watch(
        self, running: sandbox.Submission, reader: threading.Thread
    ) -> tuple[str, str, list[Outcome]]:
        clock, looked, pause = Clock([]), time.monotonic(), _SHORTEST
        while not select.select([running.exchange], [], [], pause)[0]:
            if not reader.is_alive():
                return CRASHED, "", []
            stopped, left = self._excess(running)
            if stopped:
                return STOPPED, stopped, []
            pause = _pause(left)
            longest = self._limits.notebook_seconds
            if time.monotonic() > looked + interval(longest):
                looked = time.monotonic()
                if clock.look(processes.glance(running.process.pid)) > longest:
                    limit = f"{longest:g} s"
                    return TIMED_OUT, f"The notebook ran longer than {limit}.", []
        if not _greeted(running.exchange):
            reader.join(_LAST_WORDS)
            return CRASHED, "", []
        judge = Judge(running.exchange, self._terms, self._seed, self._language)
        running.exchange.close()
        try:
            status, message = self._follow(judge, running)
        finally:
            judge.end()
            self._judged = judge.worked
        missing = nothing(self._terms, message)
        outcomes = [judge.outcomes.get(outcome.exercise, outcome) for outcome in missing]
        return status, message, outcomes

    def _follow(self, judge: Judge, running: sandbox.Submission) -> tuple[str, str]:
        """Wait for the verdicts; what has come by then stays when the time is over."""
        deadline = time.monotonic() + self._limits.judge_seconds
        pause = _SHORTEST
        while not judge.collect(pause):
            stopped, left = self._excess(running)
            if stopped:
                return STOPPED, stopped
            left_to_judge = self._limits.judge_memory * MB - judge.resident_bytes()
            pause = _pause(min(left, left_to_judge))
            if left_to_judge < 0:
                return STOPPED, (
                    "To test what the notebook made took more than "
                    f"{self._limits.judge_memory} MB of memory."
                )
            if time.monotonic() > deadline:
                return (
                    TIMED_OUT,
                    "The functions of the notebook took too long when they were tested.",
                )
        if not judge.finished:
            return CRASHED, "The tests could not go on with what the notebook made."
        return GRADED, ""

    def _excess(self, running: sandbox.Submission) -> tuple[str, int]:
        """What the processes of a sandbox use too much of, or an empty text; and bytes of memory that are left."""
        members = processes.glance(running.process.pid)
        if len(members) > self._limits.processes:
            return f"The notebook started more than {self._limits.processes} processes.", 0
        files = sandbox.files_bytes(members) if self._terms.sandboxed else 0
        used, most = sum(members.values()), self._limits.memory * MB
        # What forked processes share counts for each at first. A closer look is slow: only much is worth it.
        if used + files > most:
            family = running.members()
            used = processes.resident_bytes(family)
            # Many are slower to look at, and more of them come meanwhile.
            if len(family) <= _FEW and used + files > most:
                used = processes.proportional_bytes(family)
        own = sum(max(0, size - running.imported) for size in members.values())
        self._peak = max(self._peak, min(running.imported + own, used) + files)
        if used + files > most:
            count = f" in {len(members)} processes" if len(members) > 10 else ""
            return f"The notebook used more than {self._limits.memory} MB of memory{count}.", 0
        return "", most - used - files

    def _ended_from_outside(self) -> bool:
        """Whether the kernel never came to its end: it was killed, by itself or by anybody, or did nothing yet."""
        lines = self._said.decode(errors="replace").split()
        return not self._cells or not lines or lines[-1] == signal.SIGKILL.name

    def _last_words(self) -> str:
        lines = self._said.decode(errors="replace").strip().splitlines()
        text = [line for line in lines if not line.startswith("[IPKernelApp]")]
        reason = f" ({text[-1][:200]})" if text else ""
        last = (
            f" Last ran: {render.where(self._notebook, max(self._cells))}." if self._cells else ""
        )
        return f"The notebook's kernel ended, or was ended by the notebook.{last}{reason}"

    def _exchange_cells(self, running: sandbox.Submission) -> None:
        """Hand over the notebook, and keep what each cell gave, as long as it is not more than it may print."""
        with contextlib.suppress(OSError), running.report.makefile("rb") as lines:
            running.report.sendall(self._text)
            running.report.shutdown(socket.SHUT_WR)
            self._read_cells(lines)

    def _read_cells(self, lines: BinaryIO) -> None:
        left = int(2 * self._limits.output * MB)
        for _ in range(self._count):  # a line each
            line = lines.readline(left + 1)
            left -= len(line)
            if not line or left <= 0:
                break
            with contextlib.suppress(Exception):  # whatever the sandbox says instead
                self._keep(reading.json_of(line.decode()))
        while lines.read(2**16):
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
            self._worked += min(float(entry.get("worked", 0)), self._limits.notebook_seconds)

    def _read_errors(self, running: sandbox.Submission) -> None:
        while part := running.errors.read(2**12):
            self._said = (self._said + part)[-_STDERR:]
