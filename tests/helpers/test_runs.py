"""Tracked runs as rows: the same in a notebook and over the wire, and inert whatever a submission says."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from course.grading import imports
from course.grading.judge import RemoteNames
from helpers import tracking
from helpers.graded import run_rows, runs
from helpers.graded.answers import finished_run
from helpers.graded.namespace import Namespace
from tests.grading.served import served

ROW = {
    "run_id": "ab",
    "name": "a run",
    "status": "FINISHED",
    "params": {"epochs": "3"},
    "metrics": {"val_loss": 0.25},
    "tags": {},
    "curves": {"val_loss": [0.5, 0.25]},
    "artifacts": ["curves.png"],
    "model_inputs": [[-1, 784], None],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[dict[str, str]]:
    """Identifiers of a finished run with a figure and a model, and of a failed one, in a store that is in use."""
    import keras
    import matplotlib.pyplot as plt
    import mlflow

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL_LABS_MLFLOW", str(tmp_path_factory.mktemp("store")))
        patch.setenv("DL_LABS_DATA", "sample")
        before = mlflow.get_tracking_uri()
        patch.setenv("MLFLOW_RUN_CONTEXT", "{}")
        tracking.open_store("lab", dataset="mnist")
        mlflow.set_experiment("lab")
        with mlflow.start_run(run_name="whole", tags={"note": "x" * 700}) as run:
            mlflow.log_params({"epochs": 2})
            for epoch, loss in enumerate((0.5, 0.25), 1):
                mlflow.log_metrics({"val_loss": loss}, step=epoch)
            mlflow.log_metrics({"final": math.nan})
            mlflow.log_figure(plt.figure(), "curves.png")
            network = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
            signature = mlflow.models.infer_signature(np.zeros((2, 4), "float32"))
            info = mlflow.keras.log_model(
                network, name="model", signature=signature, pip_requirements=["keras"]
            )
        with pytest.raises(ValueError, match="no"), mlflow.start_run() as failed:
            raise ValueError("no")
        mlflow.MlflowClient().create_registered_model("digits")
        version = mlflow.MlflowClient().create_model_version(
            "digits", info.model_uri, run.info.run_id, tags={"sha256": "12"}
        )
        mlflow.MlflowClient().set_registered_model_alias("digits", "production", version.version)
        yield {"whole": run.info.run_id, "failed": failed.info.run_id}
        mlflow.set_tracking_uri(before)


@pytest.fixture(params=["in the notebook", "over the wire"])
def nb(request) -> Iterator[Namespace]:
    """The names of a notebook, as its own check and as grading see them."""
    if request.param == "in the notebook":
        yield Namespace({})
        return
    with served(lambda name: getattr(Namespace({}), name)) as notebook:
        yield RemoteNames(notebook)


@pytest.mark.slow
def test_run_is_a_row(nb, made):
    run = runs.find(nb, made["whole"])
    assert (run.run_id, run.name, run.status) == (made["whole"], "whole", "FINISHED")
    assert run.params == {"epochs": "2"}
    assert run.metrics["val_loss"] == 0.25
    assert math.isnan(run.metrics["final"])
    assert run.curves["val_loss"] == [0.5, 0.25]
    assert run.tags["dataset"] == "mnist"
    assert len(run.tags["note"]) == 500
    assert run.artifacts == ["curves.png"]
    assert run.model_inputs == [(-1, 4)]


@pytest.mark.slow
def test_finished_runs_of_an_experiment(nb, made):
    assert [run.run_id for run in runs.finished(nb, "lab")] == [made["whole"]]
    assert runs.finished(nb, "no such experiment") == []


@pytest.mark.slow
def test_version_in_production(nb, made):
    version = runs.in_production(nb, "digits")
    assert (version.version, version.run_id, version.tags) == ("1", made["whole"], {"sha256": "12"})
    assert runs.in_production(nb, "letters") is None


@pytest.mark.slow
def test_finished_run_says_why_there_is_none(nb, made):
    assert finished_run(nb, made["whole"]).name == "whole"
    with pytest.raises(
        AssertionError, match=r"no run with the identifier 'xyz'.*run\.info\.run_id"
    ):
        finished_run(nb, "xyz")
    with pytest.raises(AssertionError, match=r"The run is failed\."):
        finished_run(nb, made["failed"])
    with pytest.raises(AssertionError, match="is a string; this is a int"):
        finished_run(nb, 3)


def answering(answer: object) -> Namespace:
    """A notebook that says this about its runs, whatever it is asked."""

    class Says(Namespace):
        def __getattr__(self, name: str) -> object:
            return lambda question, about: answer

    return Says({})


def test_a_row_is_read():
    run = runs.find(answering(ROW), "ab")
    assert run.model_inputs == [(-1, 784), None]
    assert run.curves == {"val_loss": [0.5, 0.25]}


@pytest.mark.parametrize(
    "change",
    [
        {"run_id": None},
        {"params": {"epochs": 3}},
        {"params": [["epochs", "3"]]},
        {"params": {3: "epochs"}},
        {"metrics": {"val_loss": "0.25"}},
        {"metrics": {"val_loss": True}},
        {"curves": {"val_loss": np.zeros(3)}},
        {"curves": {"val_loss": [[0.5]]}},
        {"artifacts": "curves.png"},
        {"artifacts": [b"curves.png"]},
        {"model_inputs": [["784"]]},
        {"model_inputs": [784]},
        {"tags": iter("ab")},
    ],
)
def test_row_of_another_form_is_refused_in_words(change: dict):
    with pytest.raises(AssertionError, match="cannot be read"):
        runs.find(answering(ROW | change), "ab")
    with pytest.raises(AssertionError, match="cannot be read"):
        runs.finished(answering([ROW | change]), "lab")


@pytest.mark.parametrize("answer", [3, "run", [], (), {}, lambda: None, {"version": "1"}])
def test_what_is_no_row_is_refused_in_words(answer: object):
    with pytest.raises(AssertionError, match="cannot be read"):
        runs.find(answering(answer), "ab")
    with pytest.raises(AssertionError, match="cannot be read"):
        runs.in_production(answering(answer), "digits")


def test_giant_row_is_cut():
    many = {f"{i}{'k' * 9000}": "v" * 9000 for i in range(3000)}
    giant = {
        "name": "n" * 10**7,
        "params": many,
        "tags": many,
        "metrics": dict.fromkeys(many, 0.5),
        "curves": {"val_loss": [0.5] * 10**6},
        "artifacts": ["a.png"] * 10**6,
        "model_inputs": [[1] * 10**6],
    }
    run = runs.find(answering(ROW | giant), "ab")
    assert len(run.name) == 500
    assert max(len(run.params), len(run.tags), len(run.metrics), len(run.artifacts)) == 1000
    assert max(map(len, [*run.params, *run.params.values(), *run.metrics])) == 500
    assert len(run.curves["val_loss"]) == 10_000
    assert len(run.model_inputs[0]) == 1000
    assert len(runs.finished(answering([ROW] * 9000), "lab")) == 5000


def test_rows_have_no_name_that_a_notebook_could_define():
    assert not run_rows.NAME.isidentifier()
    asked = Namespace({run_rows.NAME: "mine"})
    assert getattr(asked, run_rows.NAME) is run_rows.rows
    assert asked.asked == []


@pytest.mark.parametrize("lab", ["08", "09"])
def test_graded_tests_know_runs_from_rows_alone(lab: str):
    """In grading they run where no store of a submission may be opened."""
    assert not any(name.split(".")[0] == "mlflow" for name in imports.of_tests(lab))
