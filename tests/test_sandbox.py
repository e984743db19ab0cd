"""What surrounds a submission, as far as it can be tried without grading one: the corpus grades many."""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import sqlite3
import sys
from pathlib import Path

import nbformat
import pytest

from course.batch import Journal, run_batch
from course.grading import grade, judge, sandbox, submission, submissions
from course.grading.limits import Limits, Terms
from course.labs import UsageError
from helpers import tracking

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")


@pytest.fixture
def no_bubblewrap(monkeypatch):
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    sandbox.require.cache_clear()
    yield
    sandbox.require.cache_clear()


@linux_only
def test_sandbox_that_is_missing_says_how_to_install_it(no_bubblewrap):
    with pytest.raises(UsageError, match=r"apt-get install bubblewrap.*--no-sandbox"):
        sandbox.require()


@linux_only
def test_worker_without_bubblewrap_runs_nothing(no_bubblewrap, tmp_path):
    with pytest.raises(UsageError, match="apt-get install bubblewrap"):
        sandbox.start(Limits(), tmp_path / "socket", None)


@linux_only
def test_batch_says_what_its_worker_lacks(no_bubblewrap, tmp_path):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("q1_1 = 60_000")])
    given = submissions.Submission("ada", nbformat.writes(made).encode())
    job, journal = grade.GradingJob("ada", given, Terms("01")), Journal(tmp_path)
    (got,) = run_batch([job], journal, parallel=1)
    assert got.message.startswith("The sandbox needs bubblewrap: sudo apt-get install bubblewrap")
    assert (got.status, got.points) == (submission.CRASHED, 0)
    assert not list(journal.folder.glob("*.json")), "it is to be tried again"


@pytest.mark.parametrize(
    ("system", "message"), [("win32", r"WSL 2\.$"), ("darwin", r"needs Linux.*--no-sandbox")]
)
def test_system_without_a_sandbox_is_told_what_works_there(monkeypatch, system: str, message: str):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(UsageError, match=message):
        sandbox.require.__wrapped__()


def test_folder_that_every_submission_sees_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "conda"))
    sandbox.require_hidden(tmp_path / "course", tmp_path / "conda2")
    for folder in (tmp_path / "conda", tmp_path / "conda" / "course", Path("/usr/src")):
        with pytest.raises(UsageError, match=r"every submission can read"):
            sandbox.require_hidden(tmp_path / "course", folder)


def test_without_walls_the_processes_of_a_user_are_not_limited(monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **_: started.append(command))
    sandbox.start(Limits(processes=77), tmp_path / "socket", None, bare=tmp_path)
    assert "processes=0" in started[0]


@linux_only
def test_machine_of_another_kind_is_refused(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(UsageError, match="x86-64"):
        sandbox.require.__wrapped__()


@linux_only
def test_no_two_submissions_at_once_have_the_same_user(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with sandbox.user() as first, sandbox.user() as second:
        assert first != second
    with sandbox.user() as again:
        assert again == first


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("3", "3")])
def test_tensorflow_gets_one_thread_unless_told(monkeypatch, tmp_path, given, expected: str):
    names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    for name in names:
        monkeypatch.setenv(name, given) if given else monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("subprocess.Popen", lambda command, **settings: settings["env"])
    variables = sandbox.start(Limits(), tmp_path / "socket", None, bare=tmp_path)
    assert {name: variables.get(name) for name in names} == dict.fromkeys(names, expected)


@pytest.mark.parametrize(
    ("gibibytes", "cores", "expected"), [(64, 4, 4), (9, 4, 2), (2, 4, 1), (64, 1, 1)]
)
def test_as_many_at_once_as_fit(monkeypatch, gibibytes: int, cores: int, expected: int):
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("M", (), {"total": gibibytes << 30}))
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert sandbox.fitting(Limits(memory=4096)) == expected


def _grade_one(sender) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("q1_1 = 60_000")])
    terms = Terms("01", sandboxed=False)
    sender.send(submission.grade("ada", nbformat.writes(made).encode(), terms).points)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="grading needs Linux or macOS")
