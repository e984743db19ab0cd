"""A percentage in a lesson is one that the lab shows; a number of somebody's single run is found out."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_output

from course.labs import Lab
from course.notebooks import percentages
from helpers.graded.outputs import MIME
from tests.small_lab import code, markdown, notebook_of

LAB = Lab("90", "90_small")


def lesson(text: str, source: str = "x = 1", printed: str = "", published: dict | None = None):
    cell = code("run", source)
    cell.outputs = [new_output("stream", text=printed)]
    if published:
        cell.outputs.append(new_output("display_data", data={MIME: published}))
    return notebook_of(markdown("text", text), cell)


def typed(*args, **kwargs) -> list[str]:
    return [number for _, number in percentages.unbacked(LAB, lesson(*args, **kwargs))]


@pytest.mark.parametrize(
    "lab",
    [
        {"source": "dropout = 0.2", "text": "A share of 20 % is switched off."},
        {"source": "percent = 20", "text": "A share of 20 % is switched off."},
        {"printed": "accuracy 0.9764", "text": "It reaches 97.6 %."},
        {"printed": "accuracy 97.64 %", "text": "It reaches 98 %."},
        {"published": {"metric": "x", "value": 0.9764}, "text": "It reaches 97.64 %."},
        {"printed": "0.971 0.983", "text": "between 97.1 and 98.3 %"},
        {"text": "In code, `5 % 2` is a remainder."},
    ],
    ids=str,
)
def test_what_the_lab_shows_is_backed(lab: dict):
    assert typed(**lab) == []


@pytest.mark.parametrize(
    ("lab", "expected"),
    [
        ({"printed": "accuracy 0.9764", "text": "It reaches 97.7 %."}, ["97.7"]),
        ({"source": "dropout = 0.2", "text": "A share of 20.4 % is lost."}, ["20.4"]),
        ({"printed": "0.971", "text": "between 97.1 and 98.3 %"}, ["98.3"]),
        ({"printed": "97 images", "text": "97 % of them"}, ["97"]),
    ],
    ids=str,
)
def test_what_nothing_backs_is_named(lab: dict, expected: list[str]):
    assert typed(**lab) == expected


def test_what_a_text_sets_is_listed_with_a_reason(monkeypatch):
    monkeypatch.setitem(
        percentages.SET_BY_THE_TEXT, "90", {"95": "the interval that the text asks for"}
    )
    assert typed(text="the middle 95 % of them") == []
