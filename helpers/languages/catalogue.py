"""Texts in the language of this notebook, from the gettext catalogues in `translations/`."""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path

VARIABLE = "DL_LABS_LANGUAGE"  # set where there is no notebook to ask: in batches, judges, tests
EDITION = "edition"  # key of a notebook's metadata: its language, if it is not English
FOLDER = Path(__file__).resolve().parents[2] / "translations"
ENGLISH = "en"
SHARED = "course"  # catalogue of what all labs say


def language() -> str:
    """Language of this process, such as `"fr"`: what `DL_LABS_LANGUAGE` says, or else the notebook's metadata."""
    named = os.environ.get(VARIABLE)
    return _of_this_notebook() if named is None else named or ENGLISH


@functools.cache
def _of_this_notebook() -> str:
    path = os.environ.get("JPY_SESSION_NAME", "")
    if not path.endswith(".ipynb"):
        return ENGLISH
    try:
        return language_of(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return ENGLISH


def language_of(notebook: object) -> str:
    """Language of a notebook, as read from JSON; English for anything that says no other."""
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    named = metadata.get(EDITION) if isinstance(metadata, dict) else None
    return named if isinstance(named, str) and named in languages() else ENGLISH


def languages() -> list[str]:
    """Languages that the course has catalogues of, beside English."""
    return sorted(path.name for path in FOLDER.glob("[a-z]*") if path.is_dir())


def checks(lab: str) -> str:
    """Catalogue of a lab's messages and hints (`"02"`)."""
    return f"checks/{lab}"


def later(text: str) -> str:
    """`text` itself: marks a constant that is translated where it is shown, by `translate`."""
    return text


def translate(text: str, catalogue: str = SHARED) -> str:
    """`text` in this process's language; as it is where the catalogue has no valid entry for it.

    Parameters
    ----------
    text : str
        English, as it stands in the source.
    catalogue : str
        `"course"`, or `checks(lab)`.

    Example
    -------
    >>> translate("Divide the pixels by 255.")
    'Divide the pixels by 255.'
    """
    spoken = language()
    return text if spoken == ENGLISH else entries(spoken, catalogue).get(text, text)


def formatted(template: str, values: dict[str, str], catalogue: str = SHARED) -> str:
    """An f-string in this process's language.

    Parameters
    ----------
    template : str
        Such as `"The sum is {total:.3g}, not {2 * n}."`
    values : dict of str to str
        What stands for each field of it: `{"{total:.3g}": "0.5", "{2 * n}": "4"}`.
    catalogue : str

    Example
    -------
    >>> formatted("The sum is {total:.3g}.", {"{total:.3g}": "0.5"})
    'The sum is 0.5.'
    """
    wanted = parts(translate(template, catalogue))
    if not {part for part in wanted if is_field(part)} <= values.keys():
        wanted = parts(template)
    return "".join(
        values[part] if is_field(part) else part.replace("{{", "{").replace("}}", "}")
        for part in wanted
    )


@functools.cache
def parts(template: str) -> list[str]:
    """Text and fields of a template, in order; together they are the template.

    Example
    -------
    >>> parts("{{a}} is {value:{width}}.")
    ['{{a}} is ', '{value:{width}}', '.']
    """
    found, text, depth = [], "", 0
    for piece in re.findall(r"\{\{|\}\}|\{|\}|[^{}]+", template):
        pieces = list(piece) if depth and piece in ("{{", "}}") else [piece]
        for sign in pieces:
            if sign == "{":
                if depth == 0 and text:
                    found.append(text)
                    text = ""
                depth += 1
            text += sign
            if sign == "}" and depth:
                depth -= 1
                if depth == 0:
                    found.append(text)
                    text = ""
    return [*found, text] if text else found


def is_field(part: str) -> bool:
    """Whether a part of a template is a field."""
    return part.startswith("{") and not part.startswith("{{") and part.endswith("}")


def entries(spoken: str, catalogue: str) -> dict[str, str]:
    """Translations of a catalogue that are done, by their English text; empty where there is none."""
    path = FOLDER / spoken / f"{catalogue}.po"
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@functools.lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> dict[str, str]:
    import polib

    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}
