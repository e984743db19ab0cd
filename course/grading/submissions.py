"""Finds the submissions in what was downloaded: a notebook, a folder or a zip for each student.

Of all that a student handed in, one notebook is graded, chosen by what it holds: see `_rank`.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat

from course import labs
from course.errors import UsageError
from course.grading.downloads import MOODLE, entries, is_ignored
from course.grading.limits import MB, Limits
from course.notebooks import answers, notebook

# Windows keeps these, whatever ending follows.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
# What moves a terminal's cursor, or turns the direction of what follows.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_TYPED, _FILES = "_assignsubmission_onlinetext", "_assignsubmission_file"
_LONGEST = 100  # bytes of a name; file systems take 255, with what is added
_REFUSED = {".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}
_DEEPEST = 3  # archives in archives
_LONGEST_LIST = 32 * MB  # of a zip: more than twice that of the course with its .venv
_MOST_FILES = 300  # of a student that are looked at
_MOST_SIZES = 4  # times the largest submission, in all that is read to choose among them
_MOST_PARTS = 500_000  # of the JSON of a notebook whose answers are counted
_SNIFFED = 20 * MB  # of a file that has another ending
_MANY = 4  # names in a message
# What only a lab has: titles, headings, comments, checks, ids and names of answers, as they stand in JSON.
_TASKS = re.compile(
    r"# Lab (\d\d) ·|(?:# |Exercise |Question |check\(\\?[\"'])[EQ](\d\d?)\.\d+\b"
    r"|\"[eq](\d\d?)-\d+\"|\bq(\d\d?)_\d+\w* *="
)
_PICTURES = re.compile(r'"image/png": *"[^"]*"')  # most of a notebook's text, and none of its tasks


@dataclass(frozen=True)
class Submission:
    """What one student handed in: the notebook's bytes, or why there is none; `note` says what was chosen."""

    student: str
    content: bytes
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class _File:
    """A file that a student handed in: where it lay, how to read it, and when it was saved."""

    path: PurePosixPath
    read: Callable[[], bytes]
    time: tuple[float, ...] | float = 0.0


class _Unusable(Exception):
    """Something that holds no notebook to grade; says why."""


def collect(place: Path, lab: str, limits: Limits) -> tuple[list[Submission], list[str]]:
    """Submissions at `place`, one for each student, and names of the files there that are none.

    Whatever is wrong with a submission is said in its `problem`.

    Parameters
    ----------
    place : Path
        A folder, or a zip as Moodle gives it.
    lab : str
    limits : Limits

    Raises
    ------
    UsageError
        When there is no such folder, or nothing in it.
    """
    with tempfile.TemporaryDirectory(prefix="dl-labs-submissions-") as scratch:
        there = entries(place, Path(scratch), limits.submission * MB)
        handed_in = [path for path in there if _is_one(path)]
        if not handed_in:
            raise UsageError(
                f"{place} holds no submission: no <student>.ipynb, and no folder or zip for each student."
            )
        by_student = _by_student(handed_in)
        collected = [
            _submission(student, paths, lab, limits) for student, paths in by_student.items()
        ]
        return collected, [path.name for path in there if not _is_one(path)]


def find(place: Path, lab: str, limits: Limits) -> list[Submission]:
    """Submissions at `place`, one for each student; see `collect`."""
    return collect(place, lab, limits)[0]


def _by_student(entries: list[Path]) -> dict[str, list[Path]]:
    """What each student handed in, by name."""
    # Moodle exports what a student typed into a box as a folder of its own, beside that of the files.
    files = {MOODLE.sub(r"\1_\2", path.name) for path in entries if _FILES in path.name}
    students: dict[str, list[Path]] = {}
    for path in entries:
        if _TYPED in path.name and MOODLE.sub(r"\1_\2", path.name) in files:
            continue
        student = _student(path)
        spellings = (name for name in students if _same(name) == _same(student))
        students.setdefault(next(spellings, student), []).append(path)
    return students


def _same(student: str) -> str:
    """What two spellings of one student's name have in common."""
    return unicodedata.normalize("NFC", student).lower()


def file_name(student: str) -> str:
    """A student's name as part of a file's name, on any system."""
    name = unicodedata.normalize("NFC", student)
    plain = (letter if _is_plain(letter) else " " for letter in name)
    name = re.sub(" +", "_", "".join(plain)).strip("._") or "student"
    if _RESERVED.match(name):
        name = f"_{name}"
    if len(name.encode()) > _LONGEST:
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        name = f"{name.encode()[:_LONGEST].decode(errors='ignore')}-{digest}"
    return name


def _is_plain(letter: str) -> bool:
    """Whether every system takes it in a file's name; marks belong to the letter before them."""
    return letter in ".@+-_" or unicodedata.category(letter)[0] in "LNM"


def file_names(students: Iterable[str]) -> dict[str, str]:
    """The name of each student's files; no two are the same, on any system."""
    names: dict[str, str] = {}
    for student in students:
        name = file_name(student)
        if name.casefold() in map(str.casefold, names.values()):
            name += f"-{hashlib.sha256(student.encode()).hexdigest()[:12]}"
        names[student] = name
    return names


def _is_one(path: Path) -> bool:
    if is_ignored((path.name,)):
        return False
    if path.suffix.lower() == ".json" and ".ipynb" not in path.name.lower() and path.is_file():
        return _holds_notebook(path)
    return (
        path.is_dir()
        or path.is_symlink()
        or _could_be_notebook(path.name)
        or path.suffix.lower() in {".zip", *_REFUSED}
        or bool(MOODLE.fullmatch(path.name))
    )


def _could_be_notebook(name: str) -> bool:
    """By its name, also one that a browser or an editor gave a second ending."""
    return bool(re.search(r"\.ipynb(\.\w+)?$|\.json$", name, re.IGNORECASE))


def _holds_notebook(path: Path) -> bool:
    with path.open("rb") as file:
        return b'"nbformat"' in file.read(_SNIFFED)


def _student(path: Path) -> str:
    is_folder = path.is_dir() and not path.is_symlink()
    endings = r"(\.tar)?\.\w+$" if not _could_be_notebook(path.name) else r"(\.ipynb)?\.\w+$"
    stem = path.name if is_folder else re.sub(endings, "", path.name, flags=re.IGNORECASE)
    name = unicodedata.normalize("NFC", UNSEEN.sub("", _name(stem)))
    return " ".join(name.split()) or UNSEEN.sub("", path.name) or "student"


def _submission(student: str, paths: list[Path], lab: str, limits: Limits) -> Submission:
    problems: list[str] = []
    files: list[_File] = []
    for path in paths:
        try:
            files += _files(path, limits, problems)
        except OSError as error:
            problems.append(f"{path.name} cannot be read: {error.strerror}.")
    try:
        if not files:
            raise _Unusable(" ".join(dict.fromkeys(problems)) or "It holds no notebook (.ipynb).")
        chosen, note = _choose(files, lab, limits)
        content = chosen.read()
        _refuse_others(content)
        return Submission(student, content, "", note)
    except _Unusable as error:
        return Submission(student, b"", str(error))
    except OSError as error:
        return Submission(student, b"", f"The file cannot be read: {error.strerror}.")
    except Exception as error:  # what a damaged archive raises depends on where the damage is
        return Submission(student, b"", f"It cannot be opened: {str(error)[:100]}.")


def _name(stem: str) -> str:
    """Name of a student, with Moodle's number for those whose names are the same."""
    match = MOODLE.fullmatch(stem)
    if not match:
        return stem
    return f"{match[1]} ({match[2]})" if match[2] else match[1]


