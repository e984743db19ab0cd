"""What an instructor downloaded: a folder, or a zip as it came, with a file or a folder for each student."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath

from course.errors import UsageError

# What Moodle makes of a student's name: a number that is the student's own, and the kind of submission.
# A name may itself hold the like, so that the last one counts.
MOODLE = re.compile(
    r"(.+?)(?:_(\d+))?_(?:assignsubmission|onlinetext)_(?!.*_(?:assignsubmission|onlinetext)_).*"
)
_IGNORED = {"__MACOSX", "__pycache__"}  # and whatever begins with a dot
_LONGEST_NAME = 120  # letters of a file's name; file systems take 255 bytes
_DEEPEST = 3  # folders around the students' files


def is_ignored(parts: tuple[str, ...]) -> bool:
    """Whether a path is what an operating system, an editor or Python left beside the files."""
    hidden = (part.startswith(".") and part not in (".", "..") for part in parts)
    return any(hidden) or not _IGNORED.isdisjoint(parts)


def entries(place: Path, scratch: Path, largest: int) -> list[Path]:
    """What lies at `place`, a file or a folder for each student.

    A zip is unpacked, and so is each of Moodle's zips in a folder; a folder that holds nothing but another one is
    not a student's. Students' own zips stay closed.

    Parameters
    ----------
    place : Path
        A folder, or a zip.
    scratch : Path
        An empty folder for what is unpacked.
    largest : int
        Bytes of a file that are unpacked, at most.

    Raises
    ------
    UsageError
        When there is nothing at `place` that can be looked into.
    """
    if place.is_file() and zipfile.is_zipfile(place):
        return _inside(_unpacked(place, scratch, largest), scratch, largest)
    if place.is_file():
        raise UsageError(f"{place} is no zip. Name the zip that you downloaded, or its folder.")
    if not place.is_dir():
        raise UsageError(f"There is no folder and no zip {place}. It is to hold the submissions.")
    return _inside(place, scratch, largest)


def _inside(folder: Path, scratch: Path, largest: int, depth: int = 0) -> list[Path]:
    paths = [path for path in sorted(folder.iterdir()) if not is_ignored((path.name,))]
    unpacked = folder.is_relative_to(scratch)
    if len(paths) == 1 and depth < _DEEPEST and _is_around_students(paths[0], unpacked):
        return _inside(paths[0], scratch, largest, depth + 1)
    result = []
    for path in paths:
        if _is_download(path):
            result += _inside(_unpacked(path, scratch, largest), scratch, largest, _DEEPEST)
        else:
            result.append(path)
    return result


def _is_around_students(folder: Path, unpacked: bool) -> bool:
    """Whether the one folder that is there is not a student's: it holds what Moodle names, or was zipped whole."""
    if not folder.is_dir() or folder.is_symlink() or MOODLE.fullmatch(folder.name):
        return False
    return unpacked or any(MOODLE.fullmatch(path.name) for path in folder.iterdir())


def _is_download(path: Path) -> bool:
    """Whether a file is a zip of Moodle's, with the files of several students."""
    if path.suffix.lower() != ".zip" or MOODLE.fullmatch(path.stem) or path.is_symlink():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist()]
    except (OSError, ValueError, zipfile.BadZipFile):
        return False
    return any(MOODLE.fullmatch(part) for name in names for part in name.parts[:_DEEPEST])


def _unpacked(source: Path, scratch: Path, largest: int) -> Path:
    """A folder with what a zip holds; of a file that is too large, a byte more than may be."""
    target = scratch / str(len(list(scratch.iterdir())))
    target.mkdir()
    try:
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                _unpack(archive, info, target, largest)
    except (OSError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        raise UsageError(f"{source} cannot be unpacked ({error}). Download it again.") from None
    return target


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, largest: int) -> None:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    inside = tuple(_short(part) for part in parts if part not in ("..", "/"))
    if not inside or is_ignored(inside):
        return
    path = target.joinpath(*inside)
    if info.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(info) as file, path.open("wb") as copy:
        bytes_left = largest + 1
        while bytes_left > 0 and (block := file.read(min(bytes_left, 2**20))):
            bytes_left -= copy.write(block)


def _short(name: str) -> str:
    """A file's name that a disk takes, with its beginning and its ending."""
    if len(name) <= _LONGEST_NAME and len(name.encode(errors="replace")) < 250:
        return name
    end = PurePosixPath(name).suffix[:10]
    return name[: _LONGEST_NAME // 2] + name[len(name) // 2 :][: _LONGEST_NAME // 4] + end
