"""How gunicorn runs the service: its threaded worker, so that a slow client holds a thread and not a process."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from prometheus_client import multiprocess

from serving.announce import announce
from serving.settings import Settings

_settings = Settings.from_environment()

wsgi_app = "serving.app:from_environment()"
workers = _settings.workers
worker_class = "gthread"
threads = _settings.threads
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
        announce(*listener.sock.getsockname()[:2])


def post_fork(server: Arbiter, worker: Worker) -> None:
    # Until it has handlers of its own, it would lose a SIGTERM in its parent's.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def child_exit(server: Arbiter, worker: Worker) -> None:
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Arbiter) -> None:
    shutil.rmtree(os.environ["DL_LABS_SERVING_SCRATCH"], ignore_errors=True)
