"""`make check`: the form of the notebooks, as docs/authoring.md describes it, and the drift gate."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from nbformat import NotebookNode

from course import labs
from course.labs import Lab
from course.notebooks import (
    build,
    derive,
    folding,
    minutes,
    notebook,
    outputs,
    parameters,
    percentages,
)
from course.notebooks.tasks import ANY_HEADING, Task, find_tasks
from course.notebooks.translations import catalogues, pages
from helpers.graded.judging import PASSED
from helpers.graded.tests import LAB_POINTS, load_tests
from helpers.languages import catalogue

TAGS = {
    "parameters",
    "training",
    "nbval-check-output",
    "real-data",
    "full-settings",
    "solution-only",
    "stored-run",
}
# Cells every lab has, in this order; the capstone, without points, has no summary.
FRAME = (
    "title",
    "parameters",
    "setup",
    "key-points",
    "analysis",
    "summary",
    "bars",
    "going-further",
)
READABLE_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|(?:src|href)=[\"']([^\"']+)[\"']")
PRIVATE_PATH = re.compile(r"(/home/|/root/|/tmp/|/work/|/Users/|[A-Z]:\\Users\\)")
IMAGE = "image/png"
LONGEST_CAPTION = 80  # words


def check_all(fix: bool = False) -> list[str]:
    """One line for each problem in solutions, derived copies and pages; with `fix`, canonical form first."""
    problems = []
    for lab in labs.all_notebooks():
        try:
            solution = notebook.read(lab.solution)
            if fix:
                notebook.write(solution, lab.solution)
            problems += lint(lab, solution)
        except notebook.NotebookError as error:
            problems.append(str(error))
    problems += [*page_links(), *pages.faults()]
    try:
        if fix:
            build.build_all()
        problems += build.drift()
        problems += [fault for name in catalogue.languages() for fault in catalogues.faults(name)]
    except notebook.NotebookError as error:
        if str(error) not in problems:
            problems.append(str(error))
    return problems


def lint(lab: Lab, solution: NotebookNode) -> list[str]:
    """Problems of one solution."""
    problems: list[str] = []
    if lab.solution.read_bytes() != notebook.canonical(solution).encode():
        problems.append(
            f"solutions/{lab.name}.ipynb is not in canonical form (widget state, other metadata, or another "
            "layout of the JSON): run `python -m course check --fix`"
        )
    for index, cell in enumerate(solution.cells):
        where = notebook.where(lab.solution, index, cell)
        problems += [f"{where}: {problem}" for problem in _cell_problems(lab, cell)]
        problems += [f"{where}: {problem}" for problem in _output_problems(solution, index)]
    problems += [f"solutions/{lab.name}.ipynb: {p}" for p in _frame_problems(lab, solution)]
    tasks = _task_problems if lab.graded else _recipe_problems
    problems += [f"solutions/{lab.name}.ipynb: {p}" for p in tasks(lab, solution)]
    copy = derive.derive(solution, lab.solution)  # raises for a marker that is not right
    problems += [f"solutions/{lab.name}.ipynb: {p}" for p in _lesson_problems(lab, solution)]
    drawing = folding.visible_drawing(copy)
    if drawing > folding.MOST_DRAWING:
        problems.append(
            f"solutions/{lab.name}.ipynb: {drawing:.0%} of the code that a student sees draws, at most "
            f"{folding.MOST_DRAWING:.0%} may: give the drawing a cell of its own, which is folded"
        )
    return problems


def _cell_problems(lab: Lab, cell: NotebookNode) -> Iterator[str]:
    if not READABLE_ID.fullmatch(cell.id):
        yield f"the id {cell.id!r} is not readable; use words such as 'load-data'"
    for tag in notebook.tags(cell):
        if tag not in TAGS:
            yield f"unknown tag {tag!r}; known are {', '.join(sorted(TAGS))}"
    if "stored-run" in notebook.tags(cell) and (
        cell.cell_type != "raw" or derive.SOLUTION_ONLY not in notebook.tags(cell)
    ):
        yield "a stored run is declared in a raw cell tagged solution-only, which ordinary runs pass over"
    if cell.cell_type == "code":
        if re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
            yield "magics and shell commands are not for lessons"
        return
    for target in broken_links(cell.source, lab.solution.parent):
        yield f"the link {target!r} leads nowhere"
    if cell.get("attachments"):
        yield "attachments are not allowed; draw the figure in a cell"


def broken_links(text: str, folder: Path) -> list[str]:
    """Targets of relative links in Markdown or HTML that do not exist beside `folder`.

    A badge's address ends in a path of this repository; that path must exist too.
    """
    broken = []
    for match in LINK.finditer(text):
        target = match[1] or match[2]
        badge = re.search(r"(?:lab/tree/|blob/main/)(?:notebooks|work)/([^?#)]+)", target)
        if badge:
            path = labs.ROOT / "notebooks" / unquote(badge[1])  # Binder copies them to work/
        elif re.match(r"[a-z]+:|#", target):
            continue
        else:
            path = folder / unquote(target.split("#")[0])
        if not path.exists():
            broken.append(target)
    return broken


def _output_problems(solution: NotebookNode, index: int) -> Iterator[str]:
    cell = solution.cells[index]
    if cell.cell_type != "code":
        return
    if cell.source.strip() and cell.execution_count is None:
        yield "was not executed: run `make refresh`"
    has_image = False
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stores an error: {output.ename}"
        data = output.get("data", {})
        text = output.get("text", "") + data.get("text/plain", "") + data.get("text/html", "")
        if PRIVATE_PATH.search(text):
            yield f"shows a path of the machine it ran on: {PRIVATE_PATH.search(text)[0]}…"
        if "\b" in text or "\r" in text:
            yield "stores a progress bar; use verbose=2 or 0"
        if any("widget" in kind for kind in data):
            yield "stores a widget"
        for name, verdict in outputs.read([output]).verdicts.items():
            if verdict.status != PASSED:
                yield f"stores a check that did not pass: {name}"
        if IMAGE in data:
            has_image = True
            if not output.metadata.get(IMAGE, {}).get("alt"):
                yield "a figure without alt text; display it with helpers.plots.show"
    following = solution.cells[index + 1 : index + 3]
    if has_image and not any("**Figure " in after.source for after in following):
        yield "a figure without a caption (**Figure N.k.** …) in the cell after it"


def _frame_problems(lab: Lab, solution: NotebookNode) -> Iterator[str]:
    frame = [identifier for identifier in FRAME if lab.graded or identifier != "summary"]
    ids = [cell.id for cell in solution.cells]
    for identifier in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"two cells share the id {identifier!r}"
    present = [identifier for identifier in ids if identifier in frame]
    for identifier in frame:
        if identifier not in present:
            yield f"the cell {identifier!r} is missing"
    if present != sorted(present, key=frame.index):
        yield f"the cells {', '.join(present)} are not in the order of docs/authoring.md"
    tagged = [cell for cell in solution.cells if "parameters" in notebook.tags(cell)]
    if len(tagged) != 1:
        yield f"{len(tagged)} cells are tagged parameters; there must be one"
    else:
        declared = parameters.read(solution)
        if "seed" not in declared:
            yield "the parameters cell lacks seed"
        if "hold_to_bars" in declared:
            yield "hold_to_bars is set by runs, and is no setting of the lesson"
    if (
        lab.graded
        and "setup" in ids
        and not {"check", "hint"} <= set(_imported(solution, only="setup"))
    ):
        yield "the cell 'setup' lacks `from helpers.check import check, hint`"
    yield from _unused_imports(solution)


def _lesson_problems(lab: Lab, solution: NotebookNode) -> Iterator[str]:
    """What makes a lesson longer or less certain than it says."""
    computed = [sitting.minutes for sitting in minutes.sittings(solution)]
    if lab.graded and minutes.stated(solution) != computed:
        minutes_in_words = " and ".join(map(str, computed))
        yield f"its title must say {minutes_in_words} minutes, which is what `make minutes` computes"
    for longest in computed:
        if longest > minutes.LONGEST:
            yield (
                f"a sitting of {longest} minutes is too long, at most {minutes.LONGEST} are: cut it, or mark "
                "parts as (optional)"
            )
    for cell in solution.cells:
        caption = re.search(r"^\*\*Figure .*", cell.source, re.MULTILINE | re.DOTALL)
        if cell.cell_type == "markdown" and caption:
            length = minutes.words(caption[0].split("\n\n")[0])
            if length > LONGEST_CAPTION:
                yield (
                    f"the caption in {cell.id!r} has {length} words, at most {LONGEST_CAPTION} may: move theory "
                    "into the text"
                )
    for identifier, typed in percentages.unbacked(lab, solution):
        yield (
            f"{identifier!r} says {typed} %, which no cell, stored run or table of seeds of this lab shows: "
            "compute it, store its run, or leave it out (see course/notebooks/percentages.py)"
        )
    if lab.graded and "docs/glossary.md" not in "".join(cell.source for cell in solution.cells):
        yield "it does not link to the glossary (../docs/glossary.md)"
    yield from _optional_problems(solution)


def _optional_problems(solution: NotebookNode) -> Iterator[str]:
    """What depends on a part that is marked as optional."""
    optional = folding.optional_cells(solution)
    made: dict[str, str] = {}
    for cell in solution.cells:
        if cell.cell_type == "markdown":
            if cell.id in optional and ANY_HEADING.search(cell.source):
                yield f"the task in {cell.id!r} stands in an optional part"
            continue
        nodes = list(ast.walk(folding.parsed(cell.source)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        stored |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        if cell.id in optional:
            made |= dict.fromkeys(stored, cell.id)
            continue
        for node in names:
            if isinstance(node.ctx, ast.Load) and node.id in made.keys() - stored:
                yield f"{cell.id!r} uses {node.id!r}, which the optional cell {made.pop(node.id)!r} makes"
        for name in stored:
            made.pop(name, None)


def _imported(solution: NotebookNode, only: str = "") -> list[str]:
    """Names that the student's copy imports; those of one cell, if `only` names it."""
    return [
        (alias.asname or alias.name).split(".")[0]
        for cell in derive.code_handed_out(solution)
        for node in ast.walk(folding.parsed(cell.source))
        if isinstance(node, ast.Import | ast.ImportFrom) and only in ("", cell.id)
        for alias in node.names
    ]


