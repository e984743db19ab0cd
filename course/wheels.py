"""`make wheels`: a folder from which others set the course up without a network."""

from __future__ import annotations

import shlex
from pathlib import Path

import pooch
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from course import environment, errors, locked, setting_up


def fill(folder: Path, computers: list[str], pythons: list[str]) -> str:
    """Fetch what the named computers install into `folder`; what is there already stays. Returns a last line.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    computers : list of str
        Names of `locked.COMPUTERS`; this one when empty.
    pythons : list of str
        Versions of Python such as `3.12`; that of `.venv` when empty.

    Raises
    ------
    UsageError
        When a name is none of these.
    CourseError
        When a file cannot be fetched, or is not what the lock says.
    """
    computers = _known(computers or [setting_up.platform_name()], locked.COMPUTERS)
    pythons = _known(pythons or [environment.version().rpartition(".")[0]], locked.PYTHONS)
    names = {
        file.name: file
        for computer in computers
        for python in pythons
        for file in locked.files(locked.COMPUTERS[computer], python, environment.LOCK)
    }
    total = sum(file.size for file in names.values())
    print(
        f"{folder}: {len(names)} files, {total / 1e6:.0f} MB, for {', '.join(computers)} with Python "
        f"{', '.join(pythons)}. What is there already stays.",
        flush=True,
    )
    folder.mkdir(parents=True, exist_ok=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn()) as progress:
        bar = progress.add_task("", total=total)
        for file in names.values():
            progress.update(bar, description=file.package)
            _fetch(file, folder)
            progress.advance(bar, file.size)
    return f"Set up from it with: {setting_up.WHEELS}={shlex.quote(str(folder))} make setup"


def _fetch(file: locked.File, folder: Path) -> None:
    pooch.get_logger().setLevel("WARNING")
    try:
        pooch.retrieve(file.url, file.hash, file.name, folder)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise errors.CourseError(
            f"{file.name} could not be fetched ({reason}). The same command goes on from here."
        ) from error


def _known(names: list[str], all_names: object) -> list[str]:
    for name in names:
        if name not in all_names:
            raise errors.UsageError(f"There is no {name!r}. Known are {', '.join(all_names)}.")
    return list(names)
