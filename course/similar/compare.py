"""Compares the submissions of a graded lab, and writes the page and the table of the pairs that are too alike."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.grading import grade, tables
from course.notebooks import answers, notebook
from course.notebooks.build import editions
from course.notebooks.tasks import copy_in, copy_of, find_tasks, titles_of
from course.pages import render
from course.similar import chance, fragments
from helpers.languages.catalogue import language

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
    copies = [copy_in(lab, edition) for edition in editions(lab)]
    wrote: dict[str, answers.Answers] = {}
    for name, result in zip(names, grades, strict=True):
        path = target / "executed" / f"{name}.ipynb"
        if path.exists():
            ran = notebook.read(path)
            wrote[result.student] = answers.find(ran, copy_of(lab, ran))
    if len(wrote) < 3:
        raise UsageError("Fewer than three submissions ran: that is too few to compare them.")
    pairs = chance.pairs(pieces(copies, {name: exercise.texts for name, exercise in wrote.items()}))
    shown = [(pair, _shared_answers(lab, pair, wrote, copies[0])) for pair in pairs[:_MOST_PAIRS]]
    page = render.page(
        "similar.html",
        title=render.title(copy_in(lab, language())),
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
    count = len(wrote)
    summary = (
        f"1 pair of {count} submissions."
        if len(pairs) == 1
        else f"{len(pairs)} pairs of {count} submissions."
    )
    return [summary, str(target / "similar.html")]


def pieces(
    copies: list[NotebookNode], texts: dict[str, dict[str, str]]
) -> dict[str, dict[str, set[str]]]:
    """Of each task, the pieces of each student's answer, less those that were handed out.

    `copies` are the students' copies in all languages, the English one first.
    """
    untouched = copies[0]
    known = fragments.names_of(untouched)
    cells = [{cell.id: cell for cell in copy.cells} for copy in copies]
    result = {}
    for task in find_tasks(untouched)[0]:
        if cells[0][task.answer_id].cell_type == "code":
            pieces_of = functools.partial(fragments.of_code, known=known)
            stubs = [cells_of_copy[task.answer_id].source for cells_of_copy in cells]
        else:
            pieces_of = fragments.of_text
            stubs = [copy.cells[task.cell].source for copy in copies]
        handed_out = set().union(*map(pieces_of, stubs))
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
    titles = titles_of(lab)
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
    plain = text.replace("`", "")
    match kind:
        case "name":
            return f"the name {plain}"
        case "comment":
            return f"the comment {plain}"
        case "word":
            return f"the word {plain}"
    return plain
