"""The verdict on a submission, computed in a process that never runs the submission's code.

It asks the sandbox for names and calls (`helpers.exchange`), builds networks again from Keras' own layers,
evaluates them on the course's own data, and runs the graded tests on what it gets.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import os
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from course.grading.limits import MB, Terms
from helpers import check
from helpers.exchange import STORE, Peer

_PLACES = (
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("logged_models", "artifact_location"),
)
_REASON = 2000  # letters
_MEMORY = 12 * 1024 * MB  # addresses; TensorFlow maps much that it does not use


class RemoteNames(check.Namespace):
    """The names of a notebook that runs in another process."""

    def __init__(self, peer: Peer) -> None:
        super().__init__({})
        self._peer = peer
        self._got: dict[str, object] = {}  # no name may change between two tests

    def __getattr__(self, name: str) -> object:
        try:
            if name not in self._got:
                self._got[name] = self._peer.get(name)
            return self._got[name]
        except Exception as error:
            if type(error).__name__ == check.NotAttempted.__name__:
                raise check.NotAttempted(name) from None
            raise


class Judge:
    """A process that judges one submission.

    Parameters
    ----------
    connection : socket.socket
        Where the sandbox answers.
    terms : Terms
    seed : int
        Of the tests' random inputs.
    """

    def __init__(self, connection: socket.socket, terms: Terms, seed: int) -> None:
        self.outcomes: dict[str, check.Outcome] = {}  # so far, by exercise
        heavy = check.uses(terms.lab, "keras")
        context = multiprocessing.get_context("forkserver")
        # Each judge is forked from a process that has imported what it needs, and has run nothing.
        context.set_forkserver_preload([__name__, *(["keras"] if heavy else [])])
        self._verdict, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_judge, args=(connection, terms, seed, sender), daemon=True
        )
        self._process.start()
        sender.close()

    def collect(self) -> bool:
        """Take the verdicts that have come; whether the judge has ended."""
        try:
            while self._verdict.poll():
                outcome = check.Outcome(*self._verdict.recv())
                self.outcomes[outcome.exercise] = outcome
        except EOFError:
            return True
        return False

    def end(self) -> None:
        self._process.kill()
        self._process.join()


def _judge(connection: socket.socket, terms: Terms, seed: int, sender: Connection) -> None:
    """Judge the submission that answers at `connection`; send an outcome for each exercise as it is known."""
    _limit_memory()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    connection.settimeout(terms.limits.call_seconds + 30)
    check.seed_tests(seed)
    peer = Peer(connection, copies_datasets=True)
    names = RemoteNames(peer)
    with _store_of(peer, terms.lab):
        for tests in check.by_exercise(terms.lab, full_training=terms.full_training).values():
            one = check.judge(tests, names)
            sender.send(dataclasses.astuple(dataclasses.replace(one, reason=one.reason[:_REASON])))
    peer.close()


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


@contextlib.contextmanager
def _store_of(peer: Peer, lab: str) -> Iterator[None]:
    """Give the tests the submission's MLflow store, as files of this process's own."""
    if not check.uses(lab, "mlflow"):
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="dl-labs-store-"))
    try:
        try:
            _copy_store(peer.get(STORE), folder)
        except Exception:  # a store that is not as it should be is no store
            shutil.rmtree(folder)
            folder.mkdir()
        os.environ["DL_LABS_MLFLOW"] = str(folder)
        import mlflow

        mlflow.set_tracking_uri(f"sqlite:///{folder / 'mlflow.db'}")
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_store(files: object, folder: Path) -> None:
    """Write the files of a store, and let its database name this folder instead of the sandbox's."""
    if not isinstance(files, dict):
        return
    for name, content in files.items():
        plain = isinstance(name, str) and isinstance(content, bytes)
        if not plain or not re.fullmatch(r"[\w.@+-]+(/[\w.@+ -]+)*", name) or ".." in name:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with contextlib.closing(sqlite3.connect(folder / "mlflow.db")) as database:
        # What runs by itself could undo what is written here.
        if database.execute(
            "SELECT 1 FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).fetchall():
            raise ValueError("not a store that MLflow has made")
        for table, column in _PLACES:
            database.execute(
                f"UPDATE {table} SET {column} = CASE WHEN instr({column}, '/mlflow/artifacts') > 0 "
                f"THEN ? || substr({column}, instr({column}, '/mlflow/artifacts') + 7) ELSE ? END",
                (folder.as_uri(), (folder / "nothing").as_uri()),
            )
            values = [row[0] for row in database.execute(f"SELECT {column} FROM {table}")]
            if not all(
                str(value).startswith(folder.as_uri()) and ".." not in value for value in values
            ):
                raise ValueError("artifacts outside the store")
        database.commit()
