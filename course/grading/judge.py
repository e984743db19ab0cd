"""The verdict on a submission, computed in a process that never runs the submission's code.

It asks the sandbox for names and calls (`remote`), builds networks again from Keras' own layers,
evaluates them on the course's own data, and runs the graded tests on what it gets.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import socket
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

from threadpoolctl import threadpool_limits

from course.grading import bubblewrap, imports
from course.grading.limits import MB, Terms
from course.grading.remote import Notebook
from course.running import forking, processes
from helpers.graded.judging import Outcome, judge
from helpers.graded.namespace import Namespace, NotAttempted
from helpers.graded.tests import by_exercise
from helpers.languages.catalogue import ENGLISH, VARIABLE

_ONE_THREAD = "course.grading.one_thread"  # not imported here: it is for the process that judges are forked from
_REASON = 2000  # letters
_MEMORY = 12 * 1024 * MB  # addresses; TensorFlow maps much that it does not use


class RemoteNames(Namespace):
    """The names of a notebook that runs in another process."""

    def __init__(self, notebook: Notebook) -> None:
        super().__init__({})
        self._notebook = notebook
        self._got: dict[str, object] = {}  # no name may change between two tests

    def __getattr__(self, name: str) -> object:
        self.asked.append(name)
        try:
            if name not in self._got:
                self._got[name] = self._notebook.ask(name)
            return self._got[name]
        except Exception as error:
            if type(error).__name__ == NotAttempted.__name__:
                raise NotAttempted(name) from None
            raise


def prepare(lab: str) -> None:
    """Let the process that judges of a lab are forked from begin with its imports."""
    forking.preimport(_ONE_THREAD, __name__, *imports.of_tests(lab))
    forking.begin()


class Judge:
    """A process that judges one submission.

    Parameters
    ----------
    connection : socket.socket
        Where the sandbox answers.
    terms : Terms
    seed : int
        Of the tests' random inputs.
    language : str
        Of its reasons.
    """

    def __init__(
        self, connection: socket.socket, terms: Terms, seed: int, language: str = ENGLISH
    ) -> None:
        self.outcomes: dict[str, Outcome] = {}  # so far, by exercise
        self.finished = False  # all of them have come
        self.worked = 0.0  # seconds of processor time that all of them took
        prepare(terms.lab)
        self._verdict, sender = multiprocessing.Pipe(duplex=False)
        self._process = forking.start(_judge, connection, terms, seed, language, sender)
        sender.close()

    def collect(self, seconds: float) -> bool:
        """Take the verdicts that have come; wait at most `seconds` for the first. Whether the judge has ended."""
        try:
            while self._verdict.poll(seconds):
                received, seconds = self._verdict.recv(), 0
                if isinstance(received, float):
                    self.finished, self.worked = True, received
                    continue
                outcome = Outcome(*received)
                self.outcomes[outcome.exercise] = outcome
        except EOFError:
            return True
        return False

    def resident_bytes(self) -> int:
        """Memory that it holds."""
        return sum(processes.glance(self._process.pid or 0).values())

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def _judge(
    connection: socket.socket, terms: Terms, seed: int, language: str, sender: Connection
) -> None:
    """Judge the submission that answers at `connection`; send an outcome for each exercise as it is known."""
    _limit_memory()
    os.environ[VARIABLE] = language
    for name in bubblewrap.THREADS:  # TensorFlow reads them at its first operation
        os.environ.setdefault(name, "1")
    if _ONE_THREAD not in sys.modules:  # that process had begun with other work
        threadpool_limits(1)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    connection.settimeout(terms.limits.call_seconds + 30)
    notebook = Notebook(connection)
    names = RemoteNames(notebook)
    for tests in by_exercise(terms.lab, full_training=terms.full_training).values():
        outcome = judge(tests, names, seed)
        sender.send(
            dataclasses.astuple(dataclasses.replace(outcome, reason=outcome.reason[:_REASON]))
        )
    sender.send(round(time.process_time(), 2))
    notebook.close()


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
