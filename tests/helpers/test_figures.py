"""Figures as graded tests read them."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.graded import figures
from tests.grading.served import crossed


@pytest.fixture
def figure():
    made, (left, right, off) = plt.subplots(1, 3)
    left.plot([1, 2, 3], [0.5, 0.25, 0.125], label="loss")
    left.set(title="Curves", xlabel="epoch", ylabel="loss")
    left.legend()
    right.imshow(np.eye(3))
    right.bar([0, 1], [3, 4])
    off.set_visible(False)
    yield made
    plt.close(made)


@pytest.mark.parametrize("crosses", [False, True])
def test_panels_say_what_is_drawn(figure, crosses):
    left, right = figures.panels(crossed(figure) if crosses else figure, "`figure`")
    assert (left.title, left.xlabel, left.ylabel) == ("Curves", "epoch", "loss")
    (line,) = left.lines
    assert (line.label, line.called) == ("loss", ["loss"])
    assert np.array_equal(line.x, [1, 2, 3])
    assert np.array_equal(line.y, [0.5, 0.25, 0.125])
    assert left.legend == ["loss"]
    assert np.array_equal(right.bars, [3, 4])
    assert np.array_equal(right.images[0], np.eye(3))


def test_title_and_legend_of_the_figure_count_for_each_panel(figure):
    figure.legend(["both"])
    figure.suptitle("Whole")
    assert [p.title for p in figures.panels(figure, "`figure`")] == ["Curves", "Whole"]
    assert [panel.legend for panel in figures.panels(figure, "`figure`")] == [
        ["loss", "both"],
        ["both"],
    ]


@pytest.mark.parametrize("value", [None, ..., 3, {"kind": "other"}, [1]])
def test_what_is_no_figure_is_refused(value):
    with pytest.raises(AssertionError, match="`figure` must be a figure"):
        figures.panels(value, "`figure`")


@pytest.mark.parametrize("crosses", [False, True])
def test_axes_are_no_figure(figure, crosses):
    """`show` and `plt.close` take none: the cells after the answer would fail."""
    ax = figure.axes[0]
    with pytest.raises(AssertionError, match="must be a figure"):
        figures.panels(crossed(ax) if crosses else ax, "`figure`")


def names_of_lines(draw) -> list[list[str]]:
    """What legends call each line that `draw` draws in the axes it gets."""
    made, ax = plt.subplots()
    draw(ax)
    (panel,) = figures.panels(made, "`figure`")
    plt.close(made)
    return [line.called for line in panel.lines]


def test_a_line_is_called_what_stands_beside_its_like_in_the_legend():
    def named_later(ax):
        ax.axhline(0.1, color="black")
        first, second = ax.plot([1, 2]) + ax.plot([2, 1])
        ax.legend([second, first], ["down", "up"])

    def alike(ax):
        ax.plot([1, 2], "o-k", label="up")
        ax.plot([2, 1], "o-k", label="down")
        ax.figure.legend()

    def of_bars(ax):
        ax.bar([0], [1], label="bar")
        ax.plot([1, 2], label="line")
        ax.legend()

    assert names_of_lines(named_later) == [[], ["up"], ["down"]]
    assert names_of_lines(alike) == [["up", "down"]] * 2
    assert names_of_lines(of_bars) == [["line"]]


def test_what_is_no_number_is_no_point():
    made, ax = plt.subplots()
    ax.plot([1, 2, 3], [0.5, 0.7, np.nan])
    (line,) = figures.panels(made, "`figure`")[0].lines
    plt.close(made)
    assert line.x.tolist() == [1, 2]
    assert line.y.tolist() == [0.5, 0.7]


def test_a_line_above_names_stands_at_their_places():
    made, ax = plt.subplots()
    ax.bar(["sigmoid", "tanh"], [1, 2])
    ax.plot(["tanh", "tanh"], [1.5, 2.5], "o")
    (line,) = figures.panels(made, "`figure`")[0].lines
    plt.close(made)
    assert np.array_equal(line.x, [1, 1])
    assert np.array_equal(line.y, [1.5, 2.5])


@pytest.mark.parametrize("crosses", [False, True])
def test_how_an_image_is_drawn(crosses):
    made, (left, right) = plt.subplots(1, 2)
    left.imshow(np.array([[3, 60]]), cmap="gray")
    left.axis("off")
    right.imshow(np.array([[3, 60]]), cmap="gray_r", vmin=0, vmax=255)
    described = figures.panels(crossed(made) if crosses else made, "`figure`")
    plt.close(made)
    assert [panel.limits for panel in described] == [[(3, 60)], [(0, 255)]]
    assert [panel.shades[0].tolist() for panel in described] == [
        [[shade] * 3 for shade in shades]
        for shades in ([0, pytest.approx(0.5, abs=0.01), 1], [1, pytest.approx(0.5, abs=0.01), 0])
    ]
    assert [panel.has_axes for panel in described] == [False, True]


@pytest.mark.parametrize(
    "hide",
    [
        lambda ax: ax.set(xticks=[], yticks=[]),
        lambda ax: (ax.xaxis.set_visible(False), ax.yaxis.set_visible(False)),
        lambda ax: ax.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False),
    ],
)
def test_axes_without_ticks_are_off(hide):
    made, ax = plt.subplots()
    ax.bar([0, 1], [3, 4])
    ax.set_ylim(-1, 5)
    hide(ax)
    (panel,) = figures.panels(made, "`figure`")
    plt.close(made)
    assert not panel.has_axes
    assert panel.ylim == (-1, 5)
