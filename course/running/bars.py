"""`make bars`: train every solution over the seeds, and write the bars its results are held to."""

from __future__ import annotations

import json
import math
import os
import statistics
import tomllib
from pathlib import Path

from rich.console import Console

from course import errors, labs
from course.files import write_atomically
from course.running import execute, profiles, schedule
from course.running.batch import Journal, code_hash, run_batch
from course.running.execute import Job, Result
from course.running.run import FOLDER as RUN_FOLDER
from course.running.run import describe_failure, environment, fork_kernels, progress
from helpers.datasets.sources import on_sample, use_sample
from helpers.graded.bars import BARS_FILE, demand, meets
from helpers.packages.versions import version

BOUNDED = Path(__file__).with_name("bounded.toml")
PAGE = labs.ROOT / "docs" / "bars.md"
FOLDER = labs.BUILD / "bars"
SEEDS = range(1, 11)
PROFILE = "bars"  # leaves out what no bounded result needs
DEVIATIONS = 4
DECIMALS = 3
KINDS = {"real": "the real data", "sample": "the built-in sample"}


def bounded() -> dict[str, dict]:
    """Results that have a bar, by name: `dataset`, `what`, `reference` where there is one, and
    `better = "lower"` for a loss."""
    return tomllib.loads(BOUNDED.read_text(encoding="utf-8"))


def bar(values: list[float], reference: float | None, better: str = "higher") -> float:
    """Mean minus 4 standard deviations (of a sample), rounded down, never above the reference.

    For a loss the same from the other side: plus, rounded up, never below the reference.

    Parameters
    ----------
    values : list of float
        One result for each seed; at least two.
    reference : float, optional
    better : str
        `"higher"`, or `"lower"` for a loss.

    Returns
    -------
    float
        To 3 decimals.
    """
    if better == "lower":
        return -bar([-value for value in values], None if reference is None else -reference)
    lowest = statistics.fmean(values) - DEVIATIONS * statistics.stdev(values)
    scale = 10**DECIMALS
    # Ten digits first: 0.901 may come out as 0.9009999999999999, and would be rounded down to 0.900.
    rounded = math.floor(round(lowest * scale, 10 - DECIMALS)) / scale
    return rounded if reference is None else min(rounded, reference)


def measure(chosen: list[labs.Lab], kind: str, parallel: int | None = None) -> bool:
    """Run the chosen labs over the seeds on `real` or `sample` data, and update the table.

    What an interrupted measurement finished is kept. Returns whether every run succeeded; otherwise
    the table stays as it was.

    Raises
    ------
    UsageError
        When the real data is asked for and not there: better now than after an hour.
    """
    console = Console()
    if kind == "sample":
        use_sample()
    elif on_sample():
        raise errors.UsageError(
            "Here is only the built-in sample. Fetch the real data (make data), let DL_LABS_DATA name its "
            "folder, or measure the sample's own bars: make bars DATA=sample"
        )
    folder = FOLDER / kind
    parallel = parallel or os.cpu_count() or 1
    jobs = [
        Job(
            f"{lab.name}-seed{seed}",
            lab.solution,
            folder / f"{lab.name}-seed{seed}.ipynb",
            profiles.parameters(lab, PROFILE) | {"seed": seed, "hold_to_bars": False},
            # A store for each seed: lab 09's service takes the model that was registered last.
            environment=environment(lab, parallel, folder / "mlflow" / f"seed{seed}"),
            after=tuple(f"{other.name}-seed{seed}" for other in schedule.after(lab, chosen)),
        )
        for lab in schedule.order(chosen, RUN_FOLDER / "summary.json", profiles.FULL)
        for seed in SEEDS
    ]
    fork_kernels(jobs, chosen)
    with progress(console, jobs, parallel) as listener:
        results = run_batch(
            jobs,
            Journal(folder / "journal"),
            parallel=parallel,
            context=code_hash() + kind,
            listener=listener,
        )
    good = True
    for result in results:
        if result.status != execute.PASSED or set(result.data.values()) != {kind}:
            message = (
                describe_failure(result) if result.error else f"ran on {result.data}, not {kind}"
            )
            console.print(f"{result.name}: {message}", markup=False, soft_wrap=True)
            good = False
    if good:
        update(results, kind)
        console.print(f"Wrote {BARS_FILE.name} and {PAGE.name}.")
    return good


