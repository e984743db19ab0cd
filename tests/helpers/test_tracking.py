"""Tracked runs: what MLflow keeps of them, how they end, and what a query gives back."""

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
PARAMS = {"optimizer": "adam", "l2_lambda": 0.001, "batch_size": 128, "use_batch_norm": True}

# A process that tracks one run to its end, begins another, says so, and waits to be killed.
WORKER = """
import sys, time
from helpers import tracking
tracking.use(sys.argv[1])
with tracking.run("whole", {"worker": sys.argv[2]}, dataset="mnist"):
    tracking.log_metrics({"test_accuracy": 0.5})
with tracking.run("cut off", {"worker": sys.argv[2]}, dataset="mnist") as run:
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
    monkeypatch.setenv("DL_LABS_MLFLOW", str(workers.folder))
    monkeypatch.setattr(data, "source", lambda dataset: "real")
    tracking.use(EXPERIMENT)
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
def test_killed_runs_are_marked_as_failed(workers, client):
    for run_id in workers.cut_off:
        run = client.get_run(run_id)
        assert run.info.status == "FAILED"
        assert "killed" in run.data.tags["error"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("host", "pid"),
    [("another-computer", "1"), (platform.node(), str(os.getpid()))],
    ids=["another computer", "this process"],  # the same in all processes of a parallel test run
)
def test_runs_of_other_computers_and_living_processes_go_on(client, host, pid):
    experiment = client.get_experiment_by_name(EXPERIMENT).experiment_id
    run_id = client.create_run(experiment, tags={"host": host, "pid": pid}).info.run_id
    tracking.use(EXPERIMENT)
    assert client.get_run(run_id).info.status == "RUNNING"
    client.set_terminated(run_id, "KILLED")


@pytest.mark.slow
def test_run_is_failed_when_its_process_number_now_belongs_to_another(client):
    experiment = client.get_experiment_by_name(EXPERIMENT).experiment_id
    tags = {"host": platform.node(), "pid": str(os.getpid())}
    run_id = client.create_run(experiment, start_time=1000, tags=tags).info.run_id
    tracking.use(EXPERIMENT)
    assert client.get_run(run_id).info.status == "FAILED"


@pytest.mark.slow
def test_creation_that_was_interrupted_is_begun_anew(tmp_path, monkeypatch):
    from mlflow.store.tracking import sqlalchemy_store

    class Cut:
        def __init__(self, uri: str, artifacts: str) -> None:
            (tmp_path / "mlflow.partial.db").write_bytes(b"half a database")
            raise KeyboardInterrupt

    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(sqlalchemy_store, "SqlAlchemyStore", Cut)
        with pytest.raises(KeyboardInterrupt):
            tracking.use("any")
    assert not (tmp_path / "mlflow.db").exists()
    tracking.use("any")
    assert tracking.table().empty
    assert tracking.finished({}) is None


@pytest.mark.slow
def test_deleted_experiment_is_restored(client):
    tracking.use("deleted")
    identifier = client.get_experiment_by_name("deleted").experiment_id
    client.delete_experiment(identifier)
    tracking.use("deleted")
    assert client.get_experiment(identifier).lifecycle_stage == "active"


# --- a run ------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_run_keeps_params_tags_and_environment(client):
    tags = {"technique": "L2", "seed": 42}
    with tracking.run("L2 0.001", PARAMS, dataset="mnist", tags=tags) as run:
        assert client.get_run(run.info.run_id).info.status == "RUNNING"
    kept = client.get_run(run.info.run_id)
    assert kept.info.status == "FINISHED"
    assert kept.info.run_name == "L2 0.001"
    assert kept.data.params == {key: str(value) for key, value in PARAMS.items()}
    expected = {
        "technique": "L2",
        "seed": "42",
        "dataset": "mnist",
        "dataset_source": "real",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "host": platform.node(),
        "pid": str(os.getpid()),
    }
    assert expected.items() <= kept.data.tags.items()
    assert {"tensorflow", "keras"} <= set(kept.data.tags)


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a clone: there is no commit")
def test_run_names_the_commit(client):
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    with tracking.run("commit", {}, dataset="mnist") as run:
        pass
    commit = client.get_run(run.info.run_id).data.tags["git_commit"]
    assert commit.removesuffix("-dirty") == head.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("error", [ValueError("bad rate"), KeyboardInterrupt(), SystemExit(0)])
def test_run_left_by_an_error_is_failed_and_says_why(client, error):
    with (
        pytest.raises(type(error)),
        tracking.run("left", {"left": True}, dataset="mnist") as run,
    ):
        raise error
    kept = client.get_run(run.info.run_id)
    assert kept.info.status == "FAILED"
    assert kept.data.tags["error"] == f"{type(error).__name__}: {error}"
    assert tracking.finished({"left": True}) is None
    with tracking.run("next", {}, dataset="mnist"):  # nothing of it is left open
        pass


@pytest.mark.slow
def test_logging_outside_a_run_is_refused(store, client):
    import matplotlib.pyplot as plt

    before = len(client.search_runs([client.get_experiment_by_name(EXPERIMENT).experiment_id]))
    for log in (
        lambda: tracking.log_metrics({"test_loss": 0.1}),
        lambda: tracking.log_figure(plt.figure(), "curves.png"),
    ):
        with pytest.raises(RuntimeError, match=r"with tracking\.run"):
            log()
    plt.close("all")
    after = len(client.search_runs([client.get_experiment_by_name(EXPERIMENT).experiment_id]))
    assert before == after


def test_experiment_must_be_named_first(tmp_path, monkeypatch):
    monkeypatch.setenv("DL_LABS_MLFLOW", str(tmp_path))
    with pytest.raises(RuntimeError, match="which experiment"):
        tracking.table()
    with (
        pytest.raises(RuntimeError, match="which experiment"),
        tracking.run("early", {}, dataset="mnist"),
    ):
        pass


# --- curves, figures, models ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def trained(workers) -> types.SimpleNamespace:
    """A tracked training of three epochs in two parts, its figure and its model kept."""
    import keras
    import matplotlib.pyplot as plt

    generator = np.random.default_rng(42)
    x = generator.random((64, 28, 28), dtype=np.float32)
    y = generator.integers(0, 10, 64)
    model = keras.Sequential(
        [keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL_LABS_MLFLOW", str(workers.folder))
        patch.setattr(data, "source", lambda dataset: "real")
        tracking.use(EXPERIMENT)
        with tracking.run("trained", {"epochs": 3}, dataset="mnist") as run:
            settings = {"validation_split": 0.25, "verbose": 0}
            first = model.fit(x, y, epochs=2, callbacks=[tracking.EpochCurves()], **settings)
            second = model.fit(
                x, y, initial_epoch=2, epochs=3, callbacks=[tracking.EpochCurves()], **settings
            )
            figure, axes = plt.subplots()
            axes.plot(first.history["loss"])
            tracking.log_figure(figure, "curves.png")
            plt.close(figure)
            info = tracking.log_model(model, x[:2])
    history = {key: first.history[key] + second.history[key] for key in first.history}
    return types.SimpleNamespace(
        run_id=run.info.run_id, history=history, model=model, info=info, x=x
    )


@pytest.mark.slow
def test_every_curve_is_kept_epoch_by_epoch_from_1(trained, client):
    assert set(trained.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for name, values in trained.history.items():
        kept = client.get_metric_history(trained.run_id, name)
        assert [point.step for point in kept] == [1, 2, 3]
        assert [point.value for point in kept] == pytest.approx(values)
    last = {name: values[-1] for name, values in trained.history.items()}
    assert tracking.metrics(trained.run_id) == pytest.approx(last)


@pytest.mark.slow
def test_figure_is_kept_in_the_store(trained, store, client):
    assert [file.path for file in client.list_artifacts(trained.run_id)] == ["curves.png"]
    (file,) = store.glob(f"artifacts/*/{trained.run_id}/artifacts/curves.png")
    assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_model_comes_back_with_its_signature(trained, store):
    import mlflow

    for address in (trained.info.model_uri, f"runs:/{trained.run_id}/model"):
        again = mlflow.keras.load_model(address)
        expected = trained.model.predict(trained.x, verbose=0)
        np.testing.assert_array_equal(again.predict(trained.x, verbose=0), expected)
        signature = mlflow.models.get_model_info(address).signature
        (given,), (answer,) = signature.inputs.inputs, signature.outputs.inputs
        assert (given.shape, given.type) == ((-1, 28, 28), np.dtype("float32"))
        assert (answer.shape, answer.type) == ((-1, 10), np.dtype("float32"))


@pytest.mark.slow
def test_model_kept_outside_a_run_is_refused(trained, store):
    with pytest.raises(RuntimeError, match=r"with tracking\.run"):
        tracking.log_model(trained.model, trained.x[:2])


# --- queries ----------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_finished_run_is_found_by_exactly_its_params(client, monkeypatch):
    tracking.use("resume")
    params = {"dropout_rate": 0.2, "epochs": 5, "schedule": None}
    assert tracking.finished(params) is None
    with tracking.run("first", params, dataset="mnist") as first:
        pass
    assert tracking.finished(dict(reversed(params.items()))) == first.info.run_id
    assert tracking.finished({**params, "epochs": 6}) is None
    assert tracking.finished({**params, "seed": 42}) is None
    assert tracking.finished({"dropout_rate": 0.2, "epochs": 5}) is None
    with tracking.run("again", params, dataset="mnist") as again:
        pass
    assert tracking.finished(params) == again.info.run_id
    client.delete_run(again.info.run_id)
    assert tracking.finished(params) == first.info.run_id
    assert tracking.finished(params, dataset="mnist") == first.info.run_id
    assert tracking.finished(params, dataset="fashion-mnist") is None
    monkeypatch.setattr(data, "source", lambda dataset: "sample")
    assert tracking.finished(params, dataset="mnist") is None
    tracking.use(EXPERIMENT)
    assert tracking.finished(params) is None  # of another experiment


@pytest.fixture
def sweep(store):
    """An experiment with three finished runs and a failed one."""
    tracking.use("sweep")
    if tracking.table().empty:
        for rate, accuracy in [(0.2, 0.91), (0.3, 0.95), (0.5, 0.93)]:
            params = {"dropout_rate": rate, "batch_norm": rate > 0.2, "epochs": 5}
            with tracking.run(f"dropout {rate}", params, dataset="mnist"):
                tracking.log_metrics({"accuracy": 0.1}, step=1)
                tracking.log_metrics({"accuracy": accuracy, "epochs": 4}, step=2)
        with tracking.run("other", {"optimizer": "sgd"}, dataset="mnist"):
            pass
        with pytest.raises(ZeroDivisionError), tracking.run("failed", {}, dataset="mnist"):
            tracking.log_metrics({"accuracy": 1 / 0})


@pytest.mark.slow
def test_table_holds_finished_runs_with_numbers_as_numbers(sweep):
    table = tracking.table()
    assert list(table["run_name"]) == ["other", "dropout 0.5", "dropout 0.3", "dropout 0.2"]
    # `epochs` is a parameter and a metric here
    assert list(table.columns) == [
        *("run_name", "batch_norm", "dropout_rate", "params.epochs", "optimizer"),
        *("accuracy", "epochs", "run_id"),
    ]
    dropout = table[table["optimizer"].isna()]
    assert list(dropout["dropout_rate"]) == [0.5, 0.3, 0.2]
    assert list(dropout["accuracy"]) == [0.93, 0.95, 0.91]
    assert list(dropout["batch_norm"]) == [True, True, False]
    assert set(dropout["params.epochs"]) == {5}
    assert tracking.metrics(dropout["run_id"].iloc[0]) == {"accuracy": 0.93, "epochs": 4}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("order", "expected"),
    [("accuracy DESC", ["0.3", "0.5", "0.2"]), ("dropout_rate", ["0.2", "0.3", "0.5"])],
)
def test_table_is_ordered_by_a_column_that_need_not_be_shown(sweep, order, expected):
    table = tracking.table(["run_name"], order_by=order)
    assert list(table["run_name"]) == [*(f"dropout {rate}" for rate in expected), "other"]
    assert list(table.index) == [0, 1, 2, 3]


@pytest.mark.slow
def test_table_says_which_columns_there_are(sweep):
    with pytest.raises(KeyError, match=r"no run has test_accuracy; there are run_name, .*accuracy"):
        tracking.table(["run_name", "test_accuracy"])
    with pytest.raises(KeyError, match="no run has loss"):
        tracking.table(order_by="loss DESC")


@pytest.mark.slow
def test_table_without_runs_has_the_columns_asked_for(store):
    tracking.use("nothing yet")
    table = tracking.table(["run_name", "test_accuracy"], order_by="test_accuracy DESC")
    assert list(table.columns) == ["run_name", "test_accuracy"]
    assert table.empty
