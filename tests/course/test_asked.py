"""What a copy says it was asked, and what it is told when that has changed."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path

from course import labs
from course.notebooks import asked, notebook
from course.student import start
from helpers.graded import since

LAB = labs.find(["02"])[0]


def digests(change=lambda cell: None) -> dict[str, str]:
    solution = copy.deepcopy(notebook.read(LAB.solution))
    for cell in solution.cells:
        change(cell)
    return asked.digests(solution, LAB.solution)


def changed_by(wanted: str, before: str, after: str) -> set[str]:
    """Tasks whose digest changes with a text in the cell of that id."""
    done = []

    def change(cell) -> None:
        if cell.id == wanted:
            done.append(before in cell.source)
            cell.source = cell.source.replace(before, after)

    first, second = digests(), digests(change)
    assert done == [True]
    return {name for name in first if first[name] != second[name]}


def test_every_copy_in_every_language_says_what_it_was_made_from():
    project = tomllib.loads((labs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for lab in labs.all_labs():
        for path in (lab.notebook, lab.copy("fr")):
            metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"][since.COURSE]
            assert metadata["version"] == project["version"]
            assert metadata["lab"] == lab.name
            assert len(metadata["tasks"]) > 5


def test_a_task_changes_with_its_text_and_its_stub_and_not_with_its_answer():
    cells = {cell.id: cell.source for cell in notebook.read(LAB.solution).cells}
    comment = cells["e2-1"].split("\n")[0]
    assert changed_by("e2-1", comment, f"{comment} now") == {"E2.1"}
    assert changed_by("e2-1", "255", "256") == set()
    text = next(name for name, source in cells.items() if source.startswith("### Exercise E2.2"))
    assert changed_by(text, "### Exercise E2.2", "### Exercise E2.2") == set()
    assert changed_by(text, "*Objectives", "Now.\n\n*Objectives") == {"E2.2"}


def test_start_tells_of_a_change(tmp_path: Path, monkeypatch):
    for name in ("ROOT", "NOTEBOOKS", "WORK"):
        folder = tmp_path if name == "ROOT" else tmp_path / name.lower()
        monkeypatch.setattr(labs, name, folder)
    labs.NOTEBOOKS.mkdir()
    text = (Path(__file__).parents[2] / "notebooks" / f"{LAB.name}.ipynb").read_text("utf-8")
    (labs.NOTEBOOKS / f"{LAB.name}.ipynb").write_text(text, encoding="utf-8")
    start(LAB)
    assert "has changed" not in start(LAB)
    digest = json.loads(text)["metadata"][since.COURSE]["tasks"]["E2.1"]
    (labs.NOTEBOOKS / f"{LAB.name}.ipynb").write_text(text.replace(digest, "0"), encoding="utf-8")
    message = start(LAB)
    assert "stays as it is" in message
    assert "E2.1 (changed)" in message
    assert "python -m course start 02" in message
