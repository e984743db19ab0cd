"""`make grade`: a folder of submissions becomes marks, a page for each student, and a gradebook."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from course import labs, lint, notebook, profiles
from course.batch import Journal, Listener, run_batch, write_atomically
from course.grading import pages, sandbox, submission, submissions
from course.grading.limits import Limits, Terms
from course.grading.submission import Grade
from course.run import code_hash
from helpers import check
from helpers.check import format_points

FOLDER = labs.BUILD / "grades"
_LONGEST_ANSWER = 20_000  # letters in a cell of a table; spreadsheets take 32,767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class GradingJob:
    """One submission to grade (see `course.batch.Work`)."""

    name: str
    handed_in: submissions.Submission
    terms: Terms
    slot: int
    after: tuple[str, ...] = ()
    outcome = Grade

    def content(self) -> bytes:
        return repr((self.handed_in, self.terms)).encode()

    def run(self, progress: Callable[[int, int], None]) -> Grade:
        given = self.handed_in
        if given.problem:
            outcomes = submission.nothing(self.terms, given.problem)
            return Grade(given.student, submission.UNREADABLE, given.problem, outcomes)
        return submission.grade(given.student, given.content, self.terms, self.slot)

    def lost(self, message: str) -> Grade:
        student = self.handed_in.student
        outcomes = submission.nothing(self.terms, message)
        return Grade(student, submission.CRASHED, message, outcomes)


def grade(
    lab: labs.Lab,
    folder: Path,
    *,
    target: Path | None = None,
    limits: Limits | None = None,
    profile: str = profiles.FULL,
    parallel: int | None = None,
    scheduler: str | None = None,
    sandboxed: bool = True,
) -> list[Grade]:
    """Grade all submissions in `folder`, and write what came of it to `target`.

    A batch that was killed goes on where it stopped. Grades do not depend on how many run at once.

    Parameters
    ----------
    lab : Lab
    folder : Path
        Notebooks, or a folder or zip for each student.
    target : Path, optional
        By default `build/grades/NN`.
    limits : Limits, optional
        On each submission.
    profile : str
        `full`, or the name of reduced settings; then tests that hold at full settings only do not count.
    parallel : int, optional
        How many are graded at once on this machine; by default one for each core.
    scheduler : str, optional
        Address of a Dask scheduler.
    sandboxed : bool
        False runs the submissions unprotected: only for those that one trusts.

    Raises
    ------
    UsageError
        When there is nothing to grade, or no sandbox here.
    """
    parameters = profiles.parameters(lab, profile)
    terms = Terms(lab.number, limits or Limits(), parameters, sandboxed)
    target = target or FOLDER / lab.number
    if sandboxed:
        sandbox.require()
    jobs = [
        GradingJob(submissions.file_name(one.student), one, terms, slot)
        for slot, one in enumerate(submissions.find(folder, lab.number, terms.limits))
    ]
    target.mkdir(parents=True, exist_ok=True)
    console = Console()
    with _progress(console, len(jobs)) as listener:
        grades = run_batch(
            jobs,
            Journal(target / "journal"),
            parallel=parallel or os.cpu_count() or 1,
            scheduler=scheduler,
            context=code_hash() + os.environ.get("DL_LABS_DATA", ""),
            listener=listener,
        )
    write(lab, {job.name: job.handed_in for job in jobs}, grades, target)
    console.print(f"grades.csv, gradebook.html, written.csv, feedback: {target}", soft_wrap=True)
    return grades


def write(
    lab: labs.Lab,
    handed_in: dict[str, submissions.Submission],
    grades: list[Grade],
    target: Path,
) -> None:
    """Write marks, pages, executed notebooks and the table for the written questions."""
    solution = notebook.read(lab.solution)
    written = written_tasks(solution)
    entered = _entered(target / "written.csv")
    rows, answers = [], []
    for (name, given), found in zip(handed_in.items(), grades, strict=True):
        executed = submission.executed(given.content, found)
        (target / "executed").mkdir(exist_ok=True)
        (target / "feedback").mkdir(exist_ok=True)
        if executed is not None:
            notebook.write(executed, target / "executed" / f"{name}.ipynb")
        replies = {task.identifier: _reply(executed, task, lab) for task in written}
        page = pages.feedback(lab, found, executed, {t: replies[t.identifier] for t in written})
        write_atomically(target / "feedback" / f"{name}.html", page)
        rows.append(_row(found, written))
        answers += [
            {
                "student": found.student,
                "question": task.identifier,
                "possible": format_points(task.points),
                "points": entered.get((found.student, task.identifier), ""),
                "answer": replies[task.identifier][:_LONGEST_ANSWER],
            }
            for task in written
        ]
    write_atomically(target / "grades.csv", as_csv(rows))
    write_atomically(target / "written.csv", as_csv(answers))
    write_atomically(target / "gradebook.html", pages.gradebook(lab, grades))


def _entered(table: Path) -> dict[tuple[str, str], str]:
    """Points that a person has entered in an earlier `written.csv`, by student and question."""
    if not table.exists():
        return {}
    rows = _read_csv(table, {"student", "question", "points"})
    return {(_plain(row["student"]), row["question"]): row["points"] for row in rows}


def written_tasks(solution) -> list[lint.Task]:
    """Questions of a lab that a person reads."""
    kinds = {cell.id: cell.cell_type for cell in solution.cells}
    return [task for task in lint.find_tasks(solution)[0] if kinds[task.answer_id] == "markdown"]


def _row(found: Grade, written: list[lint.Task]) -> dict[str, str]:
    points = {outcome.exercise: format_points(outcome.points) for outcome in found.outcomes}
    possible = sum(outcome.possible for outcome in found.outcomes)
    return {
        "student": found.student,
        "status": found.status,
        "message": found.message,
        **points,
        "automatic": format_points(found.points),
        "automatic_possible": format_points(possible),
        "written_pending": format_points(sum(task.points for task in written)),
        "seconds": f"{found.seconds:.1f}",
        "peak_memory_mib": f"{found.peak_memory:.0f}",
    }


def _reply(executed, task: lint.Task, lab: labs.Lab) -> str:
    """What the student wrote, found by the cell's id; empty if nothing was changed."""
    if executed is None:
        return ""
    untouched = {cell.id: cell.source for cell in notebook.read(lab.notebook).cells}
    cells = executed.cells
    found = [cell for cell in cells if cell.get("id") == task.answer_id]
    if not found:  # some programs save no ids: then it is what follows the heading
        heading = re.compile(rf"^### Question {re.escape(task.identifier)}\b", re.MULTILINE)
        after = [i + 1 for i, cell in enumerate(cells) if heading.search(cell.source)]
        found = [cells[i] for i in after if i < len(cells)]
    source = found[0].source if found else ""
    return "" if source == untouched.get(task.answer_id) else source


