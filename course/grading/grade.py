"""`make grade`: a folder of submissions becomes marks, a page for each student, and a gradebook."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.grading import (
    bubblewrap,
    gradebook,
    imports,
    judge,
    overrides,
    roster,
    sandbox,
    submission,
    submissions,
    tables,
    tracked,
)
from course.grading.limits import Limits, Terms
from course.grading.submission import Grade
from course.grading.tables import NotGraded
from course.notebooks import answers, notebook
from course.notebooks.tasks import Task, copy_of, find_tasks, solution_of
from course.running import profiles
from course.running.batch import Journal, Listener, code_hash, run_batch
from helpers.datasets.sources import use_sample
from helpers.languages.catalogue import language_of, speaking

if TYPE_CHECKING:
    from course.grading.charts import Chart

FOLDER = labs.BUILD / "grades"
NOT_GRADED = "not_graded.csv"
BATCH = "batch.json"  # names of the files of a batch, and its settings
_MOST_LINES = 20  # about points that moved
SAMPLE = (
    "Graded on the built-in sample, not on the real data: `make data` fetches those, "
    "or `DL_LABS_DATA` names their folder."
)
_NO_PAGE = (
    "<!doctype html><meta charset=utf-8><title>No page</title>"
    "<p>This page could not be made. The marks are in the table of grades; ask your instructor."
)


@dataclass
class GradingJob:
    """One submission to grade (see `course.running.batch.Work`)."""

    name: str
    handed_in: submissions.Submission
    terms: Terms
    after: tuple[str, ...] = ()
    outcome = Grade

    def content(self) -> bytes:
        rest = dataclasses.replace(self.handed_in, content=b"")
        return repr((rest, self.terms)).encode() + self.handed_in.content

    def run(self, progress: Callable[[int, int], None]) -> Grade:
        handed_in = self.handed_in
        if handed_in.problem:
            outcomes = submission.nothing(self.terms, handed_in.problem)
            return Grade(handed_in.student, submission.UNREADABLE, handed_in.problem, outcomes)
        graded = submission.grade(handed_in.student, handed_in.content, self.terms)
        graded.note = handed_in.note
        return graded

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
    class_list: Path | None = None,
    fresh: bool = False,
    again: Sequence[str] = (),
) -> list[Grade]:
    """Grade all submissions in `folder`, and write what came of it to `target`.

    A batch that was killed goes on where it stopped. Grades do not depend on how many run at once,
    unless a function that the judge calls meets its limit, which counts seconds of the clock. The batch waits, as
    `tracked.keep` leaves it, beside the results of all labs, or in `target` where that is given.

    Parameters
    ----------
    lab : Lab
    folder : Path
        A folder, or a zip, with a notebook, a folder or a zip for each student.
    target : Path, optional
        By default `build/grades/NN`.
    limits : Limits, optional
        On each submission.
    profile : str
        `full`, or the name of reduced settings; then tests that hold at full settings only do not count.
    parallel : int, optional
        How many are graded at once on this machine; by default one more than its cores.
    scheduler : str, optional
        Address of a Dask scheduler.
    sandboxed : bool
        False runs the submissions unprotected: only for those that one trusts.
    class_list : Path, optional
        A CSV of the class, to say who handed in nothing.
    fresh : bool
        Grade all anew, whatever an earlier batch finished.
    again : sequence of str
        Students who are graded anew, one after the other.

    Raises
    ------
    UsageError
        When there is nothing to grade, or no sandbox here.
    """
    parameters = profiles.parameters(lab, profile)
    terms = Terms(lab.number, limits or Limits(), parameters, sandboxed)
    store = (target or FOLDER) / "mlflow"
    target = target or FOLDER / lab.number
    if sandboxed:
        bubblewrap.require()
        bubblewrap.require_hidden(labs.ROOT, folder, target)
    console = Console()
    if bubblewrap.data_folder() is None:
        # The sandbox, the judge and the bars go together, even where one of the two datasets is at hand.
        use_sample()
        console.print(SAMPLE)
    if sandboxed:
        bubblewrap.require_readable()
    handed_in, strays = submissions.collect(folder, lab.number, terms.limits)
    students = [entry.student for entry in handed_in]
    rest = NotGraded(roster.absent(class_list, students) if class_list else [], strays)
    names = submissions.file_names(students)
    jobs = [GradingJob(names[entry.student], entry, terms) for entry in handed_in]
    for entry in handed_in:
        if entry.note:
            console.print(_plain(f"{entry.student}: {entry.note}"), markup=False, soft_wrap=True)
    journal = Journal(target / "journal")
    if fresh:
        journal.clear()
    for job in _named(jobs, again):
        journal.forget(job)
    parallel = 1 if again else parallel or sandbox.fitting(terms.limits)
    noun = "submission" if len(jobs) == 1 else "submissions"
    console.print(
        f"Grading {len(jobs)} {noun} of lab {lab.number}, {min(parallel, len(jobs))} at a time …",
        highlight=False,
    )
    for line in rest.in_words():
        _say(line)
    context = code_hash() + os.environ.get("DL_LABS_DATA", "")
    if not scheduler and not journal.holds(jobs, context):  # with one, its workers prepare
        judge.prepare(lab.number)  # once it is settled which data there are
        modules = imports.of_submissions(lab.number)
        if sandboxed and (problem := sandbox.apart(modules)):
            _say(
                "Each submission gets a sandbox of its own, and imports all anew (1 to 7 s of a core each): "
                f"this system allows no namespaces inside bubblewrap's ({problem})."
            )

    def keep(job: GradingJob, result: Grade) -> None:
        """Put the executed notebook beside the journal's entry: a batch of them does not fit into memory."""
        path = journal.folder / f"{job.name}.ipynb"
        text = _executed(job.handed_in.content, result)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            write_atomically(path, text)
        result.cells = []

    begun, graded_now = time.monotonic(), 0

    def count(event: dict[str, Any]) -> None:
        nonlocal graded_now
        graded_now += "status" in event and not event.get("kept")
        show(event)

    with _progress(console, len(jobs)) as show:
        grades = run_batch(
            jobs,
            journal,
            parallel=parallel,
            scheduler=scheduler,
            context=context,
            listener=count,
            finish=keep,
        )
    seconds = time.monotonic() - begun
    drawn = write(lab, [job.name for job in jobs], grades, target, terms, rest)
    console.print(f"grades.csv, gradebook.html, written.csv, feedback: {target}", soft_wrap=True)
    if missing := tables.not_graded(grades, rest):
        console.print(f"{len(missing)} not graded, and why: {target / NOT_GRADED}", soft_wrap=True)
    try:
        tracked.keep(lab, grades, terms, store, seconds, graded_now, drawn)
    except Exception as error:  # the grades are there, whatever is wrong with the store
        console.print(f"Not kept for MLflow: {type(error).__name__}: {error}", markup=False)
    return grades


