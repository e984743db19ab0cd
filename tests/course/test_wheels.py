"""A folder of wheels: for the computers that were named, each file once, as the lock has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import environment, errors, locked, wheels


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(wheels, "_fetch", lambda file, folder: names.append(file.name))
    return names


def test_each_named_computer_finds_all_of_its_lock(fetched: list[str], tmp_path: Path, capsys):
    message = wheels.fill(tmp_path / "a stick", ["windows-x86_64", "macos-arm64"], ["3.12", "3.13"])
    assert message == f"Set up from it with: DL_LABS_WHEELS='{tmp_path / 'a stick'}' make setup"
    assert len(fetched) == len(set(fetched))
    for name in ("windows-x86_64", "macos-arm64"):
        needed = locked.files(locked.COMPUTERS[name], "3.13", environment.LOCK)
        assert {file.name for file in needed} <= set(fetched)
    assert not any("manylinux" in name for name in fetched)
    first_line = capsys.readouterr().out.splitlines()[0]
    assert f"{len(fetched)} files" in first_line
    assert "MB, for windows-x86_64, macos-arm64 with Python 3.12, 3.13" in first_line


@pytest.mark.parametrize(("computers", "pythons"), [(["amiga"], []), ([], ["3.8"])])
def test_what_is_not_known_is_named(computers, pythons, fetched: list[str], tmp_path: Path):
    with pytest.raises(errors.UsageError, match=r"There is no '(amiga|3\.8)'\. Known are"):
        wheels.fill(tmp_path / "out", computers, pythons)
    assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_fetched_is_said_in_a_line(tmp_path: Path):
    gone = locked.File(
        "numpy", "http://127.0.0.1:9/numpy-1-py3-none-any.whl", 1, "sha256:" + "0" * 64
    )
    with pytest.raises(
        errors.CourseError, match=r"numpy-1-py3-none-any\.whl could not be fetched"
    ) as error:
        wheels._fetch(gone, tmp_path)
    assert "\n" not in str(error.value)
