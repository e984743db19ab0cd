"""Pages made of grades: feedback for a student, the gradebook for the instructor."""

from __future__ import annotations

import base64
import io
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from nbformat import NotebookNode

from course import labs
from course.grading import bubblewrap, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from course.notebooks.tasks import Task, copy_in, find_tasks
from course.pages import render
from helpers.graded import bars
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED
from helpers.graded.tests import LAB_POINTS
from helpers.languages.catalogue import language, later, number, translate
from helpers.plots import BLUE, RED

_SIGNS = {PASSED: "✓", FAILED: "✗", NOT_ATTEMPTED: "○"}
_WIDTH = 7.5  # inches, of a figure


def feedback(
    lab: labs.Lab,
    grade: Grade,
    executed: NotebookNode | None,
    written: dict[Task, str],
    terms: Terms,
    analysis: str = "",
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Page for a student: what was earned, what failed and why, their figures, all that they wrote.

    `marks` holds points and remark for each written question, empty where a person has not given any.
    """
    marks = marks or {}
    points_of_parts = [tables.number(points) for points, _ in marks.values() if points]
    return render.page(
        "feedback.html",
        lab=lab,
        title=render.title(copy_in(lab, language())),
        grade=grade,
        graded=grade.status == GRADED,
        titles=titles_of(lab),
        lost=[outcome for outcome in grade.outcomes if outcome.points < outcome.possible],
        signs=_SIGNS,
        measured={
            outcome.exercise: [in_words(name, v, terms) for name, v in outcome.measured.items()]
            for outcome in grade.outcomes
        },
        written=written,
        written_points=sum(task.points for task in written),
        marks=marks,
        given_points=sum(points_of_parts),
        not_marked=len(written) - len(points_of_parts),
        total=grade.points + sum(points_of_parts),
        out_of=LAB_POINTS,
        analysis=analysis,
        pictures=render.pictures(executed),
        errors=render.errors(executed),
    )


def in_words(name: str, value: float, terms: Terms) -> str:
    """A measured value, and what is expected of it at full settings."""
    limit = bars.bar(name) if terms.full_training else None
    text = f"{_spoken(name)} {number(f'{value:.4f}')}"
    if limit is None:
        return text
    wanted = bars.demand(limit, bars.better(name))
    return f"{text}, {wanted} expected"


def _spoken(name: str) -> str:
    return tables.short_name(name).replace("_", " ")


@dataclass(frozen=True)
class Chart:
    """A figure in SVG, in base64, with its heading and what it says in words."""

    heading: str
    text: str
    svg: str


def gradebook(
    lab: labs.Lab,
    grades: list[Grade],
    terms: Terms,
    links: Mapping[str, str] | None = None,
    rest: tables.NotGraded | None = None,
    drawn: list[Chart] | None = None,
) -> str:
    """Page for the instructor: marks, their distribution, the hardest exercises, what the networks reach.

    Parameters
    ----------
    lab : Lab
    grades : list of Grade
    terms : Terms
    links : mapping, optional
        The address of each student's feedback. Without it, the page names nobody.
    rest : NotGraded, optional
        Who handed in nothing, and files that are no submission.
    drawn : list of Chart, optional
        What `charts` gives, where it is at hand: to draw takes seconds.
    """
    points = [grade.points for grade in grades]
    return render.page(
        "gradebook.html",
        lab=lab,
        title=render.title(copy_in(lab, language())),
        grades=grades,
        links=links,
        rest=rest or tables.NotGraded(),
        possible=grades[0].possible,
        mean=statistics.fmean(points),
        median=statistics.median(points),
        odd=[grade for grade in grades if grade.status != GRADED],
        cut=[grade for grade in grades if grade.status == GRADED and grade.message],
        sample=bubblewrap.data_folder() is None,
        charts=charts(lab, grades, terms) if drawn is None else drawn,
        troubles=_troubles(grades),
        titles=titles_of(lab),
        graded=GRADED,
        measured=tables.measured_names(grades),
        values={grade.student: tables.values_measured(grade) for grade in grades},
        spoken=_spoken,
    )


def charts(lab: labs.Lab, grades: list[Grade], terms: Terms) -> list[Chart]:
    """Figures of the page for the instructor."""
    points = [grade.points for grade in grades]
    return [
        points_chart(points, grades[0].possible, later("automatic points")),
        _exercise_chart(shares_earned(grades), titles_of(lab)),
        *(_measured_chart(name, values, terms) for name, values in measurements(grades).items()),
    ]


def shares_earned(grades: list[Grade]) -> dict[str, float]:
    """Mean share of the points that each exercise brought, from 0 to 1."""
    return {
        outcomes[0].exercise: statistics.fmean(
            outcome.points / outcome.possible for outcome in outcomes
        )
        for outcomes in zip(*(grade.outcomes for grade in grades), strict=True)
    }


def measurements(grades: list[Grade]) -> dict[str, list[float]]:
    """What the tests measured on the submissions, by name; what is no number is left out."""
    by_name: dict[str, list[float]] = {name: [] for name in tables.measured_names(grades)}
    for grade in grades:
        for outcome in grade.outcomes:
            for name, value in outcome.measured.items():
                if np.isfinite(value):
                    by_name[name].append(value)
    return {name: values for name, values in by_name.items() if values}


@dataclass(frozen=True)
class Trouble:
    """An exercise that some did not pass: how many failed, how many left it out, the commonest reason."""

    exercise: str
    failed: int
    left_out: int
    reason: str
    times: int


def _troubles(grades: list[Grade]) -> list[Trouble]:
    """What went wrong with each exercise, for submissions that ran; the one with the most failures first."""
    troubles = []
    for outcomes in zip(
        *(grade.outcomes for grade in grades if grade.status == GRADED), strict=True
    ):
        failed = [outcome for outcome in outcomes if outcome.status == FAILED]
        left_out = sum(outcome.status == NOT_ATTEMPTED for outcome in outcomes)
        reasons = Counter(outcome.reason for outcome in failed)
        reason, times = reasons.most_common(1)[0] if reasons else ("", 0)
        if failed or left_out:
            troubles.append(Trouble(outcomes[0].exercise, len(failed), left_out, reason, times))
    return sorted(troubles, key=lambda trouble: (-trouble.failed, -trouble.left_out))


def titles_of(lab: labs.Lab) -> dict[str, str]:
    """Titles of a lab's exercises and questions, in the language that is spoken."""
    return {task.identifier: task.title for task in find_tasks(copy_in(lab, language()))[0]}


def points_chart(
    points: list[float], possible: float, title: str, unit: str = later("submissions")
) -> Chart:
    """How many got how many points, in at most twenty groups."""
    figure, ax = _figure(2.6)
    width = np.ceil(possible / 20)
    counts, edges = np.histogram(points, bins=np.arange(0, possible + width, width))
    ax.bar(edges[:-1] + width / 2, counts, width=0.92 * width, color=BLUE)
    ax.set(
        ylabel=translate(unit),
        xlabel=f"{translate(title)}, {possible:g} max",
        xlim=(0, edges[-1]),
        xticks=edges,
    )
    low, middle, high = np.percentile(points, [25, 50, 75])
    text = f"Half of them have {low:.2f} to {high:.2f} points, the median is {middle:.2f}."
    return Chart(translate(later("Marks")), text, _svg(figure))


def _exercise_chart(shares: dict[str, float], titles: dict[str, str]) -> Chart:
    """Mean share of the points that each exercise brought, the smallest at the top."""
    names = sorted(shares, key=lambda name: -shares[name])
    figure, ax = _figure(0.7 + 0.27 * len(names), counts=False)
    drawn = ax.barh(
        [_label(name, titles) for name in names], [100 * shares[name] for name in names], color=BLUE
    )
    ax.bar_label(drawn, fmt="%.0f %%", padding=3, fontsize=9)
    ax.set(xlabel="points earned, % of those possible", xlim=(0, 109), xticks=range(0, 101, 20))
    ax.set_ylim(-0.6, len(names) - 0.4)
    text = "How much of the points of each exercise the submissions earned, on average."
    return Chart("Exercises, the hardest first", text, _svg(figure))


def _label(name: str, titles: dict[str, str]) -> str:
    plain = titles.get(name, "").replace("`", "").replace("$", "")
    return f"{name} · {plain}" if plain else name


def _measured_chart(name: str, values: list[float], terms: Terms) -> Chart:
    """What the submitted networks reach, against the bar."""
    direction = bars.better(name)
    limit = bars.bar(name) if terms.full_training else None
    edges = _edges(values, limit, direction)
    shown = np.clip(values, edges[0], edges[-1])
    meets = np.array([bars.meets(value, limit, direction) for value in values])
    figure, ax = _figure(2.6)
    style: dict[str, Any] = {"bins": edges, "stacked": True, "rwidth": 0.92}
    drawn: Any = ax.hist(
        [shown[meets], shown[~meets]],
        color=[BLUE, RED],
        label=["reaches the bar", "does not"],
        **style,
    )[2]
    for patch in drawn[1]:
        patch.set(hatch="////", edgecolor="white", linewidth=0)
    ax.set(xlabel=_spoken(name), xlim=(edges[0], edges[-1]))
    ax.xaxis.set_major_formatter(lambda value, _: number(f"{value:.4f}"))
    text = (
        f"Evaluated here, on the course's own test images; the median is {np.median(values):.4f}."
    )
    if limit is not None:
        ax.axvline(limit, color="black", lw=1.5, ls="--", label=f"bar {limit:.3f}")
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=9)
        wanted, count = bars.demand(limit, direction), len(values)
        text = f"{sum(meets)} of {count} reach the bar ({wanted}). {text}"
    beyond = sum((np.array(values) < edges[0]) | (np.array(values) > edges[-1]))
    if beyond:
        text += f" {beyond} further from the bar than the axis reaches stand at its end."
    spoken = _spoken(name)
    return Chart(f"Submitted networks: {spoken}", text, _svg(figure))


def _edges(values: list[float], limit: float | None, direction: str) -> np.ndarray:
    """Edges of the bins: ten on the side of those that miss the bar, as many as it takes on the other."""
    if limit is None:
        return np.histogram_bin_edges(values, bins=15)
    sign = -1 if direction == "lower" else 1
    reach = max(0.002, *(sign * (value - limit) for value in values))
    width = reach / 8
    return np.sort(limit + sign * width * np.arange(-10, 9))


def _figure(height: float, counts: bool = True) -> tuple[Figure, Axes]:
    """An empty figure of the page's width; `counts`: its vertical axis counts submissions."""
    figure = Figure(figsize=(_WIDTH, height), layout="constrained")
    ax = figure.subplots()
    ax.spines[["top", "right"]].set_visible(False)
    if counts:
        ax.set(ylabel="submissions")
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    return figure, ax


def _svg(figure: Figure) -> str:
    """A figure in SVG, in base64; the same figure gives the same text each time."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "dl-labs"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return base64.b64encode(buffer.getvalue()).decode()
