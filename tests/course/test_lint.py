"""Each rule of `make check` can fail: one lab in form, and one change that breaks each rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from course.notebooks import build, lint, minutes, notebook
from course.notebooks.derive import derive
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED, judge_lab
from helpers.graded.outputs import MIME
from tests.small_lab import (
    GRADED_TESTS,
    NAME,
    House,
    code,
    markdown,
    notebook_of,
    shown,
    small_lab,
    verdict,
)

FILE = f"solutions/{NAME}.ipynb"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A course with one lab; what a change does to its minutes is tested apart."""
    monkeypatch.setattr(
        minutes, "stated", lambda lab: [sitting.minutes for sitting in minutes.sittings(lab)]
    )
    return House(tmp_path, monkeypatch)


Change = Callable[[NotebookNode], object]
WORDS = "word " * 110
TITLE = f"{FILE}: its title must say 50 minutes, which is what `make minutes` computes"
LESSONS: dict[str, tuple[Change, list[str]]] = {
    "longer than its title says": (lambda lab: append(lab, "scale", WORDS * 12), [TITLE]),
    "too long for a sitting": (
        lambda lab: append(lab, "scale", WORDS * 130),
        ["its title must say 170", "a sitting of 170 minutes is too long, at most 150"],
    ),
    "long caption": (
        lambda lab: append(lab, "draw-caption", " " + "word " * 80),
        ["the caption in 'draw-caption' has 83 words, at most 80 may"],
    ),
    "percentage of nobody's run": (
        lambda lab: append(lab, "scale", "\n\nIt reaches 97.3 %."),
        ["'scale' says 97.3 %, which no cell"],
    ),
    "no glossary": (
        lambda lab: change_title(lab, "docs/glossary.md", "none"),
        ["it does not link to the glossary"],
    ),
    "task in an optional part": (
        lambda lab: append(lab, "draw-caption", "\n\n## Two (optional)"),
        ["must say 20 minutes", "the task in 'scale-task' stands in an optional part"],
    ),
}


def append(lab: NotebookNode, identifier: str, text: str) -> None:
    cell(lab, identifier).source += text


def change_title(lab: NotebookNode, old: str, new: str) -> None:
    cell(lab, "title").source = cell(lab, "title").source.replace(old, new)


@pytest.mark.parametrize("case", LESSONS)
def test_lesson_is_as_long_and_as_certain_as_it_says(tmp_path, monkeypatch, case: str):
    house = House(tmp_path, monkeypatch)
    change, expected = LESSONS[case]
    solution = small_lab()
    change(solution)
    house.store(solution)
    problems = [p for p in lint.check_all() if "differs from" not in p]
    for problem in expected:
        assert any(problem in line for line in problems), problems


def test_name_of_an_optional_part_may_not_be_needed(tmp_path, monkeypatch):
    house = House(tmp_path, monkeypatch)
    solution = small_lab()
    place = [cell.id for cell in solution.cells].index("key-points")
    solution.cells[place:place] = [
        markdown("more", "## 2 · More (optional)"),
        code("extra", "y = 1"),
        markdown("back", "## 3 · Back"),
        code("use", "print(y)"),
    ]
    house.store(solution)
    assert f"{FILE}: 'use' uses 'y', which the optional cell 'extra' makes" in lint.check_all()


def cell(solution: NotebookNode, identifier: str) -> NotebookNode:
    return next(cell for cell in solution.cells if cell.id == identifier)


def at(identifier: str) -> str:
    """How a message names a cell of the small lab."""
    ids = [cell.id for cell in small_lab().cells]
    return f"{NAME}.ipynb, cell {ids.index(identifier) + 1} ({identifier})"


def test_small_lab_is_in_form(house: House):
    assert lint.check_all() == []


# --- one change of the solution, exactly these problems -------------------------------------------------------


def replace(identifier: str, old: str, new: str) -> Change:
    def change(solution: NotebookNode) -> None:
        target = cell(solution, identifier)
        assert old in target.source
        target.source = target.source.replace(old, new)

    return change


def output(identifier: str, *outputs: NotebookNode) -> Change:
    return lambda solution: cell(solution, identifier).update(outputs=list(outputs))


def drop(*identifiers: str) -> Change:
    def change(solution: NotebookNode) -> None:
        solution.cells = [cell for cell in solution.cells if cell.id not in identifiers]

    return change


def swap(solution: NotebookNode) -> None:
    solution.cells[-3], solution.cells[-4] = solution.cells[-4], solution.cells[-3]


def add(new: NotebookNode) -> Change:
    return lambda solution: solution.cells.append(new)


def rename(identifier: str, new: str) -> Change:
    return lambda solution: cell(solution, identifier).update(id=new)


def tag(identifier: str, *tags: str) -> Change:
    return lambda solution: cell(solution, identifier).metadata.update(tags=list(tags))


def printed(text: str) -> NotebookNode:
    return new_output("stream", text=text)


HEADING = "a heading must read '### Exercise E2.1 · Title · 1 point' (or Question Q2.1)"
PICTURE = {"image/png": "iVBORw0=\n"}
ALT = {"image/png": {"alt": "A line."}}
CHANGES: dict[str, tuple[Change, list[str]]] = {
    "drawing in sight": (
        replace("setup", "hint", "hint\nx = 1\ny = 2\nz = 3\nplt.plot(x)\nplt.title(y)"),
        [
            f"{FILE}: 13% of the code that a student sees draws, at most 10% may: give the drawing a cell of its "
            "own, which is folded"
        ],
    ),
    # tasks and objectives
    "objective not exercised": (
        replace("title", "- **O2**", "- **O2** x;\n- **O3**"),
        [f"{FILE}: objective O3 is not exercised"],
    ),
    "objective not listed": (
        replace("why-task", "O1, O2", "O2, O9"),
        [f"{FILE}: objective O9 is named by a task but not listed in the title cell"],
    ),
    "no objectives in the title": (
        replace("title", "**O", "O"),
        [
            f"{FILE}: the title cell lists no objective (**O1** …)",
            f"{FILE}: objective O1 is named by a task but not listed in the title cell",
            f"{FILE}: objective O2 is named by a task but not listed in the title cell",
        ],
    ),
    "task without objective": (
        replace("scale-task", "*Objectives: O1*\n", ""),
        [f"{FILE}: E7.1 names no objective (*Objectives: O1*)"],
    ),
    "no model answer": (
        replace("q7-2", "**Model answer.**", "**Answer.**"),
        [f"{FILE}: Q7.2 has no **Model answer.** between its markers"],
    ),
    "empty model answer": (
        replace("q7-2", " *Steps* of one size suit all weights.", ""),
        [f"{FILE}: Q7.2 has no **Model answer.** between its markers"],
    ),
    "no marking guide": (
        replace("q7-2", "**Marking guide.**", "Guide:"),
        [f"{FILE}: Q7.2 has no **Marking guide.** between its markers"],
    ),
    "model answer outside the markers": (
        lambda s: cell(s, "q7-2").update(
            source="**Model answer.** Steps of one size suit all weights.\n\n"
            "**Marking guide.** 4 for the steps, 3.5 for the weights."
        ),
        [
            f"{FILE}: Q7.2 has no **Model answer.** between its markers",
            f"{FILE}: Q7.2 has no **Marking guide.** between its markers",
        ],
    ),
    "points differ from the tests": (
        lambda s: (
            replace("scale-task", "12 points", "11 points")(s),
            replace("why-task", "7.5 points", "8.5 points")(s),
        ),
        [f"{FILE}: E7.1 is worth 11 in its heading and 12 in tests/labs"],
    ),
    "total is not 20": (
        replace("why-task", "7.5 points", "7 points"),
        [f"{FILE}: the points add up to 19.5, not 20"],
    ),
    "no check cell": (
        drop("e7-1-check"),
        [f'{FILE}: E7.1 has no cell e7-1-check with check("E7.1")'],
    ),
    "check of another task": (
        replace("e7-1-check", "E7.1", "Q7.1"),
        [f'{FILE}: E7.1 has no cell e7-1-check with check("E7.1")'],
    ),
    "no answer cell": (
        rename("e7-1", "scaled"),
        [f"{FILE}: E7.1 has no answer cell with the id 'e7-1' after its heading"],
    ),
    "answer not marked": (
        lambda s: cell(s, "e7-1").update(source="# E7.1\nx = 1"),
        [f"{FILE}: E7.1 has no answer between '### BEGIN SOLUTION' and '### END SOLUTION'"],
    ),
    "answer without its comment": (
        replace("e7-1", "# E7.1 ", "# "),
        [f"{FILE}: the answer cell of E7.1 does not begin with the comment '# E7.1 …'"],
    ),
    "wrong heading: level": (
        replace("key-points", "## Key points", "## Exercise E7.2 · More · 1 point"),
        [f"{FILE}: cell 'key-points': {HEADING}"],
    ),
    "wrong heading: no kind": (
        replace("key-points", "## Key points", "### E7.2 · More · 1 point"),
        [f"{FILE}: cell 'key-points': {HEADING}"],
    ),
    "wrong heading: hyphens": (
        replace("key-points", "## Key points", "### Question Q7.3 - More - 1 point"),
        [f"{FILE}: cell 'key-points': {HEADING}"],
    ),
    "wrong heading: no points": (
        replace("key-points", "## Key points", "### Question Q7.3 · More"),
        [f"{FILE}: cell 'key-points': {HEADING}"],
    ),
    "wrong heading: an exercise called Q": (
        replace("key-points", "## Key points", "### Exercise Q7.3 · More · 1 point"),
        [f"{FILE}: cell 'key-points': {HEADING}"],
    ),
    "two tasks in a cell": (
        lambda s: (
            replace("count-task", "How many?", "### Question Q7.2 · Why · 7.5 points")(s),
            replace("count-task", "O1", "O1, O2")(s),
            drop("why-task")(s),
        ),
        [f"{FILE}: cell 'count-task' opens several tasks; give each a cell of its own"],
    ),
    "numbers with a gap": (
        lambda s: (
            replace("why-task", "Q7.2", "Q7.3")(s),
            rename("q7-2", "q7-3")(s),
        ),
        [f"{FILE}: Q7.n are not numbered 1, 2, 3 …: [1, 3]"],
    ),
    "task of another lab": (
        lambda s: (
            replace("why-task", "Q7.2", "Q8.2")(s),
            rename("q7-2", "q8-2")(s),
        ),
        [f"{FILE}: Q8.2 does not belong to lab 07"],
    ),
    # cells
    "unknown tag": (
        tag("setup", "slow"),
        [
            f"{at('setup')}: unknown tag 'slow'; known are full-settings, nbval-check-output, parameters, "
            "real-data, solution-only, stored-run, training"
        ],
    ),
    "unreadable id": (
        rename("scale", "a1B2c3"),
        [
            f"{at('scale').replace('(scale)', '(a1B2c3)')}: the id 'a1B2c3' is not readable; "
            "use words such as 'load-data'"
        ],
    ),
    "duplicate id": (
        rename("draw-caption", "scale"),
        [f"{FILE}: two cells share the id 'scale'"],
    ),
    "magic": (
        replace("draw", "show", "%matplotlib inline\nshow"),
        [f"{at('draw')}: magics and shell commands are not for lessons"],
    ),
    "shell command": (
        replace("draw", "show", "!pip install x\nshow"),
        [f"{at('draw')}: magics and shell commands are not for lessons"],
    ),
    "dead relative link": (
        replace("scale", "authoring.md", "author.md#editing"),
        [f"{at('scale')}: the link '../docs/author.md#editing' leads nowhere"],
    ),
    "dead image": (
        replace("scale", "See", '<img src="figures/a.png" alt="A"> See'),
        [f"{at('scale')}: the link 'figures/a.png' leads nowhere"],
    ),
    "dead badge target": (
        replace("scale", "See", "[![x](https://a.b/c.svg)](https://colab/x/blob/main/notebooks/08_x.ipynb) See"),
        [f"{at('scale')}: the link 'https://colab/x/blob/main/notebooks/08_x.ipynb' leads nowhere"],
    ),
    "attachment": (
        lambda s: cell(s, "scale").update(attachments={"a.png": PICTURE}),
        [f"{at('scale')}: attachments are not allowed; draw the figure in a cell"],
    ),
    # outputs
    "figure without alt text": (
        output("draw", shown(PICTURE)),
        [f"{at('draw')}: a figure without alt text; display it with helpers.plots.show"],
    ),
    "figure with empty alt text": (
        output("draw", shown(PICTURE, **{"image/png": {"alt": ""}})),
        [f"{at('draw')}: a figure without alt text; display it with helpers.plots.show"],
    ),
    "figure without caption": (
        replace("draw-caption", "**Figure 7.1.**", "Figure:"),
        [f"{at('draw')}: a figure without a caption (**Figure N.k.** …) in the cell after it"],
    ),
    "caption too far from its figure": (
        lambda s: s.cells.insert(5, markdown("one", "…")) or s.cells.insert(5, markdown("two", "…")),
        [f"{at('draw')}: a figure without a caption (**Figure N.k.** …) in the cell after it"],
    ),
    "stored error": (
        output("setup", new_output("error", ename="NameError", evalue="x", traceback=[])),
        [f"{at('setup')}: stores an error: NameError"],
    ),
    "stored failed check": (
        output("e7-1-check", verdict("E7.1", FAILED)),
        [f"{at('e7-1-check')}: stores a check that did not pass: E7.1"],
    ),
    "stored check of no exercise": (
        output("e7-1-check", verdict("E7.9", None)),
        [f"{at('e7-1-check')}: stores a check that did not pass: E7.9"],
    ),
    "stored summary with a check not attempted": (
        output(
            "summary",
            shown(
                {
                    MIME: {
                        "lab": "07",
                        "checks": [
                            {"check": "E7.1", "status": PASSED},
                            {"check": "Q7.1", "status": NOT_ATTEMPTED},
                        ],
                    }
                }
            ),
        ),
        [f"{at('summary')}: stores a check that did not pass: Q7.1"],
    ),
    "private path": (
        output("setup", printed("see /home/me/x.py")),
        [f"{at('setup')}: shows a path of the machine it ran on: /home/…"],
    ),
    "private path on Windows": (
        output("setup", shown({"text/html": r"<pre>C:\Users\me</pre>"})),
        [f"{at('setup')}: shows a path of the machine it ran on: C:\\Users\\…"],
    ),
    "progress bar": (
        output("setup", printed("1/2\b\b\b2/2")),
        [f"{at('setup')}: stores a progress bar; use verbose=2 or 0"],
    ),
    "progress bar of carriage returns": (
        output("setup", printed("50%\r100%")),
        [f"{at('setup')}: stores a progress bar; use verbose=2 or 0"],
    ),
    "widget output": (
        output("setup", shown({"application/vnd.jupyter.widget-view+json": {"model_id": "1"}})),
        [f"{at('setup')}: stores a widget"],
    ),
    "not executed": (
        lambda s: cell(s, "setup").update(execution_count=None),
        [f"{at('setup')}: was not executed: run `make refresh`"],
    ),
    # frame and parameters
    **{
        f"missing frame cell: {name}": (drop(name), [f"{FILE}: the cell {name!r} is missing"])
        for name in ("setup", "key-points", "analysis", "summary", "bars", "going-further")
    },
    "wrong order": (
        swap,
        [
            f"{FILE}: the cells title, parameters, setup, key-points, summary, analysis, bars, going-further "
            "are not in the order of docs/authoring.md"
        ],
    ),
    "no seed among the parameters": (
        replace("parameters", "seed", "start"),
        [f"{FILE}: the parameters cell lacks seed"],
    ),
    "hold_to_bars among the parameters": (
        replace("parameters", "epochs = 1", "hold_to_bars = True"),
        [f"{FILE}: hold_to_bars is set by runs, and is no setting of the lesson"],
    ),
    "no hint in the setup": (
        replace("setup", ", hint", ""),
        [f"{FILE}: the cell 'setup' lacks `from helpers.check import check, hint`"],
    ),
    "an import that no cell uses": (
        replace("setup", "from", "import numpy as np\nfrom"),
        [f"{FILE}: the student's copy imports 'np' and never uses it"],
    ),
    "parameters that are not values": (
        replace("parameters", "= 42", "= time.time()"),
        ["cell 'parameters': the parameters must be lines such as `epochs = 5`, a name and a value"],
    ),
    "no parameters tag": (
        tag("parameters"),
        [f"{FILE}: 0 cells are tagged parameters; there must be one"],
    ),
    "two parameters cells": (
        tag("setup", "parameters"),
        [f"{FILE}: 2 cells are tagged parameters; there must be one"],
    ),
    # markers
    "misspelt marker": (
        replace("scale", "See", "<!-- Begin solution -->\nSee"),
        [
            f"{at('scale')}, line 3: misspelt marker '<!-- Begin solution -->'; write "
            "'<!-- BEGIN SOLUTION -->' or '<!-- END SOLUTION -->', alone on its line"
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_change_gives_exactly_its_problem(name: str, house: House):
    change, expected = CHANGES[name]
    solution = small_lab()
    change(solution)
    house.store(solution)
    try:
        problems = lint.lint(house.lab, notebook.read(house.lab.solution))
    except notebook.NotebookError as error:
        problems = [str(error)]
    assert problems == expected


def test_problems_of_a_lab_reach_the_command(house: House):
    solution = small_lab()
    drop("analysis")(solution)
    house.store(solution)
    assert f"{FILE}: the cell 'analysis' is missing" in lint.check_all()


@pytest.mark.parametrize(
    "fine",
    [
        output("setup", printed("see https://a.b/home and 3/2")),
        output("draw", shown(PICTURE, **ALT), shown(PICTURE, **ALT)),
        replace("scale", "See", "[a](https://a.b) [b](#scale) [c](mailto:a@b.c) [d](07_small.ipynb) See"),
        replace("setup", "from", "x = 5 % 3  # !\nfrom"),
        replace("q7-1", "q7_1 = 3", "q7_1 = abs(3)"),
        add(markdown("aside", "Exercise and question E7.1 are words too.\n\n## Questions")),
        tag("setup", "training", "nbval-check-output", "real-data", "full-settings"),
    ],
)  # fmt: skip
def test_what_is_allowed_gives_no_problem(fine: Change, house: House):
    solution = small_lab()
    fine(solution)
    house.store(solution)
    assert lint.lint(house.lab, notebook.read(house.lab.solution)) == []


# --- graded tests -----------------------------------------------------------------------------------------

TEST_CHANGES = {
    "task without test": (
        ('@exercise("Q7.1", points=0.5)', ""),
        [f"{FILE}: Q7.1 has no graded test in tests/labs"],
    ),
    "test without task": (
        ('@exercise("E7.1", points=8)', '@exercise("E7.2", points=8)'),
        [
            f"{FILE}: E7.1 is worth 12 in its heading and 4 in tests/labs",
            f"{FILE}: E7.2 has graded tests but no heading",
        ],
    ),
    "test of a written question": (
        ('@exercise("Q7.1", points=0.5)', '@exercise("Q7.2", points=0.5)'),
        [
            f"{FILE}: Q7.1 has no graded test in tests/labs",
            f"{FILE}: Q7.2 is a written question with an automatic test",
        ],
    ),
}


@pytest.mark.parametrize("name", TEST_CHANGES)
def test_headings_and_graded_tests_agree(name: str, house: House):
    (old, new), expected = TEST_CHANGES[name]
    (house.root / "tests" / f"test_{NAME}.py").write_text(GRADED_TESTS.replace(old, new))
    assert lint.check_all() == expected


# --- canonical form ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content["metadata"].update(widgets={"state": {}}),
        lambda content: content["metadata"].update(kernelspec={"name": "me", "display_name": ""}),
        lambda content: content["cells"][0]["metadata"].update(collapsed=True),
        lambda content: content["cells"][1]["metadata"].update(execution={"x": "2026"}),
        lambda content: content["cells"][0].update(source=["# Title \n", "\n", "\n"]),
        lambda content: content["cells"][0].pop("id"),
        lambda content: content.update(nbformat_minor=4),
        lambda content: None,  # another layout of the JSON
    ],
)
def test_other_forms_are_reported_and_fixed(spoil, house: House):
    content = json.loads(house.lab.solution.read_text())
    spoil(content)
    house.lab.solution.write_text(json.dumps(content))
    problems = lint.lint(house.lab, notebook.read(house.lab.solution))
    assert [p for p in problems if f"{FILE} is not in canonical form" in p]
    lint.check_all(fix=True)
    assert not [p for p in lint.check_all() if "canonical" in p or "differs" in p]


def test_windows_line_ends_are_not_canonical(house: House):
    house.lab.solution.write_bytes(house.lab.solution.read_bytes().replace(b"\n", b"\r\n"))
    assert any("canonical form" in problem for problem in lint.check_all())


def test_damaged_solution_is_one_problem(house: House):
    house.lab.solution.write_text("{")
    assert [p.split(": ")[1] for p in lint.check_all()] == [
        "is not JSON (Expecting property name enclosed in double quotes, line 1)"
    ]


# --- the student copies -----------------------------------------------------------------------------------


def test_copy_edited_by_hand_is_drift(house: House):
    text = house.lab.notebook.read_text()
    house.lab.notebook.write_text(text.replace("x = ...", "x = 1"))
    expected = f"notebooks/{NAME}.ipynb differs from what {FILE} gives: run `make notebooks`"
    assert lint.check_all() == [expected]
    assert build.build_all() == [house.lab.notebook]
    assert lint.check_all() == []


def test_edited_solution_is_drift(house: House):
    solution = small_lab()
    replace("key-points", "Key points", "Key points\n\nOne.")(solution)
    house.store(solution)
    assert len(lint.check_all()) == 1


def test_missing_copy_is_reported_and_made(house: House):
    house.lab.notebook.unlink()
    assert lint.check_all() == [f"notebooks/{NAME}.ipynb is missing: run `make notebooks`"]
    assert build.build_all() == [house.lab.notebook]


def test_orphan_copy_is_reported_and_deleted(house: House):
    orphan = house.root / "notebooks" / "03_gone.ipynb"
    orphan.write_bytes(house.lab.notebook.read_bytes())
    assert lint.check_all() == ["notebooks/03_gone.ipynb has no solution: delete it"]
    assert build.build_all() == [orphan]
    assert lint.check_all() == []


def test_building_again_changes_nothing(house: House):
    before = house.lab.notebook.read_bytes()
    assert build.build_all() == []
    assert house.lab.notebook.read_bytes() == before


def test_badges_lead_to_the_copy_itself(house: House):
    settings = (house.root / "pyproject.toml").read_text(encoding="utf-8")
    settings = settings.replace('repository = ""', 'repository = "owner/name"')
    (house.root / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert build.build_all() == [house.lab.notebook]
    badges = notebook.read(house.lab.notebook).cells[0]
    assert badges.id == "badges"
    assert lint.broken_links(badges.source, house.root) == []
    house.lab.notebook.unlink()
    assert len(lint.broken_links(badges.source, house.root)) == 2


# --- pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["README.md", "docs/authoring.md"])
def test_dead_link_of_a_page(page: str, house: House):
    (house.root / page).write_text("[here](nowhere.md), [there](https://a.b)\n")
    assert lint.check_all() == [f"{page}: the link 'nowhere.md' leads nowhere"]


def test_dead_badge_of_the_readme(house: House):
    badge = "https://mybinder.org/v2/gh/o/n/main?urlpath=lab/tree/notebooks/{}.ipynb"
    (house.root / "README.md").write_text(f"[a]({badge.format(NAME)}) [b]({badge.format('08_x')})")
    assert lint.check_all() == [f"README.md: the link {badge.format('08_x')!r} leads nowhere"]


# --- what the form is for ---------------------------------------------------------------------------------


def test_small_lab_untouched_is_not_attempted(house: House):
    copy = derive(small_lab(), house.lab.solution)
    names: dict[str, object] = {}
    for identifier in ("e7-1", "q7-1"):
        exec(cell(copy, identifier).source, names)
    outcomes = judge_lab("07", names)
    assert [(o.status, o.points) for o in outcomes] == [(NOT_ATTEMPTED, 0)] * 2


def test_a_lab_without_code_is_reported_not_raised(house: House):
    house.store(notebook_of(markdown("title", "# Lab 07"), code("c", "")))
    assert len(lint.check_all()) > 5
