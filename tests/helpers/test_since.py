"""A copy whose lab has changed since says what has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from helpers.graded import since


def course(tasks: dict[str, str], version: str = "0.2.0") -> dict:
    return {"lab": "02_dense", "tasks": tasks, "version": version}


def write(path: Path, metadata: dict) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"metadata": metadata}), encoding="utf-8")
    return path


def test_each_kind_of_change_is_named(tmp_path: Path):
    copy = write(
        tmp_path / "work" / "renamed.ipynb",
        {since.COURSE: course({"E2.1": "a", "E2.2": "b", "E2.3": "c"})},
    )
    now = course({"E2.1": "a", "E2.2": "other", "E2.4": "d"}, "0.3.0")
    write(tmp_path / "notebooks" / "02_dense.ipynb", {since.COURSE: now})
    assert since.changes(copy, tmp_path / "notebooks") == (
        "This lab has changed since your copy was made (version 0.2.0, now 0.3.0): E2.4 (new), E2.2 (changed), "
        "E2.3 (no longer asked). Your copy stays as it is. For the new one, rename yours, run "
        "`python -m course start 02`, and take your answers over."
    )


def test_another_version_alone_is_no_news(tmp_path: Path):
    copy = write(tmp_path / "work" / "02_dense.ipynb", {since.COURSE: course({"E2.1": "a"})})
    now = course({"E2.1": "a"}, "0.3.0")
    write(tmp_path / "notebooks" / "02_dense.ipynb", {since.COURSE: now})
    assert since.changes(copy, tmp_path / "notebooks") == ""


@pytest.mark.parametrize(
    "metadata",
    [{}, {"course": None}, {"course": {"lab": "02_dense", "tasks": ["E2.1"], "version": "1"}}],
)
def test_a_copy_that_does_not_say_what_it_was_made_from_is_left_alone(tmp_path: Path, metadata):
    copy = write(tmp_path / "work" / "02_dense.ipynb", metadata)
    write(tmp_path / "notebooks" / "02_dense.ipynb", {since.COURSE: course({"E2.1": "a"})})
    assert since.changes(copy, tmp_path / "notebooks") == ""
    assert since.changes(tmp_path / "none.ipynb", tmp_path / "notebooks") == ""
