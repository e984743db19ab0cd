"""Grades one submission: runs it in the sandbox, watches it, and has it judged."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import re
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from course import isolation, processes
from course.grading import sandbox
from course.grading.judge import Judge
from course.grading.limits import MB, Limits, Terms
from helpers import check

GRADED = "graded"
UNREADABLE = "unreadable"
TIMED_OUT = "timed out"
STOPPED = "stopped"  # for using more than it may
CRASHED = "crashed"
_LOOK = 0.05  # seconds between two looks at a sandbox
_MOST_PARTS = 500_000  # of a notebook's JSON; each takes a hundred times its bytes in memory
_STDERR = 20_000  # bytes kept of what a sandbox says


@dataclass
class Grade:
    """What a submission got, and why. `seconds` is wall time, `peak_memory` in MiB, of all its processes."""

    student: str
    status: str
    message: str = ""
    outcomes: list[check.Outcome] = field(default_factory=list)
    seconds: float = 0.0
    peak_memory: float = 0.0
    cells: list[dict] = field(default_factory=list)  # what each cell gave, as the sandbox says
    note: str = ""  # which of several notebooks this is

    @property
    def points(self) -> float:
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def possible(self) -> float:
        return sum(outcome.possible for outcome in self.outcomes)

    def to_json(self) -> dict:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, entry: dict) -> Grade:
        outcomes = [check.Outcome(**fields) for fields in entry["outcomes"]]
        return cls(**{**entry, "outcomes": outcomes})


class Rejected(Exception):
    """A submission that cannot be run; says why."""


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
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected(f"The file is not text in UTF-8 (byte {error.start}).") from error
    if text.count("{") + text.count("[") > _MOST_PARTS:
        raise Rejected("The file has too many parts for a notebook.")
    try:
        found = nbformat.reads(text, as_version=4)
        cells = [cell for cell in found.cells if isinstance(cell.source, str)]
        plain = nbformat.v4.new_notebook()
        for cell in cells:
            source = cell.source
            if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", []):
                replaced = (f"{name} = {value!r}" for name, value in terms.parameters.items())
                source = "\n".join([source, *replaced])
            is_code = cell.cell_type == "code"
            make = nbformat.v4.new_code_cell if is_code else nbformat.v4.new_markdown_cell
            plain.cells.append(make(source))
    except Exception as error:
        raise Rejected(
            "The file is not a notebook: it was damaged, or is another kind of file. "
            "Download it from JupyterLab again."
        ) from error
    if not any(cell.cell_type == "code" for cell in plain.cells):
        raise Rejected("The notebook has no code cell.")
    return plain


def executed(content: bytes, found: Grade) -> nbformat.NotebookNode | None:
    """The student's notebook with what its cells gave in the sandbox; None where there is no notebook."""
    try:
        handed_in = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        cells = [cell for cell in handed_in.cells if isinstance(cell.source, str)]
    except Exception:
        return None
    # What breaks the format costs outputs and pasted images, never an answer.
    for whole in (True, False):
        with contextlib.suppress(Exception):
            notebook = _rebuilt(cells, found if whole else None)
            nbformat.validate(notebook)
            return notebook
    return None


def _rebuilt(cells: list[nbformat.NotebookNode], found: Grade | None) -> nbformat.NotebookNode:
    """Sources and names of the cells; with `found`, also outputs and the images pasted into answers."""
    notebook = nbformat.v4.new_notebook()
    names = set()
    for place, cell in enumerate(cells):
        is_code = cell.cell_type == "code"
        new = (nbformat.v4.new_code_cell if is_code else nbformat.v4.new_markdown_cell)(cell.source)
        name = cell.get("id")
        proper = isinstance(name, str) and re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name)
        new.id = name if proper and name not in names else f"unnamed-{place}"
        names.add(new.id)
        if found and not is_code and "attachments" in cell:
            new.attachments = cell.attachments
        notebook.cells.append(new)
    for entry in found.cells if found else []:
        cell = notebook.cells[entry["cell"]]
        if cell.cell_type == "code":
            cell.outputs = [nbformat.from_dict(output) for output in entry["outputs"]]
            cell.execution_count = entry.get("count")
    return notebook


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
    result = _Run(notebook, terms, seed).result()
    result.student = student
    result.seconds = round(time.monotonic() - begun, 2)
    return result


def stopped_cells(cells: list[dict], limits: Limits) -> str:
    """Which cells met a limit while the others went on; empty if none did."""
    which = {
        "cell_seconds": f"stopped after {limits.cell_seconds:g} s",
        "output": f"stopped, since the notebook had printed or drawn more than {limits.output} MB",
    }
    told = []
    for limit, text in which.items():
        numbers = [str(one["cell"] + 1)[:5] for one in cells if one.get("stopped") == limit]
        if numbers:
            noun = "Cell" if len(numbers) == 1 else "Cells"
            told.append(f"{noun} {', '.join(numbers[:5])}: {text}.")
    return " ".join(told)


def nothing(terms: Terms, reason: str) -> list[check.Outcome]:
    """No point for any exercise."""
    grouped = check.by_exercise(terms.lab, full_training=terms.full_training)
    possible = {name: sum(test.points for test in tests) for name, tests in grouped.items()}
    return [check.Outcome(name, check.FAILED, reason, 0.0, p) for name, p in possible.items()]


class _Run:
    """One notebook in one sandbox."""

    def __init__(self, notebook: nbformat.NotebookNode, terms: Terms, seed: int) -> None:
        self._text = nbformat.writes(notebook).encode(errors="backslashreplace")
        self._terms, self._limits, self._seed = terms, terms.limits, seed
        self._cells: list[dict] = []
        self._said = b""
        self._peak = 0

    def result(self) -> Grade:
        with tempfile.TemporaryDirectory(
            prefix="dl-labs-grade-", dir=isolation.temporary()
        ) as folder:
            path = Path(folder) / "exchange.sock"
            with socket.socket(socket.AF_UNIX) as listener, sandbox.user() as user:
                listener.bind(str(path))
                path.chmod(0o777)
                listener.listen(1)
                listener.settimeout(_LOOK)
                Path(folder).chmod(0o711)
                bare = None if self._terms.sandboxed else Path(folder)
                process = sandbox.start(self._limits, path, user, bare)
                readers = [
                    threading.Thread(target=action, args=(process,), daemon=True)
                    for action in (self._write, self._read_cells, self._read_errors)
                ]
                for reader in readers:
                    reader.start()
                try:
                    status, message, outcomes = self._watch(process, listener, Path(folder))
                finally:
                    processes.kill(processes.family(process.pid))
                    process.wait()
                    for reader in readers:
                        reader.join(10)
        if status == CRASHED:
            message = message or self._last_words()  # complete only now that all readers have ended
        if status == GRADED:
            message = stopped_cells(self._cells, self._limits)
        outcomes = outcomes or nothing(self._terms, message)
        return Grade("", status, message, outcomes, 0.0, round(self._peak / MB, 1), self._cells)

    def _watch(
        self, process: subprocess.Popen, listener: socket.socket, folder: Path
    ) -> tuple[str, str, list[check.Outcome]]:
        limits = self._limits
        deadline = time.monotonic() + limits.notebook_seconds
        connection = None
        while connection is None:
            with contextlib.suppress(TimeoutError):
                connection, _ = listener.accept()
            if process.poll() is not None and connection is None:
                return CRASHED, "", []
            stopped = self._excess(process)
            if stopped:
                return STOPPED, stopped, []
            if time.monotonic() > deadline:
                limit = f"{limits.notebook_seconds:g} s"
                return TIMED_OUT, f"The notebook ran longer than {limit}.", []
        judge = Judge(connection, self._terms, self._seed)
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

    def _follow(self, judge: Judge, process: subprocess.Popen) -> tuple[str, str]:
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

    def _excess(self, process: subprocess.Popen) -> str:
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
        done = f" after cell {self._cells[-1]['cell'] + 1}" if self._cells else ""
        return f"The notebook's kernel ended{done}, or was ended by the notebook.{reason}"

    def _write(self, process: subprocess.Popen) -> None:
        with contextlib.suppress(OSError):
            process.stdin.write(self._text)
            process.stdin.close()

    def _read_cells(self, process: subprocess.Popen) -> None:
        """Keep what each cell gave, as long as it is not more than a notebook may print."""
        left = int(2 * self._limits.output * MB)
        while line := process.stdout.readline(left + 1):
            left -= len(line)
            if left <= 0:
                break
            with contextlib.suppress(Exception):  # whatever the sandbox says instead
                entry = json.loads(line)
                outputs = [dict(output) for output in entry["outputs"]]
                count = entry.get("count")
                self._cells.append(
                    {
                        "cell": int(entry["cell"]),
                        "count": count if isinstance(count, int) else None,
                        "outputs": outputs,
                        "stopped": entry.get("stopped"),
                    }
                )
        while process.stdout.read(2**16):
            pass  # a full pipe would make it wait

    def _read_errors(self, process: subprocess.Popen) -> None:
        while part := process.stderr.read(2**12):
            self._said = (self._said + part)[-_STDERR:]
