"""The points and remarks that a person gives, kept in `written.csv` of the folder of grades.

Each change is written at once, whole or not at all. A table that a spreadsheet has changed meanwhile is read anew
first, so that neither loses anything.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from course.errors import UsageError
from course.grading import tables

MOST_LETTERS = 5_000  # of a remark


@dataclass(frozen=True)
class Answer:
    """One student's answer to one question, and what was given for it; `points` is empty until it is marked."""

    student: str
    question: str
    possible: float
    points: str
    remark: str
    text: str


class Marks:
    """The answers of one lab's class, with their points and remarks.

    Parameters
    ----------
    folder : Path
        The result of `make grade`, with `written.csv` and `written.json`.

    Raises
    ------
    UsageError
        Where nothing was graded there yet.
    """

    def __init__(self, folder: Path) -> None:
        self._table = folder / "written.csv"
        self._texts_file = folder / tables.TEXTS
        self._lock = threading.Lock()
        self._read_at = (0, 0)
        self._rows: dict[tuple[str, str], dict[str, str]] = {}
        if not self._texts_file.exists():
            raise UsageError(
                f"{folder} holds no answers to mark. Grade first: make grade LAB=02 SUBMISSIONS=folder"
            )
        self._texts: dict[str, dict[str, str]] = json.loads(
            self._texts_file.read_text(encoding="utf-8")
        )
        self._read()

    def of(self, question: str) -> list[Answer]:
        """All answers to a question, in an order that is the same each time and follows no name."""
        with self._lock:
            self._read()
            rows = [row for row in self._rows.values() if row["question"] == question]
        return sorted(map(self._answer, rows), key=lambda answer: _shuffled(answer))

    def questions(self) -> list[str]:
        """The questions that have answers, in the order of the lab."""
        with self._lock:
            self._read()
            return list(dict.fromkeys(question for _, question in self._rows))

    def remarks(self, question: str) -> list[tuple[str, int]]:
        """Each line of the remarks on a question, and how often it was given: the most frequent first."""
        counts: Counter[str] = Counter()
        for answer in self.of(question):
            counts.update({line.strip() for line in answer.remark.splitlines() if line.strip()})
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def give(self, student: str, question: str, points: str | None, remark: str | None) -> Answer:
        """Enter points, a remark or both (None leaves one as it is), and write the table.

        Raises
        ------
        ValueError
            For a student or question that is not there, or points that the question does not have.
        """
        with self._lock:
            self._read()
            row = self._rows.get((student, question))
            if row is None:
                raise ValueError(f"There is no answer of {student!r} to {question!r}.")
            if points is not None:
                row["points"] = _checked(points, row["possible"])
            if remark is not None:
                row["remark"] = remark[:MOST_LETTERS].strip()
            tables.write(self._table, list(self._rows.values()))
            self._read_at = self._state()
            return self._answer(row)

    def _answer(self, row: dict[str, str]) -> Answer:
        text = self._texts.get(row["student"], {}).get(row["question"], row.get("answer", ""))
        possible = tables.number(row["possible"])
        return Answer(row["student"], row["question"], possible, row["points"], row["remark"], text)

    def _read(self) -> None:
        if self._state() == self._read_at:
            return
        self._read_at = self._state()
        rows = tables.read_csv(self._table, {"student", "question", "possible", "points"})
        self._rows = {
            (row["student"], row["question"]): {
                name: row.get(name, "") for name in tables.WRITTEN_COLUMNS
            }
            for row in rows
            if row["question"]
        }

    def _state(self) -> tuple[int, int]:
        status = self._table.stat()
        return status.st_mtime_ns, status.st_size


def _checked(points: str, possible: str) -> str:
    """Points as they are kept; empty takes them back."""
    if not points.strip():
        return ""
    try:
        value = tables.number(points.strip())
    except ValueError:
        raise ValueError(f"{points!r} is not a number.") from None
    if not 0 <= value <= tables.number(possible):
        raise ValueError(f"{points} is not between 0 and {possible}.")
    return points.strip()


def _shuffled(answer: Answer) -> bytes:
    return hashlib.sha256(f"{answer.question} {answer.student}".encode()).digest()
