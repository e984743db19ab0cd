"""`make site`: makes the sources, then runs Sphinx over them in an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from course import environment, errors, labs
from course.site import contents, sources
from helpers.languages.catalogue import ENGLISH, languages

MEGABYTES = 45  # at most, of the packages in `requirements-site.txt`; a test holds it to the lock


def build(target: Path, solved: bool = False) -> str:
    """Make the site in `target` anew, from what is stored, and in its folder `fr` the French one; returns what was
    made, in a line.

    Parameters
    ----------
    target : Path
    solved : bool
        With the solutions in place of the students' copies; in another language, those that were executed in it.

    Raises
    ------
    CourseError
        When Sphinx warns of anything, such as a link that leads nowhere. What it says is printed.
    """
    print(
        f"Making the site. What Sphinx needs is downloaded the first time ({MEGABYTES} MB) ...",
        flush=True,
    )
    shutil.rmtree(target, ignore_errors=True)
    made_from = target.with_name(f"{target.name}-sources")
    left = {language: not_executed(language) for language in languages()} if solved else {}
    editions = [
        ENGLISH,
        *(name for name in languages() if len(left.get(name, ())) < len(labs.all_notebooks())),
    ]
    for language in editions:
        sources.write(made_from, solved, language)
        folder = target if language == ENGLISH else target / language
        command = _sphinx(made_from, folder, language, editions)
        if subprocess.run(command, env=environment.variables(), check=False).returncode:
            raise errors.CourseError("Sphinx could not make the site. The lines above say why.")
    for language, numbers in left.items():
        if numbers:
            print(
                f"Not in {language}, since they were not executed in it as they are now: {', '.join(numbers)}. "
                f"Execute them: make run LAB={numbers[0]} EDITION={language}"
            )
    (target / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with _
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return f"{target / 'index.html'}: open it, or copy the folder ({size / 1e6:.0f} MB) to a server or a stick."


def not_executed(language: str) -> list[str]:
    """Labs whose solution was not executed in this language as it is now."""
    return [lab.number for lab in labs.all_notebooks() if not sources.is_executed(lab, language)]


def _sphinx(made_from: Path, target: Path, language: str, editions: list[str]) -> list[object]:
    """The command, by uv: it keeps the environment for the next time."""
    uv = environment.venv_program("uv")
    command: list[object] = [uv if uv.exists() else "uv", "run", "--quiet", "--no-project"]
    command += ["--python", sys.executable, "--with-requirements", environment.SITE_LOCK]
    # Notes of what was read lie in the sources' folder, which is made anew.
    command += ["sphinx-build", "--quiet", "--fail-on-warning", "--keep-going", "--builder", "html"]
    command += ["--conf-dir", Path(__file__).parent, "--doctree-dir", made_from / ".doctrees"]
    command += ["--define", f"language={language}"]
    command += ["--define", f"html_title={sources.translated(contents.TITLE, language)}"]
    command += ["--define", f"html_context.editions={','.join(editions)}"]
    return [*command, made_from, target]
