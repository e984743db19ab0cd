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

from course.errors import UsageError
from course.grading import bubblewrap, grade, judge, sandbox, submission, submissions
from course.grading.inside import seccomp
from course.grading.inside.clock import Clock
from course.grading.limits import Limits, Terms
from course.running.batch import Journal, run_batch

MODULES = ["numpy", "matplotlib.pyplot"]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")


@pytest.fixture
def no_bubblewrap(monkeypatch):
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    bubblewrap.require.cache_clear()
    yield
    bubblewrap.require.cache_clear()


def said(
    code: str, user: int | None, bare: Path | None = None, limits: Limits | None = None
) -> str:
    """What a cell prints in a sandbox, or in a folder."""
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]))
    running = sandbox.start(limits or Limits(), MODULES, user, bare)
    try:
        running.report.sendall(text.encode())
        running.report.shutdown(socket.SHUT_WR)
        with running.report.makefile() as lines:
            outputs = json.loads(lines.readline())["outputs"]
        return "".join(one.get("text") or one["evalue"] for one in outputs)
    finally:
        running.end()
        running.close()


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
    given = submissions.Submission("ada", nbformat.writes(made).encode())
    job, journal = grade.GradingJob("ada", given, Terms("01")), Journal(tmp_path)
    (got,) = run_batch([job], journal, parallel=1)
    assert got.message.startswith("The sandbox needs bubblewrap: sudo apt-get install bubblewrap")
    assert (got.status, got.points) == (submission.CRASHED, 0)
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
    assert said(code, None, tmp_path, limits=Limits(processes=77)) == "False\n"


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
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found.pop("clone3") == "ENOSYS"
    assert set(found.pop("socket")) == {1, 2, 10, 16}
    assert set(found.pop("socketpair")) == {1, 2, 10, 16}
    if platform.machine() != "x86_64":
        del found["x32"]
    assert set(found.values()) == {"EPERM"}, found


@linux_only
def test_no_two_submissions_at_once_have_the_same_user(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with sandbox.user() as first, sandbox.user() as second:
        assert first != second
    with sandbox.user() as again:
        assert again == first


@pytest.mark.parametrize(("given", "expected"), [(None, "1"), ("3", "3")])
def test_tensorflow_gets_one_thread_unless_told(monkeypatch, tmp_path, given, expected: str):
    names = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    for name in names:
        monkeypatch.setenv(name, given) if given else monkeypatch.delenv(name, raising=False)
    variables = bubblewrap.variables(tmp_path)
    assert {name: variables.get(name) for name in names} == dict.fromkeys(names, expected)


@pytest.mark.parametrize(
    ("gibibytes", "cores", "expected"), [(64, 4, 4), (9, 4, 2), (2, 4, 1), (64, 1, 1)]
)
def test_as_many_at_once_as_fit(monkeypatch, gibibytes: int, cores: int, expected: int):
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("M", (), {"total": gibibytes << 30}))
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert sandbox.fitting(Limits(memory=4096)) == expected


# What a submission may find of another one, or of the process it was forked from: all must be empty, or as new.
_LEAVES = """
import ctypes, os, random, socket, subprocess, sys, numpy
for folder in ("/scratch", "/tmp", "/dev/shm"):
    open(folder + "/left", "w").write("x")
os.environ["LEFT"] = "x"; numpy.left = random.left = "x"; sys.modules["left"] = sys
numpy.random.seed(1); random.seed(1)
left = subprocess.Popen(["sleep", "60"], start_new_session=True)
server = socket.create_server(("127.0.0.1", 45_678))
named = socket.socket(socket.AF_UNIX); named.bind("\\0left"); named.listen()
print("left")
"""
_FINDS = """
import json, os, random, socket, sys, threading, numpy
found = {"files": [f for d in ("/scratch", "/tmp", "/dev/shm") for f in os.listdir(d) if f != ".ipython"]}
found["processes"] = sorted(p for p in os.listdir("/proc") if p.isdigit() and int(p) > 3)
found["environment"] = [n for n in os.environ if n == "LEFT" or "HOST" in n]
found["imports"] = [m.__name__ for m in (numpy, random) if hasattr(m, "left")]
found["imports"] += [m for m in sys.modules if m == "left"]
places = [f"/proc/self/fd/{n}" for n in os.listdir("/proc/self/fd")]
links = [os.readlink(place) for place in places if os.path.exists(place)]
found["open"] = [link for link in links if link[:5] not in ("/dev/", "/tmp/", "/scra", "pipe:", "socke", "anon_")]
found["open"] += sorted(link for link in links if link.startswith("socket:"))[5:]
def reaches(family, address):
    try: socket.socket(family).connect(address); return [str(address)]
    except OSError: return []
found["sockets"] = reaches(socket.AF_INET, ("127.0.0.1", 45_678)) + reaches(socket.AF_UNIX, "\\0left")
figures = sys.modules.get("matplotlib._pylab_helpers")
found["figures"] = list(figures.Gcf.figs) if figures else []
names = ("MainThread", "IOPub", "_watch_pipe_fd", "IPythonHistorySavingThread")
found["threads"] = [t.name for t in threading.enumerate() if not any(n in t.name for n in names)]
draws = [random.random(), float(numpy.random.rand())]
print(json.dumps([found, draws]))
"""


@linux_only
@pytest.mark.slow
def test_nothing_crosses_between_submissions(monkeypatch):
    """Neither one after the other, nor side by side; and each is as new as a new process."""
    if problem := sandbox.apart(MODULES):
        pytest.fail(f"this system keeps no submissions apart in one sandbox: {problem}")
    with sandbox.user() as first, sandbox.user() as second:
        draws = []
        assert said(_LEAVES, first) == "left\n"
        for user in (first, second):
            found, drawn = json.loads(said(_FINDS, user))
            assert not any(found.values()), found
            draws += drawn
        beside = sandbox.start(Limits(), MODULES, first)
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(_LEAVES)])
        beside.report.sendall(nbformat.writes(made).encode())
        beside.report.shutdown(socket.SHUT_WR)
        assert b"left" in beside.report.recv(10_000)
        found, drawn = json.loads(said(_FINDS, second))
        beside.end()
        beside.close()
        assert not any(found.values()), found
        assert len({*draws, *drawn}) == 6, "random numbers come again"


@linux_only
def test_where_submissions_cannot_be_kept_apart_each_has_a_sandbox(monkeypatch):
    monkeypatch.setattr(bubblewrap, "SEPARATING", ())
    monkeypatch.setattr(sandbox, "_hosts", {})
    if os.geteuid() == 0:
        assert "unshare" in sandbox.apart(MODULES)
    with sandbox.user() as user:
        assert said("import os; print(os.getuid(), os.getppid() > 1)", user).endswith("True\n")


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
    one = judge.Judge(near, Terms("01"), 1)
    try:
        one._process.join(120)
        assert one.collect()
        assert one.finished
        assert all(outcome.points == 0 for outcome in one.outcomes.values())
    finally:
        one.end()
