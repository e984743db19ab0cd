"""What must be the same in a text and its translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from helpers.languages.catalogue import is_field, parts

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$\d])\$(?! )[^$\n]+?(?<! )\$(?!\d)", re.DOTALL)
_WORDS = re.compile(
    r"\\(?:text|mathrm|textrm|operatorname)\{[^{}]*\}"
)  # of a formula, to translate
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def problems(
    english: str, other: str, *, markdown: bool = False, fields: bool = False
) -> list[str]:
    """What differs between a text and its translation that must not, one line each.

    Parameters
    ----------
    english, other : str
    markdown : bool
        Formulas, links, headings, tables and marks of answers count, too.
    fields : bool
        The text is an f-string or is formatted: its fields count, too.
    """
    kinds: dict[str, Callable[[str], list[str]]] = {"code span": _code, "task or figure": _numbered}
    if fields:
        kinds["field"] = _fields
    if markdown:
        kinds |= _OF_MARKDOWN
    kinds["number"] = _numbers
    differences = []
    for kind, read in kinds.items():
        left, right = Counter(read(english)), Counter(read(other))
        differences += [f"{kind} {_short(text)} is missing" for text in (left - right)]
        differences += [
            f"{kind} {_short(text)} is not in the English text" for text in (right - left)
        ]
    return differences


def _fields(text: str) -> list[str]:
    """Fields of an f-string, and of a text on a page (`%(name)s`)."""
    return [part for part in parts(text) if is_field(part)] + re.findall(r"%\(\w+\)s", text)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:60]}…")


def _code(text: str) -> list[str]:
    plain = _FENCE.sub("", text)
    fences = [re.sub(r"#[^\n]*", "#", fence) for fence in _FENCE.findall(text)]
    return [*fences, *(" ".join(match[2].split()) for match in _CODE.finditer(plain))]


def _formulas(text: str) -> list[str]:
    plain = _CODE.sub("", _FENCE.sub("", text))
    formulas = ["".join(match[0].split()) for match in _FORMULA.finditer(plain)]
    return [_WORDS.sub(r"\\text{}", formula) for formula in formulas]


def _numbered(text: str) -> list[str]:
    return re.findall(r"\b[EQO]\d+(?:\.\d+)?\b", text) + re.findall(r"\bFigures? (\d+\.\d+)", text)


def _numbers(text: str) -> list[str]:
    """Numbers outside code and formulas, without what separates thousands and decimals."""
    plain = _FORMULA.sub("", _CODE.sub("", _FENCE.sub("", text)))
    plain = re.sub(r"\]\([^)]*\)|https?://\S+", "", plain)
    plain = "".join("" if is_field(part) else part for part in parts(plain))
    joined = re.sub(r"(?<=\d)[,.\s\u00a0\u202f](?=\d)", "", plain)
    return list("".join(re.findall(r"\d+", joined)))


def _links(text: str) -> list[str]:
    return re.findall(r"\]\(\s*<?([^)\s>]+)", _CODE.sub("", text))


_OF_MARKDOWN: dict[str, Callable[[str], list[str]]] = {
    "formula": _formulas,
    "link": _links,
    "heading": lambda text: re.findall(r"^#+(?= )", _FENCE.sub("", text), re.MULTILINE),
    "row of a table": lambda text: re.findall(r"^\|", text, re.MULTILINE),
    "mark of an answer": lambda text: re.findall(r"<!-- .*? -->", text),
    "list item": lambda text: [
        "item" for _ in re.findall(r"^\s*(?:[-*]|\d+\.) ", text, re.MULTILINE)
    ],
}
