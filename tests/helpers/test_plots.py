"""Figures: what is drawn, that it is labelled, and that it can be read without colour."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import IPython.display
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import plots

RNG = np.random.default_rng(0)
UINT8 = RNG.integers(0, 256, (7, 5, 4), dtype=np.uint8)
FLOAT = UINT8.astype(np.float32) / 255
HISTORY = {
    "loss": [1.0, 0.5],
    "accuracy": [0.5, 0.8],
    "val_loss": [1.1, 0.7],
    "val_accuracy": [0.4, 0.7],
}


@pytest.fixture(autouse=True)
def _clean_up():
    """Figures are closed, and settings are those of Matplotlib itself, around each test."""
    with mpl.rc_context():
        yield
    plt.close("all")


def smallest_text(figure) -> float:
    """Size in points of the smallest text of a figure that says anything."""
    figure.canvas.draw()
    texts = figure.findobj(lambda artist: isinstance(artist, mpl.text.Text) and artist.get_text())
    return min(text.get_size() for text in texts if text.get_visible())


def test_tests_draw_without_a_screen():
    assert mpl.get_backend().lower() == "agg"


def test_importing_the_module_does_not_import_matplotlib():
    code = "import sys, helpers.plots; sys.exit('matplotlib' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0
    )


def test_use_style_sets_the_palette_and_readable_text():
    plots.use_style()
    assert mpl.rcParams["axes.prop_cycle"].by_key()["color"] == plots.PALETTE
    assert mpl.rcParams["font.size"] >= 9
    assert mpl.rcParams["figure.constrained_layout.use"]


def test_palette_differs_in_grey_too_for_the_colours_drawn_together():
    assert len(set(plots.PALETTE)) == 8

    def grey(color: str) -> float:
        return float(np.dot(to_rgb(color), [0.2126, 0.7152, 0.0722]))

    assert abs(grey(plots.BLUE) - grey(plots.ORANGE)) > 0.2


@pytest.mark.parametrize("name", [plots.SEQUENTIAL, plots.DIVERGING])
def test_named_maps_exist(name: str):
    assert name in mpl.colormaps


# --- show -------------------------------------------------------------------------------------------------


def test_show_gives_the_figure_its_text_alternative_and_closes_it(monkeypatch):
    displayed = []
    monkeypatch.setattr(
        IPython.display, "display", lambda *arguments, **named: displayed.append((arguments, named))
    )
    figure = plt.figure()
    plots.show(figure, alt="A line that rises.")
    assert displayed == [((figure,), {"metadata": {"image/png": {"alt": "A line that rises."}}})]
    assert not plt.get_fignums()


def test_show_needs_a_text_alternative():
    with pytest.raises(TypeError, match="alt"):
        plots.show(plt.figure())


# --- curves -----------------------------------------------------------------------------------------------


def test_curves_are_labelled_with_their_units():
    loss, accuracy = plots.training_curves(HISTORY, title="A network").axes
    assert (loss.get_xlabel(), accuracy.get_xlabel()) == ("epoch", "epoch")
    assert loss.get_ylabel() == "loss (cross-entropy)"
    assert accuracy.get_ylabel() == "accuracy (%)"
    assert loss.get_title(loc="left") or loss.get_title()
    assert loss.figure.get_suptitle() == "A network"
    assert [text.get_text() for text in loss.get_legend().get_texts()] == ["training", "validation"]


def test_curves_draw_the_history_against_epochs_from_one():
    loss, accuracy = plots.training_curves(HISTORY).axes
    drawn = [line.get_xydata().tolist() for ax in (loss, accuracy) for line in ax.lines]
    expected = [[1.0, 0.5], [1.1, 0.7], [50.0, 80.0], [40.0, 70.0]]
    np.testing.assert_allclose([[y for _, y in line] for line in drawn], expected)
    assert all([x for x, _ in line] == [1, 2] for line in drawn)


def test_training_and_validation_differ_without_colour():
    for ax in plots.training_curves(HISTORY).axes:
        training, validation = ax.lines
        assert training.get_linestyle() != validation.get_linestyle()
        assert training.get_marker() != validation.get_marker()


def test_epochs_are_whole_numbers_and_text_is_readable():
    plots.use_style()
    figure = plots.training_curves(HISTORY)
    assert smallest_text(figure) >= 9
    for ax in figure.axes:
        assert all(tick == int(tick) for tick in ax.get_xticks())


def test_curves_without_validation():
    figure = plots.training_curves({"loss": [1.0], "accuracy": [0.5]})
    assert [len(ax.lines) for ax in figure.axes] == [1, 1]


# --- images -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("images", "white"), [(UINT8, 255), (FLOAT, 1)])
@pytest.mark.parametrize("titles", [None, [f"{i}\nx" for i in range(7)]])
def test_mosaic_holds_every_image_once_and_in_order(images, white, titles):
    figure = plots.mosaic(images, titles, columns=3)
    (ax,) = figure.axes
    canvas = np.asarray(ax.images[0].get_array())
    assert (canvas.dtype, ax.images[0].get_clim()) == (images.dtype, (0, white))
    step_y, step_x = canvas.shape[0] // 3, canvas.shape[1] // 3
    rest = canvas.copy()
    for i, image in enumerate(images):
        bottom, left = (i // 3 + 1) * step_y - 1, i % 3 * step_x
        where = slice(bottom - 5, bottom), slice(left, left + 4)
        np.testing.assert_array_equal(canvas[where], image)
        rest[where] = white
    assert (rest == white).all()
    assert [text.get_text() for text in ax.texts] == (titles or [])


def test_mosaic_titles_stand_above_their_images_and_can_be_read():
    figure = plots.mosaic(UINT8, [f"{i}" for i in range(7)], columns=3)
    x, y = np.transpose([text.get_position() for text in figure.axes[0].texts])
    assert (np.diff(x.reshape(-1)[:3]) > 0).all()
    assert y[0] == y[1] == y[2] < y[3] < y[6]
    assert smallest_text(figure) >= 9


def test_no_images_are_no_error():
    assert plots.mosaic(UINT8[:0], []) is not None


def test_bars_carry_their_labels():
    _, ax = plt.subplots()
    ax.barh(["a", "b"], [1, 2])
    plots.annotate_bars(ax, ["1.0 %", "2.0 %"])
    assert [text.get_text() for text in ax.texts] == ["1.0 %", "2.0 %"]
    assert all(text.get_size() >= 9 for text in ax.texts)


def test_public_functions_say_what_they_draw():
    for name, function in vars(plots).items():
        if (
            callable(function)
            and not name.startswith("_")
            and function.__module__ == plots.__name__
        ):
            assert re.match(r"[A-Z].+\.", function.__doc__), name
