"""What a run takes over from the environment that it is started in, and what it does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from course.notebooks import notebook
from course.running import execute, isolation
from course.running.batch import Journal, run_batch
from course.running.execute import Job
from helpers.datasets.download import cache_folder

ROOT = Path(__file__).resolve().parents[2]
SHORT = Path("/tmp")

DRAWS = """
import matplotlib as mpl, matplotlib.pyplot as plt
from helpers.plots import show
show(plt.subplots()[0], alt="empty axes")
plt.plot([1, 2])
plt.show()
print(mpl.rcParams["text.usetex"], mpl.rcParams["figure.figsize"])
"""


@pytest.fixture
def hostile(monkeypatch, tmp_path: Path) -> dict[str, str]:
    """Settings that somebody has for other work, in the environment and in files that it names."""
    config = tmp_path / "settings"
    for folder, name, text in (
        ("mpl", "matplotlibrc", "text.usetex: True\nfigure.figsize: 1, 1\n"),
        ("matplotlib", "matplotlibrc", "text.usetex: True\n"),
        ("ipython/profile_default/startup", "00.py", "raise SystemExit(3)\n"),
        (
            "ipython/profile_default",
            "ipython_kernel_config.py",
            "c.IPKernelApp.exec_lines = ['1/0']",
        ),
        ("keras", "keras.json", json.dumps({"floatx": "float64", "backend": "jax"})),
        ("python", "tqdm.py", "raise ImportError('another tqdm')\n"),
    ):
        (config / folder).mkdir(parents=True, exist_ok=True)
        (config / folder / name).write_text(text, encoding="utf-8")
    settings = {
        "MPLBACKEND": "module://backend_interagg",
        "MATPLOTLIBRC": str(config / "mpl" / "matplotlibrc"),
        "MPLCONFIGDIR": str(config / "mpl"),
        "XDG_CONFIG_HOME": str(config),
        "IPYTHONDIR": str(config / "ipython"),
        "JUPYTER_CONFIG_DIR": str(config / "jupyter"),
        "JUPYTER_PATH": str(config / "jupyter"),
        "KERAS_HOME": str(config / "keras"),
        "KERAS_BACKEND": "torch",
        "KERAS_MAX_EPOCHS": "1",
        "TF_USE_LEGACY_KERAS": "1",
        "MLFLOW_TRACKING_URI": "http://127.0.0.1:9/",
        "MLFLOW_EXPERIMENT_NAME": "another",
        "PYTHONPATH": str(config / "python"),
        "PYTHONWARNINGS": "error",
        "PYTHONSTARTUP": str(config / "python" / "tqdm.py"),
        "PYTHONHASHSEED": "7",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "cp1252",
        "GUNICORN_CMD_ARGS": "--workers 100",
        "DL_LABS_MAX_IMAGES": "1",
        "http_proxy": "http://127.0.0.1:9",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return settings


def figures(path: Path) -> int:
    """Pictures in a notebook's outputs."""
    outputs = [output for cell in notebook.read(path).cells for output in cell.get("outputs", [])]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def course(*arguments: str, **settings) -> subprocess.CompletedProcess:
    """The command line, from the course's folder."""
    command = [sys.executable, "-m", "course", *arguments]
    return subprocess.run(
        command, **{"cwd": ROOT, "capture_output": True, "check": False, **settings}
    )


def test_kernel_gets_nothing_of_what_is_set_for_other_work(hostile):
    made = isolation.variables()
    names = set(hostile) - {"http_proxy"}
    assert {name: made.get(name) for name in names if made.get(name) == hostile[name]} == {}
    assert made["MPLBACKEND"] == "module://matplotlib_inline.backend_inline"
    assert made["KERAS_BACKEND"] == "tensorflow"
    assert made["http_proxy"] == hostile["http_proxy"], "a download may need it"


@pytest.mark.parametrize(
    "name",
    [
        *("PATH", "HOME", "LC_ALL", "LD_LIBRARY_PATH", "https_proxy", "NO_PROXY", "SSL_CERT_FILE"),
        *("SystemRoot", "TEMPORARY_NOT"),
    ],
)
def test_kernel_gets_what_a_program_needs(monkeypatch, name: str):
    monkeypatch.setenv(name, "kept")
    made = isolation.variables()
    assert made.get(name, "").startswith("kept") is (name != "TEMPORARY_NOT")


def test_a_command_keeps_its_terminal_and_the_settings_of_the_service(monkeypatch):
    monkeypatch.setenv("DL_LABS_WORKERS", "3")
    monkeypatch.setenv("COLUMNS", "77")
    made = isolation.for_command()
    assert (made["DL_LABS_WORKERS"], made["COLUMNS"]) == ("3", "77")
    assert not {"DL_LABS_WORKERS", "COLUMNS"} & set(isolation.variables())


