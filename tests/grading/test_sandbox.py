"""What surrounds a submission, as far as it can be tried without grading one: the corpus grades many."""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from course import labs
from course.errors import UsageError
from course.grading import bubblewrap, grade, judge, sandbox, submission, submissions
from course.grading.inside import seccomp
from course.grading.inside.clock import Clock, interval
from course.grading.limits import MB, Limits, Terms
from course.running import processes
from course.running.batch import Journal, run_batch
from tests.started import Started, printed

MODULES = ["numpy", "matplotlib.pyplot"]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")


@pytest.fixture
def no_bubblewrap(monkeypatch):
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    bubblewrap.require.cache_clear()
    yield
    bubblewrap.require.cache_clear()


@linux_only
def test_sandbox_that_is_missing_says_how_to_install_it(no_bubblewrap):
    with pytest.raises(UsageError, match=r"apt-get install bubblewrap.*--no-sandbox"):
        bubblewrap.require()


@linux_only
def test_worker_without_bubblewrap_runs_nothing(no_bubblewrap, tmp_path):
    with pytest.raises(UsageError, match="apt-get install bubblewrap"):
        sandbox.start(Limits(), [], None)


@linux_only
def test_batch_says_what_its_worker_lacks(no_bubblewrap, tmp_path):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("q1_1 = 60_000")])
    handed_in = submissions.Submission("ada", nbformat.writes(made).encode())
    job, journal = grade.GradingJob("ada", handed_in, Terms("01")), Journal(tmp_path)
    (result,) = run_batch([job], journal, parallel=1)
    assert result.message.startswith(
        "The sandbox needs bubblewrap: sudo apt-get install bubblewrap"
    )
    assert (result.status, result.points) == (submission.CRASHED, 0)
    assert not list(journal.folder.glob("*.json")), "it is to be tried again"


@pytest.mark.parametrize(
    ("system", "message"), [("win32", r"WSL 2\.$"), ("darwin", r"needs Linux.*--no-sandbox")]
)
def test_system_without_a_sandbox_is_told_what_works_there(monkeypatch, system: str, message: str):
    monkeypatch.setattr(sys, "platform", system)
    with pytest.raises(UsageError, match=message):
        bubblewrap.require.__wrapped__()


def test_folder_that_every_submission_sees_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "conda"))
    bubblewrap.require_hidden(tmp_path / "course", tmp_path / "conda2")
    for folder in (tmp_path / "conda", tmp_path / "conda" / "course", Path("/usr/src")):
        with pytest.raises(UsageError, match=r"every submission can read"):
            bubblewrap.require_hidden(tmp_path / "course", folder)


def test_without_walls_the_processes_of_a_user_are_not_limited(tmp_path):
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_NPROC)[0] == 77)"
    assert printed(code, modules=[], bare=tmp_path, limits=Limits(processes=77)) == "False\n"


@linux_only
@pytest.mark.parametrize("error", [ImportError(), RuntimeError("Unable to find libseccomp")])
def test_without_libseccomp_the_sandbox_says_how_to_install_it(monkeypatch, error: Exception):
    def fails() -> None:
        raise error

    monkeypatch.setattr(seccomp, "_filter", fails)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(UsageError, match=r"libseccomp: sudo apt-get install libseccomp2.*--no-"):
        bubblewrap.require.__wrapped__()


@linux_only
def test_call_that_the_library_does_not_know_is_no_silent_hole(monkeypatch):
    """An old library knows no `memfd_secret`, say: then there is no sandbox, rather than one with a hole."""
    assert not seccomp.problem()
    monkeypatch.setattr(seccomp, "_REFUSED", ("unshare", "a_call_of_the_future"))
    assert "newer libseccomp" in seccomp.problem()


# Tried in a process that has put the filter on itself: what was refused, and with which error.
_TRIED = """
import ctypes, errno, json, os, socket, sys, threading
from course.grading.inside import seccomp
from course.grading.inside.clock import Clock
calls = seccomp._filter()
libc, found = ctypes.CDLL(None, use_errno=True), {}
def call(name, *arguments):
    import pyseccomp
    number = name if isinstance(name, int) else pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    ctypes.set_errno(0)
    return errno.errorcode.get(ctypes.get_errno(), "") if libc.syscall(number, *arguments) < 0 else ""
names = [*seccomp._REFUSED, "clone3"]
calls.load()
for name in names: found[name] = call(name, 0, 0, 0, 0, 0, 0)
found["clone"] = call("clone", 0x1000_0011, 0, 0, 0, 0)
found["x32"] = call(0x4000_0000 + 39)
for kind in ("socket", "socketpair"):
    made = []
    for family in [*range(46), 2**32 + 40, 2**32 + 1, -1]:
        if call(kind, ctypes.c_long(family), 1, 0, (ctypes.c_int * 2)()) != "EAFNOSUPPORT": made.append(family)
    found[kind] = made
threading.Thread(target=print).start()
print(json.dumps(found))
"""


