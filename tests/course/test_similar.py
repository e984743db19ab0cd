"""Honest classes list nobody; a copy is found under other names, comments, in another order."""

from __future__ import annotations

import functools
import re

import pytest

from course import labs
from course.errors import UsageError
from course.grading import tables
from course.notebooks import notebook
from course.notebooks.tasks import copy_in
from course.similar import chance, compare, fragments
from helpers.languages.catalogue import speaking
from tests.made_class import TEXTS, MadeClass

pytestmark = pytest.mark.slow

LAB = labs.find(["01"])[0]
UNTOUCHED = notebook.read(LAB.notebook)
SIZE = 30
KNOWN = frozenset({"f", "x", "np", "sum"})


def code(text: str) -> set[str]:
    """What stays of an answer when names and comments do not count."""
    pieces = fragments.of_code(text, KNOWN)
    return {piece for piece in pieces if not piece.startswith(("name ", "comment "))}


@pytest.mark.parametrize(
    "copy",
    [
        "def f(x):\n    total = x * 2 + 1\n    other = x - 3\n    return total * other\n",
        "def f(x):\n    b = x - 3\n    a = x * 2 + 1\n    return a * b\n",
        'def f(x) -> int:\n    "Words."\n    # another one\n    a = (x*2)+1; b = x-3\n    return a*b\n',
    ],
    ids=["renamed", "reordered", "other comments and layout"],
)
def test_what_a_copy_changes_does_not_count(copy: str):
    assert code(copy) == code("def f(x):\n    a = x * 2 + 1\n    b = x - 3\n    return a * b\n")


def test_another_way_to_do_it_is_another_answer():
    assert not code("def f(x):\n    return sum(x)") & code("y = np.cumsum(x)[-1]")


def test_code_that_is_none_is_compared_by_lines():
    assert code("def f(:\n  a b") == {"line def f(:", "line a b"}


def test_written_answers_are_words_without_accents_and_case():
    words = fragments.of_text("La fonction de PERTE mesure 60 000 étiquettes.")
    assert words == fragments.of_text("la fonction de perte mesure 60,000 etiquettes")
    assert {"word loss", "word label", "word 60000"} <= words, "by the glossary"


def pairs_by_students(answers: dict[str, dict[str, str]]) -> dict[frozenset[str], chance.Pair]:
    return {
        frozenset(pair.students): pair
        for pair in chance.pairs(compare.pieces([UNTOUCHED], answers))
    }


@functools.cache
def honest(seed: int) -> tuple[MadeClass, dict[str, dict[str, str]]]:
    made = MadeClass(LAB, seed)
    return made, {f"s{number:02d}": made.honest(0.8) for number in range(SIZE)}


@pytest.mark.parametrize("seed", range(3))
def test_honest_class_lists_nobody(seed: int):
    assert not pairs_by_students(honest(seed)[1])


CHANGES = {
    "as it was": (),
    "renamed": ("renamed",),
    "reordered": ("reordered",),
    "comments": ("commented",),
    "all of it": ("renamed", "reordered", "commented"),
}


@pytest.mark.parametrize("how", CHANGES)
def test_copied_lab_is_found_whatever_was_changed(how: str):
    made, answers = honest(0)
    changes = [getattr(made, name) for name in CHANGES[how]]
    copy = made.copied(answers["s03"], *changes)
    assert set(pairs_by_students(answers | {"copy": copy})) == {frozenset({"s03", "copy"})}


def test_short_task_with_one_natural_answer_lists_nobody():
    answers = {f"s{n}": {"Q1.1": "q1_1 = 60_000"} for n in range(20)}
    answers |= {f"o{n}": {"Q1.1": f"q1_1 = {n}"} for n in range(3)}
    assert not pairs_by_students(answers)


def texts(copies: dict[str, dict[str, str]] | None = None) -> dict[str, dict[str, str]]:
    """Twelve students by their written answers, each by nobody else."""
    students: dict[str, dict[str, str]] = {f"s{n}": {} for n in range(12)}
    for question, answers in TEXTS["honest"].items():
        for number, text in enumerate(answers):
            students[f"s{number}"][question] = text
    return students | (copies or {})


def test_written_answers_of_twelve_list_nobody():
    assert not pairs_by_students(texts())


def test_written_answer_taken_over_is_found():
    answer = TEXTS["honest"]["Q1.6"][6]
    assert set(pairs_by_students(texts({"copy": {"Q1.6": answer}}))) == {frozenset({"s6", "copy"})}


def test_page_shows_both_side_by_side_and_runs_nothing(tmp_path, monkeypatch):
    made, answers = honest(0)
    answers = answers | {"copy": made.copied(answers["s03"])}
    answers["copy"]["Q1.6"] = answers["s03"]["Q1.6"] = "<script>alert(1)</script> " + "ab " * 40
    write_class(tmp_path, made, answers, monkeypatch)
    lines = compare.similar(LAB, tmp_path)
    assert lines[0] == f"1 pair of {SIZE + 1} submissions."
    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "no verdict" in page
    (row,) = tables.read_csv(tmp_path / "similar.csv", set())
    assert {row["student"], row["other"]} == {"copy", "s03"}


def test_what_was_handed_out_in_french_is_no_likeness():
    """Two French students in an English class share the French text of the tasks, and nothing else."""
    french = copy_in(LAB, "fr")
    stub = next(cell.source for cell in french.cells if cell.id == "e1-2")
    written = TEXTS["honest"]["Q1.6"]
    comments = [line for line in stub.splitlines() if line.lstrip().startswith("#")]
    assert comments
    answers = {f"s{n}": {"E1.2": f"x = {n}"} for n in range(20)}
    answers |= {name: {"E1.2": "\n".join(comments)} for name in ("ada", "bob")}
    assert written
    both = compare.pieces([UNTOUCHED, french], answers)["E1.2"]
    assert both["ada"] == set()


def test_the_page_is_in_french_for_who_asks(tmp_path, monkeypatch):
    made, answers = honest(0)
    write_class(tmp_path, made, answers | {"copy": made.copied(answers["s03"])}, monkeypatch)
    with speaking("fr"):
        lines = compare.similar(LAB, tmp_path)
    assert lines[0] == f"1 paire parmi {SIZE + 1} copies."
    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    for french in ("Ressemblances · TP 01", "<bdi>s03</bdi>", "on attendrait"):
        assert french in page, french
    assert re.search(r"\b0,\d{6}\b", page)
    unread = r"<style.*?</style>|<pre.*?</pre>|<code>.*?</code>|<div class=.answer.*?</div>|<[^>]*>"
    words = re.sub(unread, "", page, flags=re.DOTALL)
    assert not re.search(r"\b(pairs?|the|alike|Lab)\b", words)
    (row,) = tables.read_csv(tmp_path / "similar.csv", {"expected_by_chance"})
    assert float(row["expected_by_chance"]) < 0.05


def test_too_few_to_tell_are_refused(tmp_path, monkeypatch):
    made, answers = honest(0)
    write_class(tmp_path, made, dict(list(answers.items())[:2]), monkeypatch)
    with pytest.raises(UsageError, match="too few"):
        compare.similar(LAB, tmp_path)


def write_class(folder, made: MadeClass, answers, monkeypatch) -> None:
    """What `make similar` reads of a folder of grades."""
    from course.grading.submission import GRADED, Grade

    for name, answer in answers.items():
        notebook.write(made.notebook_of(answer), folder / "executed" / f"{name}.ipynb")
    grades = [Grade(name, GRADED) for name in answers]
    monkeypatch.setattr(compare.grade, "kept", lambda *_: (list(answers), grades, None))
