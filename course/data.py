"""`make data`: both datasets on this machine, verified."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from helpers.datasets import download, idx
from helpers.datasets.idx import FILES, DataError
from helpers.datasets.sources import ADVICE


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
    chosen = os.environ.get("DL_LABS_DATA")
    if chosen == "sample":
        print(
            "✗ DL_LABS_DATA=sample asks for the built-in sample; unset it to fetch the real data."
        )
        return False
    folder = Path(chosen).expanduser() if chosen else download.cache_folder()
    if chosen and not folder.is_dir():
        print(f"✗ DL_LABS_DATA names {folder}, which is not a folder. {ADVICE}")
        return False
    download.try_again()
    print(f"{'Checking' if chosen else 'Data folder:'} {folder}")
    failed = 0
    for file in (file for files in FILES.values() for file in files):
        problem, done = _have(file, folder / file.dataset / file.name, not chosen, progress)
        failed += bool(problem)
        size = f"{file.size / 1000:,.0f} kB"
        print(f"{'✗' if problem else '✓'} {file!s:<42} {size:>9}  {problem or done}", flush=True)
    if failed and chosen:
        print(f"✗ {failed} of 8 files missing or bad. {ADVICE}")
    elif failed:
        print(
            f"✗ {failed} of 8 files could not be fetched; the labs use their built-in sample meanwhile. "
            "Try again later, or copy the folder from a machine that has it and set DL_LABS_DATA to the copy."
        )
    elif chosen:
        print("✓ Both datasets are complete. The labs read them from there.")
    else:
        _write_sums(folder)
        print(
            "✓ Both datasets are complete. For a USB stick or a classroom share: copy this folder, "
            "and set DL_LABS_DATA to the copy."
        )
    return not failed


def _have(file: idx.DataFile, path: Path, may_fetch: bool, progress: bool) -> tuple[str, str]:
    """Have one good file at `path`: the problem if that failed, and what was done."""
    try:
        idx.read(path, file)
        return "", "already there"
    except DataError as error:
        if not may_fetch:
            return str(error), ""
        bad = str(error) if path.exists() else ""
    try:
        host = download.fetch(file, path, progress=progress)
    except download.DownloadError as error:
        return f"{error}{f' ({bad})' if bad else ''}", ""
    return "", f"{'replaced' if bad else 'downloaded'} from {host}"


def _write_sums(folder: Path) -> None:
    """Add what `sha256sum -c SHA256SUMS` checks a copy of the folder by."""
    lines = [f"{file.sha256}  {file}\n" for files in FILES.values() for file in files]
    with contextlib.suppress(OSError):  # a convenience; the folder may be read-only by now
        (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")
