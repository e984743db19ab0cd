"""`make notebooks`: all student copies, and the drift gate that compares them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from course import labs
from course.notebooks import asked, notebook
from course.notebooks.derive import derive
from course.notebooks.translations import catalogues, edition
from helpers.graded.since import COURSE
from helpers.languages import catalogue

_IN_A_COPY = ("tags", "deletable", "editable", "jupyter", "jp-MarkdownHeadingCollapsed")


def repository() -> str:
    """`owner/name` where the course is published, from `pyproject.toml`; empty when it is not."""
    return _settings()["tool"]["course"]["repository"]


def _settings() -> dict:
    return tomllib.loads((labs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def derived_text(lab: labs.Lab, language: str = "") -> str:
    """What `notebooks/NN_topic.ipynb` must contain, or with a language `notebooks/<language>/NN_topic.ipynb`."""
    solution = notebook.read(lab.solution)
    if language:
        copy = edition.student_copy(solution, lab, language, repository())
    else:
        copy = derive(solution, lab.solution, repository())
    copy.metadata[COURSE] = {
        "lab": lab.name,
        "tasks": asked.digests(solution, lab.solution),
        "version": _settings()["project"]["version"],
    }
    return notebook.canonical(copy, keep=_IN_A_COPY)


def editions(lab: labs.Lab) -> list[str]:
    """Languages that a lab's copy is derived in: those that have a catalogue of it, and `""` for English."""
    languages = catalogue.languages()
    return ["", *(name for name in languages if catalogues.path_of(name, lab.name).is_file())]


def build_all() -> list[Path]:
    """Write every student copy; removes copies whose solution is gone. Returns the changed paths."""
    changed = []
    for lab in labs.all_notebooks():
        for language in editions(lab):
            path, text = lab.copy(language), derived_text(lab, language)
            if not path.exists() or path.read_bytes() != text.encode():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
                changed.append(path)
    for path in orphans():
        path.unlink()
        changed.append(path)
    return changed


def orphans() -> list[Path]:
    """Notebooks in `notebooks/` that no solution gives."""
    expected = {lab.copy(language) for lab in labs.all_notebooks() for language in editions(lab)}
    return sorted({*labs.NOTEBOOKS.glob("*.ipynb"), *labs.NOTEBOOKS.glob("*/*.ipynb")} - expected)


def drift() -> list[str]:
    """One line for each derived file that differs from what its source gives."""
    problems = []
    for lab in labs.all_notebooks():
        for language in editions(lab):
            name = _shown(lab.copy(language))
            if not lab.copy(language).exists():
                problems.append(f"{name} is missing: run `make notebooks`")
            elif lab.copy(language).read_bytes() != derived_text(lab, language).encode():
                gives = f"solutions/{lab.name}.ipynb" + (" with its catalogue" if language else "")
                problems.append(f"{name} differs from what {gives} gives: run `make notebooks`")
    problems += [f"{_shown(path)} has no solution: delete it" for path in orphans()]
    return problems


def _shown(path: Path) -> str:
    return f"notebooks/{path.relative_to(labs.NOTEBOOKS).as_posix()}"
