"""`make start` and `make lab`: a student's own copy, and JupyterLab to work in it."""

from __future__ import annotations

import subprocess
import sys

from course import errors, labs


def start(lab: labs.Lab) -> str:
    """Copy a lab into `work/`; an existing copy is never touched. Returns what was done, in a line."""
    target = labs.WORK / lab.notebook.name
    shown = target.relative_to(labs.ROOT)
    if not lab.notebook.exists():
        raise errors.UsageError(f"notebooks/{lab.notebook.name} is missing: run `make notebooks`")
    labs.WORK.mkdir(exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(lab.notebook.read_bytes())
    except FileExistsError:
        return (
            f"{shown} is there already and stays as it is. To begin anew, rename it and run this "
            "command again."
        )
    return f"{shown} is your copy. Open it with: make lab"


def open_lab(arguments: list[str]) -> int:
    """Open JupyterLab in the course's folder; ends when it is closed."""
    command = [sys.executable, "-m", "jupyterlab", *arguments]
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode
