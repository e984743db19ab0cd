"""A class whose answers wait to be marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from course import labs
from course.grading import tables
from course.marking import app

LAB = labs.find(["02"])[0]
QUESTIONS = list(app.questions(LAB))
STUDENTS = ["Zoë Ng", "=1+1", "Ada <b>Lovelace</b>", "0071"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Grades of four students, each with an answer to every written question but the last one's first."""
    from course.grading.grade import written_tasks
    from course.notebooks import notebook

    tasks = written_tasks(notebook.read(LAB.solution))
    replies = {
        student: {
            task: f"- {student} on {task.identifier}: $p = 1$ <script>alert(1)</script>"
            for task in tasks
        }
        for student in STUDENTS
    }
    replies["0071"][tasks[0]] = ""
    tables.write_answers(tmp_path, replies)
    tables.write(
        tmp_path / "grades.csv", [{"student": student, "automatic": "10"} for student in STUDENTS]
    )
    return tmp_path