def _files(path: Path, limits: Limits, problems: list[str]) -> list[_File]:
    """What may be a notebook in an entry of the folder; `problems` gets a sentence for what is of no use."""
    if path.is_symlink():
        problems.append("It is a link to another file. Hand in the notebook itself.")
        return []
    if not path.is_dir():
        return list(_from_file(path, PurePosixPath(path.name), limits, problems, top=True))
    files: list[_File] = []
    names = []
    for inside in sorted(path.rglob("*")):
        relative = inside.relative_to(path)
        if is_ignored(relative.parts):
            continue
        name = PurePosixPath(relative.as_posix())
        if inside.is_symlink():
            if _could_be_notebook(inside.name) or inside.suffix.lower() == ".zip":
                problems.append("It holds a link to another file. Hand in the notebook itself.")
        elif inside.is_file():
            names.append(inside.name)
            files += _from_file(inside, name, limits, problems)
        if len(files) >= _MOST_FILES:
            break
    if not names:
        problems.append("The folder is empty.")
    elif not files and not problems:
        problems.append(f"It holds no notebook (.ipynb), only {_listed(names)}.")
    return files


def _from_file(
    path: Path, name: PurePosixPath, limits: Limits, problems: list[str], top: bool = False
) -> Iterator[_File]:
    suffix = path.suffix.lower()
    if not path.is_file():
        problems.append("It is no ordinary file. Hand in the notebook itself.")
    elif suffix == ".zip" or (_could_be_notebook(path.name) and zipfile.is_zipfile(path)):
        yield from _from_zip(path, name if not top else PurePosixPath(), limits, problems)
    elif suffix in _REFUSED:
        problems.append(_archive(name))
    elif _could_be_notebook(path.name):

        def read() -> bytes:
            with path.open("rb") as file:
                return file.read(limits.submission * MB + 1)  # one byte too many is refused

        if ".ipynb" in path.name.lower() or _holds_notebook(path):
            yield _File(name, read, path.stat().st_mtime)
    elif top:
        problems.append(f"{name} is no notebook. Hand in the notebook itself (.ipynb).")


class _ZipOnDisk(io.FileIO):
    """A zip whose list of files is read only where it is not too long to be kept in memory."""

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size > _LONGEST_LIST:
            raise ValueError("it lists too many files")
        return super().read(size)


def _from_zip(
    source: Path | io.BytesIO,
    outer: PurePosixPath,
    limits: Limits,
    problems: list[str],
    depth: int = 1,
) -> Iterator[_File]:
    """Notebooks in a zip, read without unpacking anything to the disk."""
    largest = limits.submission * MB
    names = []
    count = 0
    try:
        archive = zipfile.ZipFile(_ZipOnDisk(source) if isinstance(source, Path) else source)
        for info in archive.infolist():
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if info.is_dir() or is_ignored(path.parts):
                continue
            names.append(path.name)

            def read(archive: zipfile.ZipFile = archive, info: zipfile.ZipInfo = info) -> bytes:
                with archive.open(info) as file:
                    return file.read(largest + 1)

            if path.suffix.lower() == ".zip" or _is_renamed_zip(archive, info):
                if depth >= _DEEPEST or len(names) > _MOST_FILES:
                    problems.append(f"{path.name} lies too deep, in zips in zips.")
                elif info.file_size > largest:
                    problems.append(f"{path.name} is larger than {limits.submission} MB.")
                else:
                    inner = io.BytesIO(read())
                    yield from _from_zip(inner, outer / path, limits, problems, depth + 1)
            elif path.suffix.lower() in _REFUSED:
                problems.append(_archive(path))
            elif info.flag_bits & 1:
                problems.append("The zip has a password. Hand it in without one.")
            elif ".ipynb" in path.name.lower() and _could_be_notebook(path.name):
                count += 1
                yield _File(outer / path, read, info.date_time)
            if count >= _MOST_FILES:
                break
    except Exception as error:  # what a damaged archive raises depends on where the damage is
        problems.append(f"The zip cannot be opened: {str(error)[:100]}.")
        return
    if not names:
        problems.append("The zip is empty.")
    elif not count and not problems:
        problems.append(f"It holds no notebook (.ipynb), only {_listed(names)}.")


def _is_renamed_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    """Whether what has a notebook's name in a zip is a zip itself."""
    if not _could_be_notebook(info.filename) or info.flag_bits & 1:  # which has a password
        return False
    with archive.open(info) as file:
        return file.read(4) == b"PK\x03\x04"