@linux_only
def test_filter_refuses_what_it_names_and_nothing_else():
    done = subprocess.run(
        [sys.executable, "-c", _TRIED], capture_output=True, text=True, check=True
    )
    errors = json.loads(done.stdout.strip().splitlines()[-1])
    assert errors.pop("clone3") == "ENOSYS"
    assert set(errors.pop("socket")) == {1, 2, 10, 16}
    assert set(errors.pop("socketpair")) == {1, 2, 10, 16}
    if platform.machine() != "x86_64":
        del errors["x32"]
    assert set(errors.values()) == {"EPERM"}, errors


@linux_only
def test_no_two_submissions_at_once_have_the_same_user(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with sandbox.user() as first, sandbox.user() as second:
        assert first != second
    with sandbox.user() as again:
        assert again == first


@pytest.mark.parametrize(("setting", "expected"), [(None, "1"), ("3", "3")])
def test_tensorflow_gets_one_thread_unless_told(monkeypatch, tmp_path, setting, expected: str):
    names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    for name in names:
        monkeypatch.setenv(name, setting) if setting else monkeypatch.delenv(name, raising=False)
    variables = bubblewrap.variables(tmp_path)
    assert {name: variables.get(name) for name in names} == dict.fromkeys(names, expected)


@pytest.mark.parametrize(
    ("gibibytes", "cores", "expected"), [(64, 4, 5), (9, 4, 2), (2, 4, 1), (64, 1, 2)]
)
def test_as_many_at_once_as_fit(monkeypatch, gibibytes: int, cores: int, expected: int):
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("M", (), {"total": gibibytes << 30}))
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert sandbox.fitting(Limits(memory=4096)) == expected


@pytest.mark.slow
@linux_only
def test_where_submissions_cannot_be_kept_apart_each_has_a_sandbox(monkeypatch):
    monkeypatch.setattr(bubblewrap, "SEPARATING", ())
    monkeypatch.setattr(sandbox, "_hosts", {})
    if os.geteuid() == 0:
        assert "unshare" in sandbox.apart(MODULES)
    with sandbox.user() as user:
        assert printed("print(1)", modules=MODULES, user=user) == "1\n"


@pytest.mark.slow
@linux_only
def test_what_has_lost_its_parent_still_counts(monkeypatch):
    """In a sandbox of its own as in a shared one: else its memory would be nobody's."""
    daemon = "import subprocess; subprocess.run('sleep 77 & sleep 78 &', shell=True); print(1)"

    def asleep(running: Started) -> int:
        members = [process.cmdline() for process in running.submission.members()]
        return sum(command[:1] == ["sleep"] for command in members)

    with sandbox.user() as user:
        for separating in (bubblewrap.SEPARATING, ()):
            monkeypatch.setattr(bubblewrap, "SEPARATING", separating)
            monkeypatch.setattr(sandbox, "_hosts", {})
            with Started(daemon, modules=[], user=user) as running:
                assert running.printed() == "1\n"
                deadline = time.monotonic() + 20  # on a busy machine both are still shells at first
                while asleep(running) < 2 and time.monotonic() < deadline:
                    time.sleep(0.05)
                assert asleep(running) == 2


@pytest.mark.slow
@linux_only
def test_sandbox_that_has_ended_is_started_anew(monkeypatch):
    monkeypatch.setattr(sandbox, "_hosts", {})
    with sandbox.user() as user:
        for first in (0, -1, -1, -1):  # bubblewrap outlives for a moment what it holds
            assert printed("print(1)", modules=[], user=user) == "1\n"
            (host,) = sandbox._hosts.values()
            processes.kill(processes.family(host._process.pid)[first:])
        assert printed("print(1)", modules=[], user=user) == "1\n"


@linux_only
def test_sandbox_that_could_not_be_started_anew_is_tried_again(monkeypatch):
    """As where memory was short: what has ended must not stand for it for ever."""
    monkeypatch.setattr(sandbox, "_hosts", {})
    assert sandbox.apart([]) == ""
    (host,) = sandbox._hosts.values()
    processes.kill(processes.family(host._process.pid))
    host._process.wait()
    deadline = time.monotonic() + 20
    while host.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", lambda *_, **__: 1 / 0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                sandbox.apart([])
    assert sandbox.apart([]) == ""


