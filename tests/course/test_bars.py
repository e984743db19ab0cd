"""The bars: their formula, the list of bounded results, and the stored table."""

from __future__ import annotations

import json
import math
import re
import statistics
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course import errors, labs
from course.notebooks.outputs import Metric
from course.running import bars
from course.running.execute import PASSED, Result
from helpers.datasets import sources

ACCURACY = st.floats(0, 1).map(lambda value: round(value, 4))
VALUES = st.lists(ACCURACY, min_size=2, max_size=12)
STORED = bars.BARS_FILE


# --- the formula ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "reference", "expected"),
    [
        ([0.975, 0.975], None, 0.975),
        ([0.904, 0.905, 0.906], None, 0.901),  # computed as 0.9009999999999999
        ([0.9759, 0.9759], None, 0.975),
        ([0.98, 0.98], 0.975, 0.975),
        ([0.97, 0.97], 0.975, 0.97),
        ([0.96, 0.98], None, 0.913),  # 0.97 - 4 * 0.0141421…
        ([0.1, 0.9], None, -1.763),  # 0.5 - 4 * 0.5656854…
    ],
)
def test_bar_by_hand(values: list[float], reference: float | None, expected: float):
    assert bars.bar(values, reference) == expected


@given(VALUES, st.none() | ACCURACY)
def test_bar_of_a_loss_mirrors_that_of_an_accuracy(values: list[float], reference: float | None):
    mirrored = [-value for value in values]
    expected = -bars.bar(mirrored, None if reference is None else -reference)
    bar = bars.bar(values, reference, "lower")
    assert bar == expected
    assert bar >= statistics.fmean(values) - 1e-9
    assert reference is None or bar >= reference


@given(VALUES, ACCURACY)
def test_bar_is_above_neither_mean_nor_reference(values: list[float], reference: float):
    bar = bars.bar(values, reference)
    assert bar <= reference
    assert bar <= statistics.fmean(values) + 1e-9


@given(VALUES)
def test_bar_is_rounded_down_by_less_than_a_step(values: list[float]):
    exact = statistics.fmean(values) - 4 * statistics.stdev(values)
    bar = bars.bar(values, None)
    assert bar == round(bar, 3)
    assert -1e-9 < exact - bar < 0.001 + 1e-9


@given(VALUES, st.integers(1, 500))
def test_better_results_raise_the_bar(values: list[float], steps: int):
    higher = [value + steps / 1000 for value in values]
    assert bars.bar(higher, None) == pytest.approx(
        bars.bar(values, None) + steps / 1000, abs=1.1e-3
    )
    assert bars.bar(higher, None) >= bars.bar(values, None)


@given(VALUES, ACCURACY, ACCURACY)
def test_higher_reference_never_lowers_the_bar(values: list[float], first: float, second: float):
    low, high = sorted((first, second))
    assert bars.bar(values, low) <= bars.bar(values, high) <= bars.bar(values, None)


@given(ACCURACY, st.floats(0.0001, 0.1), st.floats(1.5, 3))
def test_more_spread_lowers_the_bar(mean: float, spread: float, factor: float):
    assume(spread * (factor - 1) > 0.001)
    narrow, wide = ([mean - s, mean, mean + s] for s in (spread, factor * spread))
    assert bars.bar(wide, None) < bars.bar(narrow, None)


def test_one_run_gives_no_bar():
    with pytest.raises(statistics.StatisticsError):
        bars.bar([0.9], None)


def test_at_least_ten_seeds():
    assert len(set(bars.SEEDS)) >= 10


# --- the table --------------------------------------------------------------------------------------------

BOUNDED = {
    "07/a": {"dataset": "mnist", "what": "accuracy of a", "reference": 0.9},
    "07/b": {"dataset": "mnist", "what": "accuracy of b"},
}


