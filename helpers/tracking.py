"""Where MLflow keeps the runs of this course, and what it notes of each.

Runs themselves are made and asked for with MLflow's own functions. Importing this module imports neither MLflow
nor Keras.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.packages.versions import software

if TYPE_CHECKING:
    import mlflow

# MLflow reads these when it is imported: no usage data sent out, no notes about its own workings.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
# What MLflow brings along asks for widgets, which nothing here needs.
warnings.filterwarnings("ignore", message="IProgress not found")

_ROOT = Path(__file__).resolve().parents[1]
_ALL = 50_000  # the most runs MLflow returns to one query


def folder() -> Path:
    """Folder of the runs: `DL_LABS_MLFLOW`, or `work/mlflow/` in the course's folder.

    It holds `mlflow.db` (parameters, metrics, tags) and `artifacts/` (models, figures).

    Example
    -------
    >>> folder().is_absolute()
    True
    """
    named = os.environ.get("DL_LABS_MLFLOW")
    return Path(named).absolute() if named else _ROOT / "work" / "mlflow"


def database(store: Path) -> str:
    """Address of the database in the folder `store`, as MLflow writes it.

    Example
    -------
    >>> database(Path("/home/ada/runs"))
    'sqlite:////home/ada/runs/mlflow.db'
    """
    return f"sqlite:///{(store / 'mlflow.db').as_posix()}"


def open_store(*experiments: str, dataset: str | None = None) -> None:
    """Have MLflow keep the runs that follow in the course's folder, and make these experiments there.

    Each run that follows gets tags: versions, the course's commit, computer and process, and the dataset. Runs
    that a killed process left "running" are marked as killed. An experiment that was deleted on MLflow's page is
    restored.

    Parameters
    ----------
    *experiments : str
        Names for `mlflow.set_experiment`. The artifacts of any other lie in a folder `mlruns` where Python runs.
    dataset : str, optional
        `"mnist"` or `"fashion-mnist"`: the tag `dataset` of the runs; `dataset_source` says `real` or `sample`.

    Example
    -------
    >>> import mlflow
    >>> open_store("first tries", dataset="mnist")
    >>> experiment = mlflow.set_experiment("first tries")
    >>> with mlflow.start_run(run_name="baseline"):
    ...     _ = mlflow.log_params({"epochs": 5})
    >>> mlflow.search_runs()["params.epochs"].tolist()
    ['5']
    """
    import mlflow

    store = folder()
    store.mkdir(parents=True, exist_ok=True)
    with _lock(store):
        if not (store / "mlflow.db").exists():
            _create(store)
        mlflow.set_tracking_uri(database(store))
        client = mlflow.MlflowClient()
        for name in experiments:
            _make_experiment(client, name, store / "artifacts")
    _mark_killed(client)
    os.environ["MLFLOW_RUN_CONTEXT"] = json.dumps(tags(dataset))  # MLflow tags every run with it


@contextlib.contextmanager
def _lock(store: Path) -> Iterator[None]:
    """Let one process at a time prepare the store; the lock of a process that dies is released."""
    with contextlib.closing(sqlite3.connect(store / "lock.db", timeout=300)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _create(store: Path) -> None:
    """Make the database beside its final place: interrupted, it leaves nothing that looks whole."""
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    partial = store / "mlflow.partial.db"
    partial.unlink(missing_ok=True)
    created = SqlAlchemyStore(f"sqlite:///{partial.as_posix()}", (store / "artifacts").as_uri())
    created.engine.dispose()
    with contextlib.closing(sqlite3.connect(partial)) as connection:
        # The write-ahead log waits for the disk once a write instead of four times. SQLite
        # keeps its old way where a file system does not allow it.
        connection.execute("PRAGMA journal_mode = WAL")
    partial.replace(store / "mlflow.db")


def _make_experiment(client: mlflow.MlflowClient, name: str, artifacts: Path) -> None:
    experiment = client.get_experiment_by_name(name)
    if experiment is None:
        place = artifacts / (re.sub(r"[^\w-]+", "_", name) or "_")
        client.create_experiment(name, artifact_location=place.as_uri())
    elif experiment.lifecycle_stage == "deleted":
        client.restore_experiment(experiment.experiment_id)


def _mark_killed(client: mlflow.MlflowClient) -> None:
    """Mark what a process of this computer was running when it was killed."""
    experiments = [e.experiment_id for e in client.search_experiments()]
    for run in client.search_runs(experiments, "attributes.status = 'RUNNING'", max_results=_ALL):
        tags = run.data.tags
        ours = tags.get("host") == platform.node() and "pid" in tags
        if ours and not _is_alive(int(tags["pid"]), run.info.start_time / 1000):
            client.set_terminated(run.info.run_id, "KILLED")


def _is_alive(pid: int, seconds: float) -> bool:
    """Whether the process that had this number at this time is still there."""
    import psutil

    try:
        process = psutil.Process(pid)
        reused = process.create_time() > seconds + 1
        return not reused and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def tags(dataset: str | None = None) -> dict[str, str]:
    """What each run is tagged with: see `open_store`.

    Example
    -------
    >>> tags()["python"].startswith("3.")
    True
    """
    from helpers import data

    made = software() | {"host": platform.node(), "pid": str(os.getpid())}
    return made | ({"dataset": dataset, "dataset_source": data.source(dataset)} if dataset else {})
