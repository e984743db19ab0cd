"""A batch of submissions, graded in the real sandbox: killed, continued, spread over workers.

The submissions take a moment each: lab 01's first question, answered in a notebook of one cell.
"""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from course import errors, labs
from course.grading import bubblewrap, grade, judge, sandbox, submission, submissions, tables
from course.grading.limits import Limits
from course.grading.submission import Grade
from course.locking import only_one
from helpers.datasets.idx import FILES
from tests.dask_cluster import Cluster

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
ROOT = Path(__file__).parents[2]
LAB = labs.find(["01"])[0]
LIMITS = Limits(notebook_seconds=300, memory=2048, disk=64)
HONEST = {"ada": "q1_1 = 60_000", "grace": "q1_1 = 60_000\nq1_2 = 3", "wrong": "q1_1 = 6"}
BAD = {"dies": "import os; os._exit(0)", "fails": "1 / 0"}
MEASURED = ("seconds", "peak_memory_mib")  # of each run anew
SCRIPT = """
from pathlib import Path
from course import labs
from course.grading import grade
from course.grading.limits import Limits

if __name__ == "__main__":  # the judges' processes import this file, too
    lab, folder, target = labs.find(["01"])[0], Path({folder!r}), Path({target!r})
    grade.grade(lab, folder, target=target, limits={limits!r}, parallel=2)
"""


