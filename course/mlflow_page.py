"""`mlflow ui`, which cannot pass over a taken port, say where runs come from, or open at an experiment's runs."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from course import errors
from course.running import isolation, processes
from helpers import tracking

PORTS_TRIED = 20


def serve(store: Path | None, host: str, port: int) -> int:
    """Show the runs kept in the folder `store` on `http://host:port`, until Ctrl-C; the exit code.

    A port that is taken is passed over for the next free one.

    Raises
    ------
    course.errors.UsageError
        When the folder holds no runs, `host` is not an address of this computer, or no port is free.
    """
    store = (store or tracking.folder()).absolute()
    if not (store / "mlflow.db").is_file():
        raise errors.UsageError(
            f"no tracked runs in {store}. Work through lab 08, which tracks some, or name another "
            "folder: python -m course mlflow FOLDER"
        )
    free = find_port(host, port)
    if free != port:
        print(f"Port {port} is taken; using {free}.")
    print("Starting MLflow's page …", flush=True)
    # To be killed ends the page as Ctrl-C does, which a shell's background job would ignore.
    for name in {"SIGINT", "SIGTERM", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.default_int_handler)
    with tempfile.TemporaryFile() as log:
        # In a session of its own: Ctrl-C in a terminal would make the server print a traceback.
        server = subprocess.Popen(
            _command(store, host, free),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=store,
            start_new_session=True,
        )
        try:
            _announce(server, store, (_reachable(host), free))
            server.wait()
        except KeyboardInterrupt:
            print("\nThe page is closed. The runs are kept.")
            return 0
        finally:
            family = processes.family(server.pid)
            server.terminate()
            _, alive = psutil.wait_procs(family, timeout=10)
            processes.kill(alive)  # Windows ends the first process alone
        log.seek(0)
        last = log.read().decode(errors="replace").splitlines()[-15:]
    raise errors.UsageError("\n".join(["MLflow's server ended. Its last words:", *last]))


def find_port(host: str, first: int) -> int:
    """First port from `first` on at which nobody listens.

    Raises
    ------
    course.errors.UsageError
        When `host` is not an address of this computer, or none of twenty ports is free.
    """
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        try:
            socket.create_server((host, port)).close()
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise errors.UsageError(f"{host} is not an address of this computer") from error
            continue
        # macOS lets a second server have a port that another, such as AirPlay's, has at all addresses.
        if not _listens((_reachable(host), port)):
            return port
    raise errors.UsageError(f"no free port from {first} on; name another one with --port")


def _announce(server: subprocess.Popen[bytes], store: Path, address: tuple[str, int]) -> None:
    """Wait until the server answers, or has ended; then print the address of each experiment's runs."""
    from mlflow import MlflowClient  # takes seconds, in which the server starts

    while not _listens(address):
        if server.poll() is not None:
            return
        time.sleep(0.2)
    client = MlflowClient(tracking.database(store))
    print(f"Runs in {store}")
    for experiment in client.search_experiments(order_by=["last_update_time DESC"]):
        if experiment.experiment_id != "0":  # "Default", which MLflow makes and nobody uses
            page = f"experiments/{experiment.experiment_id}/runs?workflowType=machine_learning"
            print(f"  {experiment.name}: http://{address[0]}:{address[1]}/#/{page}")
    print("Open an address in a browser. Ctrl-C here ends the page.", flush=True)


def _command(store: Path, host: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "mlflow", "ui", "--workers", "1", "--no-serve-artifacts"]
    command += ["--backend-store-uri", tracking.database(store)]
    command += ["--default-artifact-root", (store / "artifacts").as_uri()]
    command += ["--host", host, "--port", str(port), "--uvicorn-opts", "--log-level=warning"]
    return command


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name.startswith("MLFLOW_")}
    return isolation.variables() | own | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


def _reachable(host: str) -> str:
    """Address at which this computer reaches a server that listens at `host`."""
    return "127.0.0.1" if host == "0.0.0.0" else host


def _listens(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(address) == 0
