"""A notebook alone, in an environment with the oldest libraries that the course allows: it fetches the rest.

A web server on this computer stands for GitHub.
"""

from __future__ import annotations

import ast
import functools
import http.server
import json
import os
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from packaging.requirements import Requirement

from course import environment, labs
from course.notebooks import derive, notebook, outputs
from course.running import profiles
from helpers.graded.judging import PASSED
from helpers.languages import catalogue
from helpers.languages.catalogue import VARIABLE
from helpers.packages import elsewhere

ROOT = environment.ROOT
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# The others on request, as CI does: a minute each.
CHOSEN = labs.all_labs() if os.environ.get("DL_LABS_EVERY_LAB") else labs.find(["02", "09"])
BY_ANOTHER_NAME = {
    "sklearn": "scikit-learn",
    "prometheus_client": "prometheus-client",
    "IPython": "ipython",
}
OF_THE_SERVER = {"gunicorn", "waitress"}  # `python -m serving` alone


# --- what it installs -------------------------------------------------------------------------------------


def imported() -> set[str]:
    """Top-level names of what a notebook, its checks and its service import."""
    sources = [
        path.read_text("utf-8")
        for folder in ("helpers", "serving")
        for path in (ROOT / folder).rglob("*.py")
    ]
    sources += [
        path.read_text("utf-8") for path in (ROOT / "tests" / "labs").glob("test_[0-9]*.py")
    ]
    for lab in labs.all_notebooks():
        cells = notebook.read(lab.solution).cells
        sources += [cell.source for cell in cells if cell.cell_type == "code"]
    modules = set()
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            modules |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add(node.module.partition(".")[0])
    return modules - set(sys.stdlib_module_names) - {"helpers", "serving", "packaging"}


def test_all_that_a_lab_imports_is_installed():
    names = {BY_ANOTHER_NAME.get(name, name) for name in imported()} - OF_THE_SERVER
    assert names <= elsewhere.NEEDED
    declared = {Requirement(line).name for line in DECLARED["dependencies"]}
    assert declared >= elsewhere.NEEDED


@pytest.mark.parametrize(
    ("there", "lacking"),
    [
        ({"mlflow": None}, {"mlflow<4,>=3.10"}),
        ({"numpy": "1.26.4"}, {"numpy>=2.0"}),
        ({"tensorflow-cpu": None, "tensorflow": "2.19.0"}, set()),
        ({}, set()),
    ],
)
def test_what_is_missing_or_too_old_is_named(there: dict, lacking: set, monkeypatch):
    real = metadata.version

    def version(name: str) -> str:
        if there.get(name, "") is None:
            raise metadata.PackageNotFoundError(name)
        return there.get(name) or real(name)

    monkeypatch.setattr(metadata, "version", version)
    assert set(elsewhere.lacking_packages()) == lacking


# --- a notebook alone -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a web server that has the course as GitHub hands it out."""
    folder = tmp_path_factory.mktemp("github")
    archive = folder / "school" / "labs" / "archive" / "refs" / "heads" / "main.zip"
    archive.parent.mkdir(parents=True)
    tree = subprocess.run(
        ["git", "stash", "create"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    command = ["git", "archive", "--format=zip", "--prefix=labs-main/", f"--output={archive}"]
    subprocess.run([*command, tree.stdout.strip() or "HEAD"], cwd=ROOT, check=True)
    handler = functools.partial(Silent, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def run(source: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """The notebook as it ran in `folder`, with its errors as outputs."""
    client = NotebookClient(
        source,
        timeout=600,
        kernel_name=source.metadata.get("kernelspec", {}).get("name", "python3"),
        resources={"metadata": {"path": str(folder)}},
        allow_errors=True,
    )
    return client.execute()


def errors_of(finished: nbformat.NotebookNode) -> list[str]:
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in finished.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def test_an_edition_says_its_language_where_nothing_else_does(monkeypatch: pytest.MonkeyPatch):
    assert derive.elsewhere("school/labs", language="fr").source.endswith('elsewhere.prepare("fr")')
    assert derive.elsewhere("school/labs").source.endswith("elsewhere.prepare()")
    monkeypatch.setattr(elsewhere, "lacking_packages", list)
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)
    elsewhere.prepare("fr")
    assert catalogue.language() == "fr"


@pytest.mark.slow
def test_at_home_the_cell_does_nothing(tmp_path: Path):
    made = nbformat.v4.new_notebook(cells=[derive.elsewhere("school/labs", "http://127.0.0.1:9")])
    finished = run(made, tmp_path)
    assert finished.cells[0].outputs == []
    assert list(tmp_path.iterdir()) == []


def in_a_python_without_the_course(folder: Path) -> subprocess.CompletedProcess:
    """The cell's text, run in `folder`; a web server that is not there stands for no network."""
    code = derive.elsewhere("school/labs", "http://127.0.0.1:9").source
    command = [sys._base_executable, "-I", "-c", code]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_clone_above_is_taken_as_it_is(tmp_path: Path):
    module = tmp_path / "helpers" / "packages" / "elsewhere.py"
    module.parent.mkdir(parents=True)
    module.write_text("def prepare(): print(__file__)\n")
    (tmp_path / "work").mkdir()
    ended = in_a_python_without_the_course(tmp_path / "work")
    assert ended.stdout == f"{module}\n"


def test_without_a_network_it_says_what_to_turn_on(tmp_path: Path):
    last = in_a_python_without_the_course(tmp_path).stderr.splitlines()[-1]
    assert last.startswith("ConnectionError: The course could not be fetched")
    assert "On Kaggle, turn on Internet" in last


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a kernel with the oldest versions allowed; it has neither MLflow nor the course."""
    folder = tmp_path_factory.mktemp("bare")
    wanted = [
        line
        for line in DECLARED["dependencies"]
        if Requirement(line).name in (elsewhere.NEEDED | {"ipykernel"}) - {"mlflow"}
    ]
    (folder / "wanted.in").write_text("\n".join([*wanted, "pip>=24", "packaging>=25"]))
    uv = str(environment.venv_program("uv"))
    pins, python = (
        folder / "pins.txt",
        folder / "env" / ("Scripts" if os.name == "nt" else "bin") / "python",
    )
    compiled = [
        uv,
        "pip",
        "compile",
        "-q",
        "--resolution",
        "lowest-direct",
        folder / "wanted.in",
        "-o",
        pins,
    ]
    for command in (
        [*compiled, "--python", sys.executable],
        [uv, "venv", "-q", "--python", sys._base_executable, folder / "env"],
        [uv, "pip", "install", "-q", "--no-deps", "--python", python, "-r", pins],
    ):
        subprocess.run(command, cwd=folder, check=True)
    kernel = folder / "jupyter" / "kernels" / "bare"
    kernel.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": "bare", "language": "python"})
    )
    os.environ["JUPYTER_PATH"] = str(folder / "jupyter")
    yield "bare"
    del os.environ["JUPYTER_PATH"]


def alone(lab: labs.Lab, github: str, kernel: str) -> nbformat.NotebookNode:
    """A solved lab at reduced settings, with the cell that fetches the course."""
    made = notebook.read(lab.solution)
    made.metadata["kernelspec"] = {"name": kernel, "display_name": kernel}
    (place,) = [
        n for n, cell in enumerate(made.cells) if "parameters" in cell.metadata.get("tags", [])
    ]
    settings = [f"{name} = {value!r}" for name, value in profiles.parameters(lab, "smoke").items()]
    made.cells.insert(place + 1, nbformat.v4.new_code_cell("\n".join(settings)))
    made.cells.insert(0, derive.elsewhere("school/labs", github))
    return made


@pytest.mark.acceptance
@pytest.mark.parametrize("lab", CHOSEN, ids=lambda lab: lab.number)
def test_a_notebook_alone_fetches_the_course_and_runs(
    lab: labs.Lab, github: str, bare: str, tmp_path, monkeypatch
):
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    finished = run(alone(lab, github, bare), tmp_path)
    assert errors_of(finished) == []
    verdicts = outputs.read_notebook(finished).verdicts
    assert len(verdicts) > 8
    # What is held to a bar may miss it at reduced settings.
    assert sum(verdict.status == PASSED for verdict in verdicts.values()) >= 0.8 * len(verdicts)
    (folder,) = tmp_path.iterdir()
    assert folder.name == "dl-labs"
