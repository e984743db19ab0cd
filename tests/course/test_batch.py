"""A batch: the journal, interruption, the limit on a whole notebook, real Dask workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import ClassVar

import psutil
import pytest
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook
from papermill import engines

from course.notebooks import notebook
from course.notebooks.outputs import Metric
from course.running import batch, execute, forking
from course.running.batch import Journal, job_key, run_batch
from course.running.execute import Job, Result
from course.running.kernels import ForkedKernel

ROOT = Path(__file__).parents[2]


def make_job(folder: Path, name: str, *sources: str, **settings) -> Job:
    """A job whose notebook has one cell for each source."""
    cells = [new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(sources)]
    notebook.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return Job(name, folder / f"{name}.ipynb", folder / "out" / f"{name}.ipynb", **settings)


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or dead and waiting for whoever adopted it."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.slow
@pytest.mark.skipif(not forking.AVAILABLE, reason="kernels are forked on Linux only")
def test_end_of_a_kernel_is_noticed_while_a_later_one_lives():
    first, later = (KernelManager(kernel_name="python3") for _ in range(2))
    try:
        for manager in (first, later):
            manager.provisioner = ForkedKernel(kernel_spec=manager.kernel_spec, parent=manager)
            manager.start_kernel()
            client = manager.client()
            client.start_channels()
            client.wait_for_ready(60)
            client.stop_channels()
        client = first.client()
        client.start_channels()
        client.execute("import os; os._exit(0)")
        deadline = time.monotonic() + 20
        while first.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        client.stop_channels()
        assert not first.is_alive()
        assert later.is_alive()
    finally:
        for manager in (first, later):
            manager.shutdown_kernel(now=True)


def test_journal_entry_is_read_only_under_its_key(tmp_path):
    job = make_job(tmp_path, "one", "1")
    journal = Journal(tmp_path / "journal")
    result = Result("one", execute.PASSED, metrics={"a": Metric(0.5)})
    journal.write(job, "key", result)
    assert journal.read(job, "key") == result
    assert journal.read(job, "another key") is None


@pytest.mark.parametrize(
    "content", ["", "{", '{"key": "key"}', '{"key": "key", "result": {"x": 1}}', "[]"]
)
def test_damaged_journal_entry_counts_as_not_finished(tmp_path, content):
    job = make_job(tmp_path, "one", "1")
    journal = Journal(tmp_path / "journal")
    (journal.folder / "one.json").write_text(content)
    assert journal.read(job, "key") is None


def test_key_changes_with_the_notebook_its_parameters_and_the_context(tmp_path):
    job = make_job(tmp_path, "one", "1")
    key = job_key(job, "context")
    assert job_key(job, "other") != key
    job.parameters = {"seed": 1}
    assert job_key(job, "context") != key
    job.parameters = {}
    make_job(tmp_path, "one", "2")
    assert job_key(job, "context") != key


def test_key_changes_with_an_installed_package(tmp_path, monkeypatch):
    before = batch.environment_hash.__wrapped__()
    (tmp_path / "made_up-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert batch.environment_hash.__wrapped__() != before


@pytest.mark.slow
def test_finished_jobs_are_not_run_again(tmp_path):
    count = tmp_path / "count"
    code = f"open({str(count)!r}, 'a').write('x')"
    jobs = [make_job(tmp_path, name, code, forked=forking.AVAILABLE) for name in ("one", "two")]
    journal = Journal(tmp_path / "journal")
    first = run_batch(jobs[:1], journal)
    events: list[dict] = []
    assert journal.holds(jobs[:1], "")
    assert not journal.holds(jobs[:1], "another")
    assert not journal.holds(jobs, "")
    again = run_batch(jobs, journal, listener=events.append)
    assert count.read_text() == "xx"
    assert again[0] == first[0]
    assert [e["job"] for e in events if e.get("kept")] == ["one"]
    assert journal.holds(jobs, "")


@pytest.mark.slow
def test_whole_notebook_has_a_limit_and_its_processes_end(tmp_path):
    child = tmp_path / "child"
    code = (
        "import subprocess, sys, pathlib, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(p.pid))\n"
    )
    sleep = "try:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    time.sleep(60)"
    job = make_job(tmp_path, "slow", code, sleep, forked=forking.AVAILABLE, notebook_seconds=3)
    (result,) = run_batch([job], Journal(tmp_path / "journal"))
    assert result.status == execute.TIMED_OUT
    assert "the notebook ran longer than 3 s" in result.error["message"]
    assert result.error["cell_id"] == "cell-1"
    assert has_ended(int(child.read_text()))


@pytest.mark.slow
def test_memory_peak_is_seen_even_when_short(tmp_path):
    job = make_job(
        tmp_path, "hungry", "x = bytearray(300 * 2**20); del x", "1", forked=forking.AVAILABLE
    )
    (result,) = run_batch([job], Journal(tmp_path / "journal"))
    if sys.platform == "linux":
        assert 300 < result.peak_memory < 900


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the pre-imported kernels are for Linux")
def test_forked_kernel_is_like_an_ordinary_one(tmp_path, monkeypatch):
    code = (
        "import os, sys, matplotlib.pyplot as plt\n"
        "from helpers.plots import show\n"
        "print(os.getcwd(), sys.path[0] == '', os.environ['PYTEST_MARK'])\n"
        "figure, ax = plt.subplots()\n"
        "show(figure, alt='empty axes')"
    )
    monkeypatch.setenv("PYTEST_MARK", "seen")
    job = make_job(tmp_path, "like", code, forked=forking.AVAILABLE)
    (result,) = run_batch([job], Journal(tmp_path / "journal"))
    assert result.status == execute.PASSED, result.error
    outputs = notebook.read(job.target).cells[0].outputs
    assert outputs[0].text.split() == [str(tmp_path / "out"), "True", "seen"]
    assert outputs[1].metadata["image/png"]["alt"] == "empty axes"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills a process group")
def test_killed_run_leaves_no_process_and_is_continued(tmp_path):
    """SIGKILL in mid-batch: kernels end by themselves; the second start repeats no finished notebook."""
    script = tmp_path / "batch.py"
    script.write_text(
        "import sys; from pathlib import Path\n"
        "from course.running import forking; from course.running.batch import Journal, run_batch\n"
        "from tests.course.test_batch import make_job\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "def job(i):\n"
        "    code = f\"open({str(folder / 'runs')!r}, 'a').write('{i}')\"\n"
        "    return make_job(folder, f'job{i}', code, 'import time; time.sleep(1)', forked=forking.AVAILABLE)\n"
        "if __name__ == '__main__':\n"
        "    results = run_batch([job(i) for i in range(5)], Journal(folder / 'journal'), parallel=1)\n"
        "    print(*(r.status for r in results))\n"
    )
    command = [sys.executable, str(script)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_MARK": str(tmp_path)}
    first = subprocess.Popen(command, env=environment)
    journal = tmp_path / "journal"
    deadline = time.monotonic() + 60
    while len(list(journal.glob("job*.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    finished = len(list(journal.glob("job*.json")))
    assert 2 <= finished < 5
    deadline = time.monotonic() + 10
    while _marked(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _marked(str(tmp_path))
    again = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert again.stdout.split() == ["passed"] * 5
    runs = (tmp_path / "runs").read_text()
    assert all(runs.count(str(i)) == 1 for i in range(finished))
    assert len(runs) <= 6  # only the one that was running when it was killed ran twice


def _marked(mark: str) -> list[int]:
    """Processes that inherited our mark."""
    pids = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PYTEST_MARK") == mark:
                pids.append(process.pid)
        except psutil.Error:
            continue
    return pids


@pytest.mark.acceptance
def test_batch_runs_on_a_separate_scheduler_and_survives_a_lost_worker(tmp_path):
    """A scheduler and two workers as processes of their own; one worker is killed in mid-batch."""
    address_file = tmp_path / "scheduler.json"
    common = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    options = [
        "--no-dashboard",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--scheduler-file",
        str(address_file),
    ]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        "--nthreads",
        "1",
        "--no-dashboard",
    ]
    processes = [subprocess.Popen([*dask, *options], **common)]
    try:
        for _ in range(2):
            command = [*worker, "--no-nanny", "--scheduler-file", str(address_file)]
            processes.append(subprocess.Popen(command, **common))
        address = _wait_for_address(address_file)
        jobs = [
            make_job(tmp_path, f"job{i}", "import time; time.sleep(2)", "6 * 7") for i in range(4)
        ]
        killed: list[int] = []

        def kill_one(event: dict) -> None:
            if "cell" in event and not killed:
                killed.append(processes[1].pid)
                processes[1].kill()

        results = run_batch(
            jobs, Journal(tmp_path / "journal"), scheduler=address, listener=kill_one
        )
        assert killed
        assert [r.status for r in results] == [execute.PASSED] * 4, [r.error for r in results]
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _wait_for_address(path: Path) -> str:
    for _ in range(300):
        try:
            return json.loads(path.read_text(encoding="utf-8"))["address"]
        except (OSError, ValueError, KeyError):
            time.sleep(0.1)
    raise AssertionError("the scheduler did not start")


@pytest.mark.slow
def test_run_that_did_not_start_shows_nothing_of_an_earlier_one(tmp_path):
    job = make_job(tmp_path, "one", "1", kernel="no-such-kernel")
    code = (
        "from helpers.graded.outputs import publish\n"
        'publish("a", {"metric": "02/a", "value": 1.0, "bar": None})'
    )
    earlier = make_job(tmp_path, "earlier", code)
    assert execute.execute(earlier).metrics
    job.target.write_bytes(earlier.target.read_bytes())
    result = execute.execute(job)
    assert (result.status, result.metrics) == (execute.CRASHED, {})
    assert "no-such-kernel" in result.error["message"]


def test_a_job_starts_when_those_it_comes_after_have_ended(tmp_path):
    mark = tmp_path / "mark"
    first = f"import time, pathlib\ntime.sleep(0.5)\npathlib.Path({str(mark)!r}).touch()\n1 / 0"
    second = f"import pathlib\nassert pathlib.Path({str(mark)!r}).exists()"
    jobs = [
        make_job(
            tmp_path,
            "second",
            second,
            forked=forking.AVAILABLE,
            after=("first", "not in this batch"),
        ),
        make_job(tmp_path, "first", first, forked=forking.AVAILABLE),
    ]
    results = run_batch(jobs, Journal(tmp_path / "journal"))
    assert [result.status for result in results] == [execute.PASSED, execute.FAILED]


class FileJob:
    """A job without a notebook: it notes its name in a file, then waits until `lines` names are there."""

    outcome = Result

    def __init__(self, name: str, notes: Path, lines: int = 0, after: tuple[str, ...] = ()) -> None:
        self.name, self.notes, self.lines, self.after = name, notes, lines, after

    def content(self) -> bytes:
        return self.name.encode()

    def run(self, progress: object) -> Result:
        with self.notes.open("a") as file:
            file.write(f"{self.name}\n")
        time.sleep(0.2)
        deadline = time.monotonic() + 10
        while len(self.notes.read_text().splitlines()) < self.lines:
            if time.monotonic() > deadline:
                return Result(self.name, execute.TIMED_OUT)
            time.sleep(0.01)
        return Result(self.name, execute.PASSED)

    def lost(self, message: str) -> Result:
        return Result(self.name, execute.CRASHED, error={"message": message})


def test_no_job_waits_for_a_long_one_while_a_worker_has_nothing_to_do(tmp_path):
    notes = tmp_path / "notes"
    jobs = [
        FileJob("first", notes),
        FileJob("other", notes, lines=3),
        FileJob("long", notes, lines=7),
        FileJob("second", notes, after=("first",)),
        *(FileJob(name, notes) for name in ("a", "b")),
        FileJob("third", notes, after=("first",)),
    ]
    results = run_batch(jobs, Journal(tmp_path / "journal"), parallel=2)
    assert {result.name: result.status for result in results} == {
        job.name: execute.PASSED for job in jobs
    }


def test_a_notebook_is_not_written_anew_with_every_cell(tmp_path, monkeypatch):
    written = []
    write = engines.write_ipynb
    monkeypatch.setattr(
        engines, "write_ipynb", lambda *a, **k: (written.append(1), write(*a, **k))[1]
    )
    job = make_job(tmp_path, "one", *["1"] * 9, "1 / 0", forked=forking.AVAILABLE)
    assert execute.execute(job).status == execute.FAILED
    assert len(written) < 10
    ran = [cell for cell in notebook.read(job.target).cells if cell.get("execution_count")]
    assert ran[-1].source == "1 / 0"


def test_environment_reaches_the_kernel(tmp_path):
    code = "import os; assert os.environ['DL_LABS_MARK'] == 'here' and os.environ['PATH']"
    job = make_job(
        tmp_path, "one", code, forked=forking.AVAILABLE, environment={"DL_LABS_MARK": "here"}
    )
    (result,) = run_batch([job], Journal(tmp_path / "journal"))
    assert result.status == execute.PASSED, result.error


class _Killed:
    """A job that is ended from outside some times; `at_work` are those that run."""

    after = ()
    outcome = Result
    at_work: ClassVar[set[str]] = set()

    def __init__(self, name: str, times: int, raises: Exception | None = None) -> None:
        self.name, self.times, self.raises, self.beside = name, times, raises, []

    def content(self) -> bytes:
        return self.name.encode()

    def run(self, progress) -> Result:
        self.at_work.add(self.name)
        self.beside.append(len(self.at_work))
        time.sleep(0.2)
        self.at_work.discard(self.name)
        if self.times and self.raises:
            self.times -= 1
            raise self.raises
        result = Result(self.name, execute.CRASHED if self.times else execute.PASSED)
        result.outside = self.times > 0
        self.times -= 1
        return result

    def lost(self, message: str) -> Result:
        return Result(self.name, execute.CRASHED, error={"message": message})


def test_job_whose_worker_failed_is_done_once_more(tmp_path):
    """As where a process ended between two looks at it: the next batch need not be waited for."""
    jobs = [_Killed("a", 1, OSError("gone")), _Killed("b", 2, OSError("gone")), _Killed("c", 0)]
    results = run_batch(jobs, Journal(tmp_path))
    assert [result.status for result in results] == [
        execute.PASSED,
        execute.CRASHED,
        execute.PASSED,
    ]
    assert results[1].error == {"message": "the worker was lost: OSError: gone"}
    assert {path.stem for path in tmp_path.glob("*.json")} == {"a", "c"}, "b is tried the next time"


def test_job_that_was_ended_from_outside_is_done_once_more_alone(tmp_path):
    jobs = [_Killed("a", 1), _Killed("b", 0), _Killed("c", 2), _Killed("d", 1)]
    events = []
    results = run_batch(jobs, Journal(tmp_path), parallel=2, listener=events.append)
    statuses = [result.status for result in results]
    assert statuses == [execute.PASSED, execute.PASSED, execute.CRASHED, execute.PASSED]
    assert [len(job.beside) for job in jobs] == [2, 1, 2, 2]
    assert [job.beside[-1] for job in jobs if len(job.beside) == 2] == [1, 1, 1]
    assert sorted(event["job"] for event in events) == ["a", "b", "c", "d"]
    assert len(list(tmp_path.glob("*.json"))) == 4, "what crashes twice is finished, too"
