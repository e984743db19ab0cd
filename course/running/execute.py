"""Executes one notebook with papermill and says what happened, whatever happened."""

from __future__ import annotations

import dataclasses
import json
import logging
import math
import re
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import papermill
import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.iorw import write_ipynb

from course.notebooks import notebook, outputs, parameters
from course.notebooks.outputs import Metric
from course.running import isolation, processes
from course.running.kernels import ForkedKernelManager

PASSED = "passed"
FAILED = "failed"
INCOMPLETE = "incomplete"
TIMED_OUT = "timed out"
CRASHED = "crashed"
UNREADABLE = "unreadable"

_COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
_SAMPLE_SECONDS = 0.2


@dataclass
class Result:
    """What became of one notebook. `seconds` is wall time; `peak_memory` is in MiB, of all its processes.

    `metrics` maps a result to its value and bar, `checks` an exercise to its status, `data` a dataset to `real`
    or `sample`. `error` says which cell failed and how, or is None.
    """

    name: str
    status: str
    seconds: float = 0.0
    training_seconds: float = 0.0
    peak_memory: float = 0.0
    metrics: dict[str, Metric] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    error: dict | None = None
    outside: ClassVar = False

    def to_json(self) -> dict:
        metrics = {name: metric.to_json() for name, metric in self.metrics.items()}
        return dataclasses.asdict(self) | {"metrics": metrics}

    @classmethod
    def from_json(cls, entry: dict) -> Result:
        metrics = {name: Metric.from_json(value) for name, value in entry["metrics"].items()}
        return cls(**entry | {"metrics": metrics})


@dataclass
class Job:
    """One notebook to execute.

    Parameters
    ----------
    name : str
        How tables and files call the run.
    source, target : Path
        The notebook, and where its executed copy goes.
    parameters : dict
        Settings of the notebook that are others in this run.
    kernel : str
        Name of a Jupyter kernel.
    forked : bool
        Whether the kernel is forked with its imports done, whatever its name (`course.running.kernels`).
    cell_seconds, notebook_seconds : float
        Longest time for one cell, and for the whole notebook.
    cwd : Path, optional
        Working folder of the kernel; by default that of the target.
    environment : dict
        Environment variables of the kernel, on top of those of `course.running.isolation`.
    after : tuple of str
        Names of jobs of the same batch that must have ended before, however they ended.
    """

    name: str
    source: Path
    target: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    kernel: str = "python3"
    forked: bool = False
    cell_seconds: float = 600
    notebook_seconds: float = 1800
    cwd: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    outcome = Result

    def content(self) -> bytes:
        """The notebook's bytes, and how it is run (see `course.running.batch`)."""
        settings = [self.name, self.parameters, self.cell_seconds, self.notebook_seconds]
        source = self.source.read_bytes() if self.source.is_file() else b""
        return source + json.dumps(settings).encode()

    def run(self, progress: Callable[[int, int], None]) -> Result:
        return execute(self, progress)

    def lost(self, message: str) -> Result:
        return Result(self.name, CRASHED, error={"message": message})


class _Watch:
    """Follows a kernel from a thread of its own: peak memory, and the end of its time."""

    def __init__(self, limit: float) -> None:
        self.peak_bytes = 0
        self.timed_out = False
        self._limit = limit
        self._deadline = math.inf
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._client: PapermillNotebookClient | None = None

    def start(self, client: PapermillNotebookClient) -> None:
        self._client = client
        self._thread.start()

    def begin(self) -> None:
        """Start the clock: the first cell begins, the kernel is there."""
        self._deadline = min(self._deadline, time.monotonic() + self._limit)

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def sample(self) -> list[psutil.Process]:
        """Take the memory of now into account; returns the kernel's processes."""
        members = self._processes()
        self.peak_bytes = max(self.peak_bytes, processes.resident_bytes(members))
        if members:
            self.peak_bytes = max(self.peak_bytes, _high_water_mark(members[0]))
        return members

    def _run(self) -> None:
        while not self._stop.wait(_SAMPLE_SECONDS):
            members = self.sample()
            if time.monotonic() > self._deadline:
                self.timed_out = True
                processes.kill(members)
                return

    def _processes(self) -> list[psutil.Process]:
        """The kernel and its descendants."""
        provisioner = getattr(self._client.km, "provisioner", None)
        pid = getattr(provisioner, "pid", None)
        return [] if pid is None else processes.family(pid)


def _high_water_mark(process: psutil.Process) -> int:
    """Peak that the system itself keeps, where it does: sampling may miss a short one."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024
    except (OSError, TypeError):
        try:
            return getattr(process.memory_info(), "peak_wset", 0)
        except psutil.Error:
            return 0


class _Engine(NBClientEngine):
    """papermill's engine, watched: progress by cell, memory, and a limit on the whole notebook."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name,
        watch: _Watch | None = None,
        on_cell: Callable[[int, int], None] | None = None,
        kernel_cwd: str = ".",
        cell_seconds: float = 600,
        environment: dict[str, str] | None = None,
        target: str = "",
        forked: bool = False,
        **_,
    ) -> NotebookNode:
        def starts(cell: NotebookNode, cell_index: int) -> None:
            watch.begin()
            if on_cell:
                on_cell(cell_index, len(nb_man.nb.cells))

        def ends(cell: NotebookNode, cell_index: int) -> None:
            watch.sample()  # a short notebook may end before the thread has looked again

        manager = {"kernel_manager_class": ForkedKernelManager} if forked else {}
        client = PapermillNotebookClient(
            nb_man,
            **manager,
            kernel_name=kernel_name,
            timeout=cell_seconds,
            startup_timeout=180,
            on_cell_start=starts,
            on_cell_complete=ends,
            resources={"metadata": {"path": kernel_cwd}},
        )
        watch.start(client)
        try:
            # What ipykernel says of itself is for nobody's terminal; a forked kernel says it to nobody, too.
            return client.execute(
                env=isolation.variables() | (environment or {}), stderr=subprocess.DEVNULL
            )
        except BaseException:  # papermill writes what ran to its end
            write_ipynb(nb_man.nb, target)
            raise
        finally:
            watch.stop()


