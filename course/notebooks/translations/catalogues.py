"""Catalogues of gettext: what they hold, taken from the source, and what is done of it.

`<language>/NN_topic.po` holds what stands in a lab: its Markdown by the id of the cell, and the texts of its code
by themselves. `checks/NN.po` holds what its checks and hints say, `course.po` what all labs say.
"""

from __future__ import annotations

import ast
import difflib
import json
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import polib

from course import labs
from course.errors import CourseError
from course.files import write_atomically
from course.notebooks import notebook
from course.notebooks.derive import GUIDE, MODEL, SOLUTION_ONLY
from course.notebooks.translations import code, guards
from helpers.graded import hints
from helpers.graded import tests as graded
from helpers.languages import catalogue, finder
from helpers.languages.messages import messages, names_in

_LIKE = 0.6  # two texts in the same place that are at least so much alike: one was changed into the other
WORDS = "words.txt"
KEY = ", also a key"  # behind the kind of a text by which code looks things up


@dataclass(frozen=True)
class Text:
    """An English text: what it is, where it stands first and elsewhere, and for Markdown the id of its cell."""

    english: str
    place: str
    kind: str
    cell: str | None = None
    places: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """Entries of a catalogue: translated, fuzzy (the English has changed since), not translated."""

    done: int
    fuzzy: int
    new: int


def path_of(language: str, name: str) -> Path:
    """File of a catalogue."""
    return catalogue.FOLDER / language / f"{name}.po"


def names(lab: labs.Lab) -> list[str]:
    """Catalogues of a lab: its text, and what its checks say."""
    return [lab.name, catalogue.checks(lab.number)] if lab.graded else [lab.name]


def all_names() -> list[str]:
    """All catalogues that a language has."""
    return [catalogue.SHARED, *(name for lab in labs.all_notebooks() for name in names(lab))]


def texts(name: str) -> list[Text]:
    """English texts of a catalogue, in their order, each once."""
    if name == catalogue.SHARED:
        of_catalogue = _shared()
    elif name.startswith("checks/"):
        of_catalogue = _of_checks(name.removeprefix("checks/"))
    else:
        of_catalogue = _of_lab(name)
    once: dict[tuple[str | None, str], Text] = {}
    for text in of_catalogue:
        first = once.setdefault((text.cell, text.english), text)
        first.places.setdefault(text.place)
    return list(once.values())


def _of_lab(name: str) -> list[Text]:
    """Texts of a notebook."""
    texts_of_lab, used = [], words(name)
    for cell in notebook.read(labs.SOLUTIONS / f"{name}.ipynb").cells:
        if cell.cell_type == "raw" or SOLUTION_ONLY in notebook.tags(cell):
            continue
        if cell.cell_type == "markdown":
            texts_of_lab.append(Text(cell.source, cell.id, "Markdown", cell.id))
        else:
            for piece in code.pieces(cell.source, used):
                kind = piece.kind + KEY * piece.is_key
                texts_of_lab.append(Text(piece.text, cell.id, kind))
    return texts_of_lab


def words(name: str) -> list[str]:
    """Single words that are read wherever they stand in the code of a lab, from `translations/words.txt`."""
    path = catalogue.FOLDER / WORDS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    pairs = [line.split(":", 1) for line in lines if ":" in line and not line.startswith("#")]
    return [word.strip() for lab, text in pairs if lab == name[:2] for word in text.split(",")]


def _of_checks(lab: str) -> list[Text]:
    """What the checks and hints of a lab say."""
    messages_of_lab = [
        Text(test.english_goal, test.exercise, "goal of a test") for test in graded.load_tests(lab)
    ]
    for path in sorted(graded.TESTS.glob(f"test_{lab}_*.py")):
        messages_of_lab += [
            Text(text, path.name, "message") for text in messages(path, at_import=True)
        ]
    steps = hints.hints(lab)
    return messages_of_lab + [
        Text(step, name, "hint") for name, texts in steps.items() for step in texts
    ]


