"""Pages that an instructor opens, in a browser: nothing is cut off, and axe-core finds nothing grave."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.grading import grade, gradebook, tables, term
from course.notebooks import notebook
from course.pages import render
from course.similar.chance import Pair
from course.similar.compare import SharedAnswer
from tests.axe import assert_for_everybody
from tests.grading.test_gradebook import LAB, TERMS, synthetic_class

pytestmark = pytest.mark.acceptance


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of a class of twenty, by what they are."""
    folder = tmp_path_factory.mktemp("pages")
    grades = synthetic_class()
    solution = notebook.read(LAB.solution)
    tasks = grade.written_tasks(solution)
    written = dict.fromkeys(tasks, "A long answer: $x^2$ and `code`. " * 5)
    marks = {task.identifier: (f"{task.points:g}", "Say *why*.") for task in tasks}
    links = {graded.student: "#" for graded in grades}
    rest = tables.NotGraded(["Eve Nil"], ["timetable.pdf"])
    long = "result = np.array([" + "some_long_name, " * 9 + "])"
    both = SharedAnswer("E2.1", "Scale", True, (long, long), (long,), 0.001)
    answer = SharedAnswer("Q2.2", "Say", False, ("Words. " * 30,) * 2, ("the word x",), 0.001)
    pair = Pair(("Ada", "Grace"), (), 1e-5)
    texts = {
        "feedback": gradebook.feedback(LAB, grades[6], solution, written, TERMS, "Well.", marks),
        "gradebook": gradebook.gradebook(LAB, grades, TERMS, links, rest),
        "similar": render.page(
            "similar.html", title="Lab 02", count=20, total=1, pairs=[(pair, [both, answer])]
        ),
    }
    rows = tables.marks(grades, tasks)
    (folder / "02").mkdir()
    tables.write(folder / "02" / "grades.csv", rows)
    term.write(folder)
    made = {"term": folder / "term.html"}
    for name, text in texts.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("name", ["feedback", "gradebook", "similar", "term"])
def test_page_is_for_everybody(pages: dict[str, Path], browser, name: str):
    assert_for_everybody(pages[name], browser)
