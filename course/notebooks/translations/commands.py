"""`make translations`: brings catalogues up to their source, counts, and exchanges texts with translators."""

from __future__ import annotations

from pathlib import Path

from course.errors import UsageError
from course.notebooks.translations import catalogues, exchange
from helpers.languages import catalogue


def run(labs: list[str], language: str, todo: bool, everything: bool, take: Path | None) -> int:
    """Merge the catalogues, then what the options ask for; exit code 1 when a translation is refused."""
    languages = [language] if language else catalogue.languages()
    if not languages:
        raise UsageError("There is no language yet. Name one: make translations with --language fr")
    names = [name for lab in labs for name in exchange.names_of(lab)] or catalogues.all_names()
    for spoken in languages:
        for name in names:
            catalogues.update(spoken, name)
    refused = 0
    if take is not None:
        (spoken,) = languages if len(languages) == 1 else [""]
        if not spoken or not labs:
            raise UsageError(
                "Say which language and which lab: translations 02 --language fr --take FILE"
            )
        lines = exchange.take(spoken, names, take.read_text(encoding="utf-8"))
        print(*lines, sep="\n")
        refused = len(lines) - 1
    if todo:
        for spoken in languages:
            for lab in labs or [catalogue.SHARED]:
                print(exchange.write_open(spoken, lab, everything=everything))
    print(f"{'':28}{'done':>6}{'fuzzy':>6}{'new':>6}")
    for spoken in languages:
        for name in names:
            count = catalogues.count(spoken, name)
            print(f"{spoken + '/' + name:28}{count.done:6}{count.fuzzy:6}{count.new:6}")
    return 1 if refused else 0
