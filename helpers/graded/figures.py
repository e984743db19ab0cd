"""Figures as graded tests read them: axes, titles, lines, bars and images, never pixels.

A figure crosses to the judge as what `describe` says of it, in plain text and arrays.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D

_MARK = "matplotlib figure"


@dataclass(frozen=True)
class Line:
    """A line of a panel: its points, its label, and what legends call the lines that look as it does."""

    x: np.ndarray
    y: np.ndarray
    label: str
    called: list[str]


@dataclass(frozen=True)
class Panel:
    """One pair of axes; `legend` is what its legend says, `bars` are heights, in the order of drawing.

    For each of `images`, `limits` are the values drawn as lowest and highest, and `shades` the colours of the
    lowest, the middle and the highest, shape (3, 3). `has_axes` is False where no axis shows a tick.
    """

    title: str
    xlabel: str
    ylabel: str
    lines: list[Line]
    bars: np.ndarray
    images: list[np.ndarray]
    limits: list[tuple[float, float]]
    shades: list[np.ndarray]
    legend: list[str]
    ylim: tuple[float, float]
    has_axes: bool


def is_figure(value: object) -> bool:
    """Whether `value` is a figure of matplotlib."""
    module: Any = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def describe(figure: Any) -> dict[str, object]:
    """A figure as plain text and arrays."""
    panels = [_panel(ax, figure.legends) for ax in figure.axes if ax.get_visible()]
    return {
        "kind": _MARK,
        "title": figure.get_suptitle(),
        "panels": panels,
        "legends": _texts(figure.legends),
    }


def panels(value: object, what: str) -> list[Panel]:
    """The visible panels of a figure, here or in the notebook's process.

    A title or a legend of the whole figure counts for each panel.

    Raises
    ------
    AssertionError
        When it is none; begins with `what`.
    """
    described: Any = describe(value) if is_figure(value) else value
    is_one = isinstance(described, Mapping) and described.get("kind") == _MARK
    assert is_one, f"{what} must be a figure: the first thing that `plt.subplots` gives."
    return [
        Panel(
            title=part["title"] or described["title"],
            xlabel=part["xlabel"],
            ylabel=part["ylabel"],
            lines=[Line(**line) for line in part["lines"]],
            bars=part["bars"],
            images=part["images"],
            limits=[tuple(limits) for limits in part["limits"]],
            shades=part["shades"],
            legend=[*part["legend"], *described["legends"]],
            ylim=tuple(part["ylim"]),
            has_axes=part["has_axes"],
        )
        for part in described["panels"]
    ]


def _panel(ax: Axes, shared_legends: list[Legend]) -> dict[str, object]:
    from matplotlib.container import BarContainer

    bars = [patch.get_height() for c in ax.containers if isinstance(c, BarContainer) for patch in c]
    legend = ax.get_legend()
    legends = [*([legend] if legend else []), *shared_legends]
    return {
        "title": ax.get_title() or ax.get_title("left") or ax.get_title("right"),
        "xlabel": ax.get_xlabel(),
        "ylabel": ax.get_ylabel(),
        "lines": [
            {**_points(line), "label": str(line.get_label()), "called": _called(line, legends)}
            for line in ax.lines
        ],
        "bars": np.array(bars, dtype=float),
        "images": [np.asarray(image.get_array()) for image in ax.images],
        "limits": [np.array(image.get_clim(), dtype=float) for image in ax.images],
        "shades": [image.get_cmap()([0.0, 0.5, 1.0])[:, :3] for image in ax.images],
        "legend": _texts([legend] if legend else []),
        "ylim": np.array(ax.get_ylim(), dtype=float),
        "has_axes": bool(ax.axison and any(_shows_ticks(axis) for axis in (ax.xaxis, ax.yaxis))),
    }


def _points(line: Line2D) -> dict[str, np.ndarray]:
    """The points of a line that are drawn: a value that is no number leaves a gap."""
    points = np.array([line.get_xdata(orig=False), line.get_ydata(orig=False)], dtype=float)
    x, y = points[:, np.isfinite(points).all(axis=0)]
    return {"x": x, "y": y}


def _called(line: Line2D, legends: list[Legend]) -> list[str]:
    """Texts in legends beside a piece of line that looks like `line`."""
    return [
        text.get_text()
        for legend in legends
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False)
        if _look(handle) == _look(line)
    ]


def _look(line: Any) -> tuple[object, ...]:
    """What distinguishes a line from others to the eye; of what is no line, nothing."""
    from matplotlib import colors, lines

    if not isinstance(line, lines.Line2D):
        return ()
    return colors.to_rgba(line.get_color()), line.get_linestyle(), str(line.get_marker())


def _shows_ticks(axis: Axis) -> bool:
    """Whether a tick of an axis, or its number, is to be seen."""
    ticks = axis.get_major_ticks() if axis.get_visible() else []
    parts = [
        part
        for tick in ticks
        for part in (tick.tick1line, tick.tick2line, tick.label1, tick.label2)
    ]
    return any(part.get_visible() for part in parts)


def _texts(legends: list[Any]) -> list[str]:
    return [text.get_text() for legend in legends for text in legend.get_texts()]
