"""Order, dependencies and threads of a batch of labs."""

from __future__ import annotations

import json

import pytest

from course import labs
from course.running import schedule

LABS = [labs.Lab(number, f"{number}_x") for number in ("00", "01", "02")]


@pytest.fixture
def waiting(tmp_path, monkeypatch):
    """Lab 02 waits for lab 00, which has a thread on each core."""
    (tmp_path / "s.toml").write_text('["00"]\nall_cores = true\n["02"]\nafter = ["00"]\n')
    monkeypatch.setattr(schedule, "FILE", tmp_path / "s.toml")


@pytest.fixture
def independent(tmp_path, monkeypatch):
    (tmp_path / "s.toml").write_text("")
    monkeypatch.setattr(schedule, "FILE", tmp_path / "s.toml")


def order(path, profile: str) -> list[str]:
    return [lab.number for lab in schedule.order(LABS, path, profile)]


def test_longest_lab_goes_first(tmp_path, independent):
    path = tmp_path / "summary.json"
    assert order(path, "full") == ["02", "01", "00"]
    rows = [{"name": f"0{i}_x", "seconds": seconds} for i, seconds in enumerate((9, 5, 7))]
    path.write_text(json.dumps({"profile": "full", "labs": rows}))
    assert order(path, "full") == ["00", "02", "01"]
    assert order(path, "smoke") == ["02", "01", "00"]


def test_lab_that_another_waits_for_goes_first(tmp_path, waiting):
    assert order(tmp_path / "none.json", "full") == ["00", "02", "01"]


def test_only_chosen_labs_are_waited_for(waiting):
    assert [lab.number for lab in schedule.after(LABS[2], LABS)] == ["00"]
    assert schedule.after(LABS[2], LABS[1:]) == []
    assert schedule.after(LABS[1], LABS) == []


def test_threads_are_shared_but_for_labs_that_have_all_cores(waiting, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    assert [schedule.threads(lab, 4) for lab in LABS] == [8, 2, 2]
    assert schedule.threads(LABS[1], 16) == 1


def test_schedule_names_labs_that_exist():
    import tomllib

    table = tomllib.loads(schedule.FILE.read_text())
    known = {lab.number for lab in labs.all_notebooks()}
    assert set(table) | {n for entry in table.values() for n in entry.get("after", [])} <= known
