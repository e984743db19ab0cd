"""Points and remarks are kept at once, and nothing that stood in the table is lost."""

from __future__ import annotations

import threading

import pytest

from course.errors import UsageError
from course.grading import tables
from course.marking.marks import Marks
from tests.marking.conftest import LAB, QUESTIONS, STUDENTS

QUESTION = QUESTIONS[0]


def rows(folder):
    table = tables.read_csv(folder / "written.csv", {"student", "question", "points", "remark"})
    return {(row["student"], row["question"]): row for row in table}


def test_what_is_given_stands_in_the_table_at_once(folder):
    marks = Marks(folder)
    marks.give("Zoë Ng", QUESTION, "0.5", "Say why.")
    assert rows(folder)["Zoë Ng", QUESTION]["points"] == "0.5"
    assert rows(folder)["Zoë Ng", QUESTION]["remark"] == "Say why."
    assert Marks(folder).give("Zoë Ng", QUESTION, None, None).points == "0.5", "a new start goes on"
    assert marks.give("Zoë Ng", QUESTION, "", None).points == "", "points can be taken back"


def test_order_is_the_same_each_time_and_follows_no_name(folder):
    first = [answer.student for answer in Marks(folder).of(QUESTION)]
    assert first == [answer.student for answer in Marks(folder).of(QUESTION)]
    assert sorted(first) == sorted(map(tables.harmless, STUDENTS))
    orders = {tuple(a.student for a in Marks(folder).of(question)) for question in QUESTIONS}
    assert len(orders) > 1, "another order for each question"


def test_answers_are_shown_as_they_were_written(folder):
    answers = {answer.student: answer.text for answer in Marks(folder).of(QUESTION)}
    assert answers["Zoë Ng"].startswith("- Zoë Ng on"), "without the quote of the table"


def test_remarks_are_counted_by_line(folder):
    marks = Marks(folder)
    marks.give("Zoë Ng", QUESTION, None, "Say why.\nName the layer.")
    marks.give("0071", QUESTION, None, "Say why.")
    assert marks.remarks(QUESTION) == [("Say why.", 2), ("Name the layer.", 1)]


@pytest.mark.parametrize("points", ["-1", "7", "a", "0.5.5", "nan", "1e9"])
def test_wrong_points_change_nothing(folder, points):
    before = (folder / "written.csv").read_bytes()
    with pytest.raises(ValueError, match="is not"):
        Marks(folder).give("Zoë Ng", QUESTION, points, None)
    assert (folder / "written.csv").read_bytes() == before


def test_unknown_student_and_question_are_refused(folder):
    for student, question in [("Nobody", QUESTION), ("Zoë Ng", "Q2.99")]:
        with pytest.raises(ValueError, match="There is no answer"):
            Marks(folder).give(student, question, "0", None)


def test_change_of_a_spreadsheet_meanwhile_is_kept(folder):
    marks = Marks(folder)
    table = list(rows(folder).values())
    for row in table:
        row.pop(tables.ROW)
        if row["student"] == "0071":
            row["points"] = "0,5"
    tables.write(folder / "written.csv", table)
    marks.give("Zoë Ng", QUESTION, "0.5", None)
    assert rows(folder)["0071", QUESTION]["points"] == "0,5"
    assert rows(folder)["Zoë Ng", QUESTION]["points"] == "0.5"


def test_two_at_once_lose_nothing(folder):
    marks = Marks(folder)
    students = [answer.student for answer in marks.of(QUESTION)]
    threads = [
        threading.Thread(target=marks.give, args=(student, question, "0.25", question))
        for student in students
        for question in QUESTIONS
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row["points"] for row in rows(folder).values()} == {"0.25"}


def test_grading_again_keeps_points_and_remarks_and_merging_takes_them(folder):
    from course.grading.grade import written_tasks
    from course.notebooks import notebook

    marks = Marks(folder)
    marks.give("Zoë Ng", QUESTION, "0.5", "Say why.")
    tasks = written_tasks(notebook.read(LAB.solution))
    tables.write_answers(
        folder, {"Zoë Ng": dict.fromkeys(tasks, "anew"), "New": dict.fromkeys(tasks, "x")}
    )
    assert rows(folder)["Zoë Ng", QUESTION]["remark"] == "Say why."
    assert Marks(folder).of(QUESTION)[0].text in ("anew", "x")
    tables.write(
        folder / "grades.csv", [{"student": s, "automatic": "10"} for s in ("Zoë Ng", "New")]
    )
    final = tables.merge(
        folder, folder / "written.csv", {task.identifier: task.points for task in tasks}
    )
    assert "10.5" in final.read_text(encoding="utf-8")


def test_without_grades_there_is_a_line(tmp_path):
    with pytest.raises(UsageError, match="Grade first"):
        Marks(tmp_path)
