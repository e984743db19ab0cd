"""The model registry: which trained network is in production, in which version, with which checksum.

It lies in MLflow's database, beside the tracked runs (`helpers/tracking.py`).
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers import tracking
from helpers.graded import stock_networks
from helpers.packages import versions
from serving import drift, numpy_network
from serving.numpy_network import ModelError, NumpyNetwork

if TYPE_CHECKING:
    import keras
    import numpy as np

NAME = "digits"
ALIAS = "production"
_FOLDER = "inert"  # beside MLflow's own files of the model


class Registered(NamedTuple):
    """A registered version of a model.

    `folder` holds its inert files; `sha256` is what the registry says about `model.json` there.
    """

    name: str
    version: str
    sha256: str
    folder: Path


def register(model: keras.Model, x_reference: np.ndarray, *, name: str = NAME) -> Registered:
    """Register the trained `model` as the newest version of `name`, and put it into production.

    Call it inside `with mlflow.start_run(...)`: the version then says which run it comes from. The registry keeps
    the network twice: as `mlflow.keras.log_model` does, for people who trust its author, and as inert files, which
    the service loads.

    Parameters
    ----------
    model : keras.Model
        A dense network for digits.
    x_reference : array of float, shape (n, 28, 28) or (n, 784)
        Training images between 0 and 1. The drift signals compare the traffic with them.
    name : str

    Raises
    ------
    serving.numpy_network.ModelError
        When it is not a dense network from 784 pixels to ten probabilities.
    RuntimeError
        Outside `with mlflow.start_run(...)`.
    ValueError
        When the images do not lie between 0 and 1.
    """
    if not 0 <= x_reference.min() <= x_reference.max() <= 1:
        raise ValueError(
            f"x_reference goes from {x_reference.min():g} to {x_reference.max():g}: give the images as the "
            "network takes them, from 0 to 1"
        )
    import keras
    import mlflow

    if mlflow.active_run() is None:  # MLflow would begin a nameless run
        raise RuntimeError("no run is under way: register inside `with mlflow.start_run(...):`")
    flat = x_reference.reshape(len(x_reference), -1)
    network = NumpyNetwork(stock_networks.describe(model), model.get_weights())
    reference = drift.make_reference(flat, network.predict(flat).argmax(axis=1))
    with tempfile.TemporaryDirectory() as scratch:
        checksum = numpy_network.pack(model, Path(scratch), {"reference": reference})
        # Called, not `predict`: that would warn about tracing when many models are kept.
        answer = keras.ops.convert_to_numpy(model(x_reference[:5], training=False))
        logged = mlflow.keras.log_model(
            model,
            name="model",
            signature=mlflow.models.infer_signature(x_reference[:5], answer),
            # Named here, since MLflow would otherwise load the model in a new process to find them out.
            pip_requirements=[f"{p}=={versions.version(p)}" for p in ("tensorflow", "keras")],
        )
        client = mlflow.MlflowClient()
        client.log_model_artifacts(logged.model_id, scratch, _FOLDER)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        tags = {"sha256": checksum, "weights": numpy_network.fingerprint(model.get_weights())}
        version = mlflow.register_model(logged.model_uri, name, tags=tags).version
    client.set_registered_model_alias(name, ALIAS, version)
    return find(name)


def find(name: str = NAME) -> Registered | None:
    """The version of `name` that is in production, or None where none is registered.

    Raises
    ------
    serving.numpy_network.ModelError
        When the registry has such a version without a checksum or without its files.
    """
    store = tracking.folder()
    if not (store / "mlflow.db").is_file():
        return None
    import mlflow
    from mlflow.exceptions import MlflowException

    client = mlflow.MlflowClient(tracking.database(store), tracking.database(store))
    try:
        registered = client.get_model_version_by_alias(name, ALIAS)
    except MlflowException as error:
        if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
            return None
        raise
    model_in_words = f"version {registered.version} of the model {name}"
    if "sha256" not in registered.tags:
        raise ModelError(
            f"{model_in_words} has no checksum. Register it with serving.registry.register"
        )
    address = client.get_model_version_download_uri(name, registered.version)
    with contextlib.suppress(OSError, MlflowException):
        folder = Path(mlflow.artifacts.download_artifacts(address + "/" + _FOLDER))
        return Registered(name, str(registered.version), registered.tags["sha256"], folder)
    raise ModelError(f"the files of {model_in_words} are gone. Register it again")
