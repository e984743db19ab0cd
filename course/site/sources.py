"""The sources of the site: the notebooks as they are stored, the documentation, and a front page from README."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course import labs
from course.notebooks import notebook
from course.pages.executed import handed_out
from helpers.graded.outputs import MIME

DOCS = (
    ("For students", ("students", "glossary", "platforms", "elsewhere", "serving")),
    ("For instructors", ("instructors", "bars")),
    ("For maintainers", ("maintainers", "authoring", "translating")),
)


def write(target: Path, solved: bool = False) -> None:
    """Write the sources for Sphinx into `target`, which is made anew.

    Parameters
    ----------
    target : Path
    solved : bool
        The executed solutions, without their marking guides, in place of the students' copies.
    """
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(labs.ROOT / "docs", target / "docs")
    for lab in labs.all_notebooks():
        lesson = handed_out(notebook.read(lab.solution)) if solved else notebook.read(lab.notebook)
        _write(lesson, target / "notebooks" / lab.notebook.name)
    for path in (path for folder in _translated() for path in folder.glob("*.ipynb")):
        _write(notebook.read(path), target / path.relative_to(labs.ROOT))
    readme = (labs.ROOT / "README.md").read_text(encoding="utf-8")
    (target / "index.md").write_text(readme + _contents(), encoding="utf-8")


def _translated() -> list[Path]:
    """Folders of the labs in other languages."""
    return sorted(path for path in labs.NOTEBOOKS.iterdir() if any(path.glob("*.ipynb")))


def _write(lesson: NotebookNode, target: Path) -> None:
    lesson.cells = [part for cell in lesson.cells for part in _shown(cell)]
    target.parent.mkdir(exist_ok=True)
    nbformat.write(lesson, target)


def _shown(cell: NotebookNode) -> Iterator[NotebookNode]:
    """A cell as the site shows it: with the words for its figure where Sphinx looks for them.

    They hold for a cell, so that a second figure gets a cell of its own.
    """
    if cell.cell_type != "code":
        if cell.cell_type == "markdown" and cell.id != "badges":
            yield cell
        return
    for output in cell.outputs:
        output.get("data", {}).pop(MIME, None)  # what checks and `record` attach for programs
    figures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    for figure in figures[1:]:
        cell.outputs.remove(figure)
    yield _described(cell, figures[:1])
    for figure in figures[1:]:
        yield _described(
            new_code_cell(metadata={"tags": ["remove-input"]}, outputs=[figure]), [figure]
        )


def _described(cell: NotebookNode, figures: list[NotebookNode]) -> NotebookNode:
    for figure in figures:
        alt = figure.metadata.get("image/png", {}).get("alt", "")
        cell.metadata["mystnb"] = {"image": {"alt": alt}}
    return cell


def _contents() -> str:
    """What the site's side bar lists."""
    lists = [("Labs", [f"notebooks/{lab.name}" for lab in labs.all_notebooks()])]
    lists += [
        (
            f"Labs · {folder.name}",
            [f"notebooks/{folder.name}/{path.stem}" for path in sorted(folder.glob("*.ipynb"))],
        )
        for folder in _translated()
    ]
    lists += [(heading, [f"docs/{name}" for name in names]) for heading, names in DOCS]
    return "".join(
        "\n```{toctree}\n:hidden:\n:caption: " + heading + "\n\n" + "\n".join(entries) + "\n```\n"
        for heading, entries in lists
    )
