"""`make notebooks`: all student copies, and the drift gate that compares them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from course import labs
from course.notebooks import notebook
from course.notebooks.derive import derive

_IN_A_COPY = ("tags", "deletable", "editable", "jupyter", "jp-MarkdownHeadingCollapsed")


def repository() -> str:
    """`owner/name` where the course is published, from `pyproject.toml`; empty when it is not."""
    settings = tomllib.loads((labs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return settings["tool"]["course"]["repository"]


def derived_text(lab: labs.Lab) -> str:
    """What `notebooks/NN_topic.ipynb` must contain."""
    solution = notebook.read(lab.solution)
    copy = derive(solution, lab.solution, repository())
    return notebook.canonical(copy, keep=_IN_A_COPY)


def build_all() -> list[Path]:
    """Write every student copy; removes copies whose solution is gone. Returns the changed paths."""
    changed = []
    for lab in labs.all_notebooks():
        text = derived_text(lab)
        if not lab.notebook.exists() or lab.notebook.read_bytes() != text.encode():
            lab.notebook.parent.mkdir(exist_ok=True)
            lab.notebook.write_text(text, encoding="utf-8", newline="\n")
            changed.append(lab.notebook)
    for path in orphans():
        path.unlink()
        changed.append(path)
    return changed


def orphans() -> list[Path]:
    """Notebooks in `notebooks/` that no solution gives."""
    expected = {lab.notebook for lab in labs.all_notebooks()}
    return sorted(set(labs.NOTEBOOKS.glob("*.ipynb")) - expected)


def drift() -> list[str]:
    """One line for each derived file that differs from what its source gives."""
    problems = []
    for lab in labs.all_notebooks():
        name = f"notebooks/{lab.name}.ipynb"
        if not lab.notebook.exists():
            problems.append(f"{name} is missing: run `make notebooks`")
        elif lab.notebook.read_bytes() != derived_text(lab).encode():
            problems.append(
                f"{name} differs from what solutions/{lab.name}.ipynb gives: run `make notebooks`"
            )
    problems += [f"notebooks/{path.name} has no solution: delete it" for path in orphans()]
    return problems