def _shared() -> list[Text]:
    """What all labs say, and the commands and pages of the course."""
    modules = [
        p for p in sorted((labs.ROOT / "helpers").rglob("*.py")) if "languages" not in p.parts
    ]
    modules += [labs.ROOT / f"{name.replace('.', '/')}.py" for name in sorted(finder.SPOKEN)]
    modules.append(labs.ROOT / "course" / "site" / "contents.py")
    texts = [
        Text(catalogue.NUMBER, "helpers/languages/catalogue.py", "how a number is written"),
        *(
            Text(label, "course/notebooks/derive.py", "of a model answer")
            for label in (MODEL, GUIDE)
        ),
    ]
    texts += [
        Text(text, path.relative_to(labs.ROOT).as_posix(), "message")
        for path in modules
        if path.exists()
        for text in messages(path)
    ]
    templates = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    for path in sorted((labs.ROOT / "course").glob("*/templates/*.html")):
        for _, _, text in templates.extract_translations(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            if text:  # not what a page asks for by a variable, and a module marks with `later`
                texts.append(Text(text, path.relative_to(labs.ROOT).as_posix(), "page"))
    return texts


def read(path: Path) -> polib.POFile:
    """A catalogue; an empty one where there is none.

    Raises
    ------
    CourseError
        When the file is no catalogue of gettext.
    """
    if not path.is_file():
        return polib.POFile(wrapwidth=100)
    try:
        return polib.pofile(str(path), wrapwidth=100)
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: is no catalogue of gettext ({error})") from error


def merged(language: str, name: str) -> polib.POFile:
    """The catalogue as it must be now: today's English texts, with the translations that there are.

    What was translated from an earlier English text is kept, marked as fuzzy.
    """
    old, new = read(path_of(language, name)), polib.POFile(wrapwidth=100)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    english = texts(name)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    unused = {key: entry for key, entry in entries.items() if entry.msgstr}
    for text in english:
        unused.pop((text.cell, text.english), None)
    for text in english:
        entry = polib.POEntry(
            msgctxt=text.cell,
            msgid=text.english,
            comment=text.kind,
            occurrences=[(place, "") for place in text.places],
        )
        before = entries.get((text.cell, text.english))
        changed = None if before is not None and before.msgstr else _changed_from(text, unused)
        source = before if changed is None else changed
        if source is not None:
            entry.msgstr, entry.flags = source.msgstr, list(source.flags)
            entry.previous_msgid = source.previous_msgid
            entry.tcomment = source.tcomment
        if changed is not None:
            unused.pop((changed.msgctxt, changed.msgid))
            entry.flags = ["fuzzy"]
            entry.previous_msgid = changed.previous_msgid or changed.msgid
        new.append(entry)
    return new


def _changed_from(text: Text, left: dict) -> polib.POEntry | None:
    """The translated entry whose English text has become `text`, or None."""
    if text.cell is not None:
        return next((entry for (cell, _), entry in left.items() if cell == text.cell), None)
    places = {(place, "") for place in text.places}
    candidates = [
        e for (cell, _), e in left.items() if cell is None and places & set(e.occurrences)
    ]
    alike = {difflib.SequenceMatcher(None, e.msgid, text.english).ratio(): e for e in candidates}
    return alike[max(alike)] if alike and max(alike) >= _LIKE else None


def update(language: str, name: str) -> bool:
    """Bring a catalogue up to its source; whether it has changed."""
    path, text = path_of(language, name), str(merged(language, name))
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)
    return True


def count(language: str, name: str) -> Count:
    """How much of a catalogue is done."""
    entries = [entry for entry in read(path_of(language, name)) if not entry.obsolete]
    fuzzy = sum(entry.fuzzy for entry in entries)
    done = sum(entry.translated() for entry in entries)
    return Count(done, fuzzy, len(entries) - fuzzy - done)


def update_all() -> None:
    """Bring the catalogues that there are up to their sources."""
    for language in catalogue.languages():
        for name in all_names():
            if path_of(language, name).is_file():
                update(language, name)


def untranslated() -> list[str]:
    """A line for each language: how many texts its readers see in English."""
    lines = []
    for language in catalogue.languages():
        counts = [count(language, name) for name in all_names()]
        texts = sum(part.done + part.fuzzy + part.new for part in counts)
        english = texts - sum(part.done for part in counts)
        lines.append(f"{language}: {english} of {texts} texts are shown in English")
    return lines


def problems(entry: polib.POEntry, other: str) -> list[str]:
    """What must be the same in `other`, a translation of this entry, and is not."""
    return guards.problems(
        entry.msgid, other, markdown=entry.msgctxt is not None, fields=entry.msgctxt is None
    )


def faults(language: str) -> list[str]:
    """One line for each catalogue behind its source, each stale text, each translation that breaks its text."""
    faulty = []
    label = catalogue.entries(language, catalogue.SHARED).get(GUIDE, GUIDE)
    for name in all_names():
        path = path_of(language, name)
        if not path.is_file():
            continue
        keys = _keys_in_use(name)
        place = path.relative_to(catalogue.FOLDER.parent).as_posix()
        if path.read_text(encoding="utf-8") != str(merged(language, name)):
            faulty.append(f"{place} is behind the English texts: run `make translations`")
        for entry in read(path):
            where = f"{place}, {entry.msgctxt or entry.occurrences[0][0]}"
            if entry.fuzzy:
                faulty.append(f"{where}: the English text has changed since: {entry.msgid[:60]!r}")
            elif entry.translated():
                if GUIDE in entry.msgid and label not in entry.msgstr:
                    faulty.append(f"{where}: {label!r} is missing, by which pages know the guide")
                faulty += [f"{where}: {problem}" for problem in problems(entry, entry.msgstr)]
                if entry.msgid in keys and entry.msgstr != entry.msgid and KEY in entry.comment:
                    faulty.append(
                        f"{where}: {entry.msgid!r} is a key that {keys[entry.msgid]} reads: write it as it is"
                    )
    return faulty


def _keys_in_use(name: str) -> dict[str, str]:
    """Texts by which graded tests and stored runs look things up in a lab, each with the file that does."""
    paths = [*graded.TESTS.glob(f"test_{name[:2]}_*.py")] if name[:2].isdigit() else []
    used = {}
    for path in paths:
        for key in names_in(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(key):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    used[node.value] = path.name
    for path in (labs.ROOT / "helpers" / "datasets" / "stored").glob("*.json"):
        keys = _keys_of(json.loads(path.read_text(encoding="utf-8")))
        used |= dict.fromkeys([*keys, *(key.split(", ")[0] for key in keys)], path.name)
    return used


def _keys_of(value: object) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_keys_of, value))
    if not isinstance(value, dict):
        return {value} if isinstance(value, str) else set()
    return set(value).union(*map(_keys_of, value.values()))
