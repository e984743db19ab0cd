"""Checks and hints as a student sees them: in JupyterLab, in a real browser."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course import labs
from course.pages import printing, report
from course.student import EXTENSIONS
from tests import jupyter_server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).parents[2]
SLOW = 180_000  # ms; the machine may be busy
IDLE = """() => {
    const session = window.jupyterapp?.shell.currentWidget?.sessionContext?.session;
    const waits = [...document.querySelectorAll('.jp-InputPrompt')].some(e => e.textContent.includes('*'));
    return session?.kernel?.status == 'idle' && !waits;
}"""
CELL = "window.jupyterapp.shell.currentWidget.content.widgets[number]"
CELLS = {
    "setup": "from helpers.check import check, hint",
    "size": "size = 50_000",
    "answer": "q1_1 = size",
    "verdict": 'check("Q1.1")',
    "hint": 'hint("Q1.1")',
}


class Student:
    """Edits, runs and reads the cells of the notebook that is open."""

    def __init__(self, tab) -> None:
        self._tab = tab

    def command(self, name: str) -> None:
        self._tab.evaluate("name => window.jupyterapp.commands.execute(name)", name)

    def edit(self, cell: str, source: str) -> None:
        number = list(CELLS).index(cell)
        code = f"([number, text]) => {{ {CELL}.model.sharedModel.setSource(text) }}"
        self._tab.evaluate(code, [number, source])

    def run(self, *cells: str) -> str:
        """Run cells; what the last one shows."""
        for cell in cells:
            number = list(CELLS).index(cell)
            code = "n => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = n }"
            self._tab.evaluate(code, number)
            self.command("notebook:run-cell")
            self._tab.wait_for_timeout(300)
            self._tab.wait_for_function(IDLE)
        return self._tab.evaluate(f"number => {CELL}.outputArea.node.innerText", number)

    def save(self) -> None:
        self.command("docmanager:save")
        self._tab.wait_for_function(
            "() => !window.jupyterapp.shell.currentWidget.context.model.dirty"
        )


@contextlib.contextmanager
def opened(folder: Path, notebook: nbformat.NotebookNode) -> Iterator[Page]:
    """A notebook as lab 01's, open in JupyterLab on the screen of a small laptop."""
    from playwright.sync_api import Error, sync_playwright

    nbformat.write(notebook, folder / "01_exploration.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--allow-root"]
    command += ["--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    command += ["--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None"]
    command += [f"--LabApp.extra_labextensions_path={EXTENSIONS}"]
    own = {"JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "PYTHONPATH": str(ROOT)}
    own |= {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "lab"),
        "JUPYTER_CONFIG_DIR": str(folder / "c"),
        "DL_LABS_DATA": "sample",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # the tests draw with another
    }
    with (folder / "server.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(command, env=os.environ | own, cwd=folder, stdout=log, stderr=log)
    program = printing.browser()
    try:
        with sync_playwright() as playwright:
            how = {"executable_path": program} if program else {"channel": "chrome"}
            try:
                browser = playwright.chromium.launch(**how, timeout=SLOW)
            except Error as error:
                if program or os.environ.get("CI"):
                    raise
                pytest.skip(f"no Chromium or Chrome here: {error.message.splitlines()[0]}")
            tab = browser.new_page(viewport={"width": 1366, "height": 768})
            tab.set_default_timeout(SLOW)
            address, _ = jupyter_server.address(server, folder / "runtime")
            tab.goto(f"{address}lab/tree/01_exploration.ipynb")
            tab.wait_for_function(IDLE)
            yield tab
            browser.close()
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def five_cells(folder: Path, **metadata: object) -> Iterator[Student]:
    """Five cells of lab 01, open in JupyterLab."""
    cells = [new_code_cell(source, id=name) for name, source in CELLS.items()]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(cells=cells, metadata={"kernelspec": spec, **metadata})
    with opened(folder, made) as tab:
        yield Student(tab)


@pytest.fixture
def student(tmp_path: Path) -> Iterator[Student]:
    with five_cells(tmp_path) as student:
        yield student


def test_verdicts_hints_and_names_out_of_date(student: Student):
    assert "✗ Q1.1 failed" in student.run("setup", "size", "answer", "verdict")
    hints = [student.run("hint") for _ in range(2)]
    assert hints[0].startswith("Hint 1 of ")
    assert hints[1].startswith("Hint 2 of ")

    student.edit("answer", "q1_1 = 60_000")
    output = student.run("answer", "verdict")
    assert "✓ Q1.1 passed" in output
    assert "Mind" not in output, "the file is older than the cell, which has run as it stands"

    student.edit("answer", "q1_1 = 60_000 + size * 0")
    student.save()
    assert "Mind: Edited after the last run: q1_1 = 60_000." in student.run("verdict")
    assert "Mind" not in student.run("answer", "verdict")

    student.edit("size", "size = 70_000")
    output = student.run("size", "verdict")
    early = "Mind: Ran before a cell above made anew what is used here: q1_1 = 60_000 + size * 0."
    assert early in output


def test_an_exercise_in_french_with_check_hint_and_report(tmp_path: Path):
    with five_cells(tmp_path, edition="fr") as student:
        assert "✗ Q1.1 à revoir" in student.run("setup", "size", "answer", "verdict")
        assert student.run("hint").startswith("Indice 1 sur ")
        student.edit("answer", "q1_1 = 60_000  # « étiquetées », l'œuvre")
        assert "✓ Q1.1 réussi" in student.run("answer", "verdict")
        student.save()
    path = tmp_path / "01_exploration.ipynb"
    page, pdf = report.report(labs.find(["01"])[0], path, tmp_path, name="Zoë Lefèvre")
    text = page.read_text("utf-8")
    for words in (
        '<html lang="fr">',
        "TP 01",
        "Zoë Lefèvre",
        "✓ réussi",
        "« étiquetées », l&#39;œuvre",
    ):
        assert words in text
    assert "Sans réponse" in text
    assert pdf.read_bytes().startswith(b"%PDF")


def test_untouched_copy_runs_to_its_end_with_drawing_folded_and_own_cells_marked(tmp_path: Path):
    copy = nbformat.read(labs.find(["01"])[0].notebook, 4)
    ids = [cell.id for cell in copy.cells]
    with opened(tmp_path, copy) as tab:
        tab.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        last = CELL.replace("number", str(ids.index("summary")))
        tab.wait_for_function(f"() => {last}.model.executionCount")
        ran = tab.evaluate(
            "window.jupyterapp.shell.currentWidget.content.widgets.map(cell => "
            "[cell.model.executionCount, JSON.stringify(cell.model.outputs?.toJSON())])"
        )
        code = [cell.id for cell in copy.cells if cell.cell_type == "code"]
        counts, outputs = (
            {name: row[k] for name, row in zip(ids, ran, strict=True)} for k in (0, 1)
        )
        assert all(counts[name] for name in code), "every cell ran"
        assert not [name for name in code if '"output_type":"error"' in outputs[name]]
        assert "Solve E1.1 first" in outputs["describe-table"]

        def look(cell: str) -> str:
            """Scroll to a cell; how its editor is marked at its left, or nothing where it is folded."""
            number = ids.index(cell)
            tab.evaluate(
                "number => { const notebook = window.jupyterapp.shell.currentWidget.content; "
                "notebook.activeCellIndex = number; return notebook.scrollToItem(number, 'start'); }",
                number,
            )
            tab.wait_for_timeout(500)
            style = "editor => editor && getComputedStyle(editor).boxShadow"
            handle = tab.evaluate_handle(f"number => {CELL}.node", number).as_element()
            if handle.query_selector(".jp-InputPlaceholder"):
                return ""
            return tab.evaluate(style, handle.query_selector(".jp-InputArea-editor"))

        assert "rgb(27, 127, 92)" in look("e1-1")
        assert look("e1-1-check") == "none"
        drawing = next(cell.id for cell in copy.cells if cell.metadata.get("jupyter"))
        assert look(drawing) == ""
        tab.click(f".jp-Cell:nth-of-type({ids.index(drawing) + 1}) .jp-InputPlaceholder")
        assert look(drawing) == "none", "one click opens it"


DRAW = """\
from matplotlib import pyplot as plt
from helpers.plots import show
figure, axes = plt.subplots()
show(figure, alt="An empty frame, drawn now.")"""
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_figures_reach_a_screen_reader_in_words(tmp_path: Path):
    words = {"image/png": {"alt": 'A dot, "stored" before.'}}
    stored = [
        new_output("display_data", {"image/png": DOT}, metadata=metadata)
        for metadata in (words, {})
    ]
    cells = [new_code_cell(DRAW, id="draw"), new_code_cell("", id="stored", outputs=stored)]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with opened(tmp_path, new_notebook(cells=cells, metadata={"kernelspec": spec})) as tab:
        tab.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
        tab.get_by_role("img", name="An empty frame, drawn now.").wait_for()
        images = tab.locator(".jp-OutputArea-output img")
        assert images.evaluate_all("images => images.map(image => image.alt)") == [
            "An empty frame, drawn now.",
            'A dot, "stored" before.',
            "",
        ]
