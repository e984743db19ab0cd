"""The store of the tracked runs: who makes it, what each run is tagged with, and what becomes of killed ones."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from helpers import data, tracking

ROOT = Path(__file__).parents[2]
EXPERIMENT = "Régularisation & co."

# A process that tracks one run to its end, begins another, says so, and waits to be killed.
WORKER = """
import sys, time
from helpers import tracking
tracking.open_store(sys.argv[1], dataset="mnist")
import mlflow
mlflow.set_experiment(sys.argv[1])
with mlflow.start_run(run_name="whole"):
    mlflow.log_param("worker", sys.argv[2])
with mlflow.start_run(run_name="cut off") as run:
    print(run.info.run_id, flush=True)
    time.sleep(3600)
"""


@pytest.fixture(scope="module")
def workers(tmp_path_factory) -> types.SimpleNamespace:
    """A store made by two processes at the same time, both killed in mid-run."""
    # Signs that mean something in an address must do no harm in a folder's name.
    folder = tmp_path_factory.mktemp("a store 100% né#1")
    environment = os.environ | {"DL_LABS_MLFLOW": str(folder), "DL_LABS_DATA": "sample"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, EXPERIMENT, str(number)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(2)
    ]
    run_ids = [process.stdout.readline().strip() for process in processes]
    for process in processes:
        process.kill()
    errors = [process.communicate()[1] for process in processes]
    return types.SimpleNamespace(folder=folder, cut_off=run_ids, errors=errors)


@pytest.fixture
def store(workers, monkeypatch) -> Path:
    """That store, in use; the data are said to be real ones."""
    import mlflow

    monkeypatch.setenv("DL_LABS_MLFLOW", str(workers.folder))
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", "{}")  # set anew below, and put back afterwards
    monkeypatch.setattr(data, "source", lambda dataset: "real")
    tracking.open_store(EXPERIMENT, dataset="mnist")
    mlflow.set_experiment(EXPERIMENT)
    return workers.folder


@pytest.fixture
def client(store):
    import mlflow

    return mlflow.MlflowClient()


def test_importing_it_imports_neither_mlflow_nor_keras():
    heavy = "{'mlflow', 'keras', 'tensorflow', 'pandas', 'matplotlib'}"
    code = f"import sys, helpers.tracking; assert not {heavy} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_runs_are_kept_beside_the_students_work_unless_a_folder_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("DL_LABS_MLFLOW", raising=False)
    assert tracking.folder() == ROOT / "work" / "mlflow"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DL_LABS_MLFLOW", "here")
    assert tracking.folder() == tmp_path / "here"


# --- the store --------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_two_processes_make_one_store_at_the_same_time(workers, store, client):
    assert all(workers.cut_off), workers.errors
    experiment = client.get_experiment_by_name(EXPERIMENT)
    whole = client.search_runs([experiment.experiment_id], "params.worker != ''")
    finished = [run for run in whole if run.info.status == "FINISHED"]
    assert sorted(run.data.params["worker"] for run in finished) == ["0", "1"]
    assert (store / "mlflow.db").is_file()
    assert not (store / "mlflow.partial.db").exists()


@pytest.mark.slow
def test_killed_runs_are_marked(workers, client):
    for run_id in workers.cut_off:
        assert client.get_run(run_id).info.status == "KILLED"


@pytest.mark.slow
@pytest.mark.parametrize(
    "tags",
    [
        {"host": "another-computer", "pid": "1"},
        {"host": platform.node(), "pid": str(os.getpid())},
        {},
    ],
    ids=["another computer", "this process", "made elsewhere"],
)
def test_runs_of_other_computers_and_living_processes_go_on(client, tags):
    experiment = client.get_experiment_by_name(EXPERIMENT).experiment_id
    run_id = client.create_run(experiment, tags=tags).info.run_id
    tracking.open_store()
    assert client.get_run(run_id).info.status == "RUNNING"
    client.set_terminated(run_id, "FAILED")


@pytest.mark.slow
def test_run_is_marked_when_its_process_number_now_belongs_to_another(client):
    experiment = client.get_experiment_by_name(EXPERIMENT).experiment_id
    tags = {"host": platform.node(), "pid": str(os.getpid())}
    run_id = client.create_run(experiment, start_time=1000, tags=tags).info.run_id
    tracking.open_store()
    assert client.get_run(run_id).info.status == "KILLED"


@pytest.mark.slow
def test_creation_that_was_interrupted_is_begun_anew(tmp_path, monkeypatch):
    import mlflow
    from mlflow.store.tracking import sqlalchemy_store

    class Cut:
        def __init__(self, uri: str, artifacts: str) -> None:
            (tmp_path / "mlflow.partial.db").write_bytes(b"half a database")
            raise KeyboardInterrupt

    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path))
    monkeypatch.setenv("MLFLOW_RUN_CONTEXT", "{}")
    with monkeypatch.context() as patch:
        patch.setattr(sqlalchemy_store, "SqlAlchemyStore", Cut)
        with pytest.raises(KeyboardInterrupt):
            tracking.open_store("any")
    assert not (tmp_path / "mlflow.db").exists()
    tracking.open_store("any")
    assert mlflow.search_runs(experiment_names=["any"]).empty


@pytest.mark.slow
def test_deleted_experiment_is_restored(client):
    import mlflow

    tracking.open_store("deleted")
    identifier = client.get_experiment_by_name("deleted").experiment_id
    client.delete_experiment(identifier)
    tracking.open_store("deleted")
    assert mlflow.set_experiment("deleted").experiment_id == identifier


# --- a run ------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_run_is_tagged_with_its_environment(store, client):
    import mlflow

    with mlflow.start_run(tags={"part": "sweep"}) as run:
        pass
    tags = client.get_run(run.info.run_id).data.tags
    expected = {
        "part": "sweep",
        "dataset": "mnist",
        "dataset_source": "real",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "host": platform.node(),
        "pid": str(os.getpid()),
    }
    assert expected.items() <= tags.items()
    assert {"tensorflow", "keras"} <= set(tags)
    tracking.open_store(EXPERIMENT)  # no dataset: the tag of the last one is gone
    with mlflow.start_run() as run:
        pass
    assert "dataset" not in client.get_run(run.info.run_id).data.tags


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: there is no commit")
def test_run_names_the_commit(store, client):
    import mlflow

    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    with mlflow.start_run() as run:
        pass
    commit = client.get_run(run.info.run_id).data.tags["git_commit"]
    assert commit.removesuffix("-dirty") == head.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("error", [ValueError("bad rate"), KeyboardInterrupt(), SystemExit(0)])
def test_run_left_by_an_error_is_failed(store, client, error):
    """What the labs rely on in MLflow itself: an interrupted run is not taken for a finished one."""
    import mlflow

    with pytest.raises(type(error)), mlflow.start_run() as run:
        raise error
    assert client.get_run(run.info.run_id).info.status == "FAILED"
    assert mlflow.active_run() is None


@pytest.mark.slow
def test_artifacts_lie_in_the_store(store):
    import mlflow

    with mlflow.start_run() as run:
        mlflow.log_text("a curve", "curve.txt")
    (file,) = store.glob(f"artifacts/*/{run.info.run_id}/artifacts/curve.txt")
    assert file.read_text() == "a curve"
