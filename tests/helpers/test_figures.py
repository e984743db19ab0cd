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
@pytest.mark.parametrize("of_axes", [False, True])
def test_panels_say_what_is_drawn(figure, crosses, of_axes):
    value = figure.axes[0] if of_axes else figure
    left, right = figures.panels(crossed(value) if crosses else value, "`figure`")
    assert (left.title, left.xlabel, left.ylabel) == ("Curves", "epoch", "loss")
    (line,) = left.lines
    assert line.label == "loss"
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
