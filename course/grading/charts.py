"""Charts of a batch and of a term, for the pages of the instructor."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course import labs
from course.grading import tables
from course.grading.limits import Terms
from course.grading.submission import Grade
from course.notebooks.tasks import titles_of
from helpers.graded import bars
from helpers.languages.catalogue import later, number, translate
from helpers.plots import BLUE, RED

_WIDTH = 7.5  # inches, of a figure


@dataclass(frozen=True)
class Chart:
    """A figure in SVG, in base64, with its heading and what it says in words."""

    heading: str
    text: str
    svg: str


def of_batch(lab: labs.Lab, grades: list[Grade], terms: Terms) -> list[Chart]:
    """Figures of the page for the instructor."""
    points = [grade.points for grade in grades]
    return [
        points_chart(points, grades[0].possible, later("automatic points")),
        _exercise_chart(tables.shares_earned(grades), titles_of(lab)),
        *(
            _measured_chart(name, values, terms)
            for name, values in tables.measurements(grades).items()
        ),
    ]


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
    ax.set(xlabel=tables.spoken_name(name), xlim=(edges[0], edges[-1]))
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
    spoken = tables.spoken_name(name)
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
