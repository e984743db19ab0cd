"""A language of nonsense: each word is written backwards, and what must stay the same stays."""

from __future__ import annotations

import re
from pathlib import Path

from course.notebooks.translations import catalogues

LANGUAGE = "xx"
_KEPT = re.compile(
    r"```.*?```|`+[^`]+`+|\$\$.+?\$\$|\$[^$\n]+\$|<!-- .*? -->|\]\([^)]*\)|https?://\S+|\bFigures?\b"
    r"|\*\*(?:Model answer|Marking guide)\.\*\*|\b[EQO]\d+(?:\.\d+)?\b|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\w*\d\w*",
    re.DOTALL,
)


def nonsense(text: str) -> str:
    """`text` with its words backwards."""
    parts, end = [], 0
    for match in _KEPT.finditer(text):
        parts += [_backwards(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, _backwards(text[end:])])


def _backwards(text: str) -> str:
    return re.sub(r"[^\W\d_]{3,}", lambda match: match[0][::-1], text)


def translate(folder: Path, names: list[str], *, keys: bool = False) -> list[str]:
    """Make catalogues of nonsense in `folder`; the texts that their guards refuse, which stay open."""
    refused = []
    for name in names:
        file = catalogues.merged(LANGUAGE, name)
        for entry in file:
            text = nonsense(entry.msgid)
            if "key" in entry.comment and not keys:
                text = entry.msgid
            problems = catalogues.problems(entry, text)
            refused += [f"{name}: {entry.msgid!r}: {problem}" for problem in problems]
            entry.msgstr = "" if problems else text
        path = folder / LANGUAGE / f"{name}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(file), encoding="utf-8")
    return refused
