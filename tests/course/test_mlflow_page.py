"""`course mlflow`: the page it opens, seen in a real browser, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import types
from pathlib import Path

import psutil
import pytest

from course import errors, mlflow_page
from course.grading import mlflow_runs
from helpers import data, tracking

ROOT = Path(__file__).parents[2]
EXPERIMENT = "08 regularization"
RUNS = ["baseline", "dropout 0.5", "all together"]
SLOW = 180_000  # ms; the page is several megabytes of script, and the machine may be busy


def test_folder_without_runs_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(errors.UsageError, match=r"(?s)no tracked runs in .*lab 08"):
        mlflow_page.serve(tmp_path, "127.0.0.1", 5000)


def test_batches_of_grades_that_wait_become_runs_first(tmp_path, monkeypatch):
    monkeypatch.setattr(mlflow_runs, "enter", lambda store: (store / "mlflow.db").touch())
    with pytest.raises(errors.UsageError, match="no free port"):
        mlflow_page.serve(tmp_path, "nowhere", 5000)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """A store with three finished runs and a failed one."""
    import mlflow

    folder = tmp_path_factory.mktemp("runs of a page")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL_LABS_MLFLOW", str(folder))
        patch.setattr(data, "source", lambda dataset: "real")
        patch.setenv("MLFLOW_RUN_CONTEXT", "{}")
        tracking.open_store(EXPERIMENT, dataset="mnist")
        mlflow.set_experiment(EXPERIMENT)
        for number, name in enumerate(RUNS):
            with mlflow.start_run(run_name=name):
                mlflow.log_params({"dropout_rate": number / 10})
                for epoch in range(1, 6):
                    mlflow.log_metrics({"val_accuracy": 1 - 0.3 / (epoch + number)}, step=epoch)
        with pytest.raises(ZeroDivisionError), mlflow.start_run(run_name="broken"):
            mlflow.log_metrics({"val_accuracy": 1 / 0})
    return folder


@pytest.fixture(scope="module")
def page(store):
    """The command, at work: asked for a port that is taken, where a proxy is set that nobody can reach."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "course", "mlflow", str(store), "--port", str(port)]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | dict.fromkeys(("http_proxy", "HTTP_PROXY"), "http://127.0.0.1:9"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        output = ""
        for line in process.stdout:
            output += line
            if "Ctrl-C" in line:
                break
        address = re.search(r"http://\S+", output)
        assert address, output
        yield types.SimpleNamespace(
            process=process, output=output, address=address[0], taken=port, store=store
        )
        process.terminate()
        process.wait()


@pytest.mark.acceptance
def test_command_says_where_the_page_is_and_how_to_end_it(page):
    assert f"Port {page.taken} is taken" in page.output
    assert str(page.store) in page.output
    assert f"{EXPERIMENT}: http://127.0.0.1:" in page.output
    assert "Default" not in page.output
    assert f":{page.taken}/" not in page.output
    assert "Ctrl-C here ends the page" in page.output


@pytest.mark.acceptance
def test_browser_shows_the_experiment_and_its_runs(page, browser):
    tab = browser.new_page(viewport={"width": 1400, "height": 700})
    tab.set_default_timeout(SLOW)
    crashes = []
    tab.on("pageerror", lambda error: crashes.append(str(error)))
    tab.goto(page.address)
    tab.get_by_text(EXPERIMENT).first.wait_for()
    for name in [*RUNS, "broken"]:
        tab.get_by_text(name, exact=True).first.wait_for()
    # One of them: its parameter, and the last value of its curve.
    tab.get_by_role("link", name="all together").first.click()
    tab.get_by_text("dropout_rate", exact=True).first.wait_for()
    tab.get_by_text("val_accuracy", exact=True).first.wait_for()
    assert not crashes
    tab.close()


@pytest.mark.acceptance
@pytest.mark.skipif(os.name != "posix", reason="Windows cannot send Ctrl-C to one process alone")
def test_interruption_ends_the_page_and_all_it_started(page):
    started = psutil.Process(page.process.pid).children(recursive=True)
    assert started
    page.process.send_signal(signal.SIGINT)
    rest, _ = page.process.communicate(timeout=120)
    assert page.process.returncode == 0
    assert "closed" in rest
    assert "Traceback" not in rest
    _, alive = psutil.wait_procs(started, timeout=30)
    assert not alive
    port = int(page.address.split(":")[2].split("/")[0])
    assert socket.socket().connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.acceptance
def test_server_that_cannot_start_says_why(tmp_path):
    (tmp_path / "mlflow.db").write_bytes(
        b"not a database at all, but as long as a header of one" * 9
    )
    command = [sys.executable, "-m", "course", "mlflow", str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 1
    assert "file is not a database" in ended.stderr
