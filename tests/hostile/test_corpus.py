"""The conformance corpus: every submission of it is graded in the sandbox and gets what it has earned.

`make corpus` runs it. Each lab is a batch: its solution, its untouched copy, and a submission with two other
answers, a right one and a wrong one; in labs 01, 02 and 08 also all that is broken, hostile or forged. What was
found goes to `build/corpus/NN.md`.
"""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from course import labs
from course.grading import bubblewrap, grade, submissions
from course.grading.limits import Limits
from course.grading.submission import GRADED, Grade
from course.notebooks import notebook
from helpers.datasets.idx import FILES
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, format_points
from helpers.graded.tests import by_exercise, load_tests
from tests.cases.case import cases_of
from tests.hostile.forged import FORGED
from tests.hostile.hostile import BROKEN, HOSTILE, Hostile
from tests.hostile.tracked import TRACKED, witness

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
LABS = {lab.number: lab for lab in labs.all_labs()}
TABLES = labs.BUILD / "corpus"
LIMITS = {
    "01": Limits(
        notebook_seconds=90,
        cell_seconds=15,
        call_seconds=10,
        memory=2048,
        judge_memory=1536,
        disk=256,
        output=5,
    ),
}
WATCHED = ("benchmarks", "course", "docs", "helpers", "notebooks", "serving", "solutions", "tests")
ATTACKS = [*BROKEN, *HOSTILE, *FORGED, *TRACKED]
UNHARMED = "ada", "grace"  # honest students at the ends of lab 01's batch


@dataclass(frozen=True)
class Entry:
    """A submission and what must become of it.

    `exercises` are judged one by one; otherwise the sum of points counts. `says` is in the message or, of an
    answer that fails, in a reason; `shows` in the executed notebook.
    """

    lab: str
    name: str
    write: Callable[[Path], None]
    expected: str
    exercises: tuple[str, ...] = ()
    message: str = ""
    reason: str = ""
    shows: str = ""

    @property
    def file(self) -> str:
        return self.name.replace("/", "-")

    @property
    def student(self) -> str:
        return "=1+1" if self.name == "a formula for a name" else self.file

    def verdict(self, grade: Grade) -> str:
        """What became of it, in the words of `expected`."""
        if self.exercises:
            outcomes = {outcome.exercise: outcome.status for outcome in grade.outcomes}
            return ", ".join(f"{name} {outcomes[name]}" for name in self.exercises)
        return _in_words(grade.status, grade.points)


def _in_words(status: str, points: float) -> str:
    return f"{status}, {format_points(points)} points"


def _copy(path: Path) -> Callable[[Path], None]:
    return lambda target: target.with_name(f"{target.name}.ipynb").write_bytes(path.read_bytes())


def _attack(case: Hostile) -> Entry:
    expected = _in_words(case.status, case.points)
    message, reason, shows = case.message, case.reason, case.outputs
    return Entry(case.lab, case.name, case.write, expected, (), message, reason, shows)


def _other_answers(lab: labs.Lab) -> Entry:
    """The solution with an equivalent answer to its first exercise, and a wrong one to its last that has one."""
    cases = [case for case in cases_of(lab.number) if case.exercise.startswith("E")]
    # A wrong answer may also fail by a test that holds at full settings only, and so not here.
    full = {test.exercise for test in load_tests(lab.number) if test.full_training}
    right = next(case for case in cases if case.status == PASSED)
    wrong = [
        case
        for case in cases
        if case.status == FAILED and case.exercise not in {*full, right.exercise}
    ][-1]

    def write(target: Path) -> None:
        changed = notebook.read(lab.solution)
        for case in (right, wrong):
            cell = next(c for c in changed.cells if c.id == case.exercise.lower().replace(".", "-"))
            cell.source = case.code
        notebook.write(changed, target.with_name(f"{target.name}.ipynb"))

    name = f"{right.exercise} {right.name}; {wrong.exercise} {wrong.name}"
    expected = f"{right.exercise} passed, {wrong.exercise} failed"
    exercises = (right.exercise, wrong.exercise)
    return Entry(lab.number, name, write, expected, exercises, reason=wrong.reason)


def _entries(lab: labs.Lab) -> list[Entry]:
    exercises = by_exercise(lab.number, full_training=False)
    possible = sum(test.points for tests in exercises.values() for test in tests)
    nothing = ", ".join(f"{name} {NOT_ATTEMPTED}" for name in exercises)
    return [
        Entry(lab.number, "the solution", _copy(lab.solution), _in_words(GRADED, possible)),
        Entry(lab.number, "the untouched copy", _copy(lab.notebook), nothing, tuple(exercises)),
        _other_answers(lab),
        *(_attack(case) for case in ATTACKS if case.lab == lab.number),
    ]