def _unused_imports(solution: NotebookNode) -> Iterator[str]:
    """Imports that no cell of the copy needs, nor the answers that belong into it."""
    used = {
        node.id
        for cell in derive.code_handed_out(solution)
        for node in ast.walk(folding.parsed(cell.source))
        if isinstance(node, ast.Name)
    }
    for name in _imported(solution):
        if name not in used | {"hint"}:  # a student calls that one
            yield f"the student's copy imports {name!r} and never uses it"


def _task_problems(lab: Lab, solution: NotebookNode) -> Iterator[str]:
    tasks, problems = find_tasks(solution)
    yield from problems
    objectives = _objectives(solution)
    if not objectives:
        yield "the title cell lists no objective (**O1** …)"
    exercised = {name for task in tasks for name in task.objectives}
    for name in objectives:
        if name not in exercised:
            yield f"objective {name} is not exercised"
    for name in sorted(exercised - set(objectives)):
        yield f"objective {name} is named by a task but not listed in the title cell"

    graded: dict[str, float] = {}
    for test in load_tests(lab.number):
        graded[test.exercise] = graded.get(test.exercise, 0) + test.points
    for kind in "EQ":
        numbers = [task.number for task in tasks if task.identifier[0] == kind]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{kind}{int(lab.number)}.n are not numbered 1, 2, 3 …: {numbers}"
    for task in tasks:
        if task.lab != int(lab.number):
            yield f"{task.identifier} does not belong to lab {lab.number}"
        if not task.objectives:
            yield f"{task.identifier} names no objective (*Objectives: O1*)"
        yield from _answer_problems(task, solution, graded)
    for identifier in sorted(set(graded) - {task.identifier for task in tasks}):
        yield f"{identifier} has graded tests but no heading"
    total = sum(task.points for task in tasks)
    if total != LAB_POINTS:
        yield f"the points add up to {total:g}, not {LAB_POINTS}"


