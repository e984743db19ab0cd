"""What a lab asks, as a digest for each task: a copy carries it, so that a later change can be named."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nbformat import NotebookNode

from course.notebooks.derive import strip_answers
from course.notebooks.tasks import find_tasks


def digests(solution: NotebookNode, path: Path) -> dict[str, str]:
    """Digest of each task's text and of what the student is handed to fill, such as `{"E2.1": "1f2e3d4c"}`.

    Taken of the English solution, so that a translation changes nothing.
    """
    return {
        task.identifier: _digest(solution, path, solution.cells[task.cell], task.answer_id)
        for task in find_tasks(solution)[0]
    }


def _digest(solution: NotebookNode, path: Path, text: NotebookNode, answer_id: str) -> str:
    cells = [text, *(cell for cell in solution.cells if cell.id == answer_id != text.id)]
    handed_out = [strip_answers(cell.source, cell.cell_type, str(path)) for cell in cells]
    return hashlib.sha256("\0".join(handed_out).encode()).hexdigest()[:8]
