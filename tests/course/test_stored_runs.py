"""Long runs that a lab declares and only `make stored` trains."""

from __future__ import annotations

import json

import nbformat
import pytest

from course import errors, labs
from course.running import stored_runs
from helpers import data
from helpers import stored_runs as kept_runs

LAB = labs.Lab("03", "03_fashion_ann")


def solution(*tags: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_raw_cell("y = x + 1")]
    cells[1].metadata["tags"] = list(tags)
    return nbformat.v4.new_notebook(cells=cells)


def test_declared_run_becomes_code_in_its_place():
    ready = stored_runs.with_stored_runs(solution("solution-only", "stored-run"), LAB)
    nbformat.validate(ready)
    assert [cell.cell_type for cell in ready.cells] == ["code", "code"]


def test_lab_that_declares_none_is_refused():
    with pytest.raises(errors.UsageError, match="Lab 03 declares no stored run"):
        stored_runs.with_stored_runs(solution("solution-only"), LAB)


def test_what_is_kept_can_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_runs, "FOLDER", tmp_path)
    monkeypatch.setattr(data, "source", lambda dataset: "real")
    stored_runs.keep_run("a", {"loss": [0.123456789, 0.1]}, {"seed": 1}, "mnist")
    run = kept_runs.stored_run("a")
    assert run["history"] == {"loss": [0.12346, 0.1]}
    assert (run["dataset"], run["source"], run["settings"]) == ("mnist", "real", {"seed": 1})
    assert json.loads((tmp_path / "a.json").read_text())["keras"]


def test_run_on_the_sample_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_runs, "FOLDER", tmp_path)
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    with pytest.raises(ValueError, match="is not kept"):
        stored_runs.keep_run("a", {"loss": [0.1]}, {}, "mnist")
    assert not list(tmp_path.iterdir())
