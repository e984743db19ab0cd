"""Bytecode of modules whose messages are translated."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from helpers.languages import messages


def load(path: Path, catalogue: str = "course") -> ModuleType:
    """A module, as the course's own finder loads it."""
    loader = messages.Loader("small", str(path), catalogue)
    spec = importlib.util.spec_from_file_location("small", path, loader=loader)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "small.py"
    path.write_text('def say(count):\n    return f"It has {count} cells."\n')
    return path


def test_a_module_is_rewritten_once(module: Path, monkeypatch: pytest.MonkeyPatch):
    assert load(module).say(3) == "It has 3 cells."
    monkeypatch.setattr(messages.Messages, "rewrite", None)
    again = load(module)
    assert again.say(4) == "It has 4 cells."
    assert "__formatted__" in again.say.__code__.co_names


def test_a_changed_module_is_rewritten_anew(module: Path):
    load(module)
    module.write_text('def say(count):\n    return f"There are {count} cells."\n', encoding="utf-8")
    os.utime(module, (1, 1))
    assert load(module).say(3) == "There are 3 cells."


def test_what_another_version_rewrote_is_not_used(module: Path, monkeypatch: pytest.MonkeyPatch):
    load(module)
    monkeypatch.setattr(messages, "_VERSION", 1)
    monkeypatch.setattr(messages.Messages, "rewrite", lambda self, tree: tree)
    assert "__formatted__" not in load(module).say.__code__.co_names


def test_bytecode_of_another_catalogue_is_not_used(module: Path):
    load(module)
    assert "checks/02" in load(module, "checks/02").say.__code__.co_consts


def test_bytecode_that_python_made_by_itself_is_not_used(module: Path):
    importlib.util.spec_from_file_location("small", module).loader.get_code("small")
    assert [*module.parent.rglob("*.pyc")]
    assert "__formatted__" in load(module).say.__code__.co_names