papermill_engines.register("course", _Engine)
logging.getLogger("papermill").setLevel(logging.ERROR)


def execute(job: Job, on_cell: Callable[[int, int], None] | None = None) -> Result:
    """Execute `job` and return its verdict; never raises for what the notebook does.

    The executed notebook is written to `job.target`, also when it failed part of the way.
    """
    try:
        source = notebook.read(job.source)
    except notebook.NotebookError as error:
        return Result(job.name, UNREADABLE, error={"message": str(error)})
    job.target.parent.mkdir(parents=True, exist_ok=True)
    job.target.unlink(missing_ok=True)  # what an earlier run left must not pass for this one's
    parameters.put(source.cells, job.parameters)
    watch = _Watch(job.notebook_seconds)
    start = time.monotonic()
    status, error = PASSED, None
    try:
        papermill.execute_notebook(
            source,
            job.target,
            engine_name="course",
            kernel_name=job.kernel,
            progress_bar=False,
            watch=watch,
            on_cell=on_cell,
            kernel_cwd=str(job.cwd or job.target.parent),
            cell_seconds=job.cell_seconds,
            environment=job.environment,
            target=str(job.target),
            forked=job.forked,
            request_save_on_cell_execute=False,  # it would write all figures twice a cell
        )
    except papermill.PapermillExecutionError:
        status = FAILED
    except CellTimeoutError:
        status = TIMED_OUT
        error = {"message": f"a cell ran longer than {job.cell_seconds:g} s"}
    except DeadKernelError:
        status = TIMED_OUT if watch.timed_out else CRASHED
        limit = f"the notebook ran longer than {job.notebook_seconds:g} s"
        error = {"message": limit if watch.timed_out else "the kernel died"}
    except Exception as problem:  # a kernel that does not start, a disk that is full
        status, error = CRASHED, {"message": f"{type(problem).__name__}: {problem}"}
    seconds = time.monotonic() - start
    if not job.target.exists():
        return Result(
            job.name, status, round(seconds, 2), error={"notebook": job.source.name} | (error or {})
        )
    executed = notebook.read(job.target)
    result = read_result(executed, job, status)
    result.seconds = round(seconds, 2)
    result.peak_memory = round(watch.peak_bytes / 2**20, 1)
    if error:
        result.error = (result.error or locate(executed, job)) | error
    return result


def read_result(executed: NotebookNode, job: Job, status: str) -> Result:
    """Metrics, checks and completeness of an executed notebook.

    A notebook passed only if every code cell ran: papermill takes `sys.exit(0)` for success.
    """
    published = outputs.read_notebook(executed)
    result = Result(job.name, status, metrics=published.metrics, data=published.sources)
    result.checks = {
        name: verdict.status for name, verdict in published.verdicts.items() if verdict.status
    }
    for cell in executed.cells:
        if cell.cell_type != "code":
            continue
        if "training" in notebook.tags(cell):
            result.training_seconds += cell.metadata.get("papermill", {}).get("duration") or 0.0
        for output in cell.outputs:
            if output.output_type == "error" and result.error is None:
                result.error = locate(executed, job, cell) | {
                    "message": f"{output.ename}: {output.evalue}",
                    "traceback": _COLOUR_CODES.sub("", "\n".join(output.traceback)),
                }
    skipped = [
        cell
        for cell in executed.cells
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None
    ]
    # Seen twice on a busy machine, cause unknown: papermill takes `sys.exit(0)` for a failure.
    left = bool(result.error) and result.error["message"] in ("SystemExit: 0", "SystemExit: ")
    if (result.status == PASSED and (skipped or result.error)) or (left and skipped):
        result.status = INCOMPLETE
        where = locate(executed, job, skipped[0]) if skipped else {}
        stop = result.error["message"] if result.error else "the cells before it ended the run"
        result.error = where | {"message": f"{len(skipped)} code cells did not run: {stop}"}
    return result


def locate(executed: NotebookNode, job: Job, cell: NotebookNode | None = None) -> dict:
    """Which cell of which notebook: by default the last one that was started."""
    source_ids = [c.id for c in notebook.read(job.source).cells]
    if cell is None:
        started = [
            c
            for c in executed.cells
            if c.cell_type == "code" and c.metadata.get("papermill", {}).get("start_time")
        ]
        if not started:
            return {"notebook": job.source.name}
        cell = started[-1]
    number = source_ids.index(cell.id) + 1 if cell.id in source_ids else None
    return {
        "notebook": job.source.name,
        "cell": number,
        "cell_id": cell.id,
        "source": cell.source,
    }
