"""Finds the submissions in a folder: notebooks, or a folder or a zip for each student as Moodle exports them."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from course.grading.limits import MB, Limits
from course.labs import UsageError

# What Moodle makes of a student's name: a number that is the student's own, and the kind of submission.
_MOODLE = re.compile(r"(.+?)(?:_(\d+))?_(?:assignsubmission|onlinetext)_.*")
_TYPED, _FILES = "_assignsubmission_onlinetext", "_assignsubmission_file"
_LONGEST = 100  # bytes of a name; file systems take 255, with what is added
_IGNORED = {"__MACOSX", ".ipynb_checkpoints", "__pycache__"}


@dataclass(frozen=True)
class Submission:
    """What one student handed in: the notebook's bytes, or why there is none."""

    student: str
    content: bytes
    problem: str = ""


def find(folder: Path, lab: str, limits: Limits) -> list[Submission]:
    """Submissions in `folder`, by student.

    Raises
    ------
    UsageError
        When there is no such folder, nothing in it, or two entries have the same student's name.
    """
    if not folder.is_dir():
        unpack = " Unpack it first, and name the folder." if folder.is_file() else ""
        raise UsageError(f"There is no folder {folder}. It is to hold the submissions.{unpack}")
    entries = sorted(
        path for path in folder.iterdir() if path.name not in _IGNORED and path.name[0] != "."
    )
    # Moodle exports what a student typed into a box as a folder of its own, beside that of the files.
    files = {path.name.rstrip("_") for path in entries if _FILES in path.name}
    typed = {name.replace(_FILES, _TYPED) for name in files}
    entries = [path for path in entries if path.name.rstrip("_") not in typed]
    found = [_submission(path, lab, limits) for path in entries if _is_one(path)]
    if not found:
        raise UsageError(
            f"{folder} holds no submission: no <student>.ipynb, and no folder or zip for each student."
        )
    seen: dict[str, str] = {}
    for path, submission in zip(filter(_is_one, entries), found, strict=True):
        key = file_name(submission.student).casefold()
        if key in seen:
            raise UsageError(
                f"{seen[key]} and {path.name} are both {submission.student}'s. Leave one of them."
            )
        seen[key] = path.name
    return found


def left_out(folder: Path) -> list[str]:
    """Names of the files in `folder` that are no submission: neither a notebook nor an archive of one."""
    return [
        path.name for path in sorted(folder.iterdir()) if path.name[0] != "." and not _is_one(path)
    ]


def file_name(student: str) -> str:
    """A student's name as part of a file's name, on any system."""
    name = re.sub(r"[^\w.@+-]+", "_", student).strip("._") or "student"
    if len(name.encode()) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = f"{name.encode()[:_LONGEST].decode(errors='ignore')}-{digest}"
    return name


def _is_one(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in (".ipynb", ".zip") or path.is_symlink()


def _submission(path: Path, lab: str, limits: Limits) -> Submission:
    stem = path.name if path.is_dir() and not path.is_symlink() else path.stem
    student = " ".join(_name(stem).split()) or path.name
    try:
        if path.is_symlink():
            raise _Unusable("It is a link to another file. Hand in the notebook itself.")
        if path.is_dir():
            return Submission(student, _from_folder(path, lab, limits))
        if path.suffix.lower() == ".zip":
            return Submission(student, _from_zip(path, lab, limits))
        return Submission(student, _read(path, limits))
    except _Unusable as error:
        return Submission(student, b"", str(error))
    except OSError as error:
        return Submission(student, b"", f"The file cannot be read: {error.strerror}.")


def _name(stem: str) -> str:
    """Name of a student, with Moodle's number for those whose names are the same."""
    found = _MOODLE.fullmatch(stem)
    if not found:
        return stem
    return f"{found[1]} ({found[2]})" if found[2] else found[1]


class _Unusable(Exception):
    """Something that holds no notebook to grade; says why."""


def _read(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        return file.read(limits.submission * MB + 1)  # one byte too many is enough to be refused


def _from_folder(folder: Path, lab: str, limits: Limits) -> bytes:
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (".ipynb", ".zip")
        and not _IGNORED.intersection(path.parts)
        and path.is_file()
    ]
    if any(
        path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()) for path in paths
    ):
        raise _Unusable("It holds a link to another file. Hand in the notebook itself.")
    notebooks = [path for path in paths if path.suffix.lower() == ".ipynb"]
    if not notebooks and len(paths) == 1:
        return _from_zip(paths[0], lab, limits)
    return _read(_choose(notebooks, lab), limits)


def _from_zip(path: Path, lab: str, limits: Limits) -> bytes:
    """The notebook in a zip, read without unpacking anything to the disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = {
                PurePosixPath(info.filename): info
                for info in archive.infolist()
                if info.filename.lower().endswith(".ipynb")
                and not _IGNORED.intersection(PurePosixPath(info.filename).parts)
            }
            chosen = members[_choose(list(members), lab)]
            with archive.open(chosen) as file:
                return file.read(limits.submission * MB + 1)
    except _Unusable:
        raise
    except Exception as error:  # what a damaged archive raises depends on where the damage is
        raise _Unusable(f"The zip cannot be opened: {str(error)[:100]}.") from error


def _choose(paths: list, lab: str) -> Path | PurePosixPath:
    """The one that is this lab's."""
    if not paths:
        raise _Unusable("It holds no notebook (.ipynb).")
    fitting = [path for path in paths if path.name.startswith(f"{lab}_")] or paths
    if len(fitting) > 1:
        names = ", ".join(str(path.name) for path in fitting[:4])
        raise _Unusable(f"It holds several notebooks ({names}): which is lab {lab}?")
    return fitting[0]