ENTRIES = {f"{lab.number}-{one.name}": one for lab in LABS.values() for one in _entries(lab)}


def _hashes(*folders: Path) -> dict[str, str]:
    """Hash of every file in `folders`."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@dataclass(frozen=True)
class Batch:
    """All submissions of a lab, graded together, and where the result lies."""

    grades: dict[str, Grade]
    folder: tempfile.TemporaryDirectory
    changed: set[str]  # files of the instructor

    def executed(self, student: str) -> str:
        name = f"{submissions.file_name(student)}.ipynb"
        return (Path(self.folder.name) / "out" / "executed" / name).read_text("utf-8")


@functools.cache
def graded(number: str) -> Batch:
    """Grade all submissions of a lab."""
    lab, folder = LABS[number], tempfile.TemporaryDirectory(prefix="corpus-")
    handed_in, target = Path(folder.name) / "in", Path(folder.name) / "out"
    handed_in.mkdir()
    entries = [entry for entry in ENTRIES.values() if entry.lab == number]
    for entry in entries:
        entry.write(handed_in / entry.file)
    for name in UNHARMED if number == "01" else ():
        _copy(lab.solution)(handed_in / name)
    watched = [labs.ROOT / part for part in WATCHED]
    if data := bubblewrap.data_folder():
        watched += [data / dataset for dataset in FILES]
    before = _hashes(*watched, handed_in)
    # With xdist, another process grades another lab meanwhile.
    parallel = 1 if "PYTEST_XDIST_WORKER" in os.environ else None
    limits = LIMITS.get(number, Limits(notebook_seconds=600))
    grades = {
        result.student: result
        for result in grade.grade(
            lab, handed_in, target=target, limits=limits, profile="smoke", parallel=parallel
        )
    }
    changed = {name for name, _ in before.items() ^ _hashes(*watched, handed_in).items()}
    _write_table(number, entries, grades)
    return Batch(grades, folder, changed)


def _write_table(number: str, entries: list[Entry], grades: dict[str, Grade]) -> None:
    rows = ["| lab | case | expected | found | said |", "|---|---|---|---|---|"]
    for entry in entries:
        result = grades[entry.student]
        reason = result.message or next(
            (o.reason for o in result.outcomes if entry.reason in o.reason), ""
        )
        cells = (
            number,
            entry.name,
            entry.expected,
            entry.verdict(result),
            reason if entry.reason else result.message,
        )
        rows.append(f"| {' | '.join(_cell(cell) for cell in cells)} |")
    TABLES.mkdir(parents=True, exist_ok=True)
    (TABLES / f"{number}.md").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _cell(text: str) -> str:
    plain = " ".join(text.encode(errors="backslashreplace").decode().split())
    return plain.replace("|", "\\|").replace("<", "&lt;")


@pytest.mark.parametrize("name", ENTRIES)
def test_submission_gets_what_it_earned(name: str):
    entry = ENTRIES[name]
    batch = graded(entry.lab)
    grade = batch.grades[entry.student]
    assert entry.verdict(grade) == entry.expected, (grade.message, grade.outcomes)
    assert entry.message in grade.message
    assert grade.status == GRADED or grade.message, "an instructor would not know why"
    failed = [outcome.reason for outcome in grade.outcomes if outcome.status == FAILED]
    assert not entry.reason or any(entry.reason in reason for reason in failed), failed
    if entry.shows:
        executed = batch.executed(entry.student)
        assert entry.shows in executed
        assert "WRITTEN" not in executed.replace("WRITTEN', place", "")


@pytest.mark.parametrize("lab", LABS.values(), ids=lambda lab: f"{lab.number}-")
def test_nothing_outside_the_scratch_folders_has_changed(lab: labs.Lab):
    assert graded(lab.number).changed == set()


@pytest.mark.parametrize("number", ["01"])
def test_rest_of_the_batch_is_unharmed(number: str):
    grades = graded(number).grades
    possible = {_in_words(GRADED, grades[name].possible) for name in UNHARMED}
    assert {_in_words(grades[name].status, grades[name].points) for name in UNHARMED} == possible


def test_nothing_is_asked_for_at_an_address_of_a_submission():
    assert graded("08").grades
    assert witness().asked == []
