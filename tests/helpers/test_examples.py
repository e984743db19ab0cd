"""What a student reads in `helpers/`: few short files, and an example in each docstring that is as it says."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

HELPERS = Path(__file__).parents[2] / "helpers"
FLAT = sorted(HELPERS.glob("*.py"))
# Their examples import Keras or MLflow.
SLOW = {
    "helpers.progress",
    "helpers.fashion_cnn",
    "helpers.tracking",
    "helpers.graded.stock_networks",
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(HELPERS.parent).with_suffix("").parts)


def modules() -> list:
    names = sorted(
        module_name(path) for path in HELPERS.rglob("*.py") if ">>> " in path.read_text("utf-8")
    )
    return [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in names]


@pytest.mark.parametrize("name", modules())
def test_examples_give_what_they_say(name: str, tmp_path, monkeypatch):
    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path))
    monkeypatch.setattr("helpers.results._recorded", {})  # what other tests recorded
    failed, tried = doctest.testmod(importlib.import_module(name))
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("path", FLAT, ids=module_name)
def test_each_function_that_a_notebook_imports_has_an_example(path: Path):
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    without = {node.name for node in public if ">>> " not in (ast.get_docstring(node) or "")}
    assert not without


def test_the_students_room_is_small():
    lines = {path.name: len(path.read_text("utf-8").splitlines()) for path in FLAT}
    assert len(lines) <= 10
    assert max(lines.values()) < 200
    assert sum(lines.values()) <= 1000
