"""Imports go one way: course -> serving -> helpers; of the notebooks, only the service's own imports it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from course import labs
from course.notebooks import notebook

ROOT = Path(__file__).parents[2]
FOLDERS = ("course", "serving", "helpers")
MAY_IMPORT = {
    "course": {"course", "serving", "helpers"},
    "serving": {"serving", "helpers"},
    "helpers": {"helpers"},
}
ABOUT_THE_SERVICE = "09"


def imports(source: str) -> Iterator[str]:
    """Folders of this repository that a Python text imports, also inside functions."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        yield from {name.partition(".")[0] for name in names} & set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_imports_go_one_way(folder: str):
    paths = list((ROOT / folder).rglob("*.py"))
    assert paths
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in imports(path.read_text(encoding="utf-8"))
        if name not in MAY_IMPORT[folder]
    }
    assert not wrong


@pytest.mark.parametrize("lab", labs.all_notebooks(), ids=lambda lab: lab.number)
def test_notebooks_import_helpers_alone(lab: labs.Lab):
    used = set()
    for cell in notebook.read(lab.solution).cells:
        if cell.cell_type == "code":
            used |= set(imports(cell.source))
    assert used <= {"helpers"} | ({"serving"} if lab.number == ABOUT_THE_SERVICE else set())


def test_an_import_inside_a_function_is_seen():
    assert list(imports("def f():\n    from serving.model import load\n")) == ["serving"]
    assert list(imports("import os\nfrom . import serving\n")) == []
