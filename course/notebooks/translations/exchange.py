"""Open entries of a lab as plain text for a translator, and their translations back.

A block for each entry:

    %%% 3f2a91c0 e2-1 · comment
    the English text
    %%% fr
    the translation
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import polib

from course import labs
from course.errors import CourseError
from course.files import write_atomically
from course.notebooks.translations import catalogues
from helpers.languages import catalogue

_BLOCK = re.compile(
    r"^%%% (?P<key>[0-9a-f]{8})[^\n]*\n(?P<english>.*?)"
    r"^%%% (?P<language>[a-z]{2}\w*)[ \t]*\n(?P<text>.*?)(?=^%%% |\Z)",
    re.MULTILINE | re.DOTALL,
)


def open_entries(language: str, names: list[str], *, everything: bool = False) -> str:
    """Entries that are new or fuzzy, or all of them, as blocks of text."""
    blocks = []
    for name in names:
        for entry in catalogues.read(catalogues.path_of(language, name)):
            if everything or not entry.translated():
                place, kind = entry.occurrences[0][0], entry.comment
                note = " · fuzzy: the English has changed" if entry.fuzzy else ""
                head = f"%%% {_key(name, entry)} {place} · {kind}{note}"
                blocks.append(
                    f"{head}\n{entry.msgid.strip()}\n%%% {language}\n{entry.msgstr.strip()}\n"
                )
    return "\n".join(blocks)


def take(language: str, names: list[str], text: str) -> list[str]:
    """Put translations into the catalogues; one line for each that is refused, and a last one that counts.

    An entry without text is left as it is. White space around the English text is set around the translation, too.
    """
    files = {name: catalogues.read(catalogues.path_of(language, name)) for name in names}
    entries = {_key(name, entry): entry for name, file in files.items() for entry in file}
    refused, taken = [], 0
    for block in _BLOCK.finditer(text):
        entry, words = entries.get(block["key"]), block["text"].strip("\n")
        if not words.strip():
            continue
        if entry is None:
            refused.append(
                f"{block['key']}: there is no such entry any more; write the open ones anew"
            )
            continue
        if block["language"] != language:
            raise CourseError(f"{block['key']}: this is {block['language']}, not {language}.")
        translated = _with_space_of(entry.msgid, words)
        problems = catalogues.problems(entry, translated)
        refused += [
            f"{block['key']} ({entry.occurrences[0][0]}): {problem}" for problem in problems
        ]
        if problems:
            continue
        taken += entry.msgstr != translated or entry.fuzzy
        entry.msgstr, entry.flags, entry.previous_msgid = translated, [], None
    for name, file in files.items():
        write_atomically(catalogues.path_of(language, name), str(file))
    return [*refused, f"{taken} entries taken, {len(refused)} problems"]


def write_open(language: str, lab: str, *, everything: bool = False) -> Path:
    """Write the open entries of a lab (`"02"`, or `"course"`) to `build/translations/`."""
    target = labs.BUILD / "translations" / f"{lab}.{language}.txt"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = open_entries(language, names_of(lab), everything=everything)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target


def names_of(lab: str) -> list[str]:
    """Catalogues of a lab, or of what all labs share (`"course"`)."""
    return [lab] if lab == catalogue.SHARED else catalogues.names(labs.find([lab])[0])


def _key(name: str, entry: polib.POEntry) -> str:
    return hashlib.sha256(f"{name}\0{entry.msgctxt}\0{entry.msgid}".encode()).hexdigest()[:8]


def _with_space_of(english: str, text: str) -> str:
    before = english[: len(english) - len(english.lstrip())]
    after = english[len(english.rstrip()) :]
    return before + text.strip() + after
