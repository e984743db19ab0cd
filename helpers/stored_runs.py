"""Curves of real runs that take too long for a lesson, kept with what made them (`datasets/stored/`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).with_name("datasets") / "stored"


def keep_run(
    name: str,
    history: Mapping[str, Sequence[float]],
    settings: Mapping[str, object],
    dataset: str,
    command: str,
) -> Path:
    """Keep the curves of a run in the repository, in the place of an earlier one.

    Parameters
    ----------
    name : str
        Such as `"fashion_ann_50_epochs"`.
    history : mapping of str to sequence of float
        `keras.callbacks.History.history`, one value an epoch; kept with 5 decimals.
    settings : mapping
        Seed, epochs, batch size, ...: JSON-serialisable.
    dataset : str
        `"mnist"` or `"fashion-mnist"`.
    command : str
        What a person types to make the file again.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        When the data at hand is the built-in sample: what is shown to everybody must be real.
    """
    import keras
    import tensorflow as tf

    from helpers import data

    source = data.source(dataset)
    if source != "real":
        raise ValueError(f"A run on the {source} is not kept; get the real data with `make data`.")
    path = FOLDER / f"{name}.json"
    run = {
        "dataset": dataset,
        "source": source,
        "settings": dict(settings),
        "tensorflow": tf.__version__,
        "keras": keras.__version__,
        "command": command,
        "history": {key: [round(float(v), 5) for v in values] for key, values in history.items()},
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(run) + "\n", encoding="utf-8", newline="\n")
    return path


def stored_run(name: str) -> dict:
    """A kept run: `history` (curves, one value an epoch), `settings`, `dataset`, `source`, versions, `command`.

    Raises
    ------
    FileNotFoundError
        When no run of that name was kept.

    Example
    -------
    >>> run = stored_run("fashion_ann_50_epochs")
    >>> run["dataset"], len(run["history"]["loss"])
    ('fashion-mnist', 50)
    """
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
