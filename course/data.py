"""`make data`: both datasets on this machine, verified."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from helpers.datasets import conversions, download, forms, idx, sources
from helpers.datasets.idx import FILES, DataError, DataFile
from helpers.datasets.sources import ADVICE
from helpers.languages.catalogue import translate


def fetch_all(progress: bool = True) -> bool:
    """Have both datasets on this machine, verified; says for each file what was done.

    With `DL_LABS_DATA` set, the files there are checked and nothing is fetched.

    Parameters
    ----------
    progress : bool
        Draw a progress bar for each download.

    Returns
    -------
    bool
        Whether all eight files are there and good.
    """
    named_folder = os.environ.get("DL_LABS_DATA")
    if named_folder == "sample":
        print(
            "✗ DL_LABS_DATA=sample asks for the built-in sample; unset it to fetch the real data."
        )
        return False
    folder = Path(named_folder).expanduser() if named_folder else download.cache_folder()
    if named_folder and (problem := sources.wrong_place(folder)):
        print(f"✗ {problem} {translate(ADVICE)}")
        return False
    download.try_again()
    print(f"Checking {folder}" if named_folder else f"Data folder: {folder}")
    failed = 0
    for file, problem, action in _checked(folder) if named_folder else _fetched(folder, progress):
        failed += bool(problem)
        size = f"{file.size / 1000:,.0f} kB"
        print(f"{'✗' if problem else '✓'} {file!s:<42} {size:>9}  {problem or action}", flush=True)
    if failed and named_folder:
        print(f"✗ {failed} of 8 files missing or bad. {translate(ADVICE)}")
    elif failed:
        print(
            f"✗ {failed} of 8 files could not be fetched; the labs use their built-in sample meanwhile. "
            "Try again later, or copy the folder from a machine that has it and set DL_LABS_DATA to the copy."
        )
    elif named_folder:
        print("✓ Both datasets are complete. The labs read them from there.")
    else:
        _write_sums(folder)
        print(
            "✓ Both datasets are complete. For a USB stick or a classroom share: copy this folder, "
            "and set DL_LABS_DATA to the copy."
        )
    return not failed


def _checked(folder: Path) -> Iterator[tuple[DataFile, str, str]]:
    """Each file, what is wrong with it in the folder that was named, and where it is."""
    for dataset in FILES:
        parts = forms.look(folder, dataset)
        problem = sources.explain(folder, dataset, parts)
        if not problem:
            conversions.keep(folder, dataset, parts)
        for part in parts:
            at = "already there" if part.path == folder / str(part.file) else f"in {part.where}"
            yield part.file, part.problem, at


def _fetched(folder: Path, progress: bool) -> Iterator[tuple[DataFile, str, str]]:
    """Each file, why it could not be fetched, and what was done."""
    for dataset, files in FILES.items():
        from_keras = sources.read_keras(dataset) is not None
        for file in files:
            problem, action = _fetch(file, folder / str(file), progress)
            yield file, problem, f"from {sources.KERAS}" if from_keras else action


def _fetch(file: DataFile, path: Path, progress: bool) -> tuple[str, str]:
    """Have one good file at `path`: the problem if that failed, and what was done."""
    try:
        idx.read(path, file)
        return "", "already there"
    except DataError as error:
        bad = str(error) if path.exists() else ""
    try:
        host = download.fetch(file, path, progress=progress)
    except download.DownloadError as error:
        return f"{error}{f' ({bad})' if bad else ''}", ""
    return "", f"replaced from {host}" if bad else f"downloaded from {host}"


def _write_sums(folder: Path) -> None:
    """Add what `sha256sum -c SHA256SUMS` checks a copy of the folder by."""
    with contextlib.suppress(OSError):  # a convenience; the folder may be read-only by now
        lines = [
            f"{hashlib.sha256((folder / str(file)).read_bytes()).hexdigest()}  {file}\n"
            for files in FILES.values()
            for file in files
        ]
        (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