def _recipe_problems(lab: Lab, solution: NotebookNode) -> Iterator[str]:
    """Problems of a notebook without points: it has objectives and answers, but no tasks."""
    if not _objectives(solution):
        yield "the title cell lists no objective (**O1** …)"
    if any(ANY_HEADING.search(cell.source) for cell in solution.cells):
        yield f"{lab.name} has no points: give its sections plain headings"
    if not any(derive.BEGIN_CODE in cell.source for cell in solution.cells):
        yield f"nothing is left to the student: no {derive.BEGIN_CODE!r}"


def _objectives(solution: NotebookNode) -> list[str]:
    """Objectives that the title cell lists, such as `O1`."""
    title = _source(solution, "title")
    return re.findall(r"^\s*(?:[-*]|\d+\.)\s+\*\*(O\d+)\*\*", title, re.M)


def _answer_problems(task: Task, solution: NotebookNode, graded: dict[str, float]) -> Iterator[str]:
    answers = [cell for cell in solution.cells[task.cell :] if cell.id == task.answer_id]
    if not answers:
        yield f"{task.identifier} has no answer cell with the id {task.answer_id!r} after its heading"
        return
    answer = answers[0]
    if answer.cell_type == "markdown":
        model = re.search(rf"{derive.BEGIN_TEXT}(.+?){derive.END_TEXT}", answer.source, re.DOTALL)
        text = model[1] if model else ""
        for part in (derive.MODEL, derive.GUIDE):
            if not re.search(
                re.escape(part) + r"((?!\*\*(Model|Marking) ).){20,}", text, re.DOTALL
            ):
                yield f"{task.identifier} has no {part} between its markers"
        if task.identifier in graded:
            yield f"{task.identifier} is a written question with an automatic test"
        return
    if derive.BEGIN_CODE not in answer.source:
        yield f"{task.identifier} has no answer between {derive.BEGIN_CODE!r} and {derive.END_CODE!r}"
    if not answer.source.startswith(f"# {task.identifier}"):
        yield f"the answer cell of {task.identifier} does not begin with the comment '# {task.identifier} …'"
    if f'check("{task.identifier}")' not in _source(solution, f"{task.answer_id}-check"):
        yield f'{task.identifier} has no cell {task.answer_id}-check with check("{task.identifier}")'
    if task.identifier not in graded:
        yield f"{task.identifier} has no graded test in tests/labs"
    elif graded[task.identifier] != task.points:
        yield (
            f"{task.identifier} is worth {task.points:g} in its heading "
            f"and {graded[task.identifier]:g} in tests/labs"
        )


def _source(solution: NotebookNode, identifier: str) -> str:
    return next((cell.source for cell in solution.cells if cell.id == identifier), "")


def page_links() -> list[str]:
    """Broken links of the README and the pages under `docs/`."""
    problems = []
    english = [labs.ROOT / "README.md", *sorted((labs.ROOT / "docs").glob("*.md"))]
    for path in [*english, *pages.pages()]:
        for target in broken_links(path.read_text(encoding="utf-8"), path.parent):
            problems.append(f"{path.relative_to(labs.ROOT)}: the link {target!r} leads nowhere")
    return problems
