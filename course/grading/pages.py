"""Pages made of grades: feedback for a student, the gradebook for the instructor."""

from __future__ import annotations

import base64
import io
import statistics

from matplotlib.figure import Figure
from nbformat import NotebookNode

from course import labs, lint, pages
from course.grading.submission import GRADED, Grade
from helpers import check
from helpers.check import format_points

_BLUE = "#0072B2"


def feedback(
    lab: labs.Lab, found: Grade, executed: NotebookNode | None, written: dict[lint.Task, str]
) -> str:
    """Page for a student: what was earned, what failed and why, their figures, their written answers."""
    return pages.render(
        "feedback.html",
        lab=lab,
        grade=found,
        graded=found.status == GRADED,
        possible=sum(outcome.possible for outcome in found.outcomes),
        signs={check.PASSED: "✓", check.FAILED: "✗", check.NOT_ATTEMPTED: "○"},
        written=written,
        written_points=sum(task.points for task in written),
        pictures=pages.pictures(executed),
        errors=pages.errors(executed),
    )


def gradebook(lab: labs.Lab, grades: list[Grade]) -> str:
    """Page for the instructor: marks, their distribution, and the hardest exercises."""
    points = [found.points for found in grades]
    possible = sum(outcome.possible for outcome in grades[0].outcomes)
    return pages.render(
        "gradebook.html",
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


def _marks_chart(points: list[float], possible: float) -> Figure:
    """How many submissions got how many points."""
    figure = Figure(figsize=(7, 3), layout="constrained")
    ax = figure.subplots()
    ax.hist(points, bins=range(int(possible) + 2), color=_BLUE, edgecolor="white")
    ax.set(xlabel=f"automatic points, of {format_points(possible)}", ylabel="submissions")
    ax.yaxis.get_major_locator().set_params(integer=True)
    return figure


def _exercise_chart(grades: list[Grade]) -> Figure:
    """Mean share of the points that each exercise brought, the smallest at the top."""
    shares: dict[str, list[float]] = {}
    for found in grades:
        for outcome in found.outcomes:
            shares.setdefault(outcome.exercise, []).append(outcome.points / outcome.possible)
    means = {name: statistics.fmean(values) for name, values in shares.items()}
    figure = Figure(figsize=(7, 0.8 + 0.26 * len(means)), layout="constrained")
    ax = figure.subplots()
    names = sorted(means, key=means.get, reverse=True)
    ax.barh(names, [100 * means[name] for name in names], color=_BLUE)
    ax.set(
        xlabel="points earned, % of those possible", xlim=(0, 100), ylim=(-0.6, len(names) - 0.4)
    )
    ax.tick_params(axis="y", labelsize=9)
    return figure


def _svg(figure: Figure) -> str:
    """A figure in SVG, in base64."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return base64.b64encode(buffer.getvalue()).decode()
