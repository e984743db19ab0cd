"""MLflow's page over the tracked runs: one server in the foreground, gone when the command ends."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from course import errors
from course.running import isolation
from helpers import tracking

PORTS_TRIED = 20
# Not through a proxy: the page is on this computer.
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
RUNS_VIEW = "runs?workflowType=machine_learning"


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
    with tempfile.TemporaryFile() as log, contextlib.suppress(_Stopped), _stop_on_signals():
        server = subprocess.Popen(
            _command(store, host, free),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=store,
            # Ctrl-C in a terminal reaches this process alone, which then ends the server.
            start_new_session=True,
        )
        try:
            address = f"http://{_reachable(host)}:{free}"
            if _answers(server, f"{address}/health"):
                print(f"Runs in {store}")
                for name, link in _experiments(address):
                    print(f"  {name}: {link}")
                print("Open an address in a browser. Ctrl-C here ends the page.", flush=True)
                server.wait()
        finally:
            _end(server)
        log.seek(0)
        last = log.read().decode(errors="replace").splitlines()[-15:]
        raise errors.UsageError("\n".join(["MLflow's server ended. Its last words:", *last]))
    print("\nThe page is closed. The runs are kept.")
    return 0


def find_port(host: str, first: int) -> int:
    """First port from `first` on at which nobody listens.

    Raises
    ------
    course.errors.UsageError
        When `host` is not an address of this computer, or none of twenty ports is free.
    """
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with socket.socket() as probe:
            if os.name == "posix":  # a port whose last connection has just ended is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                    raise errors.UsageError(f"{host} is not an address of this computer") from error
                continue
        # Some systems let a second server bind a port that another listens on at all addresses.
        try:
            socket.create_connection((_reachable(host), port), timeout=2).close()
        except OSError:
            return port
    raise errors.UsageError(f"no free port from {first} on; name another one with --port")


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name.startswith("MLFLOW_")}
    return isolation.variables() | own | {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}


def _command(store: Path, host: str, port: int) -> list[str]:
    command = [sys.executable, "-m", "mlflow", "server", "--workers", "1", "--no-serve-artifacts"]
    command += ["--backend-store-uri", tracking.database(store)]
    command += ["--default-artifact-root", (store / "artifacts").as_uri()]
    command += ["--host", host, "--port", str(port), "--uvicorn-opts", "--log-level=warning"]
    return command


def _reachable(host: str) -> str:
    """Address at which this computer reaches a server that listens at `host`."""
    return "127.0.0.1" if host == "0.0.0.0" else host


def _answers(server: subprocess.Popen, address: str) -> bool:
    """Wait until the server answers, or has ended."""
    while server.poll() is None:
        with contextlib.suppress(OSError), _LOCAL.open(address, timeout=10):
            return True
        time.sleep(0.2)
    return False


def _experiments(address: str) -> list[tuple[str, str]]:
    """Name and page of each experiment, the last used first.

    MLflow's front page speaks of chat applications, and from there an experiment opens without its runs.
    """
    request = urllib.request.Request(
        f"{address}/api/2.0/mlflow/experiments/search",
        data=json.dumps({"max_results": 1000, "order_by": ["last_update_time DESC"]}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with _LOCAL.open(request, timeout=60) as answer:
        found = json.load(answer).get("experiments", [])
    return [
        (one["name"], f"{address}/#/experiments/{one['experiment_id']}/{RUNS_VIEW}")
        for one in found
        if one["experiment_id"] != "0"  # "Default", which MLflow makes and nobody uses
    ]


def _end(server: subprocess.Popen) -> None:
    """End the server and all it has started."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(server.pid)
        family = [*process.children(recursive=True), process]
        for member in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.terminate()
        _, alive = psutil.wait_procs(family, timeout=5)
        for member in alive:
            with contextlib.suppress(psutil.NoSuchProcess):
                member.kill()
    server.wait()


class _Stopped(Exception):
    """The user ends the page."""


@contextlib.contextmanager
def _stop_on_signals() -> Iterator[None]:
    """Turn Ctrl-C, a request to end, and a closed terminal into `_Stopped`."""

    def stop(number: int, frame: object) -> None:
        for name in previous:
            signal.signal(name, signal.SIG_IGN)  # a second Ctrl-C must not leave the server behind
        raise _Stopped

    names = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")]
    previous = {name: signal.getsignal(name) for name in names if name is not None}
    try:
        for name in previous:
            signal.signal(name, stop)
        yield
    finally:
        for name, handler in previous.items():
            signal.signal(name, handler)
