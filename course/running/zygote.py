"""Processes that have imported the heavy libraries once, and fork a kernel from themselves on request.

`import tensorflow` costs some ten seconds of processor time. A batch of notebooks pays it once here,
and each kernel starts in a fraction of a second with the import already done. Linux only.

Run as `python -m course.running.zygote SOCKET=MODULE,… SOCKET=MODULE,…`, with the numbers of listening sockets
that it inherits. The first process imports its modules, then forks the others, which import theirs on top,
each serving its own socket. All of them end when standard input is closed, which happens however their parent
ends, and take their kernels with them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import helpers  # noqa: F401 - sets what TensorFlow reads when it is imported


def main(stages: list[str]) -> None:
    """Import, fork, and serve."""
    listeners, modules = [], []
    for stage in stages:
        number, names = stage.split("=")
        listeners.append(socket.socket(fileno=int(number)))
        modules.append(names.split(","))
    own = 0
    _import(modules[0])
    for stage in range(1, len(stages)):
        if os.fork() == 0:
            own = stage
            _import(modules[own])
            break
    for stage, listener in enumerate(listeners):
        if stage != own:
            listener.close()
    serve(listeners[own])


def _import(names: list[str]) -> None:
    with _silent_stderr():
        for name in names:
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # keeps the shared pages shared: the collector would write to each object


def serve(listener: socket.socket) -> None:
    """Fork one kernel for each request (see `course.running.kernel_client`), until standard input is closed."""
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, ("request", None))
    selector.register(sys.stdin, selectors.EVENT_READ, ("end", None))
    kernels: dict[int, tuple[int, socket.socket, Path]] = {}  # pid -> (pidfd, client, pid file)

    def forget(pid: int) -> None:
        pidfd, client, pid_file = kernels.pop(pid)
        pid_file.unlink(missing_ok=True)
        for channel in (pidfd, client):
            selector.unregister(channel)
        os.close(pidfd)
        # A kernel that was forked since has a copy of this socket: closing ours would tell the client nothing.
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
        client.close()

    while True:
        for key, _ in selector.select():
            event, pid = key.data
            if event == "end":
                for pid in list(kernels):
                    _kill(pid)
                    forget(pid)
                return
            if event == "request":
                client, _ = listener.accept()
                line = client.makefile(encoding="utf-8").readline()
                if not line:  # the client was killed while it waited
                    client.close()
                    continue
                request = json.loads(line)
                pid = os.fork()
                if pid == 0:
                    _become_kernel(request, [listener, client, selector])
                # The kernel's own number, for whoever measures or must end it: Jupyter knows the
                # client's only.
                pid_file = Path(request["connection_file"] + ".pid")
                pid_file.write_text(str(pid), encoding="utf-8")
                with contextlib.suppress(
                    BrokenPipeError
                ):  # then the client's end is the next event
                    client.sendall(f"{pid}\n".encode())
                pidfd = os.pidfd_open(pid)
                kernels[pid] = (pidfd, client, pid_file)
                selector.register(client, selectors.EVENT_READ, ("client left", pid))
                selector.register(pidfd, selectors.EVENT_READ, ("kernel ended", pid))
            elif pid in kernels:
                if event == "client left":
                    _kill(pid)
                os.waitpid(pid, 0)
                forget(pid)


@contextlib.contextmanager
def _silent_stderr() -> Iterator[None]:
    """Drop what libraries write to standard error; TensorFlow's C++ side cannot be told to be quiet."""
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _become_kernel(request: dict, inherited: list) -> None:
    """Turn this forked process into an IPython kernel; never returns."""
    status = 1
    try:
        for channel in inherited:
            channel.close()
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["cwd"])
        sys.argv = ["ipykernel_launcher", "-f", request["connection_file"]]
        # Pyplot binds to the running kernel when it is imported, and TensorFlow has imported it already:
        # the notebook's own import must do it anew.
        for name in ("matplotlib.pyplot", "matplotlib_inline.backend_inline"):
            sys.modules.pop(name, None)
        sys.path[0] = ""  # as `python -m ipykernel_launcher` leaves it: the notebook's folder
        from ipykernel import kernelapp

        kernelapp.launch_new_instance()
        status = 0
    except SystemExit as exit:
        status = exit.code if isinstance(exit.code, int) else 1
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
