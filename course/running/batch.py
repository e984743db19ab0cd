"""A batch of jobs: one journal entry each, in threads on this machine or on a Dask cluster.

A batch never stops for one bad notebook. It can be killed and started again: an entry is written whole or not
at all, and an entry whose key still fits is not run again.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import graphlib
import hashlib
import json
import logging
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, Protocol, TypeVar

from course import labs
from course.errors import UsageError
from course.files import write_atomically
from course.running import isolation

TOPIC = "course-progress"
Listener = Callable[[dict], None]


@functools.cache
def environment_hash() -> str:
    """Hash of the installed packages: a result made with others is not reused."""
    # Their folders are called by name and version; `importlib.metadata` would read a file in each.
    folders = (Path(folder).glob("*.*-info") for folder in filter(None, sys.path))
    names = sorted(path.name for paths in folders for path in paths)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def code_hash() -> str:
    """Hash of the course's own code and bars: results made with other code are not reused."""
    digest = hashlib.sha256()
    for folder in ("helpers", "course", "serving", "tests/labs", "translations"):
        for path in sorted((labs.ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".json", ".toml", ".po"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


class Outcome(Protocol):
    """What became of a job: kept in the journal as JSON."""

    status: str
    outside: bool
    """Whether it was ended from outside, such as for lack of memory: then it says nothing of the job."""

    def to_json(self) -> dict: ...

    @classmethod
    def from_json(cls, entry: dict) -> Outcome: ...


Result = TypeVar("Result", bound=Outcome, covariant=True)


class Work(Protocol[Result]):
    """A job: something to do once, on any worker that has the course."""

    name: str

    @property
    def after(self) -> tuple[str, ...]:
        """Names of jobs of the same batch that must have ended before, however they ended."""

    @property
    def outcome(self) -> type[Result]:
        """What its outcome is read as."""

    def content(self) -> bytes:
        """All that decides the outcome, beside the batch's context and the installed packages."""

    def run(self, progress: Callable[[int, int], None]) -> Result:
        """Do it; `progress` takes the number of a step, from 0, and how many there are. Raises nothing."""

    def lost(self, message: str) -> Result:
        """The outcome when no worker survived it."""


def job_key(job: Work, context: str) -> str:
    """Key of a journal entry: what decides the outcome, `context`, and the installed packages."""
    return hashlib.sha256(
        job.content() + context.encode() + environment_hash().encode()
    ).hexdigest()


class Journal:
    """A folder with one JSON file for each finished job."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def read(self, job: Work, key: str) -> Outcome | None:
        """Outcome of a finished job, if the entry is whole and its key fits."""
        try:
            entry = json.loads((self.folder / f"{job.name}.json").read_text(encoding="utf-8"))
            return job.outcome.from_json(entry["result"]) if entry["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def holds(self, jobs: Sequence[Work], context: str) -> bool:
        """Whether all these jobs are finished, so that a batch of them would run none."""
        return all(self.read(job, job_key(job, context)) is not None for job in jobs)

    def write(self, job: Work, key: str, result: Outcome) -> None:
        """Enter an outcome; the entry appears whole or not at all."""
        write_atomically(
            self.folder / f"{job.name}.json",
            json.dumps({"key": key, "result": result.to_json()}, indent=1, sort_keys=True),
        )

    def forget(self, job: Work) -> None:
        """Forget the entry of a job."""
        (self.folder / f"{job.name}.json").unlink(missing_ok=True)

    def clear(self) -> None:
        """Forget all entries."""
        for path in self.folder.glob("*.json"):
            path.unlink()


def run_batch(
    jobs: Sequence[Work[Result]],
    journal: Journal,
    *,
    parallel: int = 2,
    scheduler: str | None = None,
    context: str = "",
    listener: Listener = lambda event: None,
    finish: Callable[[Any, Any], None] = lambda job, result: None,
) -> list[Result]:
    """Do `jobs`, the first ones first, and return their outcomes in the same order.

    One that was ended from outside, or whose worker failed, is done once more, alone, when the others are done.

    Parameters
    ----------
    jobs : list of Work
        With distinct names.
    journal : Journal
        Finished entries whose key fits are taken from it, new ones are written to it.
    parallel : int
        How many run at once on this machine.
    scheduler : str, optional
        Address of a Dask scheduler (`tcp://host:8786`); by default threads of this process: the work is done
        in processes that they start.
    context : str
        What else decides a result; part of the journal's key.
    listener : callable
        Receives the events `{"job", "cell", "cells"}` and `{"job", "status"}`.
    finish : callable
        Called once for each job that was run, with its result, before it enters the journal.
    """
    keys = {job.name: job_key(job, context) for job in jobs}
    results = {job.name: journal.read(job, keys[job.name]) for job in jobs}
    for job in jobs:
        if results[job.name] is not None:
            listener({"job": job.name, "status": results[job.name].status, "kept": True})
    open_jobs = [job for job in jobs if results[job.name] is None]

    again: list[Work] = []

    def complete(job: Work, result: Outcome, lost: bool) -> None:
        if (result.outside or lost) and job not in again:
            again.append(job)
            return
        finish(job, result)
        if not lost:  # what the machinery broke is tried again the next time
            journal.write(job, keys[job.name], result)
        results[job.name] = result
        listener({"job": job.name, "status": result.status})

    if open_jobs:
        # nbclient leaves a task behind with each kernel that it kills.
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)
        workers = (
            _cluster(scheduler, parallel, listener) if scheduler else _threads(parallel, listener)
        )
        with workers as (submit, at_once):
            _do_all(open_jobs, submit, at_once, complete)
            _do_all([*again], submit, lambda: 1, complete)
    return [results[job.name] for job in jobs]


Submit = Callable[[Work], "Future[Outcome]"]


def _do_all(
    jobs: list[Work],
    submit: Submit,
    at_once: Callable[[], int],
    complete: Callable[[Work, Outcome, bool], None],
) -> None:
    """Submit each job when those it comes after have ended; of those that are ready, the first ones first."""
    rank = {job.name: number for number, job in enumerate(jobs)}
    graph = graphlib.TopologicalSorter({job.name: rank.keys() & set(job.after) for job in jobs})
    graph.prepare()
    ready: list[str] = []
    running: dict[Future[Outcome], Work] = {}
    while graph.is_active():
        ready.extend(graph.get_ready())
        ready.sort(key=rank.__getitem__)
        # No more than can run: given all, Dask would let some wait for long ones while a worker has nothing to do.
        while ready and len(running) < at_once():
            job = jobs[rank[ready.pop(0)]]
            running[submit(job)] = job
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            error = future.exception()
            if error is None:
                result = future.result()
            elif isinstance(error, UsageError):  # a worker lacks what the job needs
                result = job.lost(str(error))
            else:  # the worker itself was lost, again and again
                result = job.lost(f"the worker was lost: {type(error).__name__}: {error}")
            graph.done(job.name)
            complete(job, result, error is not None)


@contextlib.contextmanager
def _threads(parallel: int, listener: Listener) -> Iterator[tuple[Submit, Callable[[], int]]]:
    """Workers on this machine: the work itself is done in processes that they start."""
    executor = ThreadPoolExecutor(parallel)
    try:
        yield lambda job: executor.submit(job.run, _progress(job, listener)), lambda: parallel
    finally:
        executor.shutdown(wait=False)  # who interrupts a batch does not wait for its jobs


@contextlib.contextmanager
def _cluster(
    address: str, parallel: int, listener: Listener
) -> Iterator[tuple[Submit, Callable[[], int]]]:
    """Workers of a Dask cluster; UsageError where no scheduler answers."""
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is in the results
    try:
        client = Client(address)
    except (OSError, ValueError) as error:  # of them is TimeoutError
        raise UsageError(
            f"No Dask scheduler answers at {address!r}. Its address is like tcp://host:8786."
        ) from error
    with client:
        client.subscribe_topic(TOPIC, lambda event: listener(event[1]))
        executor = client.get_executor(pure=False)
        try:
            # Workers may still be on their way; to ask at each job costs more than to submit it.
            @functools.lru_cache(maxsize=1)
            def threads(second: int) -> int:
                return sum(client.nthreads().values())

            at_once = lambda: max(parallel, threads(int(time.monotonic())))  # noqa: E731
            yield lambda job: executor.submit(_work, pickle.dumps(job)), at_once
        finally:
            executor.shutdown(wait=False)


def _work(pickled: bytes) -> Outcome:
    """Do a job on the Dask worker that calls this, a process that somebody else started.

    It comes as bytes, since the scheduler would import all that an object needs.
    """
    from distributed import get_worker

    isolation.enter()
    job, worker = pickle.loads(pickled), get_worker()
    progress = _progress(job, lambda event: worker.log_event(TOPIC, event))
    # In a context of its own: Jupyter keeps an event loop in the context, and Dask hands that of
    # whoever submitted the job to each of its threads.
    return contextvars.Context().run(job.run, progress)


def _progress(job: Work, listener: Listener) -> Callable[[int, int], None]:
    return lambda step, steps: listener({"job": job.name, "cell": step + 1, "cells": steps})
