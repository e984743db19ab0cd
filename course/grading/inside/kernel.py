"""The kernel inside the sandbox: a notebook's own, without sockets, which lets the judge ask at the end.

Whatever the notebook calls its variables, modules and files, nothing is looked up among them: what is needed here
is imported before the first cell runs, and the names are taken from the kernel, not by code in a cell.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import fcntl
import json
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import ipykernel.debugger  # noqa: F401 - each kernel would import it, and so what follows from IPython
from ipykernel.inprocess.socket import DummySocket
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core import completerlib, debugger, logger, oinspect  # noqa: F401
from IPython.extensions import storemagic  # noqa: F401
from jupyter_client.session import Session

from course.grading.inside import namespaces
from course.grading.inside.serve import Server
from helpers.graded.namespace import Namespace

SERVE = "# dl-labs: the judge asks"  # the cell at which the judge's turn comes
HELLO = b"\n"  # after which the judge may ask
_LONGEST = 2**30  # bytes of a request


def main(settings: dict[str, Any], requests: int, messages: int, judge: socket.socket) -> None:
    """Become the kernel that runs the cells of `requests`, and writes to `messages`; does not return."""
    namespaces.hide(False)
    os.environ["DL_LABS_GRADING"] = str(judge.fileno())
    sys.argv, sys.path[0] = ["ipykernel_launcher"], ""  # the folder of the notebook
    if "numpy" in sys.modules:  # Python draws anew in a forked process by itself, NumPy does not
        sys.modules["numpy"].random.seed()
    try:
        _Application.channel, _Application.judge = messages, judge
        _Application.call_seconds = settings["call_seconds"]
        application = _Application.instance(log_level=logging.ERROR)
        # Else it opens a database, and has a thread that writes to it.
        application.config.HistoryManager.enabled = False
        application.initialize([])  # type: ignore[no-untyped-call]
        asyncio.run(_serve(application.kernel, requests))
        os._exit(0)
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    os._exit(1)


async def _serve(kernel: Kernel, requests: int) -> None:
    kernel.start()  # type: ignore[no-untyped-call]
    reader = asyncio.StreamReader(_LONGEST)
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(requests, "rb"))
    while line := await reader.readline():
        request = json.loads(line)
        header = {
            "msg_id": request["id"],
            "msg_type": "execute_request",
            "session": "",
            "username": "",
            "version": "5.4",
            "date": datetime.datetime.now(datetime.UTC),
        }
        content = {"code": request["code"], "silent": False, "store_history": True}
        content |= {"allow_stdin": False, "stop_on_error": False, "user_expressions": {}}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await kernel.dispatch_shell(message | {"buffers": [], "msg_id": request["id"]})


class Lines(Session):
    """Writes messages as lines of JSON to a pipe."""

    channel = -1

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._file = tempfile.TemporaryFile(dir="/tmp")  # noqa: SIM115 - a lock among processes
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        self._lock = threading.Lock()

    def feed_identities(self, message: Any, copy: bool = True) -> Any:
        return [], message

    def deserialize(self, message: Any, content: bool = True, copy: bool = True) -> Any:
        return message

    def send(
        self,
        stream: object,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: object = None,
        buffers: object = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> Any:
        message = msg_or_type
        if not isinstance(message, dict):
            message = self.msg(message, content, parent, header, metadata)
        reply = {key: message[key] for key in ("msg_type", "content", "metadata")}
        reply |= {"header": {"msg_type": message["msg_type"]}, "buffers": []}
        reply["parent_header"] = {"msg_id": message["parent_header"].get("msg_id")}
        line = memoryview(self.pack(reply) + b"\n")
        # Other threads and forked processes write here, too.
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                while line:
                    line = line[os.write(self.channel, line) :]
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
        return message


class Kernel(IPythonKernel):
    """Runs cells as any notebook's kernel does; when it gets `SERVE`, it answers the judge until that closes."""

    _supports_kernel_subshells = False

    async def do_execute(self, code: str, silent: bool, *more: Any, **settings: Any) -> Any:
        if code != SERVE:
            run = super().do_execute(code, silent, *more, **settings)  # type: ignore[no-untyped-call]
            return await run
        names = Namespace(self.shell.user_ns if self.shell else {})
        judge, seconds = _Application.judge, _Application.call_seconds

        def named(name: str) -> object:
            return getattr(names, name)

        with judge:
            judge.sendall(HELLO)
            Server(judge, named, lambda: _limited(seconds)).serve()
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": {},
        }


class _Application(IPKernelApp):
    """Starts the kernel with all that notebooks may look for, but for the sockets."""

    kernel_class = Kernel
    channel: int
    judge: socket.socket
    call_seconds: float

    def init_connection_file(self) -> None:
        self.session = Lines(parent=self)
        self.session.channel = self.channel

    def init_sockets(self) -> None:
        self.iopub_thread = IOPubThread(DummySocket(), session=self.session)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        pass

    def write_connection_file(self, **_: object) -> None:
        pass

    def log_connection_info(self) -> None:
        pass

    def init_kernel(self) -> None:
        self.kernel = Kernel.instance(
            parent=self,
            session=self.session,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            shell_channel_thread=SimpleNamespace(parent_thread=threading.main_thread()),
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def late(number: int, frame: object) -> None:
        raise TimeoutError(f"no result within {seconds:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
