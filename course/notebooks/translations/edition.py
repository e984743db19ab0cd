"""A lab in another language, derived from its solution and its catalogue."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from course.labs import Lab
from course.notebooks.derive import SOLUTION_ONLY, derive
from course.notebooks.notebook import tags
from course.notebooks.translations import catalogues, code
from helpers.graded.saved import INVITATION
from helpers.languages import catalogue


def solution(source: NotebookNode, lab: Lab, language: str) -> NotebookNode:
    """The solution in another language; what is not translated, or no longer fits, stays in English."""
    entries = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for entry in catalogues.read(catalogues.path_of(language, lab.name))
        if entry.translated() and not catalogues.problems(entry, entry.msgstr)
    }
    words = catalogues.words(lab.name)
    translated = NotebookNode(source | {"cells": []})
    for cell in source.cells:
        new = NotebookNode(cell)
        if cell.cell_type == "markdown":
            new.source = entries.get((cell.id, cell.source), cell.source)
        elif cell.cell_type == "code" and SOLUTION_ONLY not in tags(cell):
            new.source = code.replace(cell.source, words, lambda text: entries.get((None, text)))
        translated["cells"].append(new)
    translated["metadata"] = NotebookNode(source.metadata | {catalogue.EDITION: language})
    return translated


def student_copy(source: NotebookNode, lab: Lab, language: str, repository: str) -> NotebookNode:
    """The student's copy in another language: as the English one, but for its texts.

    Its links lead one folder further up, since it lies in `notebooks/<language>/`.
    """
    copy = derive(source, lab.solution, repository, language)
    other = derive(solution(source, lab, language), lab.solution, repository, language)
    spoken = catalogue.entries(language, catalogue.SHARED)
    for cell, translated in zip(copy.cells, other.cells, strict=True):
        cell.source = translated.source
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace(INVITATION, spoken.get(INVITATION, INVITATION))
            cell.source = re.sub(r"(\]\(\s*<?)\.\./", r"\1../../", cell.source)
    copy["metadata"] = NotebookNode({catalogue.EDITION: language})
    return copy