def run_of(seed: int, **values: float) -> Result:
    metrics = {f"07/{name}": Metric(value) for name, value in values.items()}
    return Result(f"07_small-seed{seed}", PASSED, metrics=metrics)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Updates the table in a temporary place and reads it back."""
    monkeypatch.setattr(bars, "BARS_FILE", tmp_path / "bars.json")
    monkeypatch.setattr(bars, "PAGE", tmp_path / "bars.md")
    monkeypatch.setattr(bars, "bounded", lambda: BOUNDED)

    def update(results: list[Result], kind: str) -> dict:
        bars.update(results, kind)
        return json.loads((tmp_path / "bars.json").read_text())

    return update


def test_table_holds_seeds_mean_deviation_bar_and_versions(table):
    entry = table([run_of(1, a=0.95, b=0.5), run_of(2, a=0.97, b=0.5)], "real")["07/a"]
    assert entry["dataset"] == "mnist"
    assert entry["real"]["seeds"] == {"1": 0.95, "2": 0.97}
    assert entry["real"]["mean"] == 0.96
    assert entry["real"]["deviation"] == 0.01414
    assert entry["real"]["bar"] == bars.bar([0.95, 0.97], 0.9)
    assert {"keras", "tensorflow"} < set(entry["real"])


def test_reference_caps_the_bar_on_the_real_data_only(table):
    runs = [run_of(1, a=0.95, b=0.5), run_of(2, a=0.95, b=0.5)]
    assert table(runs, "real")["07/a"]["real"]["bar"] == 0.9
    entry = table(runs, "sample")["07/a"]
    assert (entry["real"]["bar"], entry["sample"]["bar"]) == (0.9, 0.95)


def test_results_not_measured_this_time_stay(table):
    table([run_of(1, a=0.95, b=0.5), run_of(2, a=0.95, b=0.5)], "real")
    entries = table([run_of(1, b=0.7), run_of(2, b=0.7)], "real")
    assert (entries["07/a"]["real"]["bar"], entries["07/b"]["real"]["bar"]) == (0.9, 0.7)


def test_results_no_longer_bounded_go(table, monkeypatch):
    table([run_of(1, a=0.95, b=0.5), run_of(2, a=0.95, b=0.5)], "real")
    monkeypatch.setattr(bars, "bounded", lambda: {"07/b": BOUNDED["07/b"]})
    assert set(table([], "real")) == {"07/b"}


def test_page_shows_every_measured_result(table):
    entries = table([run_of(1, a=0.95, b=0.5), run_of(2, a=0.97, b=0.5)], "real")
    page = bars.PAGE.read_text()
    assert page == bars.page(entries)
    assert (
        "| `07/a` | accuracy of a | 2 | 0.9600 | 0.0141 | 0.9500 | 0.9700 | 0.9000 | **≥ 0.900** |"
        in page
    )
    assert (
        "| `07/b` | accuracy of b | 2 | 0.5000 | 0.0000 | 0.5000 | 0.5000 | – | **≥ 0.500** |"
        in page
    )
    assert "the built-in sample" not in page


@pytest.mark.parametrize(
    ("mean", "reference", "better", "distance"),
    [
        (0.88, 0.9, "higher", "2.0"),
        (0.9, 0.9, "higher", None),
        (0.92, 0.9, "higher", None),
        (0.92, 0.9, "lower", "2.0"),
        (0.88, 0.9, "lower", None),
        (0.88, None, "higher", None),
    ],
)
def test_page_names_what_is_worse_than_its_reference(mean, reference, better, distance):
    entry = {"real": {"mean": mean, "deviation": 0.01}, "reference": reference, "better": better}
    text = "\n".join(bars.below_reference([("07/a", entry)]))
    assert (f"`07/a` by {distance} standard deviations" in text) if distance else not text


# --- what is stored ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", bars.bounded())
def test_bounded_result_is_well_defined(name: str):
    definition = bars.bounded()[name]
    assert re.fullmatch(r"\d\d/[a-z][a-z0-9_]*", name)
    assert set(definition) <= {"dataset", "what", "reference", "better"}
    assert definition["dataset"] in ("mnist", "fashion-mnist")
    assert definition["what"].strip()
    assert definition.get("better", "lower") == "lower"
    assert 0 < definition.get("reference", 0.5) < 1
    assert name[:2] in {lab.number for lab in labs.all_labs()}


@pytest.mark.skipif(not STORED.exists(), reason="`make bars` has not been run yet")
def test_page_is_made_from_the_stored_table():
    assert bars.PAGE.read_text(encoding="utf-8") == bars.page(json.loads(STORED.read_text()))


@pytest.mark.skipif(not STORED.exists(), reason="`make bars` has not been run yet")
def test_stored_bars_follow_from_their_seeds():
    table = json.loads(STORED.read_text())
    assert set(table) <= set(bars.bounded())
    for name, entry in table.items():
        for kind in set(bars.KINDS) & set(entry):
            measured = entry[kind]
            values = list(measured["seeds"].values())
            reference = entry.get("reference") if kind == "real" else None
            assert len(values) >= 10, name
            assert math.isclose(measured["mean"], statistics.fmean(values), abs_tol=1e-4), name
            # The bar comes from values before they were rounded to 5 decimals.
            expected = bars.bar(values, reference, entry.get("better", "higher"))
            assert abs(measured["bar"] - expected) <= 0.001 + 1e-9, name


def test_real_bars_are_not_measured_on_the_sample(monkeypatch):
    monkeypatch.setattr(sources, "source", lambda dataset: sources.Source("sample"))
    with pytest.raises(errors.UsageError, match="only the built-in sample"):
        bars.measure(labs.find(["02"]), "real")
