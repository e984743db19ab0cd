"""What is written about a class: tables that a spreadsheet opens safely, pages, and the final marks."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import re
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import errors, labs
from course.grading import (
    charts,
    grade,
    gradebook,
    mlflow_runs,
    submission,
    submissions,
    tables,
    tracked,
)
from course.grading.limits import Limits, Terms
from course.grading.submission import GRADED, Grade
from course.notebooks import notebook
from course.pages import render
from helpers.graded import bars
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, Outcome
from helpers.graded.tests import by_exercise

LAB = labs.find(["02"])[0]
TERMS = Terms("02")
ACCURACY = "02/test_accuracy"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read(path: Path) -> list[dict[str, str]]:
    return rows(path.read_text(encoding="utf-8-sig"))


def synthetic_class(count: int = 20) -> list[Grade]:
    """Grades of a class as it might be: most pass most, a few networks miss the bar, two did not run."""
    rng = random.Random(3)
    exercises = by_exercise("02")
    grades = []
    for number in range(count):
        name, skill = f"Student {number:02d}", rng.betavariate(4, 1.5)
        if number in (7, 13):
            why = "The notebook ran longer than 900 s." if number == 7 else "The file is empty."
            status = submission.TIMED_OUT if number == 7 else submission.UNREADABLE
            grades.append(Grade(name, status, why, submission.nothing(TERMS, why)))
            continue
        outcomes = []
        for hardness, (exercise, tests) in enumerate(exercises.items()):
            possible = sum(test.points for test in tests)
            chance = skill - 0.015 * hardness
            status, earned = PASSED, possible
            reason = " ".join(test.goal for test in tests)
            if rng.random() > chance + 0.2:
                left_out = rng.random() < 0.3
                status = NOT_ATTEMPTED if left_out else FAILED
                earned = 0.0 if left_out else rng.choice([0.0, possible / 2])
                reason = (
                    "fill in `x`, then check again." if left_out else "Divide the pixels by 255."
                )
            measured = {}
            if exercise == "E2.4" and status != NOT_ATTEMPTED:
                measured = {ACCURACY: rng.gauss(0.9745, 0.0015) if number % 6 else 0.91}
            outcomes.append(Outcome(exercise, status, reason, earned, possible, measured))
        grades.append(Grade(name, GRADED, "", outcomes, rng.uniform(20, 40), rng.uniform(600, 900)))
    return grades


# --- tables -----------------------------------------------------------------------------------------------


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.from_regex(r"[;\n \t\r]{0,2}[=+@＝-]1")
)
def test_no_cell_of_a_table_is_a_formula(value: str):
    (row,) = rows(tables.as_csv([{"student": value, "points": "3"}]))
    assert row["points"] == "3"
    # Where semicolons separate, a cell begins after each, and a row after each line.
    for cell in re.split(r"[;\n]", row["student"]):
        assert not cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not cell.startswith(("\t", "\r"))


def test_marks_have_a_row_for_each_student_and_a_column_for_what_was_measured():
    grades = synthetic_class()
    rows = tables.marks(grades, [])
    assert [row["student"] for row in rows] == [grade.student for grade in grades]
    assert {tuple(row) for row in rows} == {tuple(rows[0])}
    points = [column for column in rows[0] if re.match(r"[EQ]\d", column)]
    assert points == list(by_exercise("02"))
    for row, graded in zip(rows, grades, strict=True):
        assert sum(float(row[name]) for name in points) == float(row["automatic"]) == graded.points
    assert rows[6]["test_accuracy"] == "0.9100"
    assert (rows[7]["status"], rows[7]["test_accuracy"]) == ("timed out", "")


def test_number_that_is_none_is_written_and_left_out_of_the_chart():
    grades = synthetic_class(1)
    grades[0].outcomes[0].measured[ACCURACY] = float("nan")
    assert tables.marks(grades, [])[0]["test_accuracy"]
    assert tables.measurements(grades) == {ACCURACY: [0.91]}


def write_marks(folder: Path) -> None:
    given_rows = [{"student": "Ada", "automatic": "10.5"}, {"student": "Grace", "automatic": "3"}]
    tables.write(folder / "grades.csv", given_rows)


WRITTEN = "student,question,possible,points\nAda,Q1.6,2,{}\nAda,Q1.7,1,1\nGrace,Q1.6,2,0.5\nGrace,Q1.7,1,\n"


@pytest.mark.parametrize(
    "form", [WRITTEN, WRITTEN.replace(",", ";"), "\ufeff" + WRITTEN, WRITTEN.replace("\n", "\r\n")]
)
def test_written_points_are_merged(tmp_path, form: str):
    write_marks(tmp_path)
    (tmp_path / "w.csv").write_bytes(form.format("1.5").encode())
    final = read(tables.merge(tmp_path, tmp_path / "w.csv"))
    assert final[0] == {
        "student": "Ada",
        "automatic": "10.5",
        "written": "2.5",
        "final": "13",
        "out_of": "20",
        "not_marked_yet": "",
        "note": "",
    }
    assert (final[1]["final"], final[1]["not_marked_yet"]) == ("3.5", "Q1.7")


def test_zeros_that_a_spreadsheet_took_from_a_number_are_given_back(tmp_path):
    lines = ["student,question,possible,points"]
    for student in ("0071", "0102", "Ada"):
        lines += [f"{student},Q1.6,2,1.5"]
    tables.write(
        tmp_path / "grades.csv",
        [{"student": student, "automatic": "3"} for student in ("0071", "0102", "102", "Ada")],
    )
    (tmp_path / "w.csv").write_text("\n".join(lines).replace("0071", "71").replace("0102", "102"))
    final = {
        row["student"]: row["written"] for row in read(tables.merge(tmp_path, tmp_path / "w.csv"))
    }
    # Two students might be 102, so that row is taken as it stands.
    assert final == {"0071": "1.5", "0102": "0", "102": "1.5", "Ada": "1.5"}


EXCEL = {
    "blank rows at the end": lambda text: text + ",,,\r\n,,,\r\n\r\n",
    "blank rows before and between": lambda text: "\n" + text.replace("\n", "\n,,,\n"),
    "sep=,": lambda text: "sep=,\r\n" + text,
    "sep=;": lambda text: "SEP=;\n" + text.replace(",", ";"),
    "semicolons, decimal commas, blank rows": lambda text: (
        text.replace(",", ";").replace("1.5", "1,5").replace("0.5", "0,5") + ";;;\n"
    ),
    "empty columns at the end": lambda text: text.replace("\n", ",,\n"),
    "spaces": lambda text: text.replace(",", " , ").replace("\n", " \n"),
    "everything quoted": lambda text: "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\r\n" for line in text.split()
    ),
    "lines of an old Mac": lambda text: text.replace("\n", "\r"),
    "a total": lambda text: text + "Total,,6,4\n,,,4\n",
    "whole numbers with decimals": lambda text: text.replace(",1,1", ",1.0,1.00"),
}


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", EXCEL)
def test_table_is_read_as_excel_saves_it(tmp_path, form: str, code: str):
    write_marks(tmp_path)
    (tmp_path / "w.csv").write_bytes(EXCEL[form](WRITTEN.format("1.5")).encode(code))
    final = read(tables.merge(tmp_path, tmp_path / "w.csv", {"Q1.6": 2.0, "Q1.7": 1.0}))
    assert [row["final"] for row in final] == ["13", "3.5"]
    assert [row["not_marked_yet"] for row in final] == ["", "Q1.7"]


def test_unicode_text_with_tabs_is_read(tmp_path):
    write_marks(tmp_path)
    text = WRITTEN.format('"1,5"').replace(",", "\t").replace("1\t5", "1,5")
    (tmp_path / "w.txt").write_bytes(text.encode("utf-16"))
    assert read(tables.merge(tmp_path, tmp_path / "w.txt"))[0]["final"] == "13"


ASKED = {"Q1.6": 2.0, "Q1.7": 1.0}


def test_each_wrong_row_is_a_line_and_nothing_is_written(tmp_path):
    write_marks(tmp_path)
    lines = [
        "Ada,Q1.99,5,5",
        "",
        "Ada,Q1.6,3,1",
        "Eve,Q1.7,1,1",
        "Ada,Q1.7,x,1",
        "Grace,Q1.7,1,0.5",
    ]
    (tmp_path / "w.csv").write_text("\n".join(["student,question,possible,points", *lines]))
    with pytest.raises(errors.UsageError) as caught:
        tables.merge(tmp_path, tmp_path / "w.csv", ASKED)
    problems = str(caught.value).split("\n")
    wanted = [
        "row 2 .Ada, Q1.99.: the lab has no such question; its written questions are Q1.6, Q1.7",
        "row 4 .Ada, Q1.6.: possible is 3, and Q1.6 is worth 2",
        "row 5 .Eve, Q1.7.: there is no such student",
        "row 6 .Ada, Q1.7.: possible: 'x' is not a number",
    ]
    assert len(problems) == len(wanted)
    for line, part in zip(problems, wanted, strict=True):
        assert re.search(part, line)
    assert not (tmp_path / "final.csv").exists()


def test_rows_that_are_not_there_are_said(tmp_path):
    write_marks(tmp_path)
    (tmp_path / "w.csv").write_text("student,question,possible,points\nAda,Q1.6,2,2\n")
    final = tables.merge(tmp_path, tmp_path / "w.csv", ASKED)
    assert [row["not_marked_yet"] for row in read(final)] == ["Q1.7", "Q1.6 Q1.7"]
    assert tables.not_marked(final) == [
        "Q1.7 is not marked yet for 2 of 2 students.",
        "Q1.6 is not marked yet for 1 of 2 students.",
    ]


@pytest.mark.parametrize(
    ("student", "saved"),
    [
        ("0071", "71"),
        ("12345678901234567", "1.23457E+16"),
        ("12345678901234567890", "1.23456789012346E+019"),  # as LibreOffice writes it
        ("Zoe\u0301", "Zo\u00e9"),
        ("3-4", "3-4"),
    ],
)
def test_student_that_a_spreadsheet_wrote_in_another_form_is_known(
    tmp_path, student: str, saved: str
):
    tables.write(tmp_path / "grades.csv", [{"student": student, "automatic": "3"}])
    (tmp_path / "w.csv").write_text(
        f"student,question,possible,points\n{saved},Q1.6,2,1\n", "utf-8"
    )
    assert read(tables.merge(tmp_path, tmp_path / "w.csv", ASKED))[0]["final"] == "4"


@given(
    st.lists(st.floats(0, 2).map(lambda x: round(4 * x) / 4), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.integers(0, 3),
)
def test_points_survive_any_form_of_the_table(
    values, separator, code, end, has_separator_line, blank
):
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)
        tables.write(
            target / "grades.csv",
            [{"student": f"s{i}", "automatic": "0"} for i in range(len(values))],
        )
        decimal = "," if separator == ";" else "."
        rows = [["student", "question", "possible", "points", "answer"]]
        rows += [
            [f"s{i}", "Q1.6", "2", str(v).replace(".", decimal), f'"a{end}b"']
            for i, v in enumerate(values)
        ]
        rows += [[""] * 5] * blank
        lines = [f"sep={separator}"] * has_separator_line + [separator.join(row) for row in rows]
        (target / "w.csv").write_bytes(end.join([*lines, ""]).encode(code))
        final = read(tables.merge(target, target / "w.csv", ASKED))
    assert [float(row["final"]) for row in final] == values


def test_deleted_row_is_not_marked_yet(tmp_path):
    write_marks(tmp_path)
    text = WRITTEN.format("2").replace("Grace,Q1.6,2,0.5\n", "")
    (tmp_path / "w.csv").write_text(text)
    assert read(tables.merge(tmp_path, tmp_path / "w.csv"))[1]["not_marked_yet"] == "Q1.6 Q1.7"


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ("3", "not between 0 and 2"),
        ("-1", "not between"),
        ("nan", "not between"),
        ("two", "not a number"),
    ],
)
def test_wrong_written_points_are_named(tmp_path, points: str, message: str):
    write_marks(tmp_path)
    (tmp_path / "w.csv").write_text(WRITTEN.format(points))
    with pytest.raises(errors.UsageError, match=f"row 2 .Ada, Q1.6.*{message}"):
        tables.merge(tmp_path, tmp_path / "w.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "There is no"),
        (b"student,points\nAda,1\n", "has no column possible, question"),
        ("student,question,possible,points\nJürgen,Q1.6,2,1\n".encode("cp1252"), "UTF-8"),
        (b"student,question,possible,points\nAda,Q1.6,2,1\nAda,Q1.6,2,1\n", "row 3.*a row above"),
        (b"student,question,possible,points\nEve,Q1.6,2,1\n", "no such student"),
    ],
)  # fmt: skip
def test_table_that_cannot_be_merged_says_why(tmp_path, content: bytes | None, message: str):
    write_marks(tmp_path)
    if content is not None:
        (tmp_path / "w.csv").write_bytes(content)
    with pytest.raises(errors.UsageError, match=message):
        tables.merge(tmp_path, tmp_path / "w.csv")


# --- pages ------------------------------------------------------------------------------------------------


def bad(student: str) -> Grade:
    outcome = Outcome("E2.1", FAILED, "<script>alert(1)</script> `<b>x`", 1.0, 2.0)
    return Grade(student, GRADED, "", [outcome], 1.5, 200.0)


def test_pages_show_what_students_wrote_as_text():
    task = grade.written_tasks(notebook.read(LAB.solution))[0]
    error = nbformat.v4.new_output("error", ename="<i>E</i>", evalue="<script>", traceback=[])
    figure = nbformat.v4.new_output(
        "display_data",
        data={"image/png": "<script>", "image/svg+xml": "<svg onload=x>", "text/html": "<script>"},
    )
    executed = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("<script>", outputs=[error, figure])]
    )
    reply = {task: "<img src=x onerror=alert(1)> [a](javascript:alert(1))"}
    page = gradebook.feedback(LAB, bad("<b>Ada</b>"), executed, reply, TERMS)
    both = [bad("<b>Ada</b>"), bad("Grace")]
    page += gradebook.gradebook(LAB, both, TERMS, {"<b>Ada</b>": "a", "Grace": '"><script>'})
    for part in ("<script", "<b>Ada", "<b>x", "<i>E", "<img src=x", "<svg", 'href="javascript'):
        assert part not in page
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "default-src 'none'" in page


def test_feedback_shows_what_was_measured_beside_its_bar():
    grades = synthetic_class()
    page = gradebook.feedback(LAB, grades[6], None, {}, TERMS)
    assert f"test accuracy 0.9100, at least {bars.bar(ACCURACY):.3f} expected" in page
    reduced = gradebook.feedback(LAB, grades[6], None, {}, Terms("02", parameters={"epochs": 1}))
    assert "test accuracy 0.9100." in reduced


def test_gradebook_says_who_is_below_the_bar_and_where_it_went_wrong():
    grades = synthetic_class()
    page = gradebook.gradebook(LAB, grades, TERMS, {grade.student: "x.html" for grade in grades})
    values = tables.measurements(grades)[ACCURACY]
    reach = sum(value >= bars.bar(ACCURACY) for value in values)
    assert 0 < reach < len(values)
    assert f"{reach} of {len(values)} reach the bar" in page
    assert "further from the bar than the axis reaches" in page
    assert "2 could not be graded to the end" in page
    assert "Divide the pixels by 255." in page


def test_gradebook_names_whose_cells_met_a_limit():
    grades = synthetic_class(3)
    links = {grade.student: "#" for grade in grades}
    assert "met a limit" not in gradebook.gradebook(LAB, grades, TERMS, links)
    grades[1].message = "Cell 2: stopped after 300 s."
    named = f"<bdi>{grades[1].student}</bdi>: <bdi>Cell 2: stopped after 300 s.</bdi>"
    assert named in gradebook.gradebook(LAB, grades, TERMS, links)
    anonymous = gradebook.gradebook(LAB, grades, TERMS)
    assert "1 with cells that met a limit" in anonymous
    assert "Cell 2" not in anonymous


def test_gradebook_says_that_it_is_on_the_sample(monkeypatch):
    for folder, is_sample in ((Path("data"), False), (None, True)):
        monkeypatch.setattr("course.grading.bubblewrap.data_folder", lambda folder=folder: folder)
        text = gradebook.gradebook(LAB, synthetic_class(2), TERMS)
        assert ("built-in sample" in text) == is_sample


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 20])
def test_gradebook_is_the_same_text_each_time(count: int):
    first, again = (gradebook.gradebook(LAB, synthetic_class(count), TERMS) for _ in range(2))
    assert first == again


@pytest.mark.parametrize("direction", ["higher", "lower"])
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.05, 0.95))
def test_bar_is_an_edge_of_the_bins(direction: str, values: list[float], limit: float):
    edges = charts._edges(values, limit, direction)
    assert limit in edges
    assert all(a < b for a, b in itertools.pairwise(edges))
    good = [value for value in values if bars.meets(value, limit, direction)]
    assert all(edges[0] - 1e-9 <= value <= edges[-1] + 1e-9 for value in good)


# --- what is tracked --------------------------------------------------------------------------------------


def test_what_is_tracked_names_nobody():
    grades = synthetic_class()
    text = tracked.nameless(grades) + gradebook.gradebook(LAB, grades, TERMS)
    assert "Student" not in text
    assert len(rows(tracked.nameless(grades))) == 20
    other_names = synthetic_class()
    for graded, name in zip(other_names, reversed(grades), strict=True):
        graded.student = name.student
    assert tracked.nameless(other_names[::-1]) == tracked.nameless(grades)


def test_metrics_of_a_batch():
    metrics = tracked.metrics(synthetic_class())
    assert metrics["submissions"] == 20
    assert metrics["submissions_not_graded"] == 2
    assert metrics["points_quartile_1"] <= metrics["points_median"] <= metrics["points_quartile_3"]
    assert {f"earned/{name}" for name in by_exercise("02")} <= set(metrics)
    assert 0.9 < metrics["test_accuracy_median"] < 1
    assert tracked.metrics(synthetic_class(1))["points_mean"] >= 0


@pytest.mark.slow
def test_batch_is_a_run_in_mlflow(tmp_path, monkeypatch, capsys):
    import mlflow

    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path / "student"))
    tracked.keep(LAB, synthetic_class(), TERMS, tmp_path / "mlflow", 12.0, 5)
    kept = time.time()
    broken = tmp_path / "mlflow" / mlflow_runs.WAITING / "0.json"
    broken.write_text("{")
    mlflow_runs.enter(tmp_path / "mlflow")
    assert f"{broken} could not be entered: JSONDecodeError" in capsys.readouterr().out
    broken.unlink()
    mlflow_runs.enter(tmp_path / "mlflow")  # nothing waits any more
    assert not capsys.readouterr().out
    assert not (tmp_path / "student").exists()
    client = mlflow.MlflowClient(f"sqlite:///{tmp_path / 'mlflow' / 'mlflow.db'}")
    experiment = client.get_experiment_by_name("grading, lab 02")
    (run,) = client.search_runs([experiment.experiment_id])
    assert run.info.status == "FINISHED"
    assert run.info.run_name == "20 submissions"
    assert run.info.end_time - run.info.start_time == 12_000
    assert abs(run.info.end_time / 1000 - kept) < 60
    assert {"python", "host", "data_mnist"} <= set(run.data.tags)
    assert run.data.metrics["submissions_graded_now"] == 5
    assert run.data.params["memory"] == "4096"
    artifacts = {path.path for path in client.list_artifacts(run.info.run_id)}
    assert artifacts == {"gradebook.html", "points.csv"}


def test_what_was_measured_is_kept_in_the_journal():
    grade = synthetic_class(1)[0]
    again = Grade.from_json(json.loads(json.dumps(grade.to_json())))
    assert again == grade
    assert tables.values_measured(again) == {ACCURACY: 0.91}


def test_pages_of_students_who_have_left_do_not_linger(tmp_path):
    both = synthetic_class(2)
    (tmp_path / "journal").mkdir()
    for name in ("s0", "s1"):
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
        notebook.write(made, tmp_path / "journal" / f"{name}.ipynb")
    grade.write(LAB, ["s0", "s1"], both, tmp_path, TERMS)
    rows_before = tables.read_csv(tmp_path / "written.csv", set())
    for row in rows_before:
        row["points"] = "0.5"
    tables.write(tmp_path / "written.csv", rows_before)
    grade.write(LAB, ["s0"], both[:1], tmp_path, TERMS)
    assert [path.name for path in (tmp_path / "feedback").iterdir()] == ["s0.html"]
    assert [path.name for path in (tmp_path / "executed").iterdir()] == ["s0.ipynb"]
    written = tables.read_csv(tmp_path / "written.csv", set())
    assert {row["student"] for row in written} == {both[0].student}
    grade.write(LAB, ["s0", "s1"], both, tmp_path, TERMS)  # and comes back
    assert tables.read_csv(tmp_path / "written.csv", set()) == rows_before
    assert not (tmp_path / "withdrawn.csv").exists()


def test_one_damaged_notebook_does_not_stop_the_pages(tmp_path):
    both = synthetic_class(2)
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal" / "s0.ipynb").write_text("{")
    grade.write(LAB, ["s0", "s1"], both, tmp_path, TERMS)
    assert len(list((tmp_path / "feedback").iterdir())) == 2
    assert len(read(tmp_path / "grades.csv")) == 2


def test_moodle_names_are_told_apart_and_typed_text_does_not_hide_the_files(tmp_path):
    for name in ("Ada Ng_1_assignsubmission_file_", "Ada Ng_2_assignsubmission_file"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "02_dense_mnist.ipynb").write_text("{}")
    for name in ("Ada Ng_1_assignsubmission_onlinetext_", "Zoë_3_assignsubmission_onlinetext_"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "onlinetext.html").write_text("hello")
    (tmp_path / "Bo_O_4_assignsubmission_file_02_dense_mnist.ipynb").write_text("{}")
    collected = submissions.find(tmp_path, "02", Limits())
    problems = {submission.student: submission.problem for submission in collected}
    assert list(problems) == ["Ada Ng (1)", "Ada Ng (2)", "Bo_O (4)", "Zoë (3)"]
    assert "no notebook" in problems.pop("Zoë (3)")
    assert not any(problems.values())


# --- floods -----------------------------------------------------------------------------------------------

ANSWERS = {
    "wide tables": ("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + "|\n" * 100_000) * 2,
    "short lines": "a\n" * 10_000_000,
    "nested quotes": ">" * 20_000,
    "nested lists": "- " * 10_000,
    "brackets": "[" * 20_000,
    "links": "[a](" * 5_000,
    "emphasis": "*a **a " * 3_000,
    "ticks": "".join("`" * n + " " for n in range(1, 200)),
    "formulas": "$x^2$ " * 3_000,
    "one formula": "$" + "{" * 1_900 + "}" * 90 + "$",
    "nested formula": "$" + "\\frac{" * 300 + "}" * 300 + "$",
    "text": "<b>" * 7_000_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_makes_a_page_long_or_late(name: str):
    start = time.process_time()
    page = render.markdown(ANSWERS[name])
    assert time.process_time() - start < 20
    assert len(page) < 3_000_000
    assert len(ANSWERS[name]) <= 20_000 or "more characters are in the notebook" in page


def test_answer_that_takes_too_long_is_plain_text(monkeypatch):
    monkeypatch.setattr(render, "_SECONDS", -1.0)
    assert "&lt;b&gt;*a*</pre>" in render.markdown("<b>*a*")


def test_marks_are_written_before_any_page_and_a_page_fails_alone(tmp_path, monkeypatch, capsys):
    both, real = synthetic_class(2), gradebook.feedback
    (tmp_path / "journal").mkdir()

    def feedback(lab: labs.Lab, graded: Grade, *arguments: object) -> str:
        assert len(read(tmp_path / "grades.csv")) == 2
        assert (tmp_path / "written.csv").exists()
        if graded is both[0]:
            raise MemoryError
        return real(lab, graded, *arguments)

    monkeypatch.setattr(gradebook, "feedback", feedback)
    grade.write(LAB, ["s0", "s1"], both, tmp_path, TERMS)
    assert "s0.html could not be made: MemoryError" in capsys.readouterr().out
    made = [(tmp_path / "feedback" / f"s{n}.html").read_text() for n in (0, 1)]
    assert "could not be made" in made[0]
    assert both[1].student in made[1]
    assert (tmp_path / "gradebook.html").exists()


def test_name_that_turns_the_direction_of_writing_turns_nothing_else():
    name = "Eve\u202e"
    page = gradebook.feedback(LAB, bad(name), None, {}, TERMS)
    page += gradebook.gradebook(LAB, [bad(name)], TERMS, {name: "x.html"})
    body = page.split("<body", 1)[1]
    assert body.count(f"<bdi>{name}</bdi>") == 2


def test_line_on_the_terminal_moves_no_cursor(capsys):
    grade._say("a\x1b[2Jb\x07\u202ec\udce9 Zoë")
    assert capsys.readouterr().out == "a[2Jbc\\udce9 Zoë\n"
