"""What a notebook published is read in one place, and no notebook can break it."""

from __future__ import annotations

import math

import nbformat
import pytest

from course.notebooks import outputs
from course.notebooks.outputs import Metric, Verdict
from helpers.graded.outputs import MIME


def published(*payloads: object) -> outputs.Published:
    shown = [nbformat.v4.new_output("display_data", data={MIME: payload}) for payload in payloads]
    return outputs.read(shown)


def test_results_verdicts_and_sources_are_read():
    results = published(
        {"metric": "02/a", "value": 0.5, "bar": 0.9, "better": "higher"},
        {"metric": "02/loss", "value": "nan", "bar": 0.3, "better": "lower"},
        {"check": "E2.1", "status": "failed", "points": 0, "possible": 1},
        {"lab": "02", "checks": [{"check": "E2.1", "status": "passed", "points": 1}]},
        {"dataset": "mnist", "source": "sample"},
    )
    assert results.metrics["02/a"] == Metric(0.5, 0.9)
    assert results.metrics["02/a"].shortfall("02/a") == "02/a is 0.5000, at least 0.900 expected"
    assert math.isnan(results.metrics["02/loss"].value)
    assert results.metrics["02/loss"].shortfall("02/loss")
    assert results.verdicts == {"E2.1": Verdict("passed", 1)}
    assert results.sources == {"mnist": "sample"}


def test_a_check_that_can_say_nothing_takes_no_verdict_away():
    verdict = {"check": "E2.1", "status": "passed", "points": 1}
    assert published(verdict, {"check": "E2.1"}).verdicts == {"E2.1": Verdict("passed", 1)}
    assert published({"check": "E2.9"}).verdicts == {"E2.9": Verdict("")}


@pytest.mark.parametrize(
    "payload",
    ["text", 3, ["a"], {"metric": "a"}, {"metric": "a", "value": "much"}, {"checks": [3]}],
)
def test_what_has_another_form_is_passed_over(payload: object):
    results = published(payload)
    assert (results.metrics, results.verdicts) == ({}, {})


@pytest.mark.parametrize("value", [0.5, math.nan, math.inf])
def test_a_result_survives_the_journal(value: float):
    again = Metric.from_json(Metric(value, 0.9, "lower").to_json())
    assert repr(again) == repr(Metric(value, 0.9, "lower"))
