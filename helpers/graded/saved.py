"""The notebook's own file, as it was saved last."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from helpers.languages import catalogue
from helpers.languages.catalogue import later

INVITATION = later("*Write your answer here, in two to five sentences.*")  # of a written question
_QUESTION = re.compile(r"q\d+-\d+")


def notebook_path() -> Path | None:
    """File of this notebook, where Jupyter says which it is."""
    named = os.environ.get("JPY_SESSION_NAME", "")
    return Path(named) if named.endswith(".ipynb") and Path(named).is_file() else None


def saved_cells() -> tuple[dict[str, str], float]:
    """Text of each cell in the saved notebook, by id, and when it was saved (seconds since 1970)."""
    path = notebook_path()
    if path is None:
        return {}, 0.0
    try:
        when = path.stat().st_mtime
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return {cell["id"]: "".join(cell["source"]) for cell in cells if "id" in cell}, when
    except (OSError, ValueError, KeyError, TypeError):
        return {}, 0.0


def is_invitation(text: str) -> bool:
    """Whether this is what stands in the place of a written answer before it is written, in any language."""
    spoken = [catalogue.entries(language, catalogue.SHARED) for language in catalogue.languages()]
    return text.strip() in {INVITATION, *(texts.get(INVITATION, INVITATION) for texts in spoken)}


def unanswered_questions() -> list[str]:
    """Written questions of this notebook that nobody has answered in the saved file, such as `Q2.4`."""
    saved, _ = saved_cells()
    untouched = [name for name, source in saved.items() if is_invitation(source)]
    return [name.upper().replace("-", ".") for name in untouched if _QUESTION.fullmatch(name)]
