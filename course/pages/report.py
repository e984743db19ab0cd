"""`make report`: a student's finished notebook as one page and a PDF, with what is missing at the top."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import errors, labs
from course.files import write_atomically
from course.notebooks import answers, notebook, outputs
from course.notebooks.answers import ANALYSIS, Answers
from course.notebooks.outputs import Metric, Verdict
from course.notebooks.tasks import OBJECTIVES, Task, copy_of, find_tasks
from course.pages import render
from course.pages.printing import print_page
from helpers.graded.judging import PASSED
from helpers.languages.catalogue import language_of, number, speaking

_ANALYSIS_LINES = range(5, 11)  # the syllabus asks for 5 to 10
_WIDTH = 100  # letters in a line, where a paragraph was typed without breaks
_OUTPUT_LINES = 8  # shown of what a cell printed


@dataclass(frozen=True)
class Answer:
    """A task, what it asks, what the student wrote, and what the check said of it last."""

    task: Task
    question: str
    text: str
    outputs: list[str]
    verdict: Verdict

    @property
    def passed(self) -> bool:
        return self.verdict.status == PASSED


def report(
    lab: labs.Lab, path: Path | None = None, folder: Path | None = None, name: str = ""
) -> tuple[Path, Path | None]:
    """Write the page, and the PDF where a browser is there to print it.

    Parameters
    ----------
    lab : Lab
    path : Path, optional
        The student's notebook; by default the copy in `work/`.
    folder : Path, optional
        Where both go; by default `work/reports`.
    name : str
        The student's; without it, the page has a line to write it on.

    Returns
    -------
    tuple of Path, and Path or None
        The page and the PDF.

    Raises
    ------
    UsageError
        When there is no such notebook.
    """
    path = path or labs.WORK / lab.notebook.name
    if not path.exists():
        number = lab.number
        raise errors.UsageError(f"There is no {path}. Begin the lab with: make start LAB={number}")
    folder = folder or labs.WORK / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    page, finished = folder / f"{path.stem}.html", notebook.read(path)
    with speaking(language_of(finished)):
        write_atomically(page, page_of(lab, finished, path, name))
    pdf = page.with_suffix(".pdf")
    return page, pdf if print_page(page, pdf) else None


def page_of(lab: labs.Lab, finished: NotebookNode, path: Path, name: str = "") -> str:
    """The page of a finished notebook: what the student did comes first, what the course supplied is left out."""
    untouched = copy_of(lab, finished)
    answered = answers.find(finished, untouched)
    published = outputs.read_notebook(finished)
    written, coded = tasks_of(finished, untouched, answered, published.verdicts)
    metrics = _in_words(published.metrics)
    checks = {name: verdict for name, verdict in published.verdicts.items() if verdict.status}
    return render.page(
        "report.html",
        title=render.title(untouched),
        file=path.name,
        name=" ".join(name.split()),
        saved=datetime.datetime.fromtimestamp(path.stat().st_mtime),
        points=sum(answer.verdict.points for answer in coded),
        possible=sum(answer.task.points for answer in coded),
        written_possible=sum(answer.task.points for answer in written),
        missing=_missing([*written, *coded], answered, metrics, checks, finished, untouched),
        metrics=metrics,
        pictures=render.pictures(finished),
        written=written,
        coded=coded,
        analysis=answered[ANALYSIS],
        own=[
            (cell.cell_type == "code", cell.source, _text_outputs(cell))
            for cell in map(finished.cells.__getitem__, answered.own)
            if not any(map(outputs.is_published, cell.get("outputs", [])))
        ],
    )


def tasks_of(
    finished: NotebookNode,
    untouched: NotebookNode,
    answered: Answers,
    verdicts: dict[str, Verdict],
) -> tuple[list[Answer], list[Answer]]:
    """Questions to answer in words, and all other tasks."""
    kinds = {cell.id: cell.cell_type for cell in untouched.cells}
    written, coded = [], []
    for task in find_tasks(untouched)[0]:
        name, is_code = task.identifier, kinds[task.answer_id] == "code"
        cells = [finished.cells[place] for place in answered.cells.get(name, [])] if is_code else []
        texts = [text for cell in cells for text in _text_outputs(cell)]
        question = _question(untouched.cells[task.cell].source) if name[0] == "Q" else ""
        answer = Answer(task, question, answered[name], texts, verdicts.get(name, Verdict("")))
        (coded if is_code else written).append(answer)
    return written, coded


def _question(source: str) -> str:
    """What a task asks: its text without heading and objectives."""
    return OBJECTIVES.sub("", re.sub(r"^#+ .*$", "", source, flags=re.MULTILINE)).strip()


def _in_words(metrics: dict[str, Metric]) -> list[dict]:
    """Results that the notebook recorded, in words: name, value, bar, whether it is met."""
    return [
        {
            "name": name.split("/")[-1].replace("_", " "),
            "value": number(f"{metric.value:.4f}"),
            "bar": metric.demand,
            "met": metric.shortfall(name) is None,
        }
        for name, metric in metrics.items()
    ]


def _missing(
    tasks: list[Answer],
    answered: Answers,
    metrics: list[dict],
    checks: dict[str, Verdict],
    finished: NotebookNode,
    untouched: NotebookNode,
) -> list[str]:
    """What is still to be done, a line each."""
    missing = []
    open_tasks = [answer.task for answer in tasks if not answer.text]
    open_tasks.sort(key=lambda task: task.cell)
    if open_tasks:
        names = ", ".join(task.identifier for task in open_tasks)
        missing.append(f"No answer to {names}.")
    lost = ", ".join(task.identifier for task in open_tasks if task.answer_id not in answered.there)
    if lost:
        missing.append(f"The cells of {lost} are no longer in the notebook.")
    code = [
        (place, cell.execution_count)
        for place, cell in enumerate(finished.cells)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    counts = [count for _, count in code]
    not_run = [place for place, count in code if not count]
    if not_run:
        count, first = len(not_run), _lower(render.where(finished, not_run[0]))
        cells = "1 cell has not run" if count == 1 else f"{count} cells have not run"
        missing.append(f"{cells}. The first: {first}.")
    elif counts != sorted(counts):
        missing.append(
            "The cells did not run from top to bottom: Run, then Restart Kernel and Run All Cells."
        )
    failed = render.errors(finished)
    if failed:
        place, error = failed[0]
        missing.append(f"{place} ended with an error: {error}")
    unsolved = ", ".join(name for name, verdict in checks.items() if verdict.status != PASSED)
    if unsolved:
        missing.append(f"The check of {unsolved} has not passed.")
    missing += [
        f"The {row['name']} is {row['value']}, {row['bar']} expected."
        for row in metrics
        if not row["met"]
    ]
    draws = any(cell.cell_type == "code" and "show(" in cell.source for cell in untouched.cells)
    if draws and not render.pictures(finished):
        missing.append("The notebook holds no figure: run it, and save it.")
    if not metrics:
        missing.append("The notebook records no result: run the cells with `record(...)`.")
    length = _length(answered[ANALYSIS])
    return [*missing, length] if length else missing


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _length(analysis: str) -> str:
    """What is wrong with the length of the analysis, in a sentence, or nothing.

    A line is what the student typed as one. A text of few, long lines counts as it is wrapped.
    """
    lines = [line for line in analysis.splitlines() if re.search(r"\w", line)]
    wrapped = sum(math.ceil(len(line) / _WIDTH) for line in lines)
    few = len(lines) < _ANALYSIS_LINES[0]
    if (wrapped if few else len(lines)) in _ANALYSIS_LINES:
        return ""
    if not lines:
        return "Your analysis is not written; 5 to 10 lines are wanted."
    if few and wrapped != len(lines):
        return f"Your analysis fills {wrapped} lines of {_WIDTH} letters; 5 to 10 are wanted."
    count = len(lines)
    if count == 1:
        return "Your analysis has 1 line; 5 to 10 lines are wanted."
    return f"Your analysis has {count} lines; 5 to 10 lines are wanted."


def _text_outputs(cell: NotebookNode) -> list[str]:
    """What a cell printed or answered, as text; a figure and a verdict stand elsewhere."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data or outputs.is_published(output):
            continue
        text = output.get("text") or data.get("text/plain", "")
        lines = (text if isinstance(text, str) else "".join(text)).rstrip().split("\n")
        more = len(lines) - _OUTPUT_LINES
        texts.append(
            "\n".join(lines[:_OUTPUT_LINES]) + (f"\n… {more} more lines" if more > 0 else "")
        )
    return [text for text in texts if text.strip()]
