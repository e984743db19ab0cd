"""Texts in the language of this notebook, from the gettext catalogues in `translations/`."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

VARIABLE = "DL_LABS_LANGUAGE"  # says it where there is no notebook to ask: commands, batches, judges, tests
EDITION = "edition"  # key of a notebook's metadata: its language, if it is not English
FOLDER = Path(__file__).resolve().parents[2] / "translations"
ENGLISH = "en"
SHARED = "course"  # catalogue of what all labs say
# Its translation says how a number is written: what separates thousands and decimals, what stands before the sign.
NUMBER = "1,234.5%"
_WRITTEN = re.compile(r"1(.)234(.)5(.?)%")
_IS_NUMBER = re.compile(r"\s*[-+]?[\d,]*\.?\d+(e[-+]?\d+)?%?\s*")
_FORMAT_OF_NUMBERS = re.compile(r":[^:]*[,eEfFgG%]\}$")


_spoken: ContextVar[str] = ContextVar("spoken", default="")


def language() -> str:
    """Language that is spoken here, such as `"fr"`.

    That of `speaking`; or else of the notebook that this is the kernel of; or else what `DL_LABS_LANGUAGE` says.
    """
    return _spoken.get() or _of_this_notebook() or os.environ.get(VARIABLE) or ENGLISH


@contextlib.contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Let messages be in this language within the block, in this thread; an empty one changes nothing."""
    token = _spoken.set(spoken or _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(token)


@functools.cache
def _of_this_notebook() -> str:
    """Language of the notebook that this is the kernel of; empty where nothing says which it is."""
    path = os.environ.get("JPY_SESSION_NAME", "")
    return language_in(Path(path)) if path.endswith(".ipynb") else ""


def language_in(path: Path) -> str:
    """Language of the notebook in a file; empty where it cannot be read."""
    try:
        return language_of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return ""


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
    placeholders = parts(translate(template, catalogue))
    if not {part for part in placeholders if is_field(part)} <= values.keys():
        placeholders = parts(template)
    text = ""
    for part in placeholders:
        if not is_field(part):
            text += part.replace("{{", "{").replace("}}", "}")
        elif _FORMAT_OF_NUMBERS.search(part) and text.count("`") % 2 == 0:
            text += number(values[part])
        else:
            text += values[part]
    return text


def number(text: str) -> str:
    """A number as prose writes it in this process's language; what is no number stays as it is.

    Example
    -------
    >>> number("1,234.5")
    '1,234.5'
    >>> with speaking("fr"):
    ...     number("1,234.5"), number("12%"), number("v1.2")
    ('1\\xa0234,5', '12\\xa0%', 'v1.2')
    """
    written = _WRITTEN.fullmatch(translate(NUMBER))
    if written is None or not _IS_NUMBER.fullmatch(text):
        return text
    thousands, decimals, before_sign = written.groups()
    signs = {",": thousands, ".": decimals, "%": f"{before_sign}%"}
    return "".join(signs.get(letter, letter) for letter in text)


@functools.cache
def parts(template: str) -> list[str]:
    """Text and fields of a template, in order; together they are the template.

    Example
    -------
    >>> parts("{{a}} is {value:{width}}.")
    ['{{a}} is ', '{value:{width}}', '.']
    """
    texts, text, depth = [], "", 0
    for token in re.findall(r"\{\{|\}\}|\{|\}|[^{}]+", template):
        tokens = list(token) if depth and token in ("{{", "}}") else [token]
        for sign in tokens:
            if sign == "{":
                if depth == 0 and text:
                    texts.append(text)
                    text = ""
                depth += 1
            text += sign
            if sign == "}" and depth:
                depth -= 1
                if depth == 0:
                    texts.append(text)
                    text = ""
    return [*texts, text] if text else texts


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
