"""`make report`: a student's finished notebook as one page and a PDF, with what is missing at the top."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import labs, lint, notebook, pages
from course.batch import write_atomically
from course.derive import derive
from helpers import check
from helpers.results import MIME, demand, meets

FOLDER = labs.WORK / "reports"
_ANALYSIS_LINES = range(5, 11)  # the syllabus asks for 5 to 10
_WIDTH = 100  # letters in a line, when lines are counted
_PATIENCE = 180_000  # ms for the browser, on a busy machine
_FOOTER = (
    '<div style="font: 8px sans-serif; color: #555; width: 100%; text-align: center">'
    '<span class="title"></span> · <span class="pageNumber"></span>/<span class="totalPages"></span></div>'
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Answer:
    """A task, and what the student's notebook holds for it; empty when it is as it was handed out."""

    task: lint.Task
    text: str


def report(
    lab: labs.Lab, path: Path | None = None, folder: Path = FOLDER
) -> tuple[Path, Path | None]:
    """Write the page, and the PDF where a browser is there to print it.

    Parameters
    ----------
    lab : Lab
    path : Path, optional
        The student's notebook; by default the copy in `work/`.
    folder : Path
        Where both go.

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
        raise labs.UsageError(
            f"There is no {path}. Begin the lab with: make start LAB={lab.number}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{path.stem}.html"
    write_atomically(page, render(lab, notebook.read(path), path))
    pdf = page.with_suffix(".pdf")
    return page, pdf if _print(page, pdf) else None


def render(lab: labs.Lab, finished: NotebookNode, path: Path) -> str:
    """The page of a finished notebook."""
    solution = notebook.read(lab.solution)
    handed_out = {cell.id: cell.source for cell in derive(solution, lab.solution).cells}
    given = {cell.id: cell for cell in finished.cells}
    answers = [_answer(task, given, handed_out) for task in lint.find_tasks(solution)[0]]
    kinds = {cell.id: cell.cell_type for cell in solution.cells}
    written = [a for a in answers if kinds[a.task.answer_id] == "markdown"]
    analysis = _changed("analysis", given, handed_out)
    metrics = _metrics(finished)
    return pages.render(
        "report.html",
        lab=lab,
        title=pages.title(solution),
        file=path.name,
        missing=_missing(answers, analysis, metrics, finished, solution),
        metrics=metrics,
        pictures=pages.pictures(finished),
        written=written,
        analysis=analysis,
        cells=[cell for cell in finished.cells if cell.source.strip()],
        headings=_headings,
        outputs=_text_outputs,
    )


def _answer(task: lint.Task, given: dict, handed_out: dict[str, str]) -> Answer:
    return Answer(task, _changed(task.answer_id, given, handed_out))


def _changed(cell_id: str, given: dict, handed_out: dict[str, str]) -> str:
    """What stands in a cell beyond what was handed out."""
    source, before = given[cell_id].source if cell_id in given else "", handed_out.get(cell_id, "")
    if source.strip() == before.strip():
        return ""
    kept = set(before.splitlines())
    return "\n".join(
        line for line in source.splitlines() if line not in kept or not line.strip()
    ).strip()


def _metrics(finished: NotebookNode) -> list[dict]:
    """Results that the notebook recorded, in words: name, value, bar, whether it is met."""
    found = {}
    for cell in finished.cells:
        for output in cell.get("outputs", []):
            payload = output.get("data", {}).get(MIME, {})
            if isinstance(payload, dict) and "metric" in payload:
                found[str(payload["metric"])] = payload
    rows = []
    for name, payload in found.items():
        try:
            value, bar = float(payload["value"]), payload.get("bar")
            direction = payload.get("better", "higher")
            met = meets(value, bar, direction)
            words = demand(float(bar), direction) if bar is not None else ""
        except (KeyError, TypeError, ValueError):
            continue
        rows.append(
            {
                "name": name.split("/")[-1].replace("_", " "),
                "value": f"{value:.4f}",
                "bar": words,
                "met": met,
            }
        )
    return rows


def _checks(finished: NotebookNode) -> dict[str, str]:
    """What the checks said when they ran last: status by exercise."""
    found: dict[str, str] = {}
    for cell in finished.cells:
        for output in cell.get("outputs", []):
            payload = output.get("data", {}).get(MIME, {})
            several = payload.get("checks") if isinstance(payload, dict) else None
            for one in several if isinstance(several, list) else [payload]:
                if isinstance(one, dict) and "status" in one:
                    found[str(one.get("check"))] = str(one["status"])
    return found


def _missing(
    answers: list[Answer],
    analysis: str,
    metrics: list[dict],
    finished: NotebookNode,
    solution: NotebookNode,
) -> list[str]:
    """What is still to be done, a line each."""
    missing = []
    open_tasks = [a.task.identifier for a in answers if not a.text]
    if open_tasks:
        missing.append(f"No answer to {', '.join(open_tasks)}.")
    ids = {cell.id for cell in finished.cells}
    lost = [a.task.identifier for a in answers if a.task.answer_id not in ids]
    if lost:
        missing.append(f"The cells of {', '.join(lost)} are no longer in the notebook.")
    code = [
        (number, cell.execution_count)
        for number, cell in enumerate(finished.cells, 1)
        if cell.cell_type == "code" and cell.source.strip()
    ]
    counts = [count for _, count in code]
    not_run = [number for number, count in code if not count]
    if not_run:
        missing.append(f"{len(not_run)} cells have not run, the first is cell {not_run[0]}.")
    elif counts != sorted(counts):
        missing.append(
            "The cells did not run from top to bottom: Run, then Restart Kernel and Run All Cells."
        )
    failed = pages.errors(finished)
    if failed:
        missing.append(f"Cell {failed[0][0]} ended with an error: {failed[0][1]}")
    unsolved = [name for name, status in _checks(finished).items() if status != check.PASSED]
    if unsolved:
        missing.append(f"The check of {', '.join(unsolved)} has not passed.")
    missing += [
        f"The {row['name']} is {row['value']}, {row['bar']} expected."
        for row in metrics
        if not row["met"]
    ]
    if pages.pictures(solution) and not pages.pictures(finished):
        missing.append("The notebook holds no figure: run it, and save it.")
    if not metrics:
        missing.append("The notebook records no result: run the cells with `record(...)`.")
    lines = sum(1 + len(line) // _WIDTH for line in analysis.splitlines() if line.strip())
    if lines not in _ANALYSIS_LINES:
        state = f"has {lines} lines" if lines else "is not written"
        missing.append(f"Your analysis {state}; 5 to 10 lines are wanted.")
    return missing


def _headings(cell: NotebookNode) -> list[str]:
    """Headings of sections and tasks in a Markdown cell, below that of the lab."""
    lines = cell.source.splitlines() if cell.cell_type == "markdown" else []
    return [line.lstrip("#").strip() for line in lines if line.startswith(("## ", "### "))]


def _text_outputs(cell: NotebookNode) -> list[str]:
    """What a cell printed or answered, as text."""
    texts = []
    for output in cell.get("outputs", []):
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if "image/png" not in output.get("data", {}):
            texts.append(text if isinstance(text, str) else "".join(text))
    return [text for text in texts if text.strip()]


def _print(page: Path, pdf: Path) -> bool:
    """Print `page` to `pdf` with the first browser found; False where there is none."""
    from playwright.sync_api import Error, sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            how = {"executable_path": program} if program else {"channel": "chrome"}
            browser = playwright.chromium.launch(**how, timeout=_PATIENCE)
        except Error:
            return False
        try:
            tab = browser.new_page(java_script_enabled=False)
            tab.set_default_timeout(_PATIENCE)
            tab.goto(page.resolve().as_uri())
            margin = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
            tab.pdf(
                path=str(pdf),
                format="A4",
                margin=margin,
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
            )
        finally:
            browser.close()
    return True
