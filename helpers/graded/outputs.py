"""What a cell shows with a small JSON attached, where `make run`, the report and grading find it."""

from __future__ import annotations

import sys
from typing import Any

MIME = "application/vnd.dl-labs+json"


def publish(text: str, payload: dict[str, Any], html: str | None = None) -> None:
    """Show `text` and attach `payload` to the cell's output.

    Parameters
    ----------
    text : str
        What a person reads; outside IPython it is printed, and nothing else happens.
    payload : dict
        JSON-serialisable; stored under the MIME type `application/vnd.dl-labs+json`.
    html : str, optional
        A richer form of `text` for JupyterLab.

    Example
    -------
    >>> publish("accuracy = 0.9", {"metric": "accuracy", "value": 0.9})
    accuracy = 0.9
    """
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(text)
        return
    bundle = {"text/plain": text, MIME: payload}
    if html is not None:
        bundle["text/html"] = html
    ipython.display.display(bundle, raw=True)
