"""Work in an edition: tasks, answers, report, progress, feedback and commands speak the language of the copy."""

from __future__ import annotations

import copy
import json
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode

from course import cli, labs
from course.grading import grade, gradebook, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from course.notebooks import answers, build, notebook
from course.notebooks.derive import SOLUTION_ONLY
from course.notebooks.tasks import copy_in, copy_of, find_tasks
from course.notebooks.translations import edition
from course.pages import report
from course.running.batch import code_hash
from course.student import start
from helpers.graded import bars
from helpers.graded.judging import FAILED, Outcome
from helpers.languages import catalogue
from helpers.languages.catalogue import speaking, translate

LAB = labs.find(["02"])[0]
COPIES = [(lab, spoken) for lab in labs.all_labs() for spoken in build.editions(lab) if spoken]
IDS = [f"{lab.number}-{spoken}" for lab, spoken in COPIES]
MARKUP = '\n\nOn a dit "non" ; puis $\\lambda \\le 0{,}5$, `a, b`.'
PASSED_TEXT = "Des mots tels que « exactitude », l'œuvre, ça : à 95,5 %."


def solved(lab: labs.Lab, spoken: str) -> NotebookNode:
    """The solution in another language, with an analysis."""
    made = edition.solution(notebook.read(lab.solution), lab, spoken)
    made.cells = [cell for cell in made.cells if SOLUTION_ONLY not in notebook.tags(cell)]
    next(cell for cell in made.cells if cell.id == "analysis").source += f"\n\n{PASSED_TEXT}"
    return made


@pytest.mark.parametrize(("lab", "spoken"), COPIES, ids=IDS)
def test_tasks_are_those_of_the_english_copy(lab: labs.Lab, spoken: str):
    def facts(language: str) -> list[tuple]:
        tasks, problems = find_tasks(copy_in(lab, language))
        assert problems == []
        return [(t.identifier, t.lab, t.number, t.points, t.objectives, t.cell) for t in tasks]

    assert facts(spoken) == facts("en") != []


@pytest.mark.parametrize(("lab", "spoken"), COPIES, ids=IDS)
@pytest.mark.parametrize("ids", ["ids", "no ids"])
def test_answers_are_found(lab: labs.Lab, spoken: str, ids: str):
    """All that a solution in this language answers, and nothing in its untouched copy."""
    untouched = copy_in(lab, spoken)
    tasks = {task.identifier for task in find_tasks(untouched)[0]}
    for made, wanted in ((copy.deepcopy(untouched), set()), (solved(lab, spoken), tasks)):
        if ids == "no ids":
            for number, cell in enumerate(made.cells):
                cell.id = f"cell-{number}"
        answered = answers.find(made, copy_of(lab, made))
        assert set(answered.texts) - {answers.ANALYSIS} == wanted


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    work = labs.ROOT / "build" / "tests" / tmp_path.name
    work.parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(labs, "WORK", work)
    monkeypatch.setattr(report, "print_page", lambda *_: False)
    yield work
    shutil.rmtree(work, ignore_errors=True)


def output_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(command))
    return capsys.readouterr().out + str(ended.value.code or "")


def test_commands_speak_the_language_of_the_copy(work: Path, capsys: pytest.CaptureFixture[str]):
    assert "Commencez avec" not in output_of(capsys, "report", "02")
    assert "est votre copie. Ouvrez-la avec" in output_of(capsys, "start", "02", "--edition", "fr")
    assert "existe déjà et reste tel quel" in output_of(capsys, "start", "02", "--edition", "fr")
    assert "Pas de PDF" in output_of(capsys, "report", "02")
    page = (work / "reports" / "02_dense_mnist.html").read_text("utf-8")
    assert '<html lang="fr">' in page
    assert "Sans réponse\u00a0: E2.1, Q2.1," in page
    assert "est pas rédigée\u00a0; 5 à 10 lignes" in page
    table = output_of(capsys, "progress")
    assert "à faire" in table
    assert "TP 02" in table
    start(labs.find(["03"])[0])  # the newest copy is in English now
    assert "to do" in output_of(capsys, "progress")


def test_language_of_the_command_line_is_for_what_has_no_copy(
    work: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(catalogue.VARIABLE, "fr")
    assert "n'existe pas. Commencez le TP avec" in output_of(capsys, "report", "02")
    assert "est votre copie" in output_of(capsys, "start", "02")
    assert catalogue.language_in(work / "02_dense_mnist.ipynb") == "fr"
    assert "is your copy" in output_of(capsys, "start", "03", "--edition", "en")
    assert "No PDF" in output_of(capsys, "report", "03")  # a copy's own language wins


def test_a_report_is_in_the_language_of_its_copy(work: Path, tmp_path: Path):
    path = tmp_path / "02_dense_mnist.ipynb"
    notebook.write(solved(LAB, "fr"), path)
    page = report.report(LAB, path, name="Zoë Ångström")[0].read_text("utf-8")
    assert PASSED_TEXT.replace("'", "&#x27;") in page or PASSED_TEXT in page
    for english in (
        "Written answers",
        "points so far",
        "Exercise ",
        "Question E",
        "Objectives",
        "Cells that",
    ):
        assert english not in re.sub(r"<pre.*?</pre>", "", page, flags=re.DOTALL), english
    assert "Cellules que vous avez ajoutées" not in page
    for french in ("Réponses rédigées", "points automatiques sur", "1,5 point", "Zoë Ångström"):
        assert french in page


@pytest.mark.slow
def test_a_printed_report_is_read_back_with_accents_quotes_and_formulas(tmp_path: Path):
    import pypdf

    made = solved(LAB, "fr")
    next(cell for cell in made.cells if cell.id == "analysis").source += MARKUP
    notebook.write(made, tmp_path / "02.ipynb")
    pdf = report.report(LAB, tmp_path / "02.ipynb", tmp_path, "Zoë Ångström")[1]
    if pdf is None:
        pytest.skip("no browser here")
    read_back = "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    text = " ".join(
        unicodedata.normalize("NFKC", read_back).split()
    )  # a formula's λ is a letter of its own
    words = (
        PASSED_TEXT.replace("\u00a0", " "),
        "Zoë Ångström",
        "Réponses rédigées",
        'On a dit "non"',
    )
    for read in (*words, "1,5 point", "λ", "≤"):
        assert read in text, read


def outcome(reason: str) -> Outcome:
    return Outcome("E2.1", FAILED, reason, 0.0, 1.0)


def test_one_gradebook_for_a_class_in_two_languages(tmp_path: Path):
    """Feedback is in the language of the notebook, the tables and the gradebook in that of the instructor."""
    terms, made = Terms(LAB.number), {"ada": copy_in(LAB, "fr"), "bob": copy_in(LAB, "en")}
    question = grade.written_tasks(made["ada"])[0]
    answered = copy.deepcopy(made["ada"])
    next(c for c in answered.cells if c.id == question.answer_id).source = PASSED_TEXT + MARKUP
    made["ada"] = answered
    (tmp_path / "overrides.csv").write_text(
        "student,exercise,points,reason\n*,E2.1,0.5,Bonne idée.\n", encoding="utf-8"
    )
    grades = [
        Grade("ada", GRADED, "", [outcome("Divisez les pixels.")]),
        Grade("bob", GRADED, "", [outcome("Divide the pixels.")]),
    ]
    for name, ran in made.items():
        notebook.write(ran, tmp_path / "journal" / f"{name}.ipynb")
    grade.write(LAB, list(made), grades, tmp_path, terms)
    french, english = ((tmp_path / "feedback" / f"{name}.html").read_text("utf-8") for name in made)
    assert '<html lang="fr">' in french
    assert "Divisez les pixels." in french
    assert "Correction pour" in french
    assert (
        "Corrigé par votre enseignant\u00a0: Bonne idée. (Avant\u00a0: à revoir, 0 sur 1.)"
        in french
    )
    assert "0,5 / 1" in french
    assert "Corrected by your instructor: Bonne idée. (It was: failed, 0 of 1.)" in english
    assert "TP 02" in french
    assert '<html lang="en">' in english
    assert "failed</strong>: Corrected" in english
    assert "Divide the pixels." in english
    book = (tmp_path / "gradebook.html").read_text("utf-8")
    assert '<html lang="en">' in book
    assert "submissions: 2" in book
    rows = (tmp_path / "grades.csv").read_text("utf-8-sig").replace('"', "").splitlines()
    assert [row.split(",")[:2] for row in rows] == [
        ["student", "status"],
        ["ada", "graded"],
        ["bob", "graded"],
    ]
    written = (tmp_path / "written.csv").read_text("utf-8-sig")
    assert "Écrivez" not in written  # the invitation is no answer
    (row,) = (
        row
        for row in tables.read_csv(tmp_path / "written.csv", {"answer"})
        if (row["student"], row["question"]) == ("ada", question.identifier)
    )
    assert (
        row["answer"] == PASSED_TEXT + MARKUP
    )  # accents, quotes and formulas, read back from a table
    assert {"0.5"} == {row["E2.1"] for row in tables.read_csv(tmp_path / "grades.csv", {"E2.1"})}


def test_what_a_submission_says_of_its_language_is_kept_where_it_is_graded():
    from course.grading import submission

    content = json.dumps(copy_in(LAB, "fr")).encode()
    assert submission.executed(content, Grade("a", GRADED, "", [])).metadata["edition"] == "fr"
    odd = json.loads(content) | {"metadata": {"edition": ["../../etc"]}}
    assert not submission.executed(json.dumps(odd).encode(), Grade("a", GRADED, "", [])).metadata


def test_language_is_that_of_a_thread(monkeypatch: pytest.MonkeyPatch):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool, speaking("fr"):
        assert translate("passed") != "passed"
        assert pool.submit(translate, "passed").result() == "passed"
        with speaking(""):
            assert translate("passed") != "passed"
        with speaking("en"):
            assert translate("passed") == "passed"


def test_a_changed_catalogue_grades_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(labs, "ROOT", tmp_path)
    (tmp_path / "translations" / "fr").mkdir(parents=True)
    before = code_hash()
    (tmp_path / "translations" / "fr" / "course.po").write_text("")
    (tmp_path / "translations" / "fr" / "course.po").write_text('msgid "a"\nmsgstr "b"\n')
    assert code_hash() != before


def test_labels_of_a_french_student_are_understood():
    untouched = copy_in(LAB, "fr")
    asked = next(task.identifier for task in find_tasks(untouched)[0] if task.identifier[0] == "Q")
    written = [
        task.identifier
        for task in find_tasks(untouched)[0]
        if next(c for c in untouched.cells if c.id == task.answer_id).cell_type == "markdown"
    ]
    for label in (f"Réponse {written[0]} : ", f"### Exercice {written[0]} : "):
        made = copy.deepcopy(untouched)
        made.cells.append(notebook.nbformat.v4.new_markdown_cell(f"{label}{PASSED_TEXT}"))
        assert PASSED_TEXT.split(" : ")[0] in answers.find(made, untouched)[written[0]], label
    assert asked


def test_numbers_are_written_as_the_language_has_them():
    fields = {"{images:,}": "7,676", "{share:.1%}": "95.5%", "{limit:.3f}": "0.967", "{n}": "1.5"}
    with speaking("fr"):
        formatted = catalogue.formatted(
            "{images:,} images, {share:.1%}, `{limit:.3f}`, {limit:.3f}, {n}", fields
        )
        assert formatted == "7\u00a0676 images, 95,5\u00a0%, `0.967`, 0,967, 1.5"
        assert bars.demand(0.967, "higher") == "au moins 0,967"
        for text in ("nan", "1.2.3", "v0.5", "", "0071"):
            assert catalogue.number(text) == text
        assert catalogue.number("-1e-05") == "-1e-05"
    assert catalogue.number("7,676.5") == "7,676.5"


def test_gradebook_in_french(monkeypatch: pytest.MonkeyPatch):
    grades = [Grade(name, GRADED, "", [outcome("Divisez.")]) for name in "ab"]
    with speaking("fr"):
        page = gradebook.gradebook(LAB, grades, Terms(LAB.number))
    assert '<html lang="fr">' in page
    assert "moyenne 0,00" in page
    for french in ("Carnet de notes", "copies\u00a0: 2", "Ce qui a le plus souvent échoué"):
        assert french in page