@linux_only
def test_submission_whose_process_ends_at_once_does_not_pass_for_the_whole_sandbox(monkeypatch):
    """What is not there any more, as the system tells it: to end that submission would end all others."""
    monkeypatch.setattr(sandbox, "_hosts", {})
    with sandbox.user() as user:
        assert printed("print(1)", modules=[], user=user) == "1\n"
        for gone in (0, 2**22 + 1):
            monkeypatch.setattr(sandbox, "_caller", lambda connection, gone=gone: gone)
            with pytest.raises(OSError, match="the sandbox has ended"):
                sandbox.start(Limits(), [], user)


@linux_only
def test_python_may_lie_in_a_folder_that_each_submission_has_for_itself(tmp_path):
    (tmp_path / "venv").symlink_to(sys.prefix)
    code = "from tests.started import *; print(printed('import numpy; print(1)', modules=['numpy'], user=None))"
    with sandbox.user() as user:
        code = code.replace("None", str(user))
        command = [tmp_path / "venv" / "bin" / "python", "-c", code]
        ended = subprocess.run(command, cwd=labs.ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == "1", ended.stderr


# A grader whose submission is at work: it says by which process, and waits.
_GRADER = """
import socket, sys, time, nbformat
from course.grading import sandbox
from course.grading.limits import Limits
with sandbox.user() as user:
    running = sandbox.start(Limits(), [], user)
    cells = [nbformat.v4.new_code_cell(code) for code in ("print(1)", "while True: pass")]
    made = nbformat.v4.new_notebook(cells=cells)
    running.report.sendall(nbformat.writes(made).encode())
    running.report.shutdown(socket.SHUT_WR)
    running.report.recv(1000)
    print(*(member.pid for member in running.members()), flush=True)
    time.sleep(600)
"""


@linux_only
@pytest.mark.slow
def test_submission_ends_with_its_grader_however_that_ends():
    grader = subprocess.Popen([sys.executable, "-c", _GRADER], stdout=subprocess.PIPE, text=True)
    assert grader.stdout
    members = [psutil.Process(int(pid)) for pid in grader.stdout.readline().split()]
    assert len(members) >= 3
    grader.kill()
    grader.wait()
    _, alive = psutil.wait_procs(members, 20)
    assert not alive


@pytest.mark.parametrize(
    ("left", "seconds"), [(-1, 0.05), (10 * MB, 0.05), (1024 * MB, 0.25), (9999 * MB, 0.5)]
)
def test_sandbox_is_looked_at_before_its_memory_can_be_full(monkeypatch, left, seconds):
    monkeypatch.setattr(submission, "_FILLED", 4096 * MB)
    assert submission._pause(left) == pytest.approx(seconds)


def test_clock_is_looked_at_each_half_percent_of_its_limit():
    assert [interval(limit) for limit in (5, 200, 600)] == [0.5, 1, 2]


@linux_only
@pytest.mark.slow
def test_peak_memory_is_what_was_imported_and_what_the_notebook_adds():
    """Whatever runs beside it: what all processes have imported counts once."""
    peaks = []
    for count in (1, 40_000_000):
        code = f"import numpy as np, time\nx = np.ones({count})\ntime.sleep(1.2)"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        graded = submission.grade("ada", nbformat.writes(made).encode(), Terms("01"))
        assert graded.status == submission.GRADED
        peaks.append(graded.peak_memory)
    assert 100 < peaks[0] < 800
    assert 280 < peaks[1] - peaks[0] < 360


@linux_only
def test_clock_counts_work_and_waiting_apart():
    sleeping = subprocess.Popen(["sleep", "9"])
    working = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        sleep, work = Clock([sleeping.pid]), Clock([working.pid])
        time.sleep(1)
        sleep.look([sleeping.pid])
        work.look([working.pid])
    finally:
        sleeping.kill()
        working.kill()
    assert (sleep.worked < 0.1, sleep.waited > 0.9) == (True, True)
    assert work.waited < 0.5
    assert work.worked > 0.05


def _grade_one(sender) -> None:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("q1_1 = 60_000")])
    terms = Terms("01", sandboxed=False)
    sender.send(submission.grade("ada", nbformat.writes(made).encode(), terms).points)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="grading needs Linux or macOS")
def test_a_daemon_can_grade():
    """Dask's nannies start their workers as daemons, which multiprocessing allows no children."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_grade_one, args=(sender,), daemon=True)
    worker.start()
    assert receiver.poll(600)
    assert receiver.recv() == 0.5
    worker.join()


def test_judge_ends_when_the_sandbox_does():
    near, far = socket.socketpair()
    far.close()
    process = judge.Judge(near, Terms("01"), 1)
    try:
        process._process.join(120)
        assert process.collect(0)
        assert process.finished
        assert all(outcome.points == 0 for outcome in process.outcomes.values())
    finally:
        process.end()
