"""Compares the submissions of a graded lab, and writes the page and the table of the pairs that are too alike."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.grading import grade, gradebook, tables
from course.notebooks import answers, notebook
from course.notebooks.tasks import find_tasks, solution_of
from course.pages import render
from course.similar import chance, fragments

_MOST_PAIRS = 100  # on the page
_MOST_PIECES = 12  # shown of what two answers share
COLUMNS = ("student", "other", "expected_by_chance", "exercises")


@dataclass(frozen=True)
class SharedAnswer:
    """One exercise of a pair: both answers as they were written, and the rarest pieces that they share."""

    exercise: str
    title: str
    is_code: bool
    texts: tuple[str, str]
    pieces: tuple[str, ...]
    chance: float


def similar(lab: labs.Lab, target: Path) -> list[str]:
    """Write `similar.html` and `similar.csv` into the folder of the grades; returns what to tell the instructor.

    Raises
    ------
    UsageError
        Where nothing was graded, or there are too few submissions to tell chance from copies.
    """
    names, grades, _ = grade.kept(lab, target)
    untouched = notebook.read(lab.notebook)
    wrote: dict[str, answers.Answers] = {}
    for name, result in zip(names, grades, strict=True):
        path = target / "executed" / f"{name}.ipynb"
        if path.exists():
            wrote[result.student] = answers.find(notebook.read(path), untouched)
    if len(wrote) < 3:
        raise UsageError("Fewer than three submissions ran: that is too few to compare them.")
    pairs = chance.pairs(
        pieces(untouched, {name: exercise.texts for name, exercise in wrote.items()})
    )
    shown = [(pair, _shared_answers(lab, pair, wrote, untouched)) for pair in pairs[:_MOST_PAIRS]]
    page = render.page(
        "similar.html",
        title=render.title(solution_of(lab)),
        count=len(wrote),
        pairs=shown,
        total=len(pairs),
    )
    write_atomically(target / "similar.html", page)
    rows = [
        {
            "student": pair.students[0],
            "other": pair.students[1],
            "expected_by_chance": f"{pair.expected:.1e}",
            "exercises": " ".join(exercise.exercise for exercise in pair.alike),
        }
        for pair in pairs
    ]
    table = target / "similar.csv"
    tables.write(table, rows) if rows else tables.write_header(table, COLUMNS)
    noun = "pair" if len(pairs) == 1 else "pairs"
    return [f"{len(pairs)} {noun} of {len(wrote)} submissions.", str(target / "similar.html")]


def pieces(
    untouched: NotebookNode, texts: dict[str, dict[str, str]]
) -> dict[str, dict[str, set[str]]]:
    """Of each task, the pieces of each student's answer, less those that were handed out."""
    known = fragments.names_of(untouched)
    cells = {cell.id: cell for cell in untouched.cells}
    result = {}
    for task in find_tasks(untouched)[0]:
        cell = cells[task.answer_id]
        if cell.cell_type == "code":
            pieces_of, stub = functools.partial(fragments.of_code, known=known), cell.source
        else:
            pieces_of, stub = fragments.of_text, untouched.cells[task.cell].source
        handed_out = pieces_of(stub)
        result[task.identifier] = {
            student: pieces_of(written[task.identifier]) - handed_out
            for student, written in texts.items()
            if written.get(task.identifier)
        }
    return result


def _shared_answers(
    lab: labs.Lab, pair: chance.Pair, wrote: dict[str, answers.Answers], untouched: NotebookNode
) -> list[SharedAnswer]:
    kinds = {cell.id: cell.cell_type for cell in untouched.cells}
    titles = gradebook.titles_of(lab)
    first, second = (wrote[student] for student in pair.students)
    return [
        SharedAnswer(
            alike.exercise,
            titles.get(alike.exercise, ""),
            kinds[alike.exercise.lower().replace(".", "-")] == "code",
            (first[alike.exercise], second[alike.exercise]),
            tuple(_in_words(piece) for piece in alike.pieces[:_MOST_PIECES]),
            alike.chance,
        )
        for alike in pair.alike
    ]


def _in_words(piece: str) -> str:
    """A piece as a person reads it."""
    kind, _, text = piece.partition(" ")
    words = {
        "code": "",
        "line": "",
        "name": "the name ",
        "comment": "the comment ",
        "word": "the word ",
    }
    return f"{words.get(kind, '')}{re.sub(r'`', '', text)}"
