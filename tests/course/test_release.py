"""The students' tree works, and holds no answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course import cli, errors, labs
from course.notebooks import build, derive
from course.release import release

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of all labs."""
    target = tmp_path_factory.mktemp("release") / "for students"
    release(target, labs.all_notebooks())
    return target


@pytest.fixture
def copies_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """All copies are compared with their solutions once, by the release of all labs; that takes seconds."""
    monkeypatch.setattr(build, "drift", list)


# The editable install of the course must not lend a module that the release lacks.
ALONE = "import sys; sys.meta_path = [f for f in sys.meta_path if 'Editable' not in str(f)]; "


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout


def in_tree(tree: Path, *arguments: str) -> subprocess.CompletedProcess:
    """A command of the release, with this Python instead of a `.venv` of its own."""
    code = ALONE + "from course import cli; cli.main(sys.argv[1:])"
    own = {"PYTHONPATH": str(tree), "DL_LABS_DATA": "sample"}
    return subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        cwd=tree,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_answer_is_in_it(tree: Path):
    names = git(tree, "ls-files").splitlines()
    assert "notebooks/02_dense_mnist.ipynb" in names
    assert {name for name in names if name.startswith("tests/")} == {
        path.relative_to(labs.ROOT).as_posix()
        for path in labs.ROOT.glob("tests/labs/test_[0-9]*.py")
    }
    hidden = ("solutions/", "tests/cases/", "tests/hostile/", "course/grading/", "benchmarks/")
    assert [name for name in names if name.startswith(hidden)] == []
    texts = [path.read_text(encoding="utf-8") for path in (tree / "notebooks").glob("*.ipynb")]
    for sign in (derive.BEGIN_CODE, derive.BEGIN_TEXT, "**Model answer.**", "**Marking guide.**"):
        assert not [text for text in texts if sign in text]
    assert len(git(tree, "log", "--oneline").splitlines()) == 1


def test_answers_of_the_solutions_stand_nowhere_in_it(tree: Path):
    """Lines of model answers are looked for in every file that is no code of the course."""
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("notebooks", "docs", "helpers/graded/hints")
        for path in (tree / folder).rglob("*.*")
        if path.suffix != ".png"
    )
    for lab in labs.all_labs():
        for cell in nbformat.read(lab.solution, 4).cells:
            if cell.cell_type == "markdown" and derive.BEGIN_TEXT in cell.source:
                answer = (
                    cell.source.split("**Model answer.**")[-1]
                    .split("**Marking guide.**")[0]
                    .strip()
                )
                assert answer[:80] not in texts


def test_commands_of_a_student_work_in_it(tree: Path):
    started = in_tree(tree, "start", "00")
    assert "is your copy" in started.stdout, started.stderr
    lists = in_tree(tree, "help").stdout
    assert " report " in lists
    assert " grade " not in lists
    assert "invalid choice" in in_tree(tree, "grade", "00").stderr
    reported = in_tree(tree, "report", "00")
    assert reported.returncode == 0, reported.stderr
    assert (tree / "work" / "reports" / "00_foundations.html").exists()
    shown = in_tree(tree, "progress").stdout
    assert "0/16" in shown
    assert "make start LAB=01" in shown


def test_check_and_hint_work_in_it(tree: Path):
    code = (
        ALONE + "from helpers.check import check, hint; q1_1 = 60_000; check('Q1.1'); hint('Q1.1')"
    )
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "DL_LABS_DATA": "sample"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Hint 1 of" in ended.stdout, ended.stderr
    assert "Q1.1 passed" in ended.stdout


def test_makefile_has_the_students_targets_only(tree: Path):
    targets = (tree / "Makefile").read_text(encoding="utf-8")
    assert "\nstart:" in targets
    assert "\nclean:" in targets
    assert "\ngrade:" not in targets
    assert "\nrefresh:" not in targets


def test_links_of_its_pages_lead_somewhere(tree: Path, monkeypatch: pytest.MonkeyPatch):
    from course.notebooks import lint

    monkeypatch.setattr(labs, "ROOT", tree)
    assert lint.page_links() == []


@pytest.mark.usefixtures("copies_fit")
def test_update_adds_a_commit_and_leaves_work_alone(tmp_path: Path):
    target = tmp_path / "out"
    release(target, labs.find(["00"]))
    assert {path.name for path in target.glob("notebooks/**/*.ipynb")} == {"00_foundations.ipynb"}
    (target / "work").mkdir()
    (target / "work" / "mine.ipynb").write_text("mine")
    release(target, labs.find(["00", "01"]), update=True)
    assert len(list((target / "notebooks").glob("*.ipynb"))) == 2
    assert len(git(target, "log", "--oneline").splitlines()) == 2
    assert (target / "work" / "mine.ipynb").read_text() == "mine"
    assert "nothing to commit" in release(target, labs.find(["00", "01"]), update=True)


def test_wrong_targets_get_a_line_and_nothing_is_written(tmp_path: Path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.tex").write_text("x")
    with pytest.raises(errors.UsageError, match="is there already"):
        release(full, labs.all_labs())
    with pytest.raises(errors.UsageError, match="is no release"):
        release(full, labs.all_labs(), update=True)
    with pytest.raises(errors.UsageError, match="is no release"):
        release(labs.ROOT, labs.all_labs(), update=True)
    assert [path.name for path in full.iterdir()] == ["thesis.tex"]
    with pytest.raises(SystemExit, match="Say where to"):
        cli.main(["release"])


@pytest.mark.usefixtures("copies_fit")
def test_changes_in_a_release_are_not_overwritten(tmp_path: Path):
    target = tmp_path / "out"
    release(target, labs.find(["00"]))
    (target / "README.md").write_text("ours")
    with pytest.raises(errors.UsageError, match="not committed"):
        release(target, labs.find(["00"]), update=True)
    assert (target / "README.md").read_text() == "ours"


def test_nothing_is_released_while_a_copy_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(build, "drift", lambda: ["notebooks/00_foundations.ipynb differs"])
    with pytest.raises(errors.UsageError, match="Run `make notebooks` first"):
        release(tmp_path / "out", labs.find(["00"]))
    assert not (tmp_path / "out").exists()