def test_a_daemon_can_grade():
    """Dask's nannies start their workers as daemons, which multiprocessing allows no children."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_grade_one, args=(sender,), daemon=True)
    worker.start()
    assert receiver.poll(600)
    assert receiver.recv() == 0.5
    worker.join()


# --- the store of a submission's runs ---------------------------------------------------------------------

SCHEMA = """
CREATE TABLE experiments (artifact_location TEXT);
CREATE TABLE runs (artifact_uri TEXT);
CREATE TABLE logged_models (artifact_location TEXT);
INSERT INTO runs VALUES ('file:///scratch/mlflow/artifacts/lab/1');
"""


def database(path: Path, *more: str) -> dict[str, bytes]:
    """Files of a store whose database holds this schema."""
    file = path / "made.db"
    connection = sqlite3.connect(file)
    connection.executescript("\n".join([SCHEMA, *more]))
    connection.close()
    return {"mlflow.db": file.read_bytes()}


def copied(files: object, tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    judge._copy_store(files, folder)
    return folder


def places(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "mlflow.db")
    found = [row[0] for row in connection.execute("SELECT artifact_uri FROM runs")]
    connection.close()
    return found


def test_store_names_its_own_folder(tmp_path):
    more = "INSERT INTO runs VALUES ('file:///etc'), ('file:///scratch/mlflow/artifacts/%C3%A9')"
    folder = copied(database(tmp_path, more) | {"artifacts/lab/1/a b.png": b"png"}, tmp_path)
    ends = ("/artifacts/lab/1", "/nothing", "/artifacts/%C3%A9")
    assert places(folder) == [folder.as_uri() + end for end in ends]
    assert (folder / "artifacts/lab/1/a b.png").read_bytes() == b"png"


@pytest.mark.slow
def test_store_that_mlflow_has_made_is_taken(tmp_path):
    made = tmp_path / "mlflow"
    made.mkdir()
    tracking._create(made)
    folder = copied({path.name: path.read_bytes() for path in made.iterdir()}, tmp_path)
    assert places(folder) == []


TRICKS = {
    "trigger": "CREATE TRIGGER t AFTER UPDATE ON runs BEGIN UPDATE runs SET artifact_uri = 'file:///etc'; END",
    "trigger with MLflow's name": "CREATE TRIGGER prevent_secrets_aad_mutation\nBEFORE UPDATE ON runs\n"
    "BEGIN SELECT 1; END",
    "view": "DROP TABLE runs; CREATE VIEW runs AS WITH RECURSIVE n(x) AS "
    "(SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS artifact_uri FROM n",
    "virtual table": "CREATE VIRTUAL TABLE other USING fts5(a)",
    "dots": "INSERT INTO runs VALUES ('file:///mlflow/artifacts/../../../../etc')",
    "quoted dots": "INSERT INTO runs VALUES ('file:///mlflow/artifacts/%2e%2e/%2E%2E/etc')",
    "dots quoted twice": "INSERT INTO runs VALUES ('file:///mlflow/artifacts/%252e%252e/etc')",
    "a query": "INSERT INTO runs VALUES ('file:///mlflow/artifacts?a=/../../etc')",
    "no such table": "DROP TABLE logged_models",
}


@pytest.mark.parametrize("name", TRICKS)
def test_store_with_a_trick_is_refused(name: str, tmp_path):
    with pytest.raises((ValueError, TypeError, AttributeError, sqlite3.Error)):
        copied(database(tmp_path, TRICKS[name]), tmp_path)


def test_damaged_store_is_refused(tmp_path):
    with pytest.raises(sqlite3.Error):
        copied({"mlflow.db": b"SQLite format 3\0" + bytes(range(256)) * 20}, tmp_path)


@pytest.mark.parametrize(
    "name", ["../out", "/out", "a/../../out", "a/./b", "mlflow.db-journal", "artifacts/..", "a\0b"]
)
def test_file_of_a_store_stays_inside(name: str, tmp_path):
    folder = copied(database(tmp_path) | {name: b"x"}, tmp_path)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"made.db", "mlflow.db"}
    assert len(places(folder)) == 1


def test_large_file_of_a_store_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(judge, "_LARGEST_FILE", 100_000)
    folder = copied(database(tmp_path) | {"a.bin": bytes(100_001)}, tmp_path)
    assert not (folder / "a.bin").exists()


@pytest.mark.parametrize("files", [None, [], {"x": 3}, {3: b"x"}])
def test_what_is_no_store_is_none(files: object, tmp_path):
    with pytest.raises(sqlite3.Error):
        copied(files if isinstance(files, dict) else {"a": files}, tmp_path)


def test_judge_ends_when_the_sandbox_does(tmp_path):
    near, far = socket.socketpair()
    far.close()
    one = judge.Judge(near, Terms("01"), 1, tmp_path / "store")
    try:
        one._process.join(120)
        assert one.collect()
        assert one.finished
        assert all(outcome.points == 0 for outcome in one.outcomes.values())
    finally:
        one.end()
