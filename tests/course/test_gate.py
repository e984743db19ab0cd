"""The gate fails when it should: `make run` on notebooks that are each wrong in one way."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest

from course import cli, labs
from course.notebooks import notebook
from course.running import run as run_module
from course.running.execute import Job, read_result

pytestmark = pytest.mark.slow
GATE = Path(__file__).parents[1] / "cases" / "gate"
EXPECTED = {
    "90_good": ("passed", None, ""),
    "91_raises": ("failed", "division", "ZeroDivisionError: division by zero"),
    "92_exits": ("incomplete", "last", "1 code cells did not run: SystemExit"),
    "93_missed_bar": ("missed bar", None, "93/accuracy is 0.8500, at least 0.900 expected"),
    "94_never_ends": ("timed out", "loop", "a cell ran longer than 3 s"),
    "95_not_json": ("unreadable", None, "is not JSON"),
    "96_failed_check": ("failed check", None, "E96.1"),
    "97_dies": ("crashed", "kill", "the kernel died"),
}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict, str, Path]:
    """Exit code, summary by notebook, and printed text of one run over all the fixtures."""
    folder = tmp_path_factory.mktemp("gate")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labs, "SOLUTIONS", GATE)
        patch.setattr(run_module, "FOLDER", folder)
        patch.setattr(
            run_module.run, "__kwdefaults__", run_module.run.__kwdefaults__ | {"folder": folder}
        )
        log = folder / "log.txt"
        with log.open("w") as stream:
            patch.setattr(sys, "stdout", stream)
            with pytest.raises(SystemExit) as ended:
                cli.main(["run", "--cell-timeout", "3"])
    rows = json.loads((folder / "summary.json").read_text())["labs"]
    return ended.value.code, {row["name"]: row for row in rows}, log.read_text(), folder


def test_one_bad_notebook_fails_the_run(gate):
    assert gate[0] == 1


def test_every_notebook_is_in_the_table(gate):
    assert set(gate[1]) == set(EXPECTED)
    assert all(name in gate[2] for name in EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_verdict_says_what_and_where(gate, name: str):
    status, cell, message = EXPECTED[name]
    row = gate[1][name]
    error = row["error"] or {}
    assert (row["status"], error.get("cell_id")) == (status, cell), error
    assert message in error.get("message", "")


def test_report_names_the_cell_and_shows_the_error(gate):
    assert "91_raises.ipynb, cell 4 (division): failed: ZeroDivisionError" in gate[2]
    assert "x / 0" in gate[2]


def test_pages_and_executed_notebooks_are_written(gate):
    for name in ("90_good", "91_raises", "93_missed_bar"):
        assert (gate[3] / f"{name}.ipynb").exists()
        assert "<html" in (gate[3] / f"{name}.html").read_text()


def test_memory_and_seconds_are_measured(gate):
    row = gate[1]["90_good"]
    assert row["peak_memory"] > 20
    assert row["seconds"] > 0


def test_a_run_of_good_notebooks_only_ends_with_zero(tmp_path, monkeypatch):
    monkeypatch.setattr(labs, "SOLUTIONS", GATE)
    assert run_module.run(labs.find(["90"]), folder=tmp_path)


@pytest.mark.parametrize("status", ["passed", "failed"])
def test_a_notebook_that_leaves_early_is_incomplete_whatever_papermill_says(
    status: str, tmp_path: Path
):
    source = GATE / "92_exits.ipynb"
    executed = notebook.read(source)
    for count, cell in enumerate(executed.cells[1:4], start=1):
        cell.execution_count = count
    executed.cells[3].outputs = [
        nbformat.v4.new_output("error", ename="SystemExit", evalue="0", traceback=[])
    ]
    result = read_result(executed, Job("92_exits", source, tmp_path / "92_exits.ipynb"), status)
    assert (result.status, result.error["cell_id"]) == ("incomplete", "last")
