"""The sources of the site: the notebooks as they are stored, the documentation, and a front page from README."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from course import labs
from course.notebooks import notebook
from course.notebooks.translations import edition
from course.pages.executed import handed_out
from course.running.run import folder_of
from course.site import contents
from helpers.graded.outputs import MIME
from helpers.languages.catalogue import ENGLISH, SHARED, entries


def write(target: Path, solved: bool = False, language: str = ENGLISH) -> None:
    """Write the sources for Sphinx into `target`, which is made anew.

    Parameters
    ----------
    target : Path
    solved : bool
        The executed solutions, without their marking guides, in place of the students' copies.
    language : str
        Of the labs, and of the documentation as far as it is translated. Pages have the same names in every
        language.
    """
    shutil.rmtree(target, ignore_errors=True)
    docs, notebooks = target / "docs", target / "notebooks"
    docs.mkdir(parents=True)
    for name in contents.FILES:
        shutil.copyfile(labs.ROOT / name, target / name)
    for path in (path for path in (labs.ROOT / "docs").iterdir() if path.is_file()):
        shutil.copyfile(path, docs / path.name)
        if path.suffix == ".md":
            text = _to_pages(_alone(path.read_text(encoding="utf-8")), language)
            (docs / path.name).write_text(text, "utf-8")
    for path in (labs.ROOT / "docs" / language).glob("*.md"):
        text = path.read_text(encoding="utf-8")
        (docs / path.name).write_text(_moved_up(_alone(text), language), encoding="utf-8")
    for lab in labs.all_notebooks():
        lesson = _solution(lab, language) if solved else _copy(lab, language)
        _write(lesson, notebooks / lab.notebook.name)
    front = [labs.ROOT / f"README.{language}.md", labs.ROOT / "README.md"]
    readme = next(path for path in front if path.exists()).read_text(encoding="utf-8")
    (target / "index.md").write_text(
        _by_name(_alone(readme), language) + _contents(language), "utf-8"
    )


def _copy(lab: labs.Lab, language: str) -> NotebookNode:
    """The student's copy, English where there is none in that language."""
    copies = (lab.copy("" if language == ENGLISH else language), lab.notebook)
    source = next(path for path in copies if path.exists())
    lesson = notebook.read(source)
    for cell in lesson.cells if source.parent.name == language else []:
        cell.source = _moved_up(cell.source, language)
    return lesson


def _solution(lab: labs.Lab, language: str) -> NotebookNode:
    """The executed solution as it is handed out, English where there is none in that language."""
    is_english = language == ENGLISH or not is_executed(lab, language)
    source = lab.solution if is_english else folder_of(language) / lab.solution.name
    return handed_out(notebook.read(source))


def is_executed(lab: labs.Lab, language: str) -> bool:
    """Whether `make run` executed the solution in another language as it is now, with its own settings."""

    def texts(lesson: NotebookNode) -> list[str]:
        return [cell.source for cell in lesson.cells]

    path = folder_of(language) / lab.solution.name
    return path.exists() and texts(notebook.read(path)) == texts(
        edition.solution(notebook.read(lab.solution), lab, language)
    )


def translated(text: str, language: str) -> str:
    """A text of `contents` in another language; as it is where it is not translated."""
    return entries(language, SHARED).get(text, text)


def _alone(text: str) -> str:
    """A page without the line that leads to it in another language: the site has its own switch for that."""
    return re.sub(
        r"^(# .*\n\n)\*\[[^\]]*\]\([^)]*\)\*\n\n", r"\1", text, count=1, flags=re.MULTILINE
    )


def _to_pages(text: str, language: str) -> str:
    """An English page whose links to translated pages lead to their top: the headings are other ones there."""
    translated = {path.name for path in (labs.ROOT / "docs" / language).glob("*.md")}
    link = re.compile(r"(\]\(([\w.-]+\.md))#[^)\s]+")
    return link.sub(lambda match: match[1] if match[2] in translated else match[0], text)


def _moved_up(text: str, language: str) -> str:
    """A page of a language's own folder as it is one folder further up: its links lead one less up."""
    return _by_name(re.sub(r"(\]\(\s*<?)\.\./", r"\1", text), language)


def _by_name(text: str, language: str) -> str:
    """Links into the folders of a language, as they lead to pages that have the same names in all of them."""
    return re.sub(rf"(\]\([^)\s]*\b(?:notebooks|docs)/){language}/", r"\1", text)


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


def _contents(language: str) -> str:
    """What the site's side bar lists."""
    lists = [(contents.LABS, [f"notebooks/{lab.name}" for lab in labs.all_notebooks()])]
    lists += [(heading, [f"docs/{name}" for name in names]) for heading, names in contents.DOCS]
    lists[-1][1].extend(Path(name).stem for name in contents.FILES if name.endswith(".md"))
    return "".join(
        "\n```{toctree}\n:hidden:\n:caption: "
        + translated(heading, language)
        + "\n\n"
        + "\n".join(pages)
        + "\n```\n"
        for heading, pages in lists
    )