def _named(jobs: list[GradingJob], students: Sequence[str]) -> list[GradingJob]:
    """Jobs of these students; raises UsageError where there is none of that name."""
    named = {student: job for job in jobs for student in (job.name, job.handed_in.student)}
    if unknown := [student for student in students if student not in named]:
        raise UsageError(
            f"No submission is of {', '.join(unknown)}. Write names as grades.csv does."
        )
    return [named[student] for student in students]


def _executed(content: bytes, result: Grade) -> str | None:
    """Text of a submission's notebook as it ran; None where there is none."""
    executed = submission.executed(content, result)
    try:
        return notebook.canonical(executed) if executed is not None else None
    except Exception:  # whatever it holds: the other submissions go on
        return None


def write(
    lab: labs.Lab,
    names: list[str],
    grades: list[Grade],
    target: Path,
    terms: Terms,
    rest: NotGraded | None = None,
) -> list[Chart] | None:
    """Write marks, pages, executed notebooks and the table for the written questions.

    Gives the charts of the batch; None where they cannot be drawn.
    `names` are those of the files of each student. Pages of students who are no longer there are deleted.
    """
    rest = rest or NotGraded()
    solution = solution_of(lab)
    written = written_tasks(solution)
    ran = {name: _kept(target / "journal" / f"{name}.ipynb") for name in names}
    spoken = {name: language_of(executed) if executed else "" for name, executed in ran.items()}
    students = (result.student for result in grades)
    overrides.apply(target, grades, dict(zip(students, spoken.values(), strict=True)))
    places = {task.identifier: task.cell for task in find_tasks(solution)[0]}
    for result in grades:  # tests are grouped by kind; tables and pages follow the notebook
        result.outcomes.sort(key=lambda outcome: places.get(outcome.exercise, 0))
    # Marks first: whatever a page would show, nobody waits for a grade.
    rows = tables.marks(grades, written)
    _say_what_moved(target / "grades.csv", rows)
    tables.write(target / "grades.csv", rows)
    tables.write_not_graded(target / NOT_GRADED, grades, rest)
    batch = {"names": names, "parameters": terms.parameters, "rest": dataclasses.asdict(rest)}
    write_atomically(target / BATCH, json.dumps(batch))
    for folder in ("executed", "feedback"):
        (target / folder).mkdir(exist_ok=True)
    wrote: dict[str, answers.Answers] = {}
    for name in names:
        untouched = copy_of(lab, ran[name])
        try:
            wrote[name] = answers.find(ran[name], untouched)
        except Exception as error:
            _say(f"The written answers of {name} cannot be found: {type(error).__name__}.")
            wrote[name] = answers.find(None, untouched)
    replies = {
        result.student: {task: wrote[name][task.identifier] for task in written}
        for name, result in zip(names, grades, strict=True)
    }
    tables.write_answers(target, replies)
    marks = tables.entered_marks(target, replies)
    made = set()
    for name, result in zip(names, grades, strict=True):
        if ran[name] is not None:
            text = (target / "journal" / f"{name}.ipynb").read_text(encoding="utf-8")
            write_atomically(target / "executed" / f"{name}.ipynb", text)
            made.add(f"{name}.ipynb")
        its, analysis = replies[result.student], wrote[name][answers.ANALYSIS]
        its_marks = {
            task.identifier: marks.get((tables.harmless(result.student), task.identifier), ("", ""))
            for task in its
        }
        page = target / "feedback" / f"{name}.html"
        with speaking(spoken[name]):
            _write_page(
                page, gradebook.feedback, lab, result, ran[name], its, terms, analysis, its_marks
            )
        made.add(f"{name}.html")
    for path in [*(target / "executed").glob("*.ipynb"), *(target / "feedback").glob("*.html")]:
        if path.name not in made:
            path.unlink()
    links = {
        result.student: f"feedback/{name}.html" for name, result in zip(names, grades, strict=True)
    }
    drawn = None
    with contextlib.suppress(Exception):  # the page draws them again, and says what is wrong
        from course.grading import charts  # matplotlib

        drawn = charts.of_batch(lab, grades, terms)
    page = target / "gradebook.html"
    _write_page(page, gradebook.gradebook, lab, grades, terms, links, rest, drawn)
    return drawn


