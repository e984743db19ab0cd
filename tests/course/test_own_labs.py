"""A student sees each lab of theirs: points, open tasks, report; also in the release that students get."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from course import labs
from course.notebooks import notebook
from course.pages import progress
from tests.axe import assert_for_everybody
from tests.small_lab import House


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> labs.Lab:
    house = House(tmp_path, monkeypatch)
    monkeypatch.setattr(labs, "WORK", tmp_path / "work")
    labs.WORK.mkdir()
    return house.lab


def work(lab: labs.Lab, change=lambda _: None) -> Path:
    """The solution as a student's work: all checks passed, all answered."""
    made = notebook.read(lab.solution)
    for cell in made.cells:
        cell.source = "\n".join(line for line in cell.source.splitlines() if "SOLUTION" not in line)
    change({cell.id: cell for cell in made.cells})
    notebook.write(made, labs.WORK / lab.notebook.name)
    return labs.WORK / lab.notebook.name


def test_lab_that_was_not_begun(lab):
    row = progress.of(lab)
    assert (row.started, row.possible, row.written_possible) == (False, 12.5, 1)
    assert progress.cells(row)[2] == "make start LAB=07"


def test_finished_lab_has_its_points_and_nothing_open(lab):
    work(lab, lambda cells: give_points(cells, 12, 0.5))
    row = progress.of(lab)
    assert (row.points, row.written, row.open, row.report) == (12.5, 1, (), progress.NO_REPORT)


def give_points(cells: dict, first: float, second: float) -> None:
    for name, points in (("e7-1-check", first), ("q7-1-check", second)):
        (output,) = cells[name].outputs
        next(value for value in output.data.values() if isinstance(value, dict))["points"] = points


def test_what_is_open_is_named_in_the_order_of_the_lab(lab):
    untouched = {cell.id: cell for cell in notebook.read(lab.notebook).cells}

    def undo(cells):
        cells["q7-2"].source = untouched["q7-2"].source
        cells["e7-1-check"].outputs = []

    work(lab, undo)
    row = progress.of(lab)
    assert (row.open, row.written) == (("E7.1", "Q7.2"), 0)


def test_report_is_older_than_the_notebook_after_a_change(lab):
    path = work(lab)
    page = labs.WORK / "reports" / f"{lab.name}.html"
    page.parent.mkdir()
    page.write_text("x")
    os.utime(page, (path.stat().st_mtime + 1,) * 2)
    assert progress.of(lab).report == progress.CURRENT
    os.utime(page, (path.stat().st_mtime - 1,) * 2)
    assert progress.of(lab).report == progress.OLD


def test_damaged_notebook_is_a_line_and_stops_no_other(lab):
    (labs.WORK / lab.notebook.name).write_text("{")
    output = io.StringIO()
    page = progress.show(Console(file=output, width=200))
    assert "is not JSON" in output.getvalue()
    assert "is not JSON" in page.read_text(encoding="utf-8")


@pytest.mark.acceptance
def test_page_is_for_everybody(lab, browser):
    work(lab)
    assert_for_everybody(progress.show(Console(file=io.StringIO())), browser)
