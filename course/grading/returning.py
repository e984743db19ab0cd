"""`make return`: final marks, feedback with all that was given, and what goes back into Moodle."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from course import labs
from course.files import write_atomically
from course.grading import grade, moodle, roster, tables
from course.notebooks import notebook
from helpers.graded.tests import LAB_POINTS


def give_back(
    lab: labs.Lab,
    target: Path,
    *,
    written: Path | None = None,
    worksheet: Path | None = None,
    class_list: Path | None = None,
) -> list[str]:
    """Make everything that students and Moodle get out of a graded lab; returns what to tell the instructor.

    Parameters
    ----------
    lab : Lab
    target : Path
        The folder of the grades. `final.csv`, `feedback.zip`, and `worksheet.csv` go there.
    written : Path, optional
        Points for the written questions; by default `written.csv` there.
    worksheet : Path, optional
        Moodle's grading worksheet, to be filled in.
    class_list : Path, optional
        A CSV of the class, to say who handed in nothing; by default what `make grade` was told.

    Raises
    ------
    UsageError
        When a table is wrong; then nothing is written.
    """
    names, grades, terms = grade.kept(lab, target)
    students = [grade.student for grade in grades]
    rest = grade.rest_of(target)
    if class_list:
        rest = dataclasses.replace(rest, absent=roster.absent(class_list, students))
    questions = {
        task.identifier: task.points for task in grade.written_tasks(notebook.read(lab.notebook))
    }
    tables.read_written(
        written or target / "written.csv", map(tables.harmless, students), questions
    )
    if written:
        tables.take_over(written, target, students)
    grade.write(lab, names, grades, target, terms, rest)
    final = tables.merge(target, target / "written.csv", questions, rest.absent)
    lines = [str(final), *tables.not_marked(final)]
    lines += tables.NotGraded(rest.absent).in_words()
    if worksheet:
        rows = tables.read_csv(final, {"student", "final"})
        marks = {tables.harmless(student): student for student in students}
        finals = {
            marks[row["student"]]: tables.number(row["final"])
            for row in rows
            if row["student"] in marks
        }
        filled = target / "worksheet.csv"
        write_atomically(filled, moodle.worksheet(worksheet, finals, LAB_POINTS))
        lines.append(f"{filled}: upload it as Moodle's grading worksheet.")
    pages = {
        student: target / "feedback" / f"{name}.html"
        for student, name in zip(students, names, strict=True)
    }
    archive = target / "feedback.zip"
    without = moodle.write_feedback(archive, pages)
    if len(without) < len(pages):
        lines.append(f"{archive}: Moodle's “Upload multiple feedback files in a zip” takes it.")
    return lines
