"""Processes forked from one that has imported the heavy libraries and has run nothing: kernels and judges.

`import tensorflow` costs some ten seconds of processor time. Python's own fork server pays it once for all; each
process then starts in a fraction of a second with the import done. Linux only. Forking is safe after the import
and before the first operation of TensorFlow.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import select
import signal
import sys
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path

AVAILABLE = sys.platform == "linux"
TENSORFLOW = ("keras", "tensorflow")

_modules = ["course.running.fork_server"]  # in order


def preimport(*modules: str) -> None:
    """Let the fork server import these, too; a server that runs already keeps what it has."""
    _modules.extend(name for name in modules if name not in _modules)
    multiprocessing.set_forkserver_preload(_modules)


def begin() -> None:
    """Let the fork server begin with its imports, while this process goes on."""
    from multiprocessing import forkserver  # not on Windows

    forkserver.ensure_running()


def start(
    function: Callable[..., object],
    *arguments: object,
    environment: dict[str, str] | None = None,
    cwd: str | None = None,
) -> ForkServerProcess:
    """Call `function` in a new process, in a session of its own.

    It ends at the latest with the process that started it, however that ends, and its children with it.

    Parameters
    ----------
    function : callable
        Of a module, so that its name can be sent.
    *arguments
        Sent by pickle; sockets and multiprocessing's pipes go as they are.
    environment : dict of str to str, optional
        Environment variables; by default those of this process.
    cwd : str, optional
        Working folder; by default that of this process.
    """
    preimport()
    # Dask's nannies start workers that may have no children, since nobody would end them; here the system does.
    multiprocessing.current_process().daemon = False
    settings = dict(os.environ if environment is None else environment), cwd or str(Path.cwd())
    process = multiprocessing.get_context("forkserver").Process(
        target=_begin, args=(settings, function, arguments), daemon=True
    )
    process.start()
    return process


def _begin(
    settings: tuple[dict[str, str], str], function: Callable[..., object], arguments: tuple
) -> None:
    gc.freeze()  # keeps the shared pages shared: the collector would write to each object
    gc.enable()
    multiprocessing.current_process().daemon = False
    os.setsid()
    _end_with_parent()
    environment, cwd = settings
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    if "numpy" in sys.modules:  # Python draws anew in a forked process by itself, NumPy does not
        sys.modules["numpy"].random.seed()
    function(*arguments)


def _end_with_parent() -> None:
    """Let the system kill this process and its group when its parent has ended."""
    import fcntl

    sentinel = multiprocessing.parent_process().sentinel  # a pipe, whose other end the parent holds
    fcntl.fcntl(sentinel, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(sentinel, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([sentinel], [], [], 0)[0]:
        os._exit(1)  # it has ended already
