"""Trained models that one lab keeps and another takes up, under `build/models/`."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

History = dict[str, list[float]]


def folder() -> Path:
    """Where models are kept: `DL_LABS_MODELS`, or `build/models/` in the course's folder."""
    named = os.environ.get("DL_LABS_MODELS")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "build" / "models"


def keep(
    name: str,
    model: keras.Model,
    history: Mapping[str, Sequence[float]],
    trained_on: Mapping[str, object],
) -> Path:
    """Keep a trained model with its history and what it was trained on.

    Interrupted at any moment, it leaves either nothing new or the whole: the model is written beside its final
    place and renamed, and counts only once its record, written last, holds its checksum.

    Parameters
    ----------
    name : str
        Such as `"fashion_cnn"`.
    model : keras.Model
    history : mapping of str to sequence of float
        `keras.callbacks.History.history`, one value an epoch.
    trained_on : mapping
        Dataset, seed, epochs, ...: JSON-serialisable. Models of one name that were trained on different things
        are kept side by side.

    Returns
    -------
    Path
        The model's file, in Keras' own format.
    """
    record_path = _record_path(name, trained_on)
    record_path.parent.mkdir(parents=True, exist_ok=True)
    model_path = record_path.with_suffix(".keras")
    # Keras looks at the ending of the name.
    partial = model_path.with_name(f".{model_path.stem}.{os.getpid()}.partial.keras")
    record_partial = partial.with_suffix(".json")
    try:
        model.save(partial)
        record = {
            "trained_on": dict(trained_on),
            "history": {key: [float(v) for v in values] for key, values in history.items()},
            "sha256": _sha256(partial),
        }
        record_partial.write_text(json.dumps(record, indent=1), encoding="utf-8")
        partial.replace(model_path)
        record_partial.replace(record_path)
    finally:
        partial.unlink(missing_ok=True)
        record_partial.unlink(missing_ok=True)
    return model_path


def take(name: str, trained_on: Mapping[str, object]) -> tuple[keras.Model, History] | None:
    """Model and history that were kept under `name` for exactly `trained_on`, or None.

    A file that is missing, damaged, or does not match its record counts as absent.
    """
    record_path = _record_path(name, trained_on)
    model_path = record_path.with_suffix(".keras")
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        record = json.loads(record_path.read_text(encoding="utf-8"))
        history = {key: [float(v) for v in values] for key, values in record["history"].items()}
        if record["trained_on"] == dict(trained_on) and record["sha256"] == _sha256(model_path):
            import keras

            return keras.saving.load_model(model_path), history
    return None


def _record_path(name: str, trained_on: Mapping[str, object]) -> Path:
    digest = hashlib.sha256(json.dumps(dict(trained_on), sort_keys=True).encode()).hexdigest()
    return folder() / f"{name}-{digest[:12]}.json"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
