"""The store of runs that a term makes once, so that a benchmark of its batches leaves it out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def make(folder: Path) -> None:
    """Make an empty store of MLflow in `folder`."""
    code = "from helpers import tracking; tracking.open_store('lab')"
    environment = os.environ | {"DL_LABS_MLFLOW": str(folder)}
    root = Path(__file__).resolve().parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env=environment)
