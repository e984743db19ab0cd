"""`mlflow ui`, which cannot pass over a taken port, or say at which address an experiment's runs are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from course import errors, ports
from course.grading import mlflow_runs
from course.running import isolation, processes
from helpers import tracking


def serve(store: Path | None, host: str, port: int) -> int:
    """Show the runs kept in the folder `store` on `http://host:port`, until Ctrl-C; the exit code.

    Raises UsageError when the folder holds no runs, `host` is not an address of this computer, or no port is free.
    """
    store = (store or tracking.folder()).absolute()
    mlflow_runs.enter(store)
    if not (store / "mlflow.db").is_file():
        raise errors.UsageError(
            f"no tracked runs in {store}. Work through lab 08, which tracks some, or name another "
            "folder: python -m course mlflow FOLDER"
        )
    free = ports.find_port(host, port)
    if free != port:
        print(f"Port {port} is taken; using {free}.")
    print("Starting MLflow's page …", flush=True)
    for ending in (signal.SIGINT, signal.SIGTERM):  # of which a shell's background job ignores one
        signal.signal(ending, signal.default_int_handler)
    command = [sys.executable, "-m", "mlflow", "ui", "--workers", "1", "--no-serve-artifacts"]
    command += ["--backend-store-uri", tracking.database(store), "--host", host]
    command += ["--default-artifact-root", (store / "artifacts").as_uri(), "--port", str(free)]
    own = {name: value for name, value in os.environ.items() if name.startswith("MLFLOW_")}
    settings = isolation.variables() | own | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, env=settings, stdout=log, stderr=log, cwd=store)
        try:
            _announce(server, store, host, free)
            server.wait()
        except KeyboardInterrupt:
            print("\nThe page is closed. The runs are kept.")
            return 0
        finally:
            processes.kill(processes.family(server.pid))
        log.seek(0)
        last = log.read().decode(errors="replace").splitlines()[-15:]
    raise errors.UsageError("\n".join(["MLflow's server ended. Its last words:", *last]))


def _announce(server: subprocess.Popen[bytes], store: Path, host: str, port: int) -> None:
    """Wait until the server answers, or has ended; then print the address of each experiment's runs."""
    from mlflow import MlflowClient  # takes seconds, in which the server starts

    while not ports.listens(host, port):
        if server.poll() is not None:
            return
        time.sleep(0.2)
    print(f"Runs in {store}")
    address = f"http://{host.replace('0.0.0.0', '127.0.0.1')}:{port}/#/experiments"
    for experiment in MlflowClient(tracking.database(store)).search_experiments():
        if experiment.experiment_id != "0":  # "Default", which MLflow makes and nobody uses
            page = f"{address}/{experiment.experiment_id}/runs?workflowType=machine_learning"
            print(f"  {experiment.name}: {page}")
    print("Open an address in a browser. Ctrl-C here ends the page.", flush=True)
