"""How gunicorn runs the service.

One request at a time in each worker: if a worker is killed, only that one is lost, since the others still wait
in the socket that all workers share.
"""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from prometheus_client import multiprocess

from serving.announce import announce
from serving.settings import Settings

_settings = Settings.from_environment()

wsgi_app = "serving.app:from_environment()"
bind = f"{_settings.host}:{_settings.port}"
workers = _settings.workers
worker_class = "serving.worker.PatientWorker"
timeout = _settings.timeout
graceful_timeout = _settings.timeout
preload_app = True  # the model is read once, and a new worker is there at once
loglevel = "warning"
# No client may set SCRIPT_NAME or the like by a header.
forwarded_allow_ips = forwarder_headers = ""
control_socket_disable = True
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"  # a heartbeat that never waits for a disk


def when_ready(server: Arbiter) -> None:
    for listener in server.LISTENERS:
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            # A browser opens connections in reserve, which would each hold a worker.
            listener.sock.setsockopt(
                socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _settings.read_timeout
            )
        announce(*listener.sock.getsockname()[:2])


def child_exit(server: Arbiter, worker: Worker) -> None:
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Arbiter) -> None:
    shutil.rmtree(os.environ["DL_LABS_SERVING_SCRATCH"], ignore_errors=True)
