"""Pages made of grades: feedback for a student, the gradebook for the instructor.

What comes from a submission is shown as text, or as a picture in PNG; never as HTML.
"""

from __future__ import annotations

import base64
import binascii
import io
import statistics
from pathlib import Path

import jinja2
from nbformat import NotebookNode

from course import labs, lint
from course.grading.submission import GRADED, Grade
from helpers import check
from helpers.check import format_points

_PICTURES = 40
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["points"] = format_points


def feedback(
    lab: labs.Lab, found: Grade, executed: NotebookNode | None, written: dict[lint.Task, str]
) -> str:
    """Page for a student: what was earned, what failed and why, their figures, their written answers."""
    possible = sum(outcome.possible for outcome in found.outcomes)
    return _TEMPLATES.get_template("feedback.html").render(
        lab=lab,
        grade=found,
        graded=found.status == GRADED,
        possible=possible,
        signs={check.PASSED: "✓", check.FAILED: "✗", check.NOT_ATTEMPTED: "○"},
        written=written,
        written_points=sum(task.points for task in written),
        pictures=_pictures(executed),
        errors=_errors(executed),
    )


def gradebook(lab: labs.Lab, grades: list[Grade]) -> str:
    """Page for the instructor: marks, their distribution, and the hardest exercises."""
    points = [found.points for found in grades]
    possible = sum(outcome.possible for outcome in grades[0].outcomes)
    return _TEMPLATES.get_template("gradebook.html").render(
        lab=lab,
        grades=grades,
        possible=possible,
        mean=statistics.fmean(points),
        median=statistics.median(points),
        odd=[found for found in grades if found.status != GRADED],
        marks=_svg(_marks_chart(points, possible)),
        hardest=_svg(_exercise_chart(grades)),
        graded=GRADED,
    )


def _pictures(executed: NotebookNode | None) -> list[tuple[int, str]]:
    """Figures of the notebook in PNG, each with the number of its cell."""
    found = []
    for number, cell in enumerate(executed.cells if executed else [], 1):
        for output in cell.get("outputs", []):
            data = output.get("data", {}).get("image/png", "")
            with_breaks = data if isinstance(data, str) else "".join(data)
            try:
                content = base64.b64decode(with_breaks, validate=False)
            except (binascii.Error, ValueError):
                continue
            if content.startswith(b"\x89PNG\r\n\x1a\n"):
                found.append((number, base64.b64encode(content).decode()))
    return found[:_PICTURES]


def _errors(executed: NotebookNode | None) -> list[tuple[int, str]]:
    """Errors that cells ended with, each with the number of its cell."""
    return [
        (number, f"{output.get('ename')}: {output.get('evalue')}"[:300])
        for number, cell in enumerate(executed.cells if executed else [], 1)
        for output in cell.get("outputs", [])
        if output.get("output_type") == "error"
    ]


def _marks_chart(points: list[float], possible: float):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 3), layout="constrained")
    ax = figure.subplots()
    ax.hist(points, bins=range(int(possible) + 2), color="#0072B2", edgecolor="white")
    ax.set(xlabel=f"automatic points, of {format_points(possible)}", ylabel="submissions")
    ax.yaxis.get_major_locator().set_params(integer=True)
    return figure


def _exercise_chart(grades: list[Grade]):
    """Mean share of the points of each exercise, in the order of the lab."""
    from matplotlib.figure import Figure

    shares: dict[str, list[float]] = {}
    for found in grades:
        for outcome in found.outcomes:
            shares.setdefault(outcome.exercise, []).append(outcome.points / outcome.possible)
    means = {name: statistics.fmean(values) for name, values in shares.items()}
    figure = Figure(figsize=(7, 0.6 + 0.24 * len(means)), layout="constrained")
    ax = figure.subplots()
    names = sorted(means, key=means.get, reverse=True)
    ax.barh(names, [100 * means[name] for name in names], color="#0072B2")
    ax.set(xlabel="points earned, % of those possible", xlim=(0, 100))
    ax.tick_params(axis="y", labelsize=9)
    return figure


def _svg(figure) -> str:
    """A figure as an image that a page can hold."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return base64.b64encode(buffer.getvalue()).decode()