def kept(lab: labs.Lab, target: Path) -> tuple[list[str], list[Grade], Terms]:
    """What a batch left in `target`: names of files, grades as they were judged, and how they were graded.

    Raises
    ------
    UsageError
        Where nothing was graded.
    """
    try:
        batch = json.loads((target / BATCH).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError(
            f"{target} holds no grades. Grade first: make grade LAB={lab.number} SUBMISSIONS=folder"
        ) from None
    folder = target / "journal"
    entries = [
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in batch["names"]
    ]
    grades = [Grade.from_json(entry["result"]) for entry in entries]
    return batch["names"], grades, Terms(lab.number, parameters=batch["parameters"])


def rest_of(target: Path) -> NotGraded:
    """What the batch in `target` left without a grade."""
    batch = json.loads((target / BATCH).read_text(encoding="utf-8"))
    return NotGraded(**batch.get("rest", {}))


def _say_what_moved(table: Path, rows: list[dict[str, str]]) -> None:
    """Say whose points are no longer those of the table that was written before."""
    lines = overrides.moved(tables.read_csv(table, {"student"}), rows) if table.exists() else []
    for line in lines[:_MOST_LINES]:
        _say(f"Points moved: {line}")
    if len(lines) > _MOST_LINES:
        _say(f"… and those of {len(lines) - _MOST_LINES} more.")


def _kept(path: Path) -> NotebookNode | None:
    """A notebook as it ran; None where there is none to show."""
    try:
        return notebook.read(path)
    except Exception:
        return None


def _write_page(path: Path, make: Callable[..., str], *of: object) -> None:
    """Write a page; where it cannot be made, one that says so, and a line on the terminal."""
    try:
        text = make(*of)
    except Exception as error:
        _say(f"{path.name} could not be made: {type(error).__name__}. The tables are complete.")
        text = _NO_PAGE
    write_atomically(path, text)


def _say(text: str) -> None:
    Console().print(_plain(text), markup=False, highlight=False)


def _plain(text: str) -> str:
    """`text` without what moves a terminal's cursor, turns the direction of writing, or is no letter at all."""
    return submissions.UNSEEN.sub("", text).encode(errors="backslashreplace").decode()


def written_tasks(solution: NotebookNode) -> list[Task]:
    """Questions of a lab that a person reads."""
    kinds = {cell.id: cell.cell_type for cell in solution.cells}
    return [task for task in find_tasks(solution)[0] if kinds[task.answer_id] == "markdown"]


def summary(grades: list[Grade]) -> str:
    """A line for the terminal."""
    points = [result.points for result in grades]
    not_graded = [result for result in grades if result.status != submission.GRADED]
    text = (
        f"{len(grades)} submissions: mean {statistics.fmean(points):.2f}, "
        f"median {statistics.median(points):.2f} of {grades[0].possible:g} automatic points"
    )
    return text + (f"; {len(not_graded)} not graded" if not_graded else "")


@contextlib.contextmanager
def _progress(console: Console, count: int) -> Iterator[Listener]:
    """Show how far the batch is and how long it will take: a bar on a terminal, a line each elsewhere."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("·"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=console,
        disable=not console.is_terminal,
    )
    with bar:
        task = bar.add_task("submissions", total=count, left="")
        begun, finished, kept = time.monotonic(), 0, 0

        def listener(event: dict[str, Any]) -> None:
            nonlocal finished, kept
            if "status" not in event:
                return
            finished += 1
            kept += event.get("kept", False)
            note, left = " (kept)", ""
            if not event.get("kept"):
                each = (time.monotonic() - begun) / (finished - kept)
                remaining = datetime.timedelta(seconds=round(each * (count - finished)))
                note, left = f", {remaining} left", f"{remaining} left"
            bar.update(task, completed=finished, left=left)
            line = f"[{finished}/{count}] {event['job']}: {event['status']}{note}"
            if not console.is_terminal or event["status"] != submission.GRADED:
                console.print(_plain(line), markup=False, highlight=False)

        yield listener
