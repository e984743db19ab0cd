"""`make release`: the tree that students get. It holds the labs, their checks and hints, and no answer."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from course import labs
from course.errors import UsageError
from course.notebooks import build

# What students get, by the beginning of its path; of that, what is left out.
INCLUDED = (
    "notebooks/",
    "helpers/",
    "serving/",
    "course/",
    "tests/labs/",
    "translations/",
    "docs/students.md",
    "docs/fr/students.md",
    "docs/glossary.md",
    "docs/platforms.md",
    "docs/serving.md",
    "docs/mlflow.png",
    "pyproject.toml",
    "requirements.txt",
    ".binder/",
    ".devcontainer/",
    "LICENSE",
    "LICENSE-TEXTS.md",
    "CHANGELOG.md",
    ".gitignore",
    ".gitattributes",
)
LEFT_OUT = (
    "course/grading/",
    "course/marking/",
    "course/locked.py",
    "course/similar/",
    "course/site/",
    "course/release.py",
    "course/wheels.py",
    "course/commands/instructors.py",
    "course/commands/maintainers.py",
)
_OF_A_LAB = re.compile(
    r"(?:notebooks/(?:[a-z]+/)?|tests/labs/test_|tests/labs/|helpers/graded/hints/|translations/\w+/checks/)"
    r"([^/_.]+)"
)
_WITH_ANSWERS = re.compile(
    r"translations/\w+/(?!course\.po)[^/]+|translations/[^/]+"
)  # texts of whole solutions
_README = """# Deep-learning labs

Ten Jupyter notebooks, from the arithmetic of a gradient step to a monitored image classifier behind an API.

```sh
make start LAB=00     # your own copy: work/00_foundations.ipynb
make lab              # opens it in JupyterLab
```

On Windows, or without make, write `python -m course start 00` and `python -m course lab`. All else is in
[For students](docs/students.md). The words of the labs, in English and French, are in the
[glossary](docs/glossary.md).

What has changed from version to version is in [CHANGELOG.md](CHANGELOG.md).

Code: [MIT](LICENSE). Texts and figures: [CC BY 4.0](LICENSE-TEXTS.md). MNIST (LeCun, Cortes, Burges) is
CC BY-SA 3.0, Fashion-MNIST (Zalando) MIT; neither is part of this folder.
"""
_AUTHOR = {"user.name": "Deep-learning labs", "user.email": "labs@localhost"}


def release(target: Path, chosen: list[labs.Lab], update: bool = False) -> str:
    """Write the students' tree as a git repository with a commit of its own; returns what was done, in a line.

    Parameters
    ----------
    target : Path
        A folder that is not there yet, or is empty; with `update`, one that an earlier release made.
    chosen : list of Lab
        The labs that students get now.
    update : bool
        Add a commit to the earlier release, for students to pull.

    Raises
    ------
    UsageError
        When the copies do not fit their solutions, or `target` cannot be used.
    """
    _check_target(target, update)
    if build.drift():
        raise UsageError(
            "The students' copies differ from their solutions. Run `make notebooks` first."
        )
    target.mkdir(parents=True, exist_ok=True)
    if not update:
        _git(target, "init", "--quiet", "--initial-branch=main")
    for name in _git(target, "ls-files", "-z").split("\0")[:-1]:
        (target / name).unlink(missing_ok=True)
    for name in released_files(chosen):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(labs.ROOT / name, target / name)
    makefile = (labs.ROOT / "Makefile").read_text(encoding="utf-8")
    (target / "Makefile").write_text(students_makefile(makefile), encoding="utf-8", newline="\n")
    (target / "README.md").write_text(_README, encoding="utf-8", newline="\n")
    _git(target, "add", "--all")
    if not _git(target, "status", "--porcelain"):
        return f"{target} holds all of this already; there is nothing to commit."
    numbers = ", ".join(lab.number for lab in chosen)
    _git(target, "commit", "--quiet", "--message", f"Hand out the labs {numbers}")
    return (
        f"{target} holds the labs {numbers}, and no answers. Push it where your students can pull."
    )


def released_files(chosen: list[labs.Lab]) -> list[str]:
    """Paths that the students' tree takes over from this repository."""
    numbers = {lab.number for lab in chosen}
    return [
        name
        for name in _git(labs.ROOT, "ls-files", "-z").split("\0")
        if name.startswith(INCLUDED)
        and not name.startswith(LEFT_OUT)
        and not _WITH_ANSWERS.fullmatch(name)
        and _lab_of(name) in numbers | {None}
    ]


def _lab_of(name: str) -> str | None:
    """The lab that a file belongs to; None for what all labs share."""
    match = _OF_A_LAB.match(name)
    return match[1] if match else None


def students_makefile(makefile: str) -> str:
    """The Makefile without the targets of instructors and maintainers."""
    return re.sub(r"^# For instructors\n.*?(?=^clean:)", "", makefile, flags=re.S | re.M)


def _check_target(target: Path, update: bool) -> None:
    is_release = (target / ".git").is_dir() and (target / "notebooks").is_dir()
    if update and not (is_release and not (target / "solutions").exists()):
        raise UsageError(f"{target} is no release. Make one without --update first.")
    if update and _git(target, "status", "--porcelain"):
        raise UsageError(
            f"{target} holds changes that are not committed. Commit them, or throw them away."
        )
    if not update and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"{target} is there already. Name a new folder, or add a commit with --update."
        )


def _git(folder: Path, *arguments: str) -> str:
    email = subprocess.run(["git", "config", "user.email"], cwd=folder, capture_output=True).stdout
    author = [] if email else [part for k, v in _AUTHOR.items() for part in ("-c", f"{k}={v}")]
    process = subprocess.run(
        ["git", *author, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    if process.returncode:
        raise UsageError(f"git {arguments[0]} failed in {folder}: {process.stderr.strip()}")
    return process.stdout
