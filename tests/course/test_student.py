"""A student's own copy: made once, never overwritten."""

from __future__ import annotations

import pytest

from course import cli, errors, labs
from course.student import start


@pytest.fixture
def lab(tmp_path, monkeypatch: pytest.MonkeyPatch) -> labs.Lab:
    """A lab with a derived copy, in a course of its own."""
    for name in ("ROOT", "SOLUTIONS", "NOTEBOOKS", "WORK"):
        folder = tmp_path if name == "ROOT" else tmp_path / name.lower()
        folder.mkdir(exist_ok=True)
        monkeypatch.setattr(labs, name, folder)
    labs.WORK.rmdir()
    (labs.SOLUTIONS / "02_small.ipynb").write_text("{}")
    (labs.NOTEBOOKS / "02_small.ipynb").write_text("the copy as handed out")
    return labs.find(["2"])[0]


def test_first_start_copies(lab):
    assert "is your copy" in start(lab)
    assert (labs.WORK / "02_small.ipynb").read_text() == "the copy as handed out"


def test_existing_copy_stays_as_it_is(lab):
    start(lab)
    copy = labs.WORK / "02_small.ipynb"
    copy.write_text("my work")
    lab.notebook.write_text("a newer version of the course")
    assert "stays as it is" in start(lab)
    assert copy.read_text() == "my work"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["start"], "Say which lab"),
        (["start", "7"], "There is no lab '7'. The labs are 02."),
        (["run", "--profile", "quick"], "There is no profile 'quick'"),
    ],
)
def test_wrong_command_gets_one_line(lab, arguments, message):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert message in ended.value.code
    assert "\n" not in ended.value.code


def test_missing_copy_says_what_to_do(lab):
    lab.notebook.unlink()
    with pytest.raises(errors.UsageError, match="make notebooks"):
        start(lab)
    assert not (labs.WORK / "02_small.ipynb").exists()
