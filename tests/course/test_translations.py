"""Catalogues, what is taken from code, what guards refuse, and a lab in a language of nonsense."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import polib
import pytest

from course import labs
from course.errors import UsageError
from course.notebooks import build, notebook
from course.notebooks.translations import catalogues, code, edition, exchange, guards
from course.release import released_files
from course.student import start
from helpers.graded.tests import load_tests
from helpers.languages import catalogue
from tests import nonsense
from tests.small_lab import House

LABS = labs.all_notebooks()
LAB = labs.find(["02"])[0]

# --- what is taken from code ----------------------------------------------------------------------------------

CELL = '''\
# E2.1: names, total
total = 1  # how many; a tenth
# Two lines
# of one comment.
names = {"first edition": 1, "none": 2}
ax.set(xlabel="epoch", color="dark red", loc="upper left")
print(f"{total:5,} images of {names["first edition"] if total else "none at all"}", end="")
label = history["val_loss"] if kind == "two words" else "guessing at random"
show(figure, alt="A line "
     "that rises.")


def f(x):
    """Twice x.

    x: a number.
    """
    raise ValueError("Not yet.")
'''.replace('{names["first edition"] if total else "none at all"}', "{names}")


def test_what_a_reader_reads_is_taken_from_a_cell():
    pieces = [(piece.kind, piece.text, piece.is_key) for piece in code.pieces(CELL)]
    assert pieces == [
        (code.COMMENT, "how many; a tenth", False),
        (code.COMMENT, "Two lines\nof one comment.", False),
        (code.STRING, "first edition", True),
        (code.STRING, "epoch", False),
        (code.TEMPLATE, "{total:5,} images of {names}", False),
        (code.STRING, "two words", True),
        (code.STRING, "guessing at random", False),
        (code.STRING, "A line that rises.", False),
        (code.DOCSTRING, "Twice x.\n\nx: a number.", False),
        (code.STRING, "Not yet.", False),
    ]


def test_replaced_texts_leave_the_code_as_it_was():
    french = {
        "how many; a tenth": "combien ; un dixième",
        "Two lines\nof one comment.": "Trois lignes\nd'un\ncommentaire.",
        "first edition": "première « édition »",
        "{total:5,} images of {names}": '{names} "ont" {total:5,} images \\ {{}}',
        "A line that rises.": "Une ligne qui monte, " + 12 * "et monte, " + "toujours.",
        "Twice x.\n\nx: a number.": "Le double.\n\nx : un nombre.\n  encore",
        "Not yet.": "Pas\nencore.",
    }
    changed = code.replace(CELL, (), french.get)
    texts = [piece.text for piece in code.pieces(changed)]
    assert texts == [french.get(piece.text, piece.text) for piece in code.pieces(CELL)]
    assert code._shape(changed) == code._shape(CELL)
    assert (
        "total = 1  # combien ; un dixième\n# Trois lignes\n# d'un\n# commentaire.\nnames"
        in changed
    )
    assert max(map(len, changed.split("\n"))) <= 115


def test_what_would_change_the_code_is_not_replaced():
    cell = 'print(f"{count} images")'
    assert code.replace(cell, (), {"{count} images": "{counter} images"}.get) == cell
    assert code.replace(cell, (), {"{count} images": "des images {"}.get) == cell


def test_a_listed_word_is_replaced_wherever_it_stands():
    cell = 'verdict = "right" if x else "wrong"\ncolour = 1 if verdict == "right" else 2'
    assert code.replace(cell, (), {"right": "juste"}.get) == cell
    assert code.replace(cell, ("right",), {"right": "juste"}.get) == cell.replace("right", "juste")
    placed = 'ax.text(0, 1, "right", ha="right")'
    assert (
        code.replace(placed, ("right",), {"right": "juste"}.get)
        == 'ax.text(0, 1, "juste", ha="right")'
    )


def test_a_word_in_a_field_is_read_and_replaced():
    cell = """print(f"{total} images {'right' if total else 'quite wrong'} {'layer':<9}{d['two words']}")"""
    texts = [piece.text for piece in code.pieces(cell) if piece.in_field]
    assert texts == ["right", "quite wrong", "layer"]
    french = {"right": "juste", "layer": "couche", "two words": "deux mots"}
    french[code.pieces(cell)[0].text] = code.pieces(cell)[0].text.replace(
        "{total}", "Total {total}"
    )
    changed = code.replace(cell, (), french.get)
    assert (
        "f\"Total {total} images {'juste' if total else 'quite wrong'} {'couche':<9}{d['two words']}"
        in changed
    )


# --- guards ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "other", "problem"),
    [
        ("Of 60,000 images, 0.5 %.", "De 60\u202f000 images, 0,5 %.", ""),
        ("Take `x` of $a b$.", "De $a  b$, prenez `x`.", ""),
        ("$\\text{loss} = 1$", "$\\text{perte} = 1$", ""),
        ("See [the glossary](../a.md).", "Voir [le glossaire](../a.md).", ""),
        ("Take `x`.", "Prenez x.", "code span 'x' is missing"),
        ("$a$", "$b$", "formula '$a$' is missing"),
        ("## Two", "### Deux", "heading '##' is missing"),
        ("[a](../a.md)", "[a](../b.md)", "link '../a.md' is missing"),
        ("Exercise E2.1", "Exercice E2.2", "task or figure 'E2.1' is missing"),
        ("Figure 2.1", "Figure 2.2", "task or figure '2.1' is missing"),
        ("5 epochs", "6 époques", "number '5' is missing"),
        ("- a\n- b", "- a", "list item 'item' is missing"),
        ("| a |\n| b |", "| a |", "row of a table '|' is missing"),
        ("<!-- END SOLUTION -->", "", "mark of an answer '<!-- END SOLUTION -->' is missing"),
    ],
)
def test_guards(english: str, other: str, problem: str):
    problems = guards.problems(english, other, markdown=True)
    assert problems[:1] == ([problem] if problem else [])


def test_fields_are_guarded():
    assert guards.problems("{n:,} of {m}", "sur {m}, {n:,}", fields=True) == []
    assert guards.problems("{n:,} of {m}", "{n:,}", fields=True) == ["field '{m}' is missing"]
    assert guards.problems("{n:,}", "{n}", fields=True)[0] == "field '{n:,}' is missing"


# --- a small lab in a language of nonsense --------------------------------------------------------------------


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    house = House(tmp_path, monkeypatch)
    monkeypatch.setattr(labs, "WORK", tmp_path / "work")
    assert nonsense.translate(catalogue.FOLDER, catalogues.names(house.lab)) == []
    build.build_all()
    return house


def test_a_third_language_needs_no_code(house: House, monkeypatch: pytest.MonkeyPatch):
    assert build.drift() == []
    english, other = notebook.read(house.lab.copy()), notebook.read(house.lab.copy("xx"))
    assert catalogue.language_of(other) == "xx"
    assert [cell.id for cell in other.cells] == [cell.id for cell in english.cells]
    assert [cell.metadata for cell in other.cells] == [cell.metadata for cell in english.cells]
    for before, after in zip(english.cells, other.cells, strict=True):
        if before.cell_type == "code":
            assert code._shape(after.source) == code._shape(before.source)
    assert (
        nonsense.nonsense(english.cells[0].source).replace("](..", "](../..")
        == other.cells[0].source
    )
    assert start(house.lab, "xx").startswith("work/07_small.ipynb is your copy")
    copy = (labs.WORK / "07_small.ipynb").read_text("utf-8")
    assert "](../docs" in copy
    assert "../../" not in copy
    with pytest.raises(UsageError, match=r"no edition 'yy'.*en, xx"):
        start(house.lab, "yy")
    monkeypatch.setenv(catalogue.VARIABLE, "xx")
    assert [test.goal for test in load_tests("07")] == ["x is delacs.", "x is evitisop.", "tset_c"]


def test_checks_of_a_lab_answer_in_its_language(house: House, monkeypatch: pytest.MonkeyPatch):
    from helpers.graded.judging import judge

    tests = [test for test in load_tests("07") if test.exercise == "E7.1"]
    assert "Mind the <sign>." in judge(tests, {"x": -1}).reason
    monkeypatch.setenv(catalogue.VARIABLE, "xx")
    tests = [test for test in load_tests("07") if test.exercise == "E7.1"]
    assert "dniM eht <ngis>." in judge(tests, {"x": -1}).reason


def test_a_changed_text_marks_its_translation(house: House):
    solution = notebook.read(house.lab.solution)
    cell = next(cell for cell in solution.cells if cell.id == "key-points")
    cell.source += " And more."
    notebook.write(solution, house.lab.solution)
    faults = catalogues.faults("xx")
    assert any("07_small.po is behind the English texts" in fault for fault in faults)
    assert catalogues.update("xx", house.lab.name)
    (fault,) = catalogues.faults("xx")
    assert "key-points: the English text has changed since" in fault
    assert catalogues.count("xx", house.lab.name).fuzzy == 1
    build.build_all()
    shown = {cell.id: cell.source for cell in notebook.read(house.lab.copy("xx")).cells}
    assert shown["key-points"] == cell.source  # in English until it is translated again


def test_a_translation_that_breaks_its_text_is_a_fault_and_not_shown(house: House):
    path = catalogues.path_of("xx", house.lab.name)
    file = polib.pofile(str(path), wrapwidth=100)
    title = next(entry for entry in file if entry.msgctxt == "title")
    title.msgstr = title.msgstr.replace("# ", "## ", 1)
    path.write_text(str(file), encoding="utf-8")
    assert any("title: heading '#' is missing" in fault for fault in catalogues.faults("xx"))
    copy = edition.student_copy(notebook.read(house.lab.solution), house.lab, "xx", "")
    assert copy.cells[0].source == title.msgid.replace("](..", "](../..")


def test_a_key_that_a_graded_test_reads_is_not_to_be_translated(house: House):
    solution = notebook.read(house.lab.solution)
    answer = next(cell for cell in solution.cells if cell.id == "e7-1")
    answer.source += '\nlosses = {"first run": 1.0, "other run": 2.0}'
    notebook.write(solution, house.lab.solution)
    path = catalogues.path_of("xx", house.lab.name)
    nonsense.translate(catalogue.FOLDER, [house.lab.name], keys=True)
    assert not any("is a key" in fault for fault in catalogues.faults("xx"))
    (tests,) = (house.root / "tests").glob("test_07*.py")
    tests.write_text(tests.read_text() + '\n\ndef first(nb):\n    return nb.losses["first run"]\n')
    (fault,) = (fault for fault in catalogues.faults("xx") if "is a key" in fault)
    assert "e7-1: 'first run' is a key that test_07_small.py reads" in fault
    assert "tsrif nur" in path.read_text()


def test_texts_go_to_a_translator_and_come_back(house: House):
    names = catalogues.names(house.lab)
    shutil.rmtree(catalogue.FOLDER)
    for name in names:
        catalogues.update("xx", name)
    text = exchange.open_entries("xx", names)
    assert text.count("%%% xx") == sum(catalogues.count("xx", name).new for name in names)
    filled = ""
    for block in text.split("%%% xx\n"):
        english = block.split("\n", 1)[1] if block.startswith("%%%") else block.split("%%% ")[-1]
        filled += block + "%%% xx\n" + nonsense.nonsense(english.partition("\n")[2] or english)
    entries = [entry for name in names for entry in catalogues.merged("xx", name)]
    blocks = [
        f"%%% {exchange._key(name, entry)} x\n{entry.msgid.strip()}\n%%% xx\n{nonsense.nonsense(entry.msgid)}\n"
        for name in names
        for entry in catalogues.merged("xx", name)
    ]
    broken = blocks[0].replace("%%% xx\n# ", "%%% xx\n")
    lines = exchange.take(
        "xx", names, "\n".join([broken, *blocks[1:], "%%% 00000000 y\n\n%%% xx\nno"])
    )
    assert any("heading" in line for line in lines)
    assert any("no such entry" in line for line in lines)
    assert lines[-1].startswith(f"{len(entries) - 1} entries taken")
    assert exchange.take("xx", names, blocks[0]) == ["1 entries taken, 0 problems"]
    assert exchange.open_entries("xx", names) == ""
    assert catalogues.faults("xx") == []


# --- the real labs --------------------------------------------------------------------------------------------


def texts_of(source: str) -> list[str]:
    """Texts of a cell; of an f-string, without what its fields show, which are texts of their own."""
    pieces = code.pieces(source)
    return [re.sub(r"(?<=[{ ])'[^']*'(?=[}: ])", "''", piece.text) for piece in pieces]


@pytest.mark.slow
@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.number)
def test_each_lab_can_be_said_in_nonsense(
    lab: labs.Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every text is taken, translated and put back, and the code is the same."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    assert nonsense.translate(tmp_path, catalogues.names(lab), keys=True) == []
    source = notebook.read(lab.solution)
    other = edition.solution(source, lab, "xx")
    for before, after in zip(source.cells, other.cells, strict=True):
        if before.cell_type == "code" and "solution-only" not in notebook.tags(before):
            assert code._shape(after.source) == code._shape(before.source)
            assert texts_of(after.source) == [
                nonsense.nonsense(text) for text in texts_of(before.source)
            ]
            ast.parse(after.source)


def test_a_release_holds_what_checks_say_and_no_model_answer():
    files = [
        name for name in released_files([LAB]) if name.startswith(("translations", "notebooks"))
    ]
    assert set(files) == {
        "notebooks/02_dense_mnist.ipynb",
        "notebooks/fr/02_dense_mnist.ipynb",
        "translations/fr/checks/02.po",
        "translations/fr/course.po",
    }
