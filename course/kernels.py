"""Kernels for a batch: forked from a zygote where the system can, ordinary ones elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

ORDINARY = "python3"
LIGHT, TENSORFLOW = "dl-labs-light", "dl-labs-tensorflow"

# Imported ahead: what notebooks import, but for what must meet the kernel's own set-up first
# (pyplot and seaborn bind to IPython's display hooks when they are imported).
_LIGHT_MODULES = [
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "IPython.core.pylabtools",
    "matplotlib_inline.config",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "sklearn.linear_model",
    "sklearn.datasets",
    "sklearn.metrics",
    "pandas",
    "scipy.stats",
]
_MODULES = {LIGHT: _LIGHT_MODULES, TENSORFLOW: [*_LIGHT_MODULES, "tensorflow", "keras"]}


def kernel_for(notebook: nbformat.NotebookNode) -> str:
    """Name of the pre-imported kernel that fits the notebook's imports."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    needs_tensorflow = any(
        word in code for word in ("import keras", "import tensorflow", "from keras")
    )
    return TENSORFLOW if needs_tensorflow else LIGHT


@contextlib.contextmanager
def preimported(names: set[str]) -> Iterator[bool]:
    """Offer the pre-imported kernels `names` to Jupyter while the block runs.

    Yields
    ------
    bool
        False where the system cannot fork such kernels (it is not Linux): use `ORDINARY` then.
    """
    if sys.platform != "linux":
        yield False
        return
    folder = Path(tempfile.mkdtemp(prefix="dl-labs-"))
    zygotes = []
    jupyter_path = os.environ.get("JUPYTER_PATH")
    try:
        for name in names:
            socket = folder / f"{name}.socket"
            client = Path(__file__).with_name("kernel_client.py")
            # -I -S: the client needs nothing but the standard library
            argv = [sys.executable, "-I", "-S", str(client), str(socket), "{connection_file}"]
            spec = {"argv": argv, "display_name": name, "language": "python"}
            kernel = folder / "kernels" / name
            kernel.mkdir(parents=True)
            (kernel / "kernel.json").write_text(json.dumps(spec))
            command = [sys.executable, "-m", "course.zygote", str(socket), *_MODULES[name]]
            zygotes.append(subprocess.Popen(command, stdin=subprocess.PIPE))
        os.environ["JUPYTER_PATH"] = os.pathsep.join([str(folder), *filter(None, [jupyter_path])])
        yield True
    finally:
        if jupyter_path is None:
            os.environ.pop("JUPYTER_PATH", None)
        else:
            os.environ["JUPYTER_PATH"] = jupyter_path
        for zygote in zygotes:
            zygote.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                zygote.wait(5)
            zygote.kill()
        shutil.rmtree(folder, ignore_errors=True)
