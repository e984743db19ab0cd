"""Results and their bars, as a notebook hands them over."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data, results
from helpers.graded import bars
from helpers.graded.bars import bar, required_bar
from helpers.graded.outputs import MIME, publish
from helpers.results import assert_bars, record

TABLE = {
    "07/accuracy": {"dataset": "mnist", "real": {"bar": 0.975}, "sample": {"bar": 0.5}},
    "07/loss": {"dataset": "mnist", "better": "lower", "real": {"bar": 0.168}},
    "07/real_only": {"dataset": "fashion-mnist", "real": {"bar": 0.8}},
}


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A bars file, nothing recorded yet, real data; gives what is published: (text, payload)."""
    file = tmp_path / "bars.json"
    file.write_text(json.dumps(TABLE))
    monkeypatch.setattr(bars, "BARS_FILE", file)
    monkeypatch.setattr(results, "_recorded", {})
    monkeypatch.setattr(data, "source", lambda dataset: "real")
    published: list[tuple[str, dict]] = []
    monkeypatch.setattr(results, "publish", lambda *arguments: published.append(arguments))
    bars._bars.cache_clear()
    yield published
    bars._bars.cache_clear()


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("07/accuracy", "real", 0.975),
        ("07/accuracy", "sample", 0.5),
        ("07/real_only", "real", 0.8),
        ("07/real_only", "sample", None),
        ("07/unknown", "real", None),
    ],
)
def test_bar_is_that_of_the_data_at_hand(name, kind, expected, shown, monkeypatch):
    asked = []
    monkeypatch.setattr(data, "source", lambda dataset: asked.append(dataset) or kind)
    assert bar(name) == expected
    assert asked == ([TABLE[name]["dataset"]] if name in TABLE else [])


@pytest.mark.parametrize(
    ("name", "kind"), [("07/real_only", "sample"), ("07/unknown", "real"), ("07/unknown", "sample")]
)
def test_a_test_that_needs_a_bar_fails_without_one(name, kind, shown, monkeypatch):
    monkeypatch.setattr(data, "source", lambda dataset: kind)
    with pytest.raises(AssertionError, match=f"no bar for {name} .*`make bars LAB=07`"):
        required_bar(name)


def test_a_required_bar_is_the_bar(shown):
    assert required_bar("07/accuracy") == bar("07/accuracy") == 0.975


def test_without_a_bars_file_nothing_has_a_bar(shown):
    bars.BARS_FILE.unlink()
    assert bar("07/accuracy") is None
    record("07/accuracy", 0.1)
    assert_bars()


@pytest.mark.parametrize(
    ("name", "value", "text", "lowest"),
    [
        ("07/accuracy", 0.98, "07/accuracy = 0.9800 (at least 0.975 expected)", 0.975),
        ("07/free", 0.083456, "07/free = 0.0835", None),
        ("07/count", 3, "07/count = 3.0000", None),
    ],
)
def test_record_shows_the_value_beside_its_bar(name, value, text, lowest, shown):
    record(name, value)
    assert shown == [
        (text, {"metric": name, "value": float(value), "bar": lowest, "better": "higher"})
    ]


@given(st.floats())
def test_any_number_travels_as_strict_json(value: float):
    with pytest.MonkeyPatch.context() as patch:
        published = []
        patch.setattr(results, "publish", lambda *arguments: published.append(arguments))
        patch.setattr(results, "_recorded", {})
        record("07/anything", value)
    sent = json.loads(json.dumps(published[0][1], allow_nan=False))["value"]
    assert repr(float(sent)) == repr(value)


@pytest.mark.parametrize("value", [None, ..., "high", [0.9]])
def test_what_is_no_number_is_not_recorded(value: object, shown):
    with pytest.raises((TypeError, ValueError)):
        record("07/accuracy", value)
    assert not shown
    assert_bars()


@pytest.mark.parametrize(
    ("value", "holds"), [(0.975, True), (1.0, True), (0.9749, False), (0.0, False)]
)
def test_bar_is_the_lowest_value_that_holds(value: float, holds: bool, shown):
    record("07/accuracy", value)
    if holds:
        assert_bars()
    else:
        with pytest.raises(
            AssertionError, match=r"07/accuracy is \d\.\d{4}, at least 0\.975 expected"
        ):
            assert_bars()


@pytest.mark.parametrize("value", [math.nan, -math.inf])
def test_diverged_training_misses_its_bar(value: float, shown):
    record("07/accuracy", value)
    with pytest.raises(AssertionError):
        assert_bars()


def test_all_misses_are_named_and_the_last_value_counts(shown):
    record("07/accuracy", 0.1)
    record("07/real_only", 0.1)
    with pytest.raises(AssertionError, match=r"07/accuracy.*; 07/real_only"):
        assert_bars()
    record("07/accuracy", 0.99)
    record("07/real_only", 0.99)
    assert_bars()


# --- publish ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("html", [None, "<b>a</b>"])
def test_in_a_notebook_text_and_payload_are_one_output(html, monkeypatch):
    displayed = []
    ipython = SimpleNamespace(
        get_ipython=lambda: object(),
        display=SimpleNamespace(display=lambda bundle, raw: displayed.append((bundle, raw))),
    )
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    publish("a", {"metric": "b"}, html)
    expected = {"text/plain": "a", MIME: {"metric": "b"}} | ({"text/html": html} if html else {})
    assert displayed == [(expected, True)]


@pytest.mark.parametrize("ipython", [None, SimpleNamespace(get_ipython=lambda: None)])
def test_outside_a_notebook_the_text_is_printed(ipython, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    publish("a", {"metric": "b"}, "<b>a</b>")
    assert capsys.readouterr().out == "a\n"


def test_a_loss_is_held_to_the_most_it_may_be(shown):
    record("07/loss", 0.1675)
    assert_bars()
    assert shown[-1] == (
        "07/loss = 0.1675 (at most 0.168 expected)",
        {"metric": "07/loss", "value": 0.1675, "bar": 0.168, "better": "lower"},
    )
    record("07/loss", 0.169)
    with pytest.raises(AssertionError, match=r"07/loss is 0\.1690, at most 0\.168 expected"):
        assert_bars()
    record("07/loss", math.nan)
    with pytest.raises(AssertionError):
        assert_bars()
