"""`make run`: execute the solutions, hold their results to the bars, and say what happened."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.notebooks import notebook
from course.notebooks.build import editions
from course.notebooks.translations import edition
from course.running import execute, forking, profiles, schedule
from course.running.batch import Journal, Listener, code_hash, run_batch
from course.running.execute import Job, Result
from helpers.graded.bars import BARS_FILE, demand
from helpers.languages.catalogue import ENGLISH, VARIABLE, language

FOLDER = labs.BUILD / "run"
MISSED_BAR = "missed bar"
FAILED_CHECK = "failed check"
_TRACEBACK_LINES = 25


def run(
    chosen: list[labs.Lab],
    profile: str = profiles.FULL,
    *,
    folder: Path | None = None,
    parallel: int | None = None,
    scheduler: str | None = None,
    fresh: bool = False,
    cell_seconds: float = 600,
    preimport: bool = True,
    console: Console | None = None,
) -> bool:
    """Execute the solutions of `chosen` labs into `folder`; whether all of them passed.

    Writes the executed notebooks, an HTML page of each, and `summary.json`. A run that was interrupted is
    continued unless `fresh`. `cell_seconds` is the longest time for one cell. The solutions are those of the
    language that is spoken.

    Raises
    ------
    UsageError
        When a lab is not translated into that language.
    """
    spoken = language()
    console, folder = console or Console(), folder or folder_of(spoken)
    parallel = parallel or os.cpu_count() or 1
    store = folder / "mlflow"  # of its own: what a student tracked is neither used nor touched
    jobs = [
        Job(
            name=lab.name,
            source=source_in(spoken, lab, folder),
            target=folder / f"{lab.name}.ipynb",
            parameters=profiles.parameters(lab, profile),
            cell_seconds=cell_seconds,
            environment=environment(lab, min(parallel, len(chosen)), store) | {VARIABLE: spoken},
            after=tuple(other.name for other in schedule.after(lab, chosen)),
        )
        for lab in schedule.order(chosen, FOLDER / "summary.json", profile)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / "journal")
    unfinished = folder / "unfinished"
    if unfinished.exists() and not fresh:
        console.print("Continuing the run that was interrupted; what it finished is kept.")
    else:
        journal.clear()
        shutil.rmtree(store, ignore_errors=True)
    unfinished.touch()
    context = code_hash() + os.environ.get("DL_LABS_DATA", "")
    start = time.monotonic()
    if preimport and scheduler is None:
        fork_kernels(jobs, chosen)
    with progress(console, jobs, parallel) as listener:
        results = run_batch(
            jobs,
            journal,
            parallel=parallel,
            scheduler=scheduler,
            context=context,
            listener=listener,
            finish=lambda job, result: finish(job, result, profile),
        )
    seconds = time.monotonic() - start
    results.sort(key=lambda result: result.name)
    write_atomically(folder / "summary.json", summary(results, profile, seconds))
    unfinished.unlink()
    report(results, profile, seconds, console)
    console.print(f"Executed notebooks, pages and summary.json: {folder}", soft_wrap=True)
    return all(result.status == execute.PASSED for result in results)


def folder_of(spoken: str) -> Path:
    """Where the executed solutions of a language are."""
    return FOLDER if spoken == ENGLISH else FOLDER / spoken


def source_in(spoken: str, lab: labs.Lab, folder: Path) -> Path:
    """The solution of a lab in a language: the English source, or what is derived from it into `folder`."""
    if spoken == ENGLISH:
        return lab.solution
    if spoken not in editions(lab):
        raise UsageError(f"There is no edition {spoken!r} of lab {lab.number}.")
    path = folder / "solutions" / lab.solution.name
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook.write(edition.solution(notebook.read(lab.solution), lab, spoken), path)
    return path


def environment(lab: labs.Lab, parallel: int, store: Path) -> dict[str, str]:
    """Environment of the lab's kernel: its threads, and where MLflow keeps its runs."""
    threads = str(schedule.threads(lab, parallel))
    return {
        "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": threads,
        "DL_LABS_MLFLOW": str(store),
    }


def fork_kernels(jobs: list[Job], chosen: list[labs.Lab]) -> None:
    """Let the kernels of the jobs be forked, where the system can, from a process with the labs' imports done.

    Beside labs that use TensorFlow, one that does not starts an ordinary kernel.
    """
    heavy = {lab.solution.name for lab in chosen if schedule.uses_tensorflow(lab)}
    if heavy:
        forking.preimport(*forking.TENSORFLOW)
    for job in jobs:
        job.forked = forking.AVAILABLE and (not heavy or job.source.name in heavy)


def finish(job: Job, result: Result, profile: str) -> None:
    """Complete a result: hold it to bars and checks at full settings, and make its page."""
    if profile == profiles.FULL and result.status in (execute.PASSED, execute.FAILED):
        hold_to_bars(result, job.name[:2])
    if job.target.exists():
        write_page(job.target)