def _archive(path: PurePosixPath) -> str:
    return (
        f"{path.name} is an archive of a kind that is not taken. "
        "Hand in the notebook (.ipynb) itself, or a .zip of it."
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_MANY])
    return shown if len(names) <= _MANY else f"{shown} and {len(names) - _MANY} more"


def _refuse_others(content: bytes) -> None:
    """Say what a file is that only has a notebook's name."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _Unusable(
            "It is a web page, not the notebook. In JupyterLab: File, Download; then hand in the .ipynb file."
        )
    if start.startswith(b"%pdf"):
        raise _Unusable("It is a PDF, not the notebook. Hand in the .ipynb file.")


def _choose(files: list[_File], lab: str, limits: Limits) -> tuple[_File, str]:
    """The notebook to grade, and where there are others, a sentence that names them.

    Raises
    ------
    _Unusable
        When all are other labs' notebooks.
    """
    bytes_left = _MOST_SIZES * limits.submission * MB
    ranked: list[tuple[tuple[Any, ...], _File, str]] = []
    others = set()
    for file in files:
        try:
            content = file.read() if bytes_left > 0 or len(files) == 1 else b""
        except Exception:  # damaged, or locked: taken only where there is nothing else
            if len(files) == 1:
                raise
            ranked.append(((-1, str(file.path)), file, ""))
            continue
        bytes_left -= len(content)
        text = content.decode(errors="replace")
        looks_like = _lab_of(text, lab)
        if looks_like not in ("", lab):
            others.add(looks_like)
        answered = _answered(text, lab) if len(files) > 1 and looks_like == lab else 0
        ranked.append((_rank(file, lab, looks_like, answered), file, looks_like))
    ranked.sort(key=lambda entry: entry[0], reverse=True)
    _, best, looks_like = ranked[0]
    if looks_like not in ("", lab):
        which = " or ".join(sorted(others))
        raise _Unusable(
            f"{best.path.name} looks like lab {which}, by its tasks, and not like lab {lab}. "
            f"Hand in the notebook of lab {lab}."
        )
    rest = [str(file.path) for _, file, _ in ranked[1:]]
    return best, f"Graded is {best.path}; left out: {_listed(rest)}." if rest else ""


def _rank(file: _File, lab: str, looks_like: str, answered: int) -> tuple[Any, ...]:
    """Order of the notebooks that a student handed in; the largest is graded.

    This lab's by its tasks, then what cannot be told, then other labs'. Of this lab's: not the course's own
    solution; one with answers, in `work/` if there is one; the one with the most answers; the newest.
    """
    fits = 2 if looks_like == lab else 1 if not looks_like else 0
    folders = [part.lower() for part in file.path.parts[:-1]]
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", file.path.name)
    named = number is not None and int(number[0]) == int(lab)
    time = file.time if isinstance(file.time, tuple) else (file.time,)
    return (
        fits,
        fits == 1 and named,
        "solutions" not in folders,
        answered > 0,
        "work" in folders,
        answered,
        time,
        str(file.path),
    )


def _lab_of(text: str, lab: str) -> str:
    """The lab whose tasks a notebook holds most of, `lab` in case of doubt; empty when it holds none."""
    tasks: dict[str, set[str]] = {}
    for match in _TASKS.finditer(_PICTURES.sub("", text)):
        number = next(filter(None, match.groups()))
        tasks.setdefault(f"{int(number):02d}", set()).add(match[0])
    most = max(tasks, key=lambda number: len(tasks[number]), default="")
    return lab if most and 2 * len(tasks.get(lab, ())) >= len(tasks[most]) else most


def _answered(text: str, lab: str) -> int:
    """How many tasks a notebook answers; 0 where it cannot be read."""
    if text.count("{") + text.count("[") > _MOST_PARTS:
        return 0
    try:
        cells = [{**cell, "source": "".join(cell["source"])} for cell in json.loads(text)["cells"]]
        untouched = notebook.read(labs.find([lab])[0].notebook)
        return len(answers.find(nbformat.from_dict({"cells": cells}), untouched).texts)
    except Exception:  # it is not valid: grading says what is wrong
        return 0
