"""Kernels for a batch: forked from a zygote where the system can, ordinary ones elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from course.running import isolation

ORDINARY = "python3"
LIGHT, SKLEARN, TENSORFLOW = "dl-labs-light", "dl-labs-sklearn", "dl-labs-tensorflow"

# Imported ahead: what notebooks import, but for what must meet the kernel's own set-up first
# (pyplot and seaborn bind to IPython's display hooks when they are imported). All have the light ones.
_MODULES = {
    LIGHT: [
        "ipykernel.kernelapp",
        "ipykernel.ipkernel",
        "IPython.core.pylabtools",
        "matplotlib_inline.config",
        "matplotlib.figure",
        "matplotlib.backends.backend_agg",
    ],
    SKLEARN: ["sklearn.linear_model"],
    TENSORFLOW: ["tensorflow", "keras"],
}


def kernel_for(notebook: nbformat.NotebookNode) -> str:
    """Name of the pre-imported kernel that fits the notebook's imports."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    imported = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    if imported & {"keras", "tensorflow"}:
        return TENSORFLOW
    return SKLEARN if "sklearn" in imported else LIGHT


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
    folder = Path(tempfile.mkdtemp(prefix="dl-labs-", dir=isolation.temporary()))
    client = Path(__file__).with_name("kernel_client.py")
    jupyter_path = os.environ.get("JUPYTER_PATH")
    listeners, stages = [], []
    for name in [LIGHT, *sorted(names - {LIGHT})]:
        address = folder / f"{name}.socket"
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(address))
        listener.listen(64)  # from now on, requests wait for the zygote
        listeners.append(listener)
        stages.append(f"{listener.fileno()}={','.join(_MODULES[name])}")
        # -I -S: the client needs nothing but the standard library
        argv = [sys.executable, "-I", "-S", str(client), str(address), "{connection_file}"]
        spec = {"argv": argv, "display_name": name, "language": "python"}
        (folder / "kernels" / name).mkdir(parents=True)
        (folder / "kernels" / name / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    zygote = subprocess.Popen(
        [sys.executable, "-m", "course.running.zygote", *stages],
        stdin=subprocess.PIPE,
        cwd=folder,  # where no settings lie about
        env=isolation.variables(),
        pass_fds=[listener.fileno() for listener in listeners],
        start_new_session=True,  # Ctrl-C is for the batch; the zygote ends with its input
    )
    for listener in listeners:
        listener.close()
    os.environ["JUPYTER_PATH"] = os.pathsep.join([str(folder), *filter(None, [jupyter_path])])
    try:
        yield True
    finally:
        if jupyter_path is None:
            os.environ.pop("JUPYTER_PATH", None)
        else:
            os.environ["JUPYTER_PATH"] = jupyter_path
        zygote.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            zygote.wait(5)
        zygote.kill()
        shutil.rmtree(folder, ignore_errors=True)