def hold_to_bars(result: Result, number: str) -> None:
    """Change the status where a bounded result is missing or misses its bar, or a check did not pass.

    A notebook also asserts its bars in its last cell, for nbval; then the failure is known already, and only its
    name changes.
    """
    table = json.loads(BARS_FILE.read_text(encoding="utf-8")) if BARS_FILE.exists() else {}
    place = {"notebook": f"{result.name}.ipynb"}
    judged = [metric.shortfall(name) for name, metric in result.metrics.items()]
    missed = [problem for problem in judged if problem]
    if result.status == execute.PASSED:
        missed += [
            f"{name} has a bar and was not recorded"
            for name in table
            if name.startswith(f"{number}/") and name not in result.metrics
        ]
    if missed:
        result.status = MISSED_BAR
        result.error = (result.error or place) | {"message": "; ".join(missed)}
        return
    failed = [name for name, status in result.checks.items() if status != "passed"]
    if failed and result.status == execute.PASSED:
        result.status = FAILED_CHECK
        result.error = place | {"message": f"did not pass its own check: {', '.join(failed)}"}


def write_page(path: Path) -> None:
    """HTML page of an executed notebook, beside it."""
    from course.pages.executed import page_of

    write_atomically(path.with_suffix(".html"), page_of(path))


def summary(results: list[Result], profile: str, seconds: float) -> str:
    """The table as JSON."""
    content = {
        "profile": profile,
        "seconds": round(seconds, 1),
        "labs": [result.to_json() for result in results],
    }
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


@contextlib.contextmanager
def progress(console: Console, jobs: list[Job], parallel: int) -> Iterator[Listener]:
    """Show what runs: live bars on a terminal, a line for each finished notebook elsewhere."""
    count, noun = min(parallel, len(jobs)), "notebook" if len(jobs) == 1 else "notebooks"
    console.print(f"Running {len(jobs)} {noun}, {count} at a time …", highlight=False)
    bars = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with bars:
        total = bars.add_task("all notebooks", total=len(jobs), state=f"0 of {len(jobs)}")
        tasks = {job.name: bars.add_task(job.name, start=False, state="waiting") for job in jobs}
        finished = 0

        def listener(event: dict) -> None:
            nonlocal finished
            task = tasks[event["job"]]
            if "cell" in event:
                bars.start_task(task)
                state = f"cell {event['cell']} of {event['cells']}"
                bars.update(task, total=event["cells"], completed=event["cell"] - 1, state=state)
                return
            finished += 1
            bars.update(task, state=event["status"])
            bars.stop_task(task)
            bars.update(total, completed=finished, state=f"{finished} of {len(jobs)}")
            if not console.is_terminal:
                kept = " (kept)" if event.get("kept") else ""
                console.print(
                    f"[{finished}/{len(jobs)}] {event['job']}: {event['status']}{kept}",
                    markup=False,
                )

        yield listener


def report(results: list[Result], profile: str, seconds: float, console: Console) -> None:
    """Print the final table, then each failure with its cell and its error."""
    table = Table(title=f"Solutions, {profile} settings, {seconds:.0f} s", title_justify="left")
    for heading, justify in [
        ("lab", "left"),
        ("status", "left"),
        ("seconds", "right"),
        ("peak MiB", "right"),
        ("result", "left"),
        ("value", "right"),
        ("bar", "right"),
        ("data", "left"),
    ]:
        table.add_column(heading, justify=justify)
    for result in results:
        metrics = list(result.metrics.items()) or [("", None)]
        data = ", ".join(f"{name} ({kind})" for name, kind in sorted(result.data.items()))
        for row, (name, metric) in enumerate(metrics):
            value = f"{metric.value:.4f}" if metric else ""
            held = profile == profiles.FULL and metric and metric.bar is not None
            bar = demand(metric.bar, metric.better, words=False) if held else ""
            head = (
                result.name,
                result.status,
                f"{result.seconds:.1f}",
                f"{result.peak_memory:.0f}",
            )
            first = head if row == 0 else ("",) * 4
            table.add_row(*first, name.split("/")[-1], value, bar, data if row == 0 else "")
        table.add_section()
    wide = console if console.is_terminal else Console(file=console.file, width=130)
    wide.print(table)
    for result in results:
        if result.status != execute.PASSED:
            console.print(describe_failure(result), markup=False, highlight=False, soft_wrap=True)


def describe_failure(result: Result) -> str:
    """Which cell of which notebook failed, and how."""
    error = result.error or {}
    place = error.get("notebook", f"{result.name}.ipynb")
    if error.get("cell"):
        place += f", cell {error['cell']} ({error['cell_id']})"
    lines = [f"\n✗ {place}: {result.status}: {error.get('message', '')}"]
    if error.get("source"):
        lines += ["  the cell:", *(f"    {line}" for line in error["source"].splitlines())]
    if error.get("traceback"):
        trace = error["traceback"].splitlines()[-_TRACEBACK_LINES:]
        lines += ["  the error:", *(f"    {line}" for line in trace)]
    return "\n".join(lines)
