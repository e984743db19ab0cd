"""Figures that several labs draw, in one style; Matplotlib is imported with the first figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from helpers.languages.catalogue import later, translate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Curves = Mapping[str, Sequence[float]]
# Okabe and Ito's palette for any form of colour blindness, without black (https://jfly.uni-koeln.de/color/).
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, YELLOW, GREY = "#CC79A7", "#56B4E9", "#F0E442", "#777777"
PALETTE = [BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, GREY]
SEQUENTIAL = "cividis"  # for quantities; reads the same in grey
DIVERGING = "PuOr"  # for signed quantities, centred on zero
_CURVES = (
    ("loss", 1, later("loss (cross-entropy)"), later("Loss: lower is better")),
    ("accuracy", 100, later("accuracy (%)"), later("Accuracy: higher is better")),
)
_STYLE = {
    **{"axes.spines.top": False, "axes.spines.right": False, "axes.grid": False},
    **{"axes.titlesize": "medium", "axes.titleweight": "bold", "axes.titlelocation": "left"},
    **{"figure.dpi": 100, "savefig.dpi": 100, "figure.constrained_layout.use": True},
    **{"font.size": 11, "image.cmap": "gray", "legend.frameon": False, "lines.linewidth": 2},
}


def use_style() -> None:
    """Set the course's look for all figures of this notebook.

    Example
    -------
    >>> use_style()
    """
    import matplotlib as mpl

    mpl.rcParams.update(_STYLE | {"axes.prop_cycle": mpl.cycler(color=PALETTE)})


def show(figure: Figure, alt: str) -> None:
    """Display `figure` with a text alternative for readers who do not see it, then close it.

    `alt` says in one or two sentences what the figure shows: the message, not the styling.

    Example
    -------
    >>> show(mosaic(np.zeros((4, 28, 28))), alt="Four black images.")  # doctest: +ELLIPSIS
    Figure(...)
    """
    import matplotlib.pyplot as plt
    from IPython.display import display

    display(figure, metadata={"image/png": {"alt": alt}})
    plt.close(figure)


def training_curves(history: Curves, title: str = "") -> Figure:
    """Draw loss (no unit) and accuracy (in %) against epochs, for training and validation.

    Parameters
    ----------
    history : mapping of str to sequence of float
        `keras.callbacks.History.history`: `loss`, `accuracy`, and `val_loss`, `val_accuracy` if
        there was a validation set. One value an epoch, accuracies from 0 to 1.
    title : str

    Example
    -------
    >>> figure = training_curves({"loss": [0.5, 0.2], "accuracy": [0.8, 0.9]}, title="Two epochs")
    """
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(9.5, 3.4), layout="constrained")
    figure.get_layout_engine().set(wspace=0.06)
    epochs = np.arange(1, len(history["loss"]) + 1)
    for ax, (name, scale, label, heading) in zip(panels, _CURVES, strict=True):
        ax.plot(epochs, scale * np.asarray(history[name]), "o-", color=BLUE, label="training")
        if f"val_{name}" in history:
            values = scale * np.asarray(history[f"val_{name}"])
            ax.plot(epochs, values, "s--", color=ORANGE, label="validation")
        ax.set(xlabel="epoch", ylabel=translate(label), title=translate(heading))
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.grid(axis="y", alpha=0.3)
    panels[0].legend()
    figure.suptitle(title or None)
    return figure


def spread_chart(
    results: Curves, xlabel: str, *, baseline: str | None = None, ax: Axes | None = None
) -> Figure:
    """Draw what several runs gave for each of some variants: every run, the mean, and its spread.

    A dot for each run; a diamond at the mean with a bar of one standard deviation (of a sample) each way.

    Parameters
    ----------
    results : mapping of str to sequence of float
        Name of a variant to one result a run; drawn from top to bottom.
    xlabel : str
        Quantity and unit.
    baseline : str, optional
        Variant whose mean is drawn as a vertical line through all rows.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Example
    -------
    >>> figure = spread_chart({"plain": [0.90, 0.92], "dropout": [0.91, 0.93]}, "test accuracy")
    """
    import matplotlib.pyplot as plt

    if ax is None:
        _, ax = plt.subplots(figsize=(8, 0.8 + 0.45 * len(results)), layout="constrained")
    rows = np.arange(len(results))
    for row, values in zip(rows, results.values(), strict=True):
        values = np.asarray(values, dtype=float)
        mean, deviation = values.mean(), values.std(ddof=1) if len(values) > 1 else 0.0
        (dots,) = ax.plot(values, np.full(len(values), row - 0.22), "o", color=SKY, ms=5)
        bar = ax.errorbar(mean, row, xerr=deviation, fmt="D", color=BLUE, ms=6, capsize=4)
    if baseline is not None:
        mean = float(np.mean(results[baseline]))
        ax.axvline(mean, color=GREY, linestyle="--", linewidth=1.2, zorder=0)
    ax.set_yticks(rows, list(results))
    ax.set(xlabel=xlabel, ylim=(len(results) - 0.5, -0.6))
    ax.grid(axis="x", alpha=0.3)
    where = {"loc": "outside upper right", "ncols": 2, "fontsize": 10}
    ax.figure.legend([bar, dots], ["mean ± 1 sd", "one run"], **where)
    return ax.figure


def annotate_bars(ax: Axes, labels: Sequence[str]) -> None:
    """Write `labels`, one for each bar, at the ends of the bars of the chart in `ax`.

    Example
    -------
    >>> import matplotlib.pyplot as plt
    >>> bars = plt.barh(["ReLU", "tanh"], [0.9, 0.8])
    >>> annotate_bars(plt.gca(), ["90 %", "80 %"])
    """
    ax.bar_label(ax.containers[0], labels=list(labels), padding=3, fontsize=10)


def mosaic(
    images: np.ndarray,
    titles: Sequence[str] | None = None,
    columns: int = 10,
    *,
    cell_size: float = 0.95,
    ax: Axes | None = None,
) -> Figure:
    """Draw many small images as one picture, each under its title: much faster than an axes for each.

    Parameters
    ----------
    images : ndarray of shape (n, height, width) or (n, height, width, 1)
        Grey: uint8 in 0 to 255, or float in 0 to 1.
    titles : sequence of n str, optional
        One or more lines each, all with the same number of lines.
    columns, cell_size : int, float
        Images in a row, and the width of one in inches.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default a new figure.

    Example
    -------
    >>> figure = mosaic(np.zeros((10, 28, 28)), titles=list("0123456789"), columns=5)
    """
    import matplotlib.pyplot as plt

    images = np.asarray(images)
    images = images.reshape(images.shape[:3])
    count, height, width = images.shape
    white = 255 if images.dtype == np.uint8 else 1.0
    rows, gap = max(1, -(-count // columns)), 1
    lines = max((title.count("\n") + 1 for title in titles or ()), default=0)
    strip = round(lines * 0.16 / cell_size * (width + gap))  # a line of 9-point text is 0.16 inch
    step_y, step_x = height + gap + strip, width + gap
    cells = np.full((rows * columns, step_y, step_x), white, images.dtype)
    cells[:count, strip : strip + height, :width] = images
    canvas = (
        cells.reshape(rows, columns, step_y, step_x).swapaxes(1, 2).reshape(-1, columns * step_x)
    )
    if ax is None:
        size = (columns * cell_size, rows * cell_size * step_y / step_x)
        ax = plt.figure(figsize=size, layout="none").add_axes((0, 0, 1, 1))
    ax.imshow(canvas, cmap="gray", vmin=0, vmax=white)
    ax.axis("off")
    for i, title in enumerate(titles if titles is not None else ()):
        x, y = i % columns * step_x + (width - 1) / 2, i // columns * step_y + strip - 2
        ax.text(x, y, title, ha="center", va="baseline", fontsize=9, linespacing=1.05)
    return ax.figure
