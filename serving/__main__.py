"""The service's commands.

python -m serving                 start the service
python -m serving export FOLDER   write the registered model to FOLDER, for an image
python -m serving train FOLDER    train the network of lab 02, register it, and write it to FOLDER
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import sys
import tempfile
from pathlib import Path

from serving import model
from serving.numpy_network import ModelError
from serving.settings import Settings, SettingsError


def main(arguments: list[str]) -> None:
    """Carry out the command; a problem ends it with one line."""
    sys.stdout.reconfigure(errors="backslashreplace")  # a folder may have a name in any letters
    try:
        match arguments:
            case []:
                serve(Settings.from_environment())
            case ["export", folder]:
                model.export(Path(folder))
                print(f"Exported to {folder}.")
            case ["train", folder]:
                from serving.train import train

                train()
                model.export(Path(folder))
                print(f"Trained, and exported to {folder}.")
            case _:
                sys.exit(__doc__)
    except (ModelError, SettingsError) as error:
        sys.exit(f"serving: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def serve(settings: Settings) -> None:
    """Become the service: gunicorn, or waitress on Windows, where there is no gunicorn.

    The model is taken from the registry by this process and checked. Then gunicorn takes the process over, and
    with it goes all of MLflow: the service itself imports neither it nor TensorFlow.
    """
    listening = _listen(settings)
    scratch = Path(tempfile.mkdtemp(prefix="dl-labs-serving-"))
    try:
        folder = settings.served_model
        if folder is None:
            folder = scratch / "model"
            model.export(folder)
        loaded = model.load(folder)
        print(f"Model {loaded.name}, version {loaded.version}, {loaded.sha256[:12]}", flush=True)
        os.environ["DL_LABS_SERVED_MODEL"] = str(folder)
        os.environ["DL_LABS_SERVING_SCRATCH"] = str(scratch)
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process for each core already
        if os.name == "nt":
            _serve_on_windows(settings, listening)
        else:
            (scratch / "metrics").mkdir()
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(scratch / "metrics")
            listening.set_inheritable(True)
            command = ["-m", "gunicorn", "--config", "python:serving.gunicorn_conf"]
            command += ["--bind", f"fd://{listening.fileno()}"]
            os.execv(sys.executable, [sys.executable, *command])
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _listen(settings: Settings) -> socket.socket:
    """The socket that the service will answer at; gunicorn would say at length that it cannot have it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        reason = error.strerror.partition(" (while")[0]  # Python says the address once more
        raise SettingsError(
            f"cannot listen at {settings.host}, port {settings.port} ({reason}). "
            "Set DL_LABS_PORT to another port, or to 0 for any free one"
        ) from error
    if os.name != "nt":
        # gunicorn has no limit for a client that stops sending. Its connections take this one over.
        limit = struct.pack("ll", settings.read_timeout, 0)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
    return listening


def _serve_on_windows(settings: Settings, listening: socket.socket) -> None:
    import waitress

    from serving.announce import announce
    from serving.app import from_environment

    server = waitress.create_server(
        from_environment(), sockets=[listening], threads=settings.threads
    )
    announce(*listening.getsockname()[:2])
    server.run()


if __name__ == "__main__":
    main(sys.argv[1:])
