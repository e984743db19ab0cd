"""What a notebook published in its outputs: the one place that reads what `helpers.graded.outputs.publish` wrote.

A student's notebook may hold anything there; what does not have the right form is passed over.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from helpers.graded.bars import demand, shortfall
from helpers.graded.outputs import MIME


@dataclass(frozen=True)
class Metric:
    """A result that `record` handed over; `bar` is what it is held to, None without one."""

    value: float
    bar: float | None = None
    better: str = "higher"

    def shortfall(self, name: str) -> str | None:
        """What to say where it misses its bar; None where it does not."""
        return shortfall(name, self.value, self.bar, self.better)

    @property
    def demand(self) -> str:
        """Its bar in words; empty without one."""
        return "" if self.bar is None else demand(self.bar, self.better)

    def to_json(self) -> dict[str, Any]:
        # JSON has no NaN: what a diverged training gives is written as text.
        value = self.value if math.isfinite(self.value) else str(self.value)
        return {"value": value, "bar": self.bar, "better": self.better}

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Metric:
        bar = entry.get("bar")
        value, limit = float(entry["value"]), None if bar is None else float(bar)
        return cls(value, limit, str(entry.get("better", "higher")))


@dataclass(frozen=True)
class Verdict:
    """What a check said of a task; `status` is empty where it could say nothing."""

    status: str
    points: float = 0


@dataclass
class Published:
    """The last word on each result, task and dataset."""

    metrics: dict[str, Metric] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """Of each dataset, `real` or `sample`."""


def read(outputs: Iterable[NotebookNode]) -> Published:
    """Read what some outputs hold."""
    published = Published()
    for output in outputs:
        payload = output.get("data", {}).get(MIME)
        if isinstance(payload, dict):
            _enter(payload, published)
    return published


def read_notebook(executed: NotebookNode) -> Published:
    """Read what the outputs of all cells hold."""
    return read(output for cell in executed.cells for output in cell.get("outputs", []))


def is_published(output: NotebookNode) -> bool:
    """Whether an output was published: a verdict, a result, a hint; no answer of the cell's own."""
    return MIME in output.get("data", {})


def _enter(payload: dict[str, Any], published: Published) -> None:
    if "metric" in payload:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            published.metrics[str(payload["metric"])] = Metric.from_json(payload)
    if "dataset" in payload:
        published.sources[str(payload["dataset"])] = str(payload.get("source"))
    several = payload.get("checks")
    for entry in several if isinstance(several, list) else [payload]:
        if isinstance(entry, dict) and "check" in entry:
            _enter_verdict(str(entry["check"]), entry, published.verdicts)


def _enter_verdict(task: str, entry: dict[str, Any], verdicts: dict[str, Verdict]) -> None:
    points = entry.get("points")
    number = points if isinstance(points, int | float) else 0
    if "status" in entry:
        verdicts[task] = Verdict(str(entry["status"]), number)
    else:
        verdicts.setdefault(task, Verdict(""))
