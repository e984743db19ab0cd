"""Submissions of lab 08 whose MLflow store leads elsewhere, and what each has earned.

All keep one honest run, of the network that E8.8 asks for. It earns a point: half for the network, half for its
run, as long as the model that was kept with it has its signature.
"""

from __future__ import annotations

import functools
import tempfile
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.hostile.hostile import HALF, Hostile, cells

RUN = """
import os, sqlite3
import keras, mlflow
import matplotlib.pyplot as plt
from helpers import tracking
from helpers.data import load_mnist
train_size, batch_size, patience, epochs_improved = 1000, 128, 1, 1
images, labels = load_mnist()[0]
x, y = images[:1000].reshape(-1, 784).astype("float32") / 255, labels[:1000]
improved = keras.Sequential([
    keras.Input((784,)), keras.layers.Dense(512, kernel_regularizer=keras.regularizers.L2(0.001)),
    keras.layers.BatchNormalization(), keras.layers.ReLU(), keras.layers.Dropout(0.3),
    keras.layers.Dense(10, activation="softmax"),
])
decay = keras.optimizers.schedules.CosineDecay(0.001, 8)
improved.compile(
    keras.optimizers.Adam(decay),
    "sparse_categorical_crossentropy",
    metrics=["accuracy", keras.metrics.SparseCategoricalCrossentropy(name="cross_entropy")],
)
names = ["batch_size", "optimizer", "dropout_rate", "l2_lambda", "use_batch_norm"]
names += ["early_stopping_patience", "regularization_applied"]
improved_params = {"epochs": 1} | dict.fromkeys(names, 1)
tracking.open_store("TP2_Improving_Deep_Models", dataset="mnist")
mlflow.set_experiment("TP2_Improving_Deep_Models")
log_epoch = keras.callbacks.LambdaCallback(
    on_epoch_end=lambda epoch, logs: mlflow.log_metrics(logs, step=epoch + 1)
)
with mlflow.start_run(run_name="improved") as run:
    mlflow.log_params(improved_params)
    improved_history = improved.fit(
        x[:900], y[:900], validation_data=(x[900:], y[900:]), batch_size=128, verbose=0,
        callbacks=[log_epoch],
    ).history
    loss, share = improved_history["val_loss"][0], improved_history["val_accuracy"][0]
    mlflow.log_metrics({"final_val_loss": loss, "best_val_loss": loss, "actual_epochs": 1})
    mlflow.log_metrics({"final_val_accuracy": share, "best_val_accuracy": share})
    mlflow.log_figure(plt.figure(), "curves.png")
    mlflow.log_param("restore_best_weights", True)
    mlflow.log_metric("restored_epoch", 1)
    signature = mlflow.models.infer_signature(x[:5], improved.predict(x[:5], verbose=0))
    mlflow.keras.log_model(improved, name="model", signature=signature, pip_requirements=["keras"])
improved_run_id = run.info.run_id
"""
# The model of the run becomes version 1 of a registered model, which lies where the submission says.
LEADS = """
os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0"
mlflow.MlflowClient().create_registered_model("evil")
with sqlite3.connect(tracking.folder() / "mlflow.db") as database:
    database.execute(
        "INSERT INTO model_versions "
        "(name, version, current_stage, source, storage_location, status, run_id) "
        "VALUES ('evil', 1, 'None', ?, ?, 'READY', ?)", ({source!r}, {storage!r}, improved_run_id)
    )
    changed = database.execute(
        "UPDATE inputs SET destination_id = 'evil/1' WHERE source_id = ?", (improved_run_id,)
    )
    assert changed.rowcount == 1
"""
GIANT = """
with sqlite3.connect(tracking.folder() / "mlflow.db") as database:
    rows = [(f"{i} {'k' * 200}", "v" * 2**20, improved_run_id) for i in range(60)]
    database.executemany("INSERT INTO params VALUES (?, ?, ?)", rows)
    database.executemany("INSERT INTO tags VALUES (?, ?, ?)", rows)
"""
# What the sandbox says of the runs, instead of what they are.
SAYS = """
from helpers.graded import run_rows as runs
honest = runs.rows
"""
MODEL = """
flavors: {python_function: {loader_module: os}}
model_uuid: m-0
signature:
  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 784]}}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 10]}}]'
"""


class Witness:
    """A server on this machine and a folder of it, with a model that would earn the half point.

    `asked` are the paths that somebody asked the server for.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="witness-")
        path = Path(self._folder.name)
        path.chmod(0o755)
        (path / "MLmodel").write_text(MODEL)
        self.file = path.as_uri()
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        witness = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                witness.asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(MODEL.encode())

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@functools.cache
def witness() -> Witness:
    """The one of this process."""
    return Witness()


def leading(source: str, storage: str) -> Callable[[Path], None]:
    """Writes a submission whose model is said to lie at these addresses."""

    def write(folder: Path) -> None:
        places = {"http": witness().http, "file": witness().file}
        more = LEADS.format(source=source.format(**places), storage=storage.format(**places))
        cells(RUN, more)(folder)

    return write


def tracked(name: str, *code: str, points: float = HALF, reason: str = "") -> Hostile:
    return Hostile(name, cells(RUN, *code), "graded", points, lab="08", reason=reason)


def says(name: str, row: str, points: float = HALF, reason: str = "cannot be read") -> Hostile:
    more = f"runs.rows = lambda what, name: honest(what, name) | {row}"
    return tracked(f"rows of runs: {name}", SAYS, more, points=points, reason=reason)


def leads(name: str, source: str, storage: str) -> Hostile:
    return Hostile(
        name, leading(source, storage), "graded", HALF, lab="08", reason="trying your answer raised"
    )


TRACKED = [
    tracked("an honest run", points=1),
    leads(
        "a model at an address of this machine",
        "{file}",
        "{http}/api/2.0/mlflow-artifacts/artifacts/evil",
    ),
    leads("a model in a folder of this machine", "{http}/source", "{file}"),
    tracked("a store with giant rows", GIANT, points=1),
    says("a giant name", "{'name': 'n' * 2**25}", reason=""),  # too much to hand over
    says("an address for a shape", "{'model_inputs': ['file:///etc']}"),
    says("a network", "{'artifacts': [improved]}"),
]
