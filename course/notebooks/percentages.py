"""Percentages typed into a lesson, held against what the lab itself shows.

A typed percentage is backed when a cell sets it, or prints or publishes it, or when it stands in a stored run that
the lab draws or in its table of seeds (docs/bars.md): at the decimals that were typed, as a percentage or a share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from course.labs import Lab
from helpers import stored_runs
from helpers.graded.bars import BARS_FILE

# Percentages that a text sets by itself: what they are, by lab.
SET_BY_THE_TEXT: dict[str, dict[str, str]] = {
    "capstone": {"95.5": "what label smoothing of 0.05 asks for: 0.95 and a tenth of 0.05"},
}

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_TYPED = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(?: (?:to|and|or) (\d+(?:\.\d+)?))?\s?%")
_PERCENTAGE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?%")
_SHARE = re.compile(r"(?<![\w.])[01]?\.\d+(?:[eE]-?\d+)?")
_LITERAL = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")


def unbacked(lab: Lab, solution: NotebookNode) -> Iterator[tuple[str, str]]:
    """Each typed percentage that nothing of the lab backs: id of its cell, and the number as it was typed."""
    in_code, shown = set(_in_code(solution)), set(_shown(lab, solution))
    for cell in solution.cells:
        if cell.cell_type != "markdown":
            continue
        text = _CODE.sub("", cell.source)
        for typed in (number for pair in _TYPED.findall(text) for number in pair if number):
            decimals = len(typed.partition(".")[2])
            backed = any(round(value, decimals) == float(typed) for value in shown) or any(
                abs(value - float(typed)) < 1e-9 for value in in_code
            )
            if not backed and typed not in SET_BY_THE_TEXT.get(lab.number, {}):
                yield cell.id, typed


def _in_code(solution: NotebookNode) -> Iterator[float]:
    """Numbers that cells write, as percentages: these are exact."""
    for cell in solution.cells:
        if cell.cell_type == "code":
            yield from (float(number) for number in _LITERAL.findall(cell.source))
            yield from (100 * float(share) for share in _SHARE.findall(cell.source))


def _shown(lab: Lab, solution: NotebookNode) -> Iterator[float]:
    """Percentages that the lab's outputs, its stored runs and its table of seeds hold."""
    for cell in solution.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = " ".join(
                [output.get("text", ""), data.get("text/plain", ""), data.get("text/html", "")]
            )
            yield from (float(number) for number in _PERCENTAGE.findall(text))
            yield from (100 * float(share) for share in _SHARE.findall(text))
            yield from _shares([value for value in data.values() if isinstance(value, dict)])
    for name, measured in json.loads(BARS_FILE.read_text(encoding="utf-8")).items():
        if name.startswith(f"{lab.number}/"):
            yield from _shares(measured)
    sources = "".join(cell.source for cell in solution.cells)
    for path in stored_runs.FOLDER.glob("*.json"):
        if f'"{path.stem}"' in sources:
            yield from _shares(json.loads(path.read_text(encoding="utf-8")))


def _shares(value: object) -> Iterator[float]:
    """Numbers with a fractional part in nested lists and mappings, as percentages."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _shares(part)
    elif isinstance(value, float):
        yield 100 * value
