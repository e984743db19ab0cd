"""Experiments tracked with MLflow: what was tried, how it went, and a way to ask about it later.

Importing this module imports neither MLflow nor Keras; they come with the first call that needs them.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import os
import platform
import re
import sqlite3
import subprocess
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras
    import mlflow
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure
    from mlflow.entities import Run
    from mlflow.models.model import ModelInfo

# MLflow reads these when it is imported: no usage data sent out, no notes about its own workings.
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
# What MLflow brings along asks for widgets, which nothing here needs.
warnings.filterwarnings("ignore", message="IProgress not found")

_ROOT = Path(__file__).resolve().parents[1]
_ALL = 50_000  # the most runs MLflow returns to one query

_in_use: dict[str, str] = {}  # store's address -> identifier of the experiment


def folder() -> Path:
    """Where runs are kept: `DL_LABS_MLFLOW`, or `work/mlflow/` in the course's folder.

    It holds `mlflow.db` (parameters, metrics, tags) and `artifacts/` (models, figures).
    """
    named = os.environ.get("DL_LABS_MLFLOW")
    return Path(named).absolute() if named else _ROOT / "work" / "mlflow"


def database(store: Path) -> str:
    """Address of the database in the folder `store`, as MLflow writes it."""
    return f"sqlite:///{(store / 'mlflow.db').as_posix()}"


def use(experiment: str) -> None:
    """Keep the runs that follow in the experiment of this name; make it, and the store, if need be.

    A run that a killed process left "running" is marked as failed, and an experiment that was deleted on
    MLflow's page is restored.
    """
    import mlflow

    store = folder()
    store.mkdir(parents=True, exist_ok=True)
    with _lock(store):
        if not (store / "mlflow.db").exists():
            _create(store)
        mlflow.set_tracking_uri(database(store))
        client = mlflow.MlflowClient()
        found = client.get_experiment_by_name(experiment)
        if found is None:
            place = store / "artifacts" / (re.sub(r"[^\w-]+", "_", experiment) or "_")
            client.create_experiment(experiment, artifact_location=place.as_uri())
        elif found.lifecycle_stage == "deleted":
            client.restore_experiment(found.experiment_id)
    _in_use[database(store)] = mlflow.set_experiment(experiment).experiment_id
    _fail_abandoned(client)


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
    ::

        tracking.open_store("first tries", dataset="mnist")
        mlflow.set_experiment("first tries")
        with mlflow.start_run(run_name="baseline"):
            mlflow.log_params({"epochs": 5})
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
    os.environ["MLFLOW_RUN_CONTEXT"] = json.dumps(_tags(dataset))  # MLflow tags every run with it


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


def _tags(dataset: str | None) -> dict[str, str]:
    from helpers import data

    tags = _software() | {"host": platform.node(), "pid": str(os.getpid())}
    return tags | ({"dataset": dataset, "dataset_source": data.source(dataset)} if dataset else {})


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


def _fail_abandoned(client: mlflow.MlflowClient) -> None:
    """Mark as failed what a process of this computer was running when it was killed."""
    experiments = [e.experiment_id for e in client.search_experiments()]
    running = client.search_runs(experiments, "attributes.status = 'RUNNING'", max_results=_ALL)
    for run in running:
        tags = run.data.tags
        if tags.get("host") == platform.node() and not _is_alive(tags["pid"], run.info.start_time):
            client.set_tag(run.info.run_id, "error", "its process was killed")
            client.set_terminated(run.info.run_id, "FAILED")


def _is_alive(pid: str, milliseconds: int) -> bool:
    """Whether the process that had this number at this time is still there."""
    import psutil

    try:
        process = psutil.Process(int(pid))
        reused = process.create_time() > milliseconds / 1000 + 1
        return not reused and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


@contextlib.contextmanager
def run(
    name: str,
    params: Mapping[str, object],
    *,
    dataset: str,
    tags: Mapping[str, object] | None = None,
) -> Iterator[mlflow.ActiveRun]:
    """Track what happens inside `with tracking.run(...) as run:` as one run of the experiment.

    It ends as finished, or as failed when an exception or an interruption leaves the block.

    Parameters
    ----------
    name : str
        How the run is called in tables and on MLflow's page; need not be unique.
    params : mapping
        The settings of the run. MLflow keeps each as text.
    dataset : str
        `"mnist"` or `"fashion-mnist"`; kept as the tag `dataset`, with `dataset_source` (`real` or `sample`).
    tags : mapping, optional
        Further labels. Versions, commit, computer and process are tags already.

    Yields
    ------
    mlflow.ActiveRun
        Its `info.run_id` is what `metrics` and MLflow's own functions ask for.

    Raises
    ------
    RuntimeError
        Before `use`.
    """
    import mlflow

    _experiment()
    labels = {**environment(), "dataset": dataset, "dataset_source": _source(dataset)}
    labels |= {key: str(value) for key, value in (tags or {}).items()}
    with mlflow.start_run(run_name=name, tags=labels) as active:
        try:
            mlflow.log_params(_as_text(params))
            yield active
        except BaseException as error:
            mlflow.set_tag("error", f"{type(error).__name__}: {error}"[:500])
            raise


def EpochCurves() -> keras.callbacks.Callback:
    """Keras callback that logs the curves: what `fit` reports after each epoch, epochs counted from 1."""
    import keras

    return keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: log_metrics(logs, step=epoch + 1)
    )


def log_metrics(values: Mapping[str, float], step: int | None = None) -> None:
    """Log results of the run under way, such as `{"test_accuracy": 0.976}`, in one write.

    Parameters
    ----------
    values : mapping of str to float
    step : int, optional
        Position on a curve, such as the epoch.

    Raises
    ------
    RuntimeError
        Outside `with tracking.run(...)`.
    """
    import mlflow

    _require_run()
    mlflow.log_metrics({key: float(value) for key, value in values.items()}, step=step)


def log_figure(figure: Figure, filename: str) -> None:
    """Keep `figure` with the run under way, under a file name such as `"curves.png"`.

    Raises
    ------
    RuntimeError
        Outside `with tracking.run(...)`.
    """
    import mlflow

    _require_run()
    mlflow.log_figure(figure, filename)


def log_model(model: keras.Model, x_example: np.ndarray) -> ModelInfo:
    """Keep `model` with the run under way, with its signature: shapes and types of input and output.

    Parameters
    ----------
    model : keras.Model
    x_example : array of shape (n, ...)
        A few inputs as the model is given them; the signature leaves `n` open.

    Returns
    -------
    mlflow.models.model.ModelInfo
        `mlflow.keras.load_model(info.model_uri)` gives the model back.

    Raises
    ------
    RuntimeError
        Outside `with tracking.run(...)`.
    """
    import keras
    import mlflow.keras

    _require_run()
    # Called, not `predict`: that would warn about tracing when many models are kept.
    answer = keras.ops.convert_to_numpy(model(x_example, training=False))
    signature = mlflow.models.infer_signature(x_example, answer)
    # Named here, since MLflow would otherwise load the model in a new process to find them out.
    requirements = [f"{name}=={_version(name)}" for name in ("tensorflow", "keras", "numpy")]
    return mlflow.keras.log_model(
        model, name="model", signature=signature, pip_requirements=requirements
    )


def finished(params: Mapping[str, object], *, dataset: str | None = None) -> str | None:
    """Identifier of the newest finished run of this experiment with exactly these `params`, or None.

    With `dataset`, only a run on that dataset counts, and on the same source as here (real or sample).

    Raises
    ------
    RuntimeError
        Before `use`.
    """
    wanted = _as_text(params)
    on = {"dataset": dataset, "dataset_source": _source(dataset)} if dataset else {}
    for found in _finished_runs():
        if found.data.params == wanted and on.items() <= found.data.tags.items():
            return found.info.run_id
    return None


def table(columns: Sequence[str] | None = None, order_by: str | None = None) -> pd.DataFrame:
    """Finished runs of this experiment, newest first, one a row.

    Parameters
    ----------
    columns : sequence of str, optional
        Which columns, in this order; by default `run_name`, every parameter, every metric (its last value),
        `run_id`.
    order_by : str, optional
        A column, then `DESC` for the largest first: `"test_accuracy DESC"`. Runs without a value come last.

    Returns
    -------
    pandas.DataFrame
        Numbers as numbers, `True` and `False` as booleans. Where a metric has the name of a parameter, the
        parameter's column is called `params.<name>`.

    Raises
    ------
    KeyError
        When there are runs, and none has a column that was asked for.
    RuntimeError
        Before `use`.
    """
    import pandas as pd

    runs = _finished_runs()
    metric_names = sorted({name for found in runs for name in found.data.metrics})
    param_names = sorted({name for found in runs for name in found.data.params})
    param_columns = {n: f"params.{n}" if n in metric_names else n for n in param_names}
    rows = [
        {
            "run_name": found.info.run_name,
            **{param_columns[key]: _as_value(text) for key, text in found.data.params.items()},
            **found.data.metrics,
            "run_id": found.info.run_id,
        }
        for found in runs
    ]
    known = ["run_name", *param_columns.values(), *metric_names, "run_id"]
    key, _, direction = (order_by or "").partition(" ")
    unknown = [name for name in [*(columns or []), *([key] if key else [])] if name not in known]
    if unknown and runs:
        raise KeyError(f"no run has {', '.join(unknown)}; there are {', '.join(known)}")
    frame = pd.DataFrame(rows, columns=[*known, *dict.fromkeys(unknown)])
    if key:
        ascending = direction.strip().upper() != "DESC"
        frame = frame.sort_values(key, ascending=ascending, kind="stable", ignore_index=True)
    return frame[list(columns) if columns is not None else known]


def metrics(run_id: str) -> dict[str, float]:
    """Metrics of a run, each with its last value."""
    import mlflow

    return dict(mlflow.get_run(run_id).data.metrics)


def _experiment() -> str:
    """Identifier of the experiment in use."""
    if database(folder()) not in _in_use:
        raise RuntimeError('say which experiment first: tracking.use("...")')
    return _in_use[database(folder())]


def _require_run() -> None:
    """Refuse to log outside a run: MLflow would begin a nameless one."""
    import mlflow

    if mlflow.active_run() is None:
        raise RuntimeError("no run is under way: log inside `with tracking.run(...):`")


def _finished_runs() -> list[Run]:
    import mlflow

    return mlflow.MlflowClient().search_runs(
        [_experiment()], "attributes.status = 'FINISHED'", max_results=_ALL
    )


def _source(dataset: str) -> str:
    from helpers import data

    return data.source(dataset)


def _as_text(params: Mapping[str, object]) -> dict[str, str]:
    """`params` as MLflow keeps them."""
    return {str(key): str(value) for key, value in params.items()}


def _as_value(text: str) -> object:
    """What a parameter was before MLflow kept it as text."""
    words = {"True": True, "False": False, "None": None}
    if text in words:
        return words[text]
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text


def _version(distribution: str) -> str:
    return importlib.metadata.version(distribution)


@functools.cache
def _software() -> dict[str, str]:
    """Versions a result may depend on, and the course's commit where git knows it."""
    tags = {"python": platform.python_version()}
    tags |= {name: _version(name) for name in ("tensorflow", "keras", "numpy")}
    command = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty", "--abbrev=40"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        found = subprocess.run(
            [*command, "--exclude=*"],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=True,
            timeout=30,
        )
        tags["git_commit"] = found.stdout.strip()
    return tags


def environment() -> dict[str, str]:
    """Tags of every run: versions, the course's commit, this computer and process."""
    return {**_software(), "host": platform.node(), "pid": str(os.getpid())}