def notebook(code: str) -> str:
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Submissions of a class, two of them as Moodle exports them."""
    made = tmp_path_factory.mktemp("submissions")
    for name, code in {**HONEST, **BAD}.items():
        (made / f"{name}.ipynb").write_text(notebook(code))
    (made / "no notebook.ipynb").write_text("{")
    moodle = made / "Zoë Ng_4711_assignsubmission_file_"
    moodle.mkdir()
    (moodle / "01_exploration.ipynb").write_text(notebook("q1_1 = 60_000"))
    return made


def table(target: Path) -> list[dict[str, str]]:
    """Rows of `grades.csv`, without what is measured anew each time."""
    with (target / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{k: v for k, v in row.items() if k not in MEASURED} for row in csv.DictReader(file)]


def graded(folder: Path, target: Path, **how: object) -> list[Grade]:
    return grade.grade(LAB, folder, target=target, limits=LIMITS, **how)


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory) -> Path:
    """Result of a batch that graded one submission after another, undisturbed."""
    target = tmp_path_factory.mktemp("alone")
    graded(folder, target, parallel=1)
    return target


def test_bad_notebooks_do_not_stop_the_others(alone: Path):
    statuses = {row["student"]: (row["status"], row["automatic"]) for row in table(alone)}
    assert statuses == {
        "Zoë Ng (4711)": (submission.GRADED, "0.5"),
        "ada": (submission.GRADED, "0.5"),
        "dies": (submission.CRASHED, "0"),
        "fails": (submission.GRADED, "0"),
        "grace": (submission.GRADED, "0.5"),
        "no notebook": (submission.UNREADABLE, "0"),
        "wrong": (submission.GRADED, "0"),
    }


def test_each_student_has_a_page_and_a_notebook(alone: Path):
    names = {"Zoë_Ng_4711", "ada", "dies", "fails", "grace", "no_notebook", "wrong"}
    assert {path.stem for path in (alone / "feedback").iterdir()} == names
    assert {path.stem for path in (alone / "executed").iterdir()} == names - {"no_notebook"}
    assert "ZeroDivisionError" in (alone / "executed" / "fails.ipynb").read_text()
    assert "ZeroDivisionError" in (alone / "feedback" / "fails.html").read_text()


def test_grades_do_not_depend_on_how_many_run_at_once(folder: Path, alone: Path, tmp_path):
    graded(folder, tmp_path, parallel=4)
    assert table(tmp_path) == table(alone)


def test_batch_that_is_done_grades_nothing_again(folder: Path, alone: Path, monkeypatch):
    started: list[object] = []
    monkeypatch.setattr(judge, "prepare", started.append)
    monkeypatch.setattr(sandbox, "apart", started.append)
    before = {path.name: path.read_bytes() for path in alone.iterdir() if path.is_file()}
    entries = {path: path.stat().st_mtime_ns for path in (alone / "journal").iterdir()}
    graded(folder, alone)
    assert {path.name: path.read_bytes() for path in alone.iterdir() if path.is_file()} == before
    assert {path: path.stat().st_mtime_ns for path in (alone / "journal").iterdir()} == entries
    assert started == [], "neither a sandbox nor a judge is needed"


def test_killed_at_any_moment_it_goes_on_and_ends_with_the_same_grades(
    folder: Path, alone: Path, tmp_path
):
    """SIGKILL, five times: at the start, then each time another submission has been finished."""
    script = tmp_path / "batch.py"
    script.write_text(SCRIPT.format(folder=str(folder), target=str(tmp_path), limits=LIMITS))
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_MARK": str(tmp_path)}

    def start() -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, str(script)], env=environment, stdout=subprocess.DEVNULL
        )

    def entries() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "journal").glob("*.json")}

    finished: dict[Path, int] = {}
    for more in (0, 1, 1, 2):
        process = start()
        deadline = time.monotonic() + 240
        while len(entries()) < len(finished) + more and time.monotonic() < deadline:
            assert process.poll() is None, "it ended before it was killed"
            time.sleep(0.02)
        if not more:
            time.sleep(1)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert finished.items() <= entries().items(), "a finished submission was graded again"
        finished = entries()
    assert 0 < len(finished) < 7
    last = start()
    assert last.wait(600) == 0
    assert finished.items() <= entries().items()
    assert table(tmp_path) == table(alone)
    rows = {row["student"]: row for row in tables.read_csv(tmp_path / "grades.csv", set())}
    assert len(rows) == 7
    deadline = time.monotonic() + 20
    while _marked(str(tmp_path)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not _marked(str(tmp_path)), "processes of a killed batch are left"


def _marked(mark: str) -> list[str]:
    """Processes that inherited our mark."""
    processes = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("PYTEST_MARK") == mark:
                processes.append(f"{process.pid} {process.cmdline()[:4]}")
        except psutil.Error:
            continue
    return processes


def test_points_entered_for_written_questions_stay_and_are_merged(
    folder: Path, alone: Path, tmp_path
):
    graded(folder, tmp_path, parallel=4)
    rows = tables.read_csv(tmp_path / "written.csv", {"student", "question", "points"})
    for row in rows:
        row["points"] = row["possible"] if row["student"] in ("ada", "grace") else "0"
    tables.write(tmp_path / "written.csv", rows)
    graded(folder, tmp_path)
    assert tables.read_csv(tmp_path / "written.csv", set()) == rows
    pending = float(table(alone)[1]["written_pending"])
    final = {
        row["student"]: row
        for row in tables.read_csv(tables.merge(tmp_path, tmp_path / "written.csv"), set())
    }
    assert float(final["ada"]["final"]) == 0.5 + pending
    assert final["wrong"]["final"] == "0"

    (folder / "ada.ipynb").rename(folder / "ada.away")
    try:
        graded(folder, tmp_path)
        assert not (tmp_path / "feedback" / "ada.html").exists()
        assert not (tmp_path / "executed" / "ada.ipynb").exists()
        assert ">ada<" not in (tmp_path / "gradebook.html").read_text()
        tables.merge(tmp_path, tmp_path / "written.csv")
    finally:
        (folder / "ada.away").rename(folder / "ada.ipynb")
    graded(folder, tmp_path)
    assert tables.read_csv(tmp_path / "written.csv", set()) == rows
    assert (tmp_path / "executed" / "ada.ipynb").exists()


@pytest.mark.parametrize("nanny", [False, True], ids=["no-nanny", "nanny"])
def test_a_real_cluster_that_loses_a_worker_gives_the_same_grades(
    folder: Path, alone: Path, tmp_path, nanny: bool, monkeypatch
):
    lost: list[int] = []
    with Cluster(tmp_path, nanny=nanny) as cluster:

        def lose_one(event: dict) -> None:
            if "status" in event and not lost:
                lost.append(cluster.kill_a_worker())

        real = grade._progress

        def watched(*arguments):
            return _with(real(*arguments), lose_one)

        monkeypatch.setattr(grade, "_progress", watched)
        graded(folder, tmp_path / "out", scheduler=cluster.address)
    assert lost
    assert table(tmp_path / "out") == table(alone)


class _with:
    """A context manager whose listener is told first."""

    def __init__(self, inner, first) -> None:
        self._inner, self._first = inner, first

    def __enter__(self):
        listener = self._inner.__enter__()

        def both(event: dict) -> None:
            self._first(event)
            listener(event)

        return both

    def __exit__(self, *raised: object) -> None:
        self._inner.__exit__(*raised)


DRAWS = """
import matplotlib.pyplot as plt
from helpers.plots import show
figure, ax = plt.subplots()
show(figure, alt="empty axes")
plt.plot([1, 2])
plt.show()
"""


def command(*words: object, **variables: str) -> subprocess.CompletedProcess:
    """`python -m course grade 01 …`, with more variables in its environment."""
    return subprocess.run(
        [sys.executable, "-m", "course", "grade", "01", *map(str, words)],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.mark.parametrize("walls", [[], ["--no-sandbox"]], ids=["sandbox", "no sandbox"])
def test_figures_are_on_the_page_in_any_environment(tmp_path, walls: list[str]):
    """Somebody's backend, and a folder for temporary files whose name is too long for sockets."""
    handed_in, target, long = tmp_path / "in", tmp_path / "out", tmp_path / ("x" * 90)
    handed_in.mkdir()
    long.mkdir()
    (handed_in / "ada.ipynb").write_text(notebook(DRAWS + "q1_1 = 60_000"), encoding="utf-8")
    ended = command(
        *(handed_in, "--out", target, *walls),
        **{"MPLBACKEND": "Agg", "KERAS_BACKEND": "torch", "TMPDIR": str(long)},
        PYTHONIOENCODING="ascii",
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Grading 1 submission of lab 01, 1 at a time ..." in ended.stdout
    assert (target / "feedback" / "ada.html").read_text(encoding="utf-8").count("<img") == 2
    executed = nbformat.read(target / "executed" / "ada.ipynb", 4)
    outputs = [output for cell in executed.cells for output in cell.outputs]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 2
    assert [row["automatic"] for row in table(target)] == ["0.5"]


def test_batch_in_which_nothing_could_be_graded_does_not_end_well(tmp_path):
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    (handed_in / "dies.ipynb").write_text(notebook(BAD["dies"]), encoding="utf-8")
    (handed_in / "empty.ipynb").write_text("", encoding="utf-8")
    ended = command(handed_in, "--out", tmp_path / "out")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert "2 not graded" in ended.stdout
    assert len(table(tmp_path / "out")) == 2
    (handed_in / "fails.ipynb").write_text(notebook(BAD["fails"]), encoding="utf-8")
    assert command(handed_in, "--out", tmp_path / "out").returncode == 0


def test_second_batch_into_the_same_folder_is_refused_in_a_line(folder: Path, tmp_path):
    with only_one(tmp_path):
        ended = command(folder, "--out", tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"course: Another command is at work in {tmp_path}. Wait until it has ended, or stop it.\n"
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root has users to give away")
@pytest.mark.parametrize("part", ["", "mnist", "mnist/t10k-images-idx3-ubyte.gz"])
def test_data_that_only_root_can_read_are_told_before_the_batch(
    folder: Path, tmp_path, monkeypatch, part: str
):
    data = tmp_path / "data"
    for file in (file for files in FILES.values() for file in files):
        (data / file.dataset).mkdir(parents=True, exist_ok=True)
        (data / file.dataset / file.name).touch()
    monkeypatch.setattr(bubblewrap, "data_folder", lambda: data)
    bubblewrap.require_readable()
    closed = data / part if part else data / "fashion-mnist"
    closed.chmod(0o700)
    with pytest.raises(errors.UsageError, match=rf"cannot read {closed}\b.*chmod -R o\+rX"):
        graded(folder, tmp_path / "out")
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_students_who_are_named_are_graded_anew_and_all_with_fresh(folder: Path, tmp_path):
    target = tmp_path / "out"
    grades = graded(folder, target)
    entries = {path: path.stat().st_mtime_ns for path in (target / "journal").glob("*.json")}
    assert len(entries) == len(grades), [grade.message for grade in grades]

    def anew() -> set[str]:
        now = {path: path.stat().st_mtime_ns for path in (target / "journal").glob("*.json")}
        moved = {path.stem for path, time in now.items() if entries[path] != time}
        entries.update(now)
        return moved

    graded(folder, target, again=["ada", "Zoë Ng (4711)"])
    assert anew() == {"ada", submissions.file_name("Zoë Ng (4711)")}
    with pytest.raises(errors.UsageError, match="No submission is of nobody"):
        graded(folder, target, again=["ada", "nobody"])
    graded(folder, target, fresh=True)
    assert len(anew()) == len(entries)


def test_kernel_that_is_killed_from_outside_costs_nobody_a_point(tmp_path, monkeypatch):
    handed_in = tmp_path / "in"
    handed_in.mkdir()
    (handed_in / "ada.ipynb").write_text(notebook("import time; time.sleep(3)\nq1_1 = 60_000"))
    begin, killed = sandbox.start, []

    def start(*how: object) -> sandbox.Submission:
        running = begin(*how)
        if not killed:
            killed.append(threading.Timer(1.5, lambda: running.members()[-1].kill()))
            killed[0].start()
        return running

    monkeypatch.setattr(sandbox, "start", start)
    (grade,) = graded(handed_in, tmp_path / "out")
    assert killed
    assert (grade.status, grade.points) == (submission.GRADED, 0.5), grade.message
