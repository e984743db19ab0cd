"""The process in a sandbox that forks for each submission: it has imported what they need, and has run nothing.

It gets requests from the grader, at the socket whose number it was given: settings as JSON, and three files, which
are the notebook's way in and the report's way out, the judge's connection, and where errors are written.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

from course.grading.inside import namespaces, run

FILES = 3
HELLO = b"\n"
_LAST = 1000  # greater than any file that is open in this process
REQUEST = 65_536  # bytes; settings have a few hundred


def main(control: socket.socket, use: str, modules: list[str]) -> None:
    """Import, say whether submissions can be kept apart here, and serve until the grader is gone.

    `use` is `alone` for one submission, `users` for several with a user of the machine each, and `shared` for
    several that are all of the same.
    """
    if use == "alone":
        namespaces.hide()  # from the submission, which has the same user here
    gc.disable()  # all that is imported stays
    for name in modules:
        with contextlib.suppress(ImportError):  # then a submission finds out, if it needs it
            importlib.import_module(name)
    signal.signal(signal.SIGCHLD, _reap)
    gc.freeze()  # keeps shared pages shared: the collector would write to each object
    gc.enable()
    control.send(json.dumps("" if use == "alone" else _trial(use == "users")).encode())
    while True:
        request, files, *_ = socket.recv_fds(control, REQUEST, FILES)
        if not request:
            return
        if os.fork() == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _begin(json.loads(request), files)
        for file in files:
            os.close(file)


def _reap(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _trial(users: bool) -> str:
    """Why submissions cannot be kept apart here; empty if they can."""
    read, write = os.pipe()
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            settings = {"disk": 1, "user": 1, "group": 1, "own_user": users}
            namespaces.separate(settings)
            if os.fork() == 0:
                namespaces.enter(settings)
                namespaces.give_up_rights()
                os._exit(0)
            os._exit(0)
        except BaseException as error:
            os.write(write, str(error).encode())
        os._exit(1)
    os.close(write)
    with os.fdopen(read) as reader:
        return reader.read()


def _begin(settings: dict[str, Any], files: list[int]) -> None:
    """Become the process of one submission; does not return."""
    try:
        os.setsid()
        namespaces.end_with_parent()  # bubblewrap waits for all that it still holds
        report, exchange = _place(files)
        report.send(HELLO)  # by which the grader knows the number of this process
        if settings["apart"]:
            namespaces.separate(settings)
            if inner := os.fork():  # the first process of the new namespaces
                os.closerange(0, _LAST)
                os.waitpid(inner, 0)
                os._exit(0)
            namespaces.enter(settings)
        namespaces.limit(settings)
        if settings["sandboxed"]:
            namespaces.give_up_rights()
        namespaces.hide()
        runner = os.fork()
        if runner == 0:
            namespaces.end_with_parent()
            run.main(settings, report, exchange)
            os._exit(0)
        os.closerange(0, _LAST)
        while os.wait()[0] != runner:  # it is the parent of all here that lost theirs
            pass
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.__stderr__, flush=True)
    os._exit(1)


def _place(files: list[int]) -> tuple[socket.socket, socket.socket]:
    """Report and judge's connection; besides these, this process keeps nothing open but where errors go."""
    report, exchange, errors = (os.dup2(file, _LAST + place) for place, file in enumerate(files))
    null = os.open(os.devnull, os.O_RDONLY)
    for place, file in enumerate((null, errors, errors, report, exchange)):
        os.dup2(file, place, inheritable=place < 3)
    os.closerange(5, _LAST + FILES)
    return socket.socket(fileno=3), socket.socket(fileno=4)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3:])
