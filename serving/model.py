"""The model as it is served: an exported folder, checked before anything of it is used."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from serving import drift
from serving.numpy_network import MODEL_FILE, WEIGHTS_FILE, ModelError, NumpyNetwork, unpack

if TYPE_CHECKING:
    from serving.registry import Registered

RECORD = "registered.json"


@dataclass(frozen=True)
class Model:
    """A network and what the registry knows about it."""

    name: str
    version: str
    sha256: str
    reference: drift.Reference
    network: NumpyNetwork

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Probabilities of shape (n, 10) for images of shape (n, 784) between 0 and 1."""
        return self.network.predict(images)


def registered() -> Registered:
    """The registry's production model; the network of lab 02, trained now, if there is none."""
    from serving import registry

    registration = registry.find()
    if registration is None:
        from serving.train import train

        print("No model is registered yet: training the network of lab 02 …", flush=True)
        registration = train()
        print(f"Registered as {registration.name}, version {registration.version}.", flush=True)
    return registration


def export(folder: Path) -> None:
    """Copy the registry's production model into `folder`; the network of lab 02 if there is none.

    Raises
    ------
    ModelError
        When the registered model is damaged.
    """
    model = registered()
    unpack(model.folder, model.sha256)
    folder.mkdir(parents=True, exist_ok=True)
    for file in (MODEL_FILE, WEIGHTS_FILE):
        shutil.copyfile(model.folder / file, folder / file)
    record = {"name": model.name, "version": model.version, "sha256": model.sha256}
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """The model that `export` wrote.

    Raises
    ------
    ModelError
        When it is missing or damaged.
    """
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        name, version, checksum = (str(record[key]) for key in ("name", "version", "sha256"))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(
            f"{folder} holds no exported model. Make one: python -m serving export FOLDER"
        ) from error
    network, content = unpack(folder, checksum)
    if "reference" not in content:
        raise ModelError(f"{folder} has no drift reference. Register the model again.")
    return Model(name, version, checksum, content["reference"], network)