def as_csv(rows: list[dict[str, str]]) -> str:
    """`rows` as CSV. What looks like a formula gets a quote before it, so that a spreadsheet runs nothing."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _harmless(value: str) -> str:
    value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", value)
    return f"'{value}" if value.startswith(_FORMULA) else value


def _plain(value: str) -> str:
    """What `_harmless` was given."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value


def merge(target: Path, table: Path) -> Path:
    """Final marks out of `grades.csv` and the points that a person entered in `table`.

    Raises
    ------
    labs.UsageError
        Names the row and what is wrong with it.
    """
    grades = _read_csv(target / "grades.csv", {"student", "automatic"})
    given: dict[str, list[float]] = {row["student"]: [] for row in grades}
    missing: dict[str, list[str]] = {row["student"]: [] for row in grades}
    seen = set()
    for number, row in enumerate(
        _read_csv(table, {"student", "question", "possible", "points"}), 2
    ):
        place = f"{table.name}, row {number} ({row['student']}, {row['question']})"
        if row["student"] not in given:
            raise labs.UsageError(f"{place}: there is no such student in grades.csv.")
        if (row["student"], row["question"]) in seen:
            raise labs.UsageError(f"{place}: this question was marked in a row above.")
        seen.add((row["student"], row["question"]))
        if not row["points"].strip():
            missing[row["student"]].append(row["question"])
            continue
        try:
            points, possible = _number(row["points"]), _number(row["possible"])
        except ValueError:
            raise labs.UsageError(f"{place}: {row['points']!r} is not a number.") from None
        if not 0 <= points <= possible:
            raise labs.UsageError(
                f"{place}: {row['points']} is not between 0 and {row['possible']}."
            )
        given[row["student"]].append(points)
    rows = [
        {
            "student": row["student"],
            "automatic": row["automatic"],
            "written": format_points(sum(given[row["student"]])),
            "final": format_points(_number(row["automatic"]) + sum(given[row["student"]])),
            "out_of": str(check.LAB_POINTS),
            "not_marked_yet": " ".join(missing[row["student"]]),
        }
        for row in grades
    ]
    write_atomically(target / "final.csv", as_csv(rows))
    return target / "final.csv"


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _read_csv(path: Path, needed: set[str]) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise labs.UsageError(f"There is no {path}. Grade first, then merge.") from None
    # A spreadsheet in a country with decimal commas writes semicolons.
    separator = (
        ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    )
    rows = list(csv.DictReader(io.StringIO(text), delimiter=separator))
    lacking = needed - set(rows[0] if rows else needed)
    if lacking:
        raise labs.UsageError(f"{path.name} has no column {', '.join(sorted(lacking))}.")
    return [{key: value or "" for key, value in row.items() if key} for row in rows]


def summary(grades: list[Grade]) -> str:
    """A line for the terminal."""
    points = [found.points for found in grades]
    odd = [found for found in grades if found.status != submission.GRADED]
    text = (
        f"{len(grades)} submissions: mean {statistics.fmean(points):.2f}, "
        f"median {statistics.median(points):.2f} automatic points"
    )
    return text + (f"; {len(odd)} not graded" if odd else "")


@contextlib.contextmanager
def _progress(console: Console, count: int) -> Iterator[Listener]:
    """Show how far the batch is and how long it will take: a bar on a terminal, a line each elsewhere."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("·"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("submissions", total=count)
        done = 0

        def listener(event: dict) -> None:
            nonlocal done
            if "status" not in event:
                return
            done += 1
            bar.update(task, completed=done)
            kept = " (kept)" if event.get("kept") else ""
            line = f"[{done}/{count}] {event['job']}: {event['status']}{kept}"
            if not console.is_terminal or event["status"] != submission.GRADED:
                console.print(line, markup=False)

        yield listener
