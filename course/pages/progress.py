"""`make progress`: all that a student has in `work/` at a glance: points, open tasks, reports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from course import labs
from course.files import write_atomically
from course.notebooks import answers, notebook, outputs
from course.notebooks.tasks import copy_in, find_tasks
from course.pages import render, report
from helpers.graded.judging import points_in_words
from helpers.languages.catalogue import language, language_in, later, translate

NO_REPORT = later("none yet")
OLD, CURRENT = later("older than your notebook"), later("up to date")


@dataclass(frozen=True)
class Progress:
    """How far a student is with a lab: `problem` says why that cannot be told, `open` are tasks to be done.

    Points are those of the checks as they ran last; `written` of `written_possible` count questions.
    """

    lab: labs.Lab
    title: str
    possible: float
    written_possible: int
    started: bool = False
    points: float = 0.0
    written: int = 0
    open: tuple[str, ...] = ()
    report: str = NO_REPORT
    problem: str = ""


def of(lab: labs.Lab) -> Progress:
    """Progress with one lab, read from the copy in `work/` as it was saved last."""
    path = labs.WORK / lab.notebook.name
    untouched = copy_in(lab, language_in(path) or language())
    kinds = {cell.id: cell.cell_type for cell in untouched.cells}
    tasks = find_tasks(untouched)[0]
    coded = [task for task in tasks if kinds[task.answer_id] == "code"]
    possible = sum(task.points for task in coded)
    base = Progress(lab, render.title(untouched), possible, len(tasks) - len(coded))
    if not path.exists():
        return base
    try:
        finished = notebook.read(path)
    except notebook.NotebookError as error:
        return replace(
            base, started=True, problem=str(error).replace(str(path), f"work/{path.name}")
        )
    answered = answers.find(finished, untouched)
    written, automatic = report.tasks_of(
        finished, untouched, answered, outputs.read_notebook(finished).verdicts
    )
    open_tasks = [answer.task for answer in automatic if not answer.passed]
    open_tasks += [answer.task for answer in written if not answer.text]
    return replace(
        base,
        started=True,
        points=sum(answer.verdict.points for answer in automatic),
        written=sum(bool(answer.text) for answer in written),
        open=tuple(task.identifier for task in sorted(open_tasks, key=lambda task: task.cell)),
        report=_report(path),
    )


def _report(path: Path) -> str:
    page = labs.WORK / "reports" / f"{path.stem}.html"
    if not page.exists():
        return NO_REPORT
    return CURRENT if page.stat().st_mtime >= path.stat().st_mtime else OLD


def show(console: Console | None = None) -> Path:
    """Print a table of all labs, and write the same as a page; returns the page."""
    rows = [of(lab) for lab in labs.all_labs()]
    (console or Console()).print(_table(rows))
    page = labs.WORK / "reports" / "progress.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    begun = [row for row in rows if row.started]
    write_atomically(
        page,
        render.page(
            "progress.html",
            rows=rows,
            points=sum(row.points for row in begun),
            possible=sum(row.possible for row in begun),
            begun=len(begun),
        ),
    )
    return page


def _table(rows: list[Progress]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in (later("lab"), later("points"), later("written"), later("to do"), later("report")):
        is_number = name in ("points", "written")
        table.add_column(translate(name), justify="right" if is_number else "left")
    for row in rows:
        table.add_row(row.title, *cells(row))
    return table


def cells(row: Progress) -> tuple[str, str, str, str]:
    """What the table says of a lab: points, written answers, what is to be done, the report."""
    if not row.started:
        return "", "", f"make start LAB={row.lab.number}", ""
    if row.problem:
        return "", "", row.problem, ""
    points, possible = points_in_words(row.points), points_in_words(row.possible)
    written = f"{row.written}/{row.written_possible}"
    return f"{points}/{possible}", written, " ".join(row.open) or "✓", translate(row.report)
