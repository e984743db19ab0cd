"""Documentation in other languages: pages written by hand, named when their English page has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from course import labs

_HEAD = re.compile(r"<!-- (?P<source>[\w./-]+) (?P<digest>[0-9a-f]{8}) -->\n")


def pages() -> list[Path]:
    """The translated pages: `README.fr.md`, `docs/fr/students.md` …"""
    readmes = [path for path in labs.ROOT.glob("README.*.md") if path.suffixes[0] != ".md"]
    return sorted([*readmes, *(labs.ROOT / "docs").glob("[a-z][a-z]/*.md")])


def source_of(page: Path) -> Path:
    """The English page of a translated one."""
    if page.parent == labs.ROOT:
        return labs.ROOT / "README.md"
    return page.parents[1] / page.name


def head_of(page: Path) -> str:
    """The first line that a translated page must have as long as its English page is what it is now."""
    source = source_of(page)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:8]
    return f"<!-- {source.relative_to(labs.ROOT).as_posix()} {digest} -->\n"


def faults() -> Iterator[str]:
    """One line for each page whose English page has changed since it was translated."""
    for page in pages():
        name, text = page.relative_to(labs.ROOT).as_posix(), page.read_text(encoding="utf-8")
        if not source_of(page).exists():
            yield f"{name}: there is no such page in English"
        elif not text.startswith(head_of(page)):
            head = _HEAD.match(text)
            problem = (
                "its English page has changed"
                if head
                else "it does not say of what it is the translation"
            )
            yield f"{name}: {problem}. Bring it up to date, and let it begin with: {head_of(page).strip()}"
