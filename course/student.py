"""`make start` and `make lab`: a student's own copy, and JupyterLab to work in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from course import errors, labs
from course.files import write_atomically
from course.notebooks.notebook import in_work
from helpers.graded import since
from helpers.languages.catalogue import ENGLISH, language, languages

SETTINGS = Path(__file__).with_name("jupyterlab")  # no news over the page
EXTENSIONS = SETTINGS / "labextensions"  # the words of a figure, for a screen reader
_TRANSLATION = "@jupyterlab/translation-extension:plugin"


def start(lab: labs.Lab, edition: str = "") -> str:
    """Copy a lab into `work/`; an existing copy is never touched. Returns what was done, in a line.

    With a language, such as `"fr"`, the copy is that of this edition. A lab has one copy in `work/`.

    Raises
    ------
    UsageError
        When there is no such edition of the lab.
    """
    source = lab.copy("" if edition == ENGLISH else edition)
    target = labs.WORK / lab.notebook.name
    shown, number = target.relative_to(labs.ROOT), lab.number
    if edition not in ("", ENGLISH, *languages()):
        known = ", ".join([ENGLISH, *languages()])
        raise errors.UsageError(f"There is no edition {edition!r}. The editions are {known}.")
    if not source.exists():
        missing = source.relative_to(labs.ROOT)
        raise errors.UsageError(f"{missing} is missing: run `make notebooks`")
    labs.WORK.mkdir(exist_ok=True)
    try:
        with target.open("xb") as file:
            content = source.read_text(encoding="utf-8")
            file.write((content if source == lab.notebook else in_work(content)).encode())
    except FileExistsError:
        message = (
            f"{shown} is there already and stays as it is. To begin anew, rename it and run this "
            "command again."
        )
        return " ".join([message, since.changes(target, labs.NOTEBOOKS)]).strip()
    return f"{shown} is your copy. Open it with: make lab LAB={number}"


def newest_copy(lab: labs.Lab | None = None) -> Path | None:
    """The student's copy that was changed last, of one lab or of all; None where there is none."""
    copies = sorted(labs.WORK.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    return next((p for p in reversed(copies) if lab is None or p.name == lab.notebook.name), None)


def settings(spoken: str) -> Path:
    """Folder of JupyterLab's settings: no news over the page, and the language of the copy."""
    locale = _locale(spoken)
    if not locale:
        return SETTINGS
    overrides = json.loads((SETTINGS / "overrides.json").read_text(encoding="utf-8"))
    overrides[_TRANSLATION] = {"locale": locale}
    folder = labs.BUILD / "jupyterlab" / spoken
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "overrides.json", json.dumps(overrides))
    return folder


def _locale(spoken: str) -> str:
    """JupyterLab's name of a language, such as `fr_FR`; empty where its words are not installed."""
    packs = metadata.entry_points(group="jupyterlab.languagepack")
    return next((pack.name for pack in packs if pack.name.startswith(f"{spoken}_")), "")


def open_lab(lab: labs.Lab | None = None, port: int = 8888, browser: bool = True) -> int:
    """Open JupyterLab at a student's copy, and its files at `work/`; ends when it is closed.

    Parameters
    ----------
    lab : Lab, optional
        By default the copy that was changed last; without any copy JupyterLab opens on the course's folder.
    port : int
        If it is taken, JupyterLab takes the next free one.
    browser : bool
        Whether to open the address, which is printed, in a browser.

    Raises
    ------
    UsageError
        When the lab that is named was not started.
    """
    copy = newest_copy(lab)
    if lab is not None and copy is None:
        name, number = lab.notebook.name, lab.number
        raise errors.UsageError(f"There is no work/{name} yet. Begin with: make start LAB={number}")
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={labs.ROOT}"]
    command += [f"--ServerApp.port={port}", f"--LabApp.app_settings_dir={settings(language())}"]
    command.append(f"--LabApp.extra_labextensions_path={EXTENSIONS}")
    if copy:
        command += [f"--LabApp.default_url=/lab/tree/work/{copy.name}"]
        command += [f"--ServerApp.preferred_dir={labs.WORK}"]
        if changes := since.changes(copy, labs.NOTEBOOKS):
            print(changes, flush=True)
    else:
        print("There is no copy of a lab in work/ yet. Make one with: make start LAB=00")
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # such as in a container
        command.append("--allow-root")
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode
