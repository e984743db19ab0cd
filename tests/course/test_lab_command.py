"""`make lab` opens JupyterLab at a student's copy, and says what is missing in a line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course import cli, labs, student
from helpers.languages.catalogue import languages
from tests import jupyter_server

ROOT = Path(__file__).parents[2]


@pytest.fixture
def commands(tmp_path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be started, in a course with an empty `work/`."""
    for name in ("ROOT", "WORK"):
        monkeypatch.setattr(labs, name, tmp_path if name == "ROOT" else tmp_path / "work")
    labs.WORK.mkdir()
    started: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess:
        started.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(student.subprocess, "run", run)
    return started


def copy_of(number: str, age: int) -> Path:
    path = labs.WORK / labs.find([number])[0].notebook.name
    path.write_text("{}")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_newest_copy_opens(commands):
    copy_of("01", age=10)
    newest = copy_of("00", age=1)
    student.open_lab()
    assert f"--LabApp.default_url=/lab/tree/work/{newest.name}" in commands[0]
    assert f"--ServerApp.preferred_dir={labs.WORK}" in commands[0]
    assert "--no-browser" not in commands[0]


def test_named_copy_opens_at_the_port_without_a_browser(commands):
    wanted = copy_of("01", age=10)
    copy_of("00", age=1)
    with pytest.raises(SystemExit) as ended:
        cli.main(["lab", "1", "--port", "9001", "--no-browser"])
    assert ended.value.code == 0
    assert {f"--LabApp.default_url=/lab/tree/work/{wanted.name}", "--ServerApp.port=9001"} <= set(
        commands[0]
    )
    assert "--no-browser" in commands[0]


def test_lab_that_was_not_started_is_named(commands):
    with pytest.raises(
        SystemExit, match=r"There is no work/02_.* yet. Begin with: make start LAB=02"
    ):
        cli.main(["lab", "02"])
    assert commands == []


def test_without_a_copy_jupyterlab_opens_all_the_same(commands, capsys):
    student.open_lab()
    assert "make start LAB=00" in capsys.readouterr().out
    assert not [word for word in commands[0] if "default_url" in word]


def settings_of(command: list[str]) -> dict:
    (folder,) = (word.partition("=")[2] for word in command if "app_settings_dir" in word)
    return json.loads((Path(folder) / "overrides.json").read_text("utf-8"))


def test_a_french_copy_opens_jupyterlab_in_french(commands, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(labs, "BUILD", labs.ROOT / "build")
    copy_of("01", age=1).write_text('{"metadata": {"edition": "fr"}}')
    with pytest.raises(SystemExit):
        cli.main(["lab"])
    read = settings_of(commands[0])
    assert read["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert read["@jupyterlab/translation-extension:plugin"]["locale"] == "fr_FR"


def test_jupyterlab_has_its_words_in_each_language_of_the_course():
    assert all(student._locale(spoken) for spoken in languages())
    assert student._locale("") == student._locale("en") == student._locale("xx") == ""


def test_an_english_copy_opens_jupyterlab_as_it_is(commands):
    copy_of("01", age=1)
    with pytest.raises(SystemExit):
        cli.main(["lab"])
    assert "@jupyterlab/translation-extension:plugin" not in settings_of(commands[0])


@pytest.mark.acceptance
@pytest.mark.parametrize("spoken", ["", "fr"], ids=["English", "French"])
def test_first_screen_is_the_lab(tmp_path, browser, spoken: str):
    """The real command: the copy is open, its folder beside it, and no news over it."""
    (tmp_path / "work").mkdir()
    number = "01"
    lab = labs.find([number])[0]
    (tmp_path / "work" / lab.notebook.name).write_bytes(lab.copy(spoken).read_bytes())
    (tmp_path / "notebooks").mkdir()
    code = (
        "import sys; from pathlib import Path; from course import labs, student; "
        f"labs.ROOT = Path({str(tmp_path)!r}); labs.WORK = labs.ROOT / 'work'; "
        "from helpers.languages.catalogue import speaking; "
        f"\nwith speaking({spoken!r}): sys.exit(student.open_lab(None, 0, False))"
    )
    own = {"JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "PYTHONPATH": str(ROOT)}
    own |= {
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "s"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "w"),
    }
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | own,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        tab = browser.new_page(viewport={"width": 1366, "height": 768})
        tab.set_default_timeout(180_000)
        tab.goto("{}?token={}".format(*jupyter_server.address(server, tmp_path / "runtime")))
        tab.wait_for_selector(".jp-Notebook .jp-MarkdownOutput h1")
        assert tab.locator(".jp-NotebookPanel").count() == 1
        menu = tab.inner_text(".lm-MenuBar").split()
        assert menu[0] == ("Fichier" if spoken else "File")
        assert tab.inner_text(".jp-DirListing-content").split("\n")[0].startswith("01_")
        tab.wait_for_timeout(2000)
        assert tab.locator(".Toastify__toast").all_inner_texts() == []
        tab.screenshot(path=str(tmp_path / "first.png"))
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # JupyterLab is a child of the command
        server.wait()
