"""`make site`: makes the sources, then runs Sphinx over them in an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from course import environment, errors
from course.site import sources


def build(target: Path, solved: bool = False) -> str:
    """Make the site in `target` anew, from what is stored; returns what was made, in a line.

    Parameters
    ----------
    target : Path
    solved : bool
        With the solutions in place of the students' copies.

    Raises
    ------
    CourseError
        When Sphinx warns of anything, such as a link that leads nowhere. What it says is printed.
    """
    made_from = target.with_name(f"{target.name}-sources")
    print("Making the site. What Sphinx needs is downloaded the first time (40 MB) ...", flush=True)
    sources.write(made_from, solved)
    shutil.rmtree(target, ignore_errors=True)
    ended = subprocess.run(_sphinx(made_from, target), env=environment.variables(), check=False)
    if ended.returncode:
        raise errors.CourseError("Sphinx could not make the site. The lines above say why.")
    (target / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with _
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return f"{target / 'index.html'}: open it, or copy the folder ({size / 1e6:.0f} MB) to a server or a stick."


def _sphinx(made_from: Path, target: Path) -> list[object]:
    """The command, by uv: it keeps the environment for the next time."""
    uv = environment.venv_program("uv")
    command: list[object] = [uv if uv.exists() else "uv", "run", "--quiet", "--no-project"]
    command += ["--python", sys.executable, "--with-requirements", environment.SITE_LOCK]
    # Notes of what was read lie in the sources' folder, which is made anew.
    command += ["sphinx-build", "--quiet", "--fail-on-warning", "--keep-going", "--builder", "html"]
    command += ["--conf-dir", Path(__file__).parent, "--doctree-dir", made_from / ".doctrees"]
    return [*command, made_from, target]
