"""The capstone: a notebook without points that is in form and derived, and runs only when it is named."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from course import cli, errors, labs
from course.notebooks import build, lint, notebook, parameters, text
from course.notebooks.derive import UNWRITTEN, derive
from course.running import execute, profiles
from tests.small_lab import House, code, markdown

FILE = "solutions/capstone.ipynb"
RECIPE = {"build_network", "augment", "learning_rate_schedule", "predict"}


# --- a small capstone in a course of its own ------------------------------------------------------------------


def small_capstone():
    """A notebook without points, in form."""
    return notebook.nbformat.v4.new_notebook(
        cells=[
            markdown("title", "# Capstone · Small\n\n- **O1** put things together."),
            code("parameters", "seed = 42", "parameters"),
            code("setup", "x = 0"),
            code("recipe", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"),
            markdown("key-points", "## Key points"),
            markdown("analysis", "## Your analysis"),
            code("bars", "assert x", "solution-only"),
            markdown("going-further", "## Going further"),
        ]
    )


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A course of one lab and a capstone."""
    house = House(tmp_path, monkeypatch)
    monkeypatch.setattr(labs, "WORK", tmp_path / "work")
    monkeypatch.setattr(labs, "BUILD", tmp_path / "build")
    notebook.write(small_capstone(), labs.SOLUTIONS / "capstone.ipynb")
    build.build_all()
    return house


def test_it_is_found_by_its_name_and_never_among_all_labs(house: House):
    (capstone,) = labs.find(["capstone"])
    assert (capstone.number, capstone.name, capstone.graded) == ("capstone", "capstone", False)
    assert labs.find(["capstone", "7"]) == [capstone, house.lab]
    assert labs.find(None) == labs.find([]) == labs.all_labs() == [house.lab]
    assert labs.all_notebooks() == [house.lab, capstone]


def test_a_wrong_word_is_told_that_there_is_one(house: House):
    with pytest.raises(errors.UsageError, match="The labs are 07, capstone"):
        labs.find(["capstan"])


def test_without_a_solution_there_is_no_capstone(house: House):
    (labs.SOLUTIONS / "capstone.ipynb").unlink()
    assert labs.all_notebooks() == [house.lab]
    with pytest.raises(errors.UsageError, match="no lab 'capstone'"):
        labs.find(["capstone"])
    assert build.drift() == ["notebooks/capstone.ipynb has no solution: delete it"]


def test_small_capstone_is_in_form(house: House):
    assert lint.check_all() == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("- **O1** put", "- put", "the title cell lists no objective (**O1** …)"),
        (
            "## Key points",
            "### Exercise E7.1 · Scale · 1 point",
            "capstone has no points: give its sections plain headings",
        ),
        (
            "### BEGIN SOLUTION\nx = 1\n### END SOLUTION",
            "x = 1",
            "nothing is left to the student: no '### BEGIN SOLUTION'",
        ),
        ("seed", "speed", "the parameters cell lacks seed"),
    ],
)
def test_each_rule_can_fail(house: House, old: str, new: str, problem: str):
    solution = small_capstone()
    for cell in solution.cells:
        cell.source = cell.source.replace(old, new)
    notebook.write(solution, labs.SOLUTIONS / "capstone.ipynb")
    build.build_all()
    assert lint.check_all() == [f"{FILE}: {problem}"]


def test_a_cell_of_the_frame_may_not_be_missing(house: House):
    solution = small_capstone()
    solution.cells = [cell for cell in solution.cells if cell.id != "analysis"]
    notebook.write(solution, labs.SOLUTIONS / "capstone.ipynb")
    build.build_all()
    assert lint.check_all() == [f"{FILE}: the cell 'analysis' is missing"]


def test_the_copy_is_derived_and_compared(house: House):
    copy = labs.NOTEBOOKS / "capstone.ipynb"
    assert "x = ..." in copy.read_text()
    copy.write_text(copy.read_text().replace("...", "1"))
    assert build.drift() == [
        "notebooks/capstone.ipynb differs from what solutions/capstone.ipynb gives: run `make notebooks`"
    ]


def test_it_goes_to_text_and_back_alone(house: House, capsys: pytest.CaptureFixture):
    for command in (["text", "capstone"], ["text", "7"]):
        with pytest.raises(SystemExit):
            cli.main(command)
    source = labs.BUILD / "text" / "capstone.py"
    source.write_text(source.read_text().replace("x = 1", "x = 2"))
    (labs.BUILD / "text" / f"{house.lab.name}.py").write_text("broken")
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        cli.main(["pack", "capstone"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == "solutions/capstone.ipynb\n"
    assert "x = 2" in text.to_text(notebook.read(labs.SOLUTIONS / "capstone.ipynb"))


# --- the capstone of the course -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def capstone() -> labs.Lab:
    return labs.find(["capstone"])[0]


def test_the_recipe_is_left_to_the_student(capstone: labs.Lab):
    copy = derive(notebook.read(capstone.solution), capstone.solution)
    functions = {
        node.name: node
        for cell in copy.cells
        if cell.cell_type == "code"
        for node in ast.parse(cell.source).body
        if isinstance(node, ast.FunctionDef)
    }
    assert set(functions) == RECIPE
    for function in functions.values():
        docstring, body = function.body
        assert isinstance(docstring.value.value, str)
        assert ast.unparse(body) == UNWRITTEN
    text_of_copy = "\n".join(cell.source for cell in copy.cells)
    assert "optimizer = ...\nloss = ..." in text_of_copy
    for part_of_the_answer in ("Conv2D(filters", "sliding_window_view(padded", "CosineDecay("):
        assert part_of_the_answer not in text_of_copy


def test_it_says_its_target_and_holds_to_it(capstone: labs.Lab):
    solution = notebook.read(capstone.solution)
    assert parameters.read(solution)["target"] >= 0.935
    assert parameters.read(solution)["seconds_allowed"] <= 600
    (bars,) = [cell for cell in solution.cells if cell.id == "bars"]
    names = {"target": 0.935, "seconds_allowed": 600, "processor_seconds": 1199.0}
    exec(bars.source, names | {"test_accuracy": 0.9351})
    with pytest.raises(AssertionError, match="1201 s are more than 1200 s"):
        exec(bars.source, names | {"test_accuracy": 0.9351, "processor_seconds": 1201.0})
    with pytest.raises(AssertionError, match=r"0\.9349 is below the target"):
        exec(bars.source, names | {"test_accuracy": 0.9349})


@pytest.mark.slow
def test_every_cell_runs_at_reduced_settings(
    capstone: labs.Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path / "mlflow"))
    parameters = profiles.parameters(capstone, "smoke")
    target = tmp_path / "run" / "capstone.ipynb"
    result = execute.execute(execute.Job("capstone", capstone.solution, target, parameters))
    assert result.status == execute.PASSED, result.error
    assert set(result.metrics) == {"capstone/validation_accuracy", "capstone/test_accuracy"}
    assert result.training_seconds > 0
