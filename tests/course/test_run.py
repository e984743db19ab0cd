"""The main job's verdict and report, without running anything."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest
from rich.console import Console

from course import labs
from course.errors import UsageError
from course.notebooks.outputs import Metric
from course.running import execute
from course.running import run as run_module
from course.running.execute import Job, Result
from helpers.languages.catalogue import speaking


@pytest.fixture
def bars(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """A table of bars with one entry."""
    path = tmp_path / "bars.json"
    path.write_text(json.dumps({"02/accuracy": {"dataset": "mnist", "real": {"bar": 0.9}}}))
    monkeypatch.setattr(run_module, "BARS_FILE", path)
    monkeypatch.setattr("helpers.graded.bars.BARS_FILE", path)


def result(
    value: float | None = 0.95, checks: dict | None = None, status: str = execute.PASSED
) -> Result:
    metrics = {} if value is None else {"02/accuracy": Metric(value, 0.9)}
    return Result("02_small", status, metrics=metrics, checks=checks or {})


@pytest.mark.usefixtures("bars")
@pytest.mark.parametrize(
    ("finished", "status", "message"),
    [
        (result(0.95), "passed", None),
        (result(0.9), "passed", None),
        (result(0.8999), "missed bar", "02/accuracy is 0.8999, at least 0.900 expected"),
        # as helpers.results.record writes it, since JSON has no NaN
        (result(math.nan), "missed bar", "02/accuracy is nan, at least 0.900 expected"),
        (result(None), "missed bar", "02/accuracy has a bar and was not recorded"),
        (result(checks={"E2.1": "passed"}), "passed", None),
        (result(checks={"E2.1": "failed"}), "failed check", "did not pass its own check: E2.1"),
        (
            result(checks={"E2.1": "not attempted"}),
            "failed check",
            "did not pass its own check: E2.1",
        ),
        (
            result(0.5, status="failed"),
            "missed bar",
            "02/accuracy is 0.5000, at least 0.900 expected",
        ),
        (result(None, status="failed"), "failed", None),
    ],
)
def test_verdict(finished: Result, status: str, message: str | None):
    run_module.hold_to_bars(finished, "02")
    assert finished.status == status
    assert (finished.error or {}).get("message") == message


def test_solutions_of_another_language_are_run_in_a_folder_of_their_own(tmp_path: Path):
    (lab,) = labs.find(["02"])
    assert run_module.source_in("en", lab, tmp_path) == lab.solution
    french = run_module.source_in("fr", lab, tmp_path)
    assert "# TP 02" in french.read_text(encoding="utf-8")
    assert run_module.folder_of("fr") == run_module.folder_of("en") / "fr"
    with pytest.raises(UsageError, match="no edition 'xx' of lab 02"):
        run_module.source_in("xx", lab, tmp_path)


def test_a_run_in_another_language_asks_kernels_and_pages_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ran: list[Job] = []

    def run_batch(jobs: list[Job], *_: object, **__: object) -> list[Result]:
        ran.extend(jobs)
        return [Result(job.name, execute.PASSED) for job in jobs]

    monkeypatch.setattr(run_module, "FOLDER", tmp_path)
    monkeypatch.setattr(run_module, "run_batch", run_batch)
    console = Console(file=io.StringIO())
    chosen = labs.find(["01"])
    with speaking("fr"):
        assert run_module.run(chosen, "smoke", preimport=False, console=console)
    assert run_module.run(chosen, "smoke", preimport=False, console=console)
    french, english = ran
    assert french.environment["DL_LABS_LANGUAGE"] == "fr"
    assert french.target.parent == tmp_path / "fr"
    assert french.source.parent == tmp_path / "fr" / "solutions"
    assert french.environment["DL_LABS_MLFLOW"] == str(tmp_path / "fr" / "mlflow")
    assert (tmp_path / "fr" / "summary.json").exists()
    assert english.environment["DL_LABS_LANGUAGE"] == "en"
    assert (english.source, english.target.parent) == (chosen[0].solution, tmp_path)


def test_table_holds_what_was_asked_for():
    row = result(0.95)
    row.seconds, row.peak_memory, row.data = 12.34, 567.8, {"mnist": "sample"}
    text = io.StringIO()
    run_module.report([row], "full", 12.3, Console(file=text))
    for part in (
        "02_small",
        "passed",
        "12.3",
        "568",
        "accuracy",
        "0.9500",
        "0.900",
        "mnist (sample)",
    ):
        assert part in text.getvalue()


def test_failure_is_told_with_cell_and_error():
    error = {
        "notebook": "02_small.ipynb",
        "cell": 4,
        "cell_id": "e2-1",
        "message": "ValueError: no",
        "source": "x = f()\ny",
        "traceback": "\n".join(f"line {i}" for i in range(100)),
    }
    message = run_module.describe_failure(Result("02_small", "failed", error=error))
    assert "02_small.ipynb, cell 4 (e2-1): failed: ValueError: no" in message
    assert "    y" in message
    assert "line 99" in message
    assert "line 10\n" not in message


@pytest.mark.parametrize(
    ("numbers", "forked"), [(["01"], [True]), (["01", "02"], [False, True]), (["02"], [True])]
)
def test_lab_without_tensorflow_never_starts_in_a_process_that_has_it(numbers, forked, monkeypatch):
    imported = []
    monkeypatch.setattr(run_module.forking, "AVAILABLE", True)
    monkeypatch.setattr(run_module.forking, "preimport", lambda *names: imported.extend(names))
    chosen = labs.find(numbers)
    jobs = [Job(lab.name, lab.solution, Path()) for lab in chosen]
    run_module.fork_kernels(jobs, chosen)
    assert [job.forked for job in jobs] == forked
    assert bool(imported) == ("02" in numbers)