def test_entering_twice_changes_nothing(hostile, monkeypatch):
    monkeypatch.setattr(os, "environ", os.environ.copy())
    isolation.enter()
    once = dict(os.environ)
    isolation.enter()
    assert (dict(os.environ), once["KERAS_BACKEND"]) == (once, "tensorflow")
    assert once == isolation.for_command()


@pytest.mark.slow
@pytest.mark.parametrize("forked", [False, True])
def test_figures_are_drawn_in_any_environment(hostile, tmp_path, monkeypatch, forked: bool):
    if forked and sys.platform != "linux":
        pytest.skip("the pre-imported kernels are for Linux")
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "draws.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(DRAWS)]), source)
    job = Job("draws", source, tmp_path / "out" / "draws.ipynb", forked=forked)
    (result,) = run_batch([job], Journal(tmp_path / "journal"))
    assert result.status == execute.PASSED, result.error
    assert figures(job.target) == 2
    (cell,) = notebook.read(job.target).cells
    printed = "".join(output.get("text", "") for output in cell.outputs)
    assert printed.split() == ["False", "[6.4,", "4.8]"]


@pytest.mark.slow
def test_command_starts_in_an_environment_of_its_own(hostile, tmp_path):
    """`help` ends well although a warning is an error, and a module in PYTHONPATH cannot be imported."""
    ended = course("data", env=os.environ | {"DL_LABS_DATA": "sample"})
    assert (ended.returncode, ended.stderr) == (1, b"")
    assert ended.stdout.decode("cp1252").startswith("x DL_LABS_DATA=sample asks for")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
    ],
    ids=lambda environment: " ".join(environment.values()),
)
@pytest.mark.parametrize(
    "words", ["help", "lab --help", "data", "start 99", "grade", "run 01 --jobs x"]
)
def test_output_that_knows_few_letters_ends_no_command(environment, words: str):
    settings = {"env": os.environ | environment | {"DL_LABS_DATA": "sample"}}
    ended = course(*words.split(), **settings)
    output = ended.stdout + ended.stderr
    assert b"Traceback" not in output
    assert b"UnicodeEncodeError" not in output
    assert ended.returncode in (0, 1, 2)
    assert output


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_check_in_a_plain_script_can_be_printed_anywhere(encoding: str):
    code = 'from helpers.check import check\nx = 1\ncheck("E0.1")\nprint("é")'
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    sign = {"utf-8": "○ "}.get(encoding, "o ")
    assert ended.stdout.decode(encoding).startswith(sign + "E0.1 not attempted")
    assert ended.stdout.decode(encoding).split()[-1] == {"ascii": "e"}.get(encoding, "é")


def test_folders_named_from_here_mean_the_same_elsewhere(monkeypatch, tmp_path):
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DL_LABS_DATA", "mine")
    monkeypatch.setenv("DL_LABS_CACHE", "~/kept")
    isolation.from_here()
    assert os.environ["DL_LABS_DATA"] == str(tmp_path / "mine")
    assert os.environ["DL_LABS_CACHE"] == str(Path.home() / "kept")
    assert cache_folder() == Path.home() / "kept"
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    isolation.from_here()
    assert os.environ["DL_LABS_DATA"] == "sample"


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "localhost,127.0.0.1,::1"), ("a.b, localhost", "a.b,localhost,127.0.0.1,::1")],
)
def test_no_proxy_is_asked_for_this_computer(monkeypatch, before: str, after: str):
    for name in (
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("no_proxy", before)
    assert "NO_PROXY" not in isolation.variables()
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    made = isolation.variables()
    assert (made["no_proxy"], made["NO_PROXY"]) == (after, after)


@pytest.mark.skipif(os.name != "posix", reason="TMPDIR")
def test_temporary_folder_is_short_enough_for_sockets(monkeypatch, tmp_path):
    with tempfile.TemporaryDirectory(dir=SHORT) as short:
        long = Path(short) / ("x" * 80)
        long.mkdir()
        for named, wanted in ((long, SHORT), (Path(short), Path(short))):
            monkeypatch.setenv("TMPDIR", str(named))
            monkeypatch.setattr(tempfile, "tempdir", None)
            assert isolation.variables()["TMPDIR"] == str(wanted)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the pre-imported kernels are for Linux")
def test_processes_are_forked_where_the_temporary_folder_has_a_long_name():
    code = (
        "from course.running import isolation; isolation.enter()\n"
        "from course.running import forking; process = forking.start(print); process.join()\n"
        "assert process.exitcode == 0"
    )
    with tempfile.TemporaryDirectory(dir=SHORT) as short:
        long = Path(short) / ("x" * 90)
        long.mkdir()
        command = [sys.executable, "-c", code]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"TMPDIR": str(long)}, check=True)