def update(results: list[Result], kind: str) -> None:
    """Enter the results of all seeds into `helpers/graded/bars.json`, and write `docs/bars.md` from it."""
    table = json.loads(BARS_FILE.read_text(encoding="utf-8")) if BARS_FILE.exists() else {}
    definitions = bounded()
    for name, definition in definitions.items():
        seeds = {
            result.name.rsplit("-seed", 1)[1]: result.metrics[name].value
            for result in results
            if name in result.metrics
        }
        entry = table.setdefault(name, {}) | definition
        if seeds:
            values = list(seeds.values())
            reference = definition.get("reference") if kind == "real" else None
            entry[kind] = {
                "bar": bar(values, reference, definition.get("better", "higher")),
                "mean": round(statistics.fmean(values), 5),
                "deviation": round(statistics.stdev(values), 5),
                "seeds": {seed: round(value, 5) for seed, value in seeds.items()},
                "keras": version("keras"),
                "tensorflow": version("tensorflow"),
            }
        table[name] = entry
    table = {name: table[name] for name in sorted(definitions)}
    write_atomically(BARS_FILE, json.dumps(table, indent=1, sort_keys=True) + "\n")
    write_atomically(PAGE, page(table))


def below_reference(rows: list[tuple[str, dict]]) -> list[str]:
    """What the page says of means on the real data that are worse than their reference."""
    missed = []
    for name, entry in rows:
        measured, better = entry["real"], entry.get("better", "higher")
        reference = entry.get("reference")
        if reference is not None and not meets(measured["mean"], reference, better):
            distance = abs(measured["mean"] - reference) / measured["deviation"]
            missed.append(f"`{name}` by {distance:.1f} standard deviations")
    if not missed:
        return []
    return [
        "",
        f"Worse than their reference, which is one run: {', '.join(missed)}. "
        "Two single runs in three lie within one standard deviation of their mean.",
    ]


def page(table: dict[str, dict]) -> str:
    """The table as Markdown."""
    lines = [
        "# Accuracy bars",
        "",
        "Made by `make bars`; do not edit. Each solution is trained over the seeds, at its own settings. "
        f"A bar is the mean minus {DEVIATIONS} standard deviations, rounded down to {DECIMALS} decimals, "
        "and never above the reference of the syllabus (one run on the real data); for a loss (≤) the mean "
        "plus as much, rounded up, and never below the reference. `make run` and the "
        "checks read it from `helpers/graded/bars.json`.",
    ]
    for kind, words in KINDS.items():
        rows = [(name, entry) for name, entry in table.items() if kind in entry]
        if not rows:
            continue
        versions = {(e[kind]["tensorflow"], e[kind]["keras"]) for _, e in rows}
        made_with = "; ".join(f"TensorFlow {t}, Keras {k}" for t, k in sorted(versions))
        lines += ["", f"## On {words}", "", f"Measured with {made_with}.", ""]
        lines += [
            "| result | what | seeds | mean | deviation | lowest | highest | reference | bar |",
            "|---|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
        for name, entry in rows:
            measured = entry[kind]
            values = measured["seeds"].values()
            has_reference = kind == "real" and "reference" in entry
            cells = [
                f"`{name}`",
                entry["what"],
                len(values),
                *(
                    f"{x:.4f}"
                    for x in (measured["mean"], measured["deviation"], min(values), max(values))
                ),
                f"{entry['reference']:.4f}" if has_reference else "–",
                f"**{demand(measured['bar'], entry.get('better', 'higher'), words=False)}**",
            ]
            lines.append(f"| {' | '.join(map(str, cells))} |")
        if kind == "real":
            lines += below_reference(rows)
    return "\n".join(lines) + "\n"
