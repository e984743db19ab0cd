"""The command line: what is wrong is said in one line."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course import cli, labs, locking
from course.errors import UsageError
from course.running.batch import Journal, run_batch
from course.running.execute import Job
from helpers import check
from helpers.graded import keras_settings
from helpers.graded.outputs import MIME

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("run 01 --jobs -3", "argument --jobs: '-3' is not a whole number above 0"),
        ("run 01 --jobs 1.5", "argument --jobs: '1.5' is not a whole number above 0"),
        ("grade 01 x --jobs 0", "argument --jobs: '0' is not a whole number above 0"),
        ("grade 01 x --memory 0", "argument --memory: '0' is not a whole number above 0"),
        ("grade 01 x --cell-seconds -1", "argument --cell-seconds: '-1' is not a number above 0"),
        ("run 01 --cell-timeout nan", "argument --cell-timeout: 'nan' is not a number above 0"),
        ("run 01 --cell-timeout inf", "argument --cell-timeout: 'inf' is not a number above 0"),
        ("mlflow --port 70000", "'70000' is not a whole number above 0 and at most 65535"),
        ("bench --repeats 0", "argument --repeats: '0' is not a whole number above 0"),
        ("bars --data other", "argument --data: invalid choice: 'other'"),
        ("run 01 --fast", "it takes no --fast"),
        ("start 01 02", "it takes no 02"),
    ],
)
def test_wrong_option_is_told_in_one_line_that_names_the_command(words: str, message: str, capsys):
    command = words.split()[0]
    with pytest.raises(SystemExit) as ended:
        cli.main(words.split())
    assert ended.value.code == 2
    written = capsys.readouterr().err
    assert written.startswith("course: ")
    assert message in written
    assert written.endswith(f". See: python -m course {command} --help\n")
    assert written.count("\n") == 1


def test_unknown_command_is_told_in_one_line(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["rum"])
    assert ended.value.code == 2
    written = capsys.readouterr().err
    assert "invalid choice: 'rum'" in written
    assert written.count("\n") == 1


def test_pack_says_that_there_is_no_such_text(monkeypatch, tmp_path):
    monkeypatch.setattr(labs, "BUILD", tmp_path)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "02_dense.py").touch()
    for words, missing in ((["zz"], "zz"), (["2", "03"], "03")):
        with pytest.raises(SystemExit) as ended:
            cli.main(["pack", *words])
        assert str(ended.value.code).startswith(f"course: There is no text of {missing} in build/")


@pytest.mark.parametrize("words", [["start", "01"], ["text", "01"], ["run", "01"]])
def test_folder_that_cannot_be_written_is_told_in_a_line(words, monkeypatch, tmp_path):
    """A file stands where the folder should be: root may write in any folder."""
    (tmp_path / "file").touch()
    # First: it is imported here, and takes its folder from `labs`.
    monkeypatch.setattr("course.running.run.FOLDER", tmp_path / "file" / "run")
    monkeypatch.setattr(labs, "ROOT", tmp_path)
    monkeypatch.setattr(labs, "WORK", tmp_path / "file" / "work")
    monkeypatch.setattr(labs, "BUILD", tmp_path / "file" / "build")
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    message = str(ended.value.code)
    assert message.startswith(f"course: cannot use {tmp_path / 'file'}")
    assert "\n" not in message


def test_two_commands_do_not_work_in_one_folder(tmp_path):
    code = (
        "from pathlib import Path; from course.locking import only_one\n"
        f"with only_one(Path({str(tmp_path)!r})): print('in', flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert other.stdout.readline().strip() == b"in"
        with pytest.raises(UsageError, match="Another command is at work in"):
            locking.only_one(tmp_path).__enter__()
    finally:
        other.kill()
        other.communicate()
    with locking.only_one(tmp_path):
        pass  # the system has freed it


@pytest.mark.parametrize("command", ["run", "refresh", "bars", "nbval", "corpus", "test"])
def test_second_command_is_refused_before_it_touches_anything(command: str, monkeypatch, tmp_path):
    monkeypatch.setattr(labs, "BUILD", tmp_path)
    for name in ("run", "refresh", "bars"):
        monkeypatch.setattr(f"course.running.{name}.FOLDER", tmp_path / name)
    folder = {"test": "locks/nbval"}.get(command, command)
    folder = f"locks/{folder}" if command in ("nbval", "corpus") else folder
    with locking.only_one(tmp_path / folder), pytest.raises(SystemExit) as ended:
        cli.main([command])
    assert str(ended.value.code).startswith("course: Another command is at work in")


@pytest.mark.parametrize("address", ["foo", "tcp://127.0.0.1:9"])
def test_scheduler_that_does_not_answer_is_told_in_a_line(address: str, tmp_path):
    import dask
    import distributed  # noqa: F401 - brings its own settings

    gc.collect()  # Dask's client locks up where the end of another that failed meets its start
    job = Job("one", tmp_path / "one.ipynb", tmp_path / "out.ipynb")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(UsageError, match=rf"No Dask scheduler answers at '{address}'"),
    ):
        run_batch([job], Journal(tmp_path / "journal"), scheduler=address)


@pytest.mark.slow  # imports TensorFlow
@pytest.mark.parametrize(
    ("setting", "value", "wanted"),
    [
        ("backend", "jax", "'tensorflow'"),
        ("floatx", "float64", "'float32'"),
        ("epsilon", 0.1, "1e-07"),
        ("image_data_format", "channels_first", "'channels_last'"),
    ],
)
def test_nothing_is_checked_with_settings_that_would_make_answers_wrong(
    setting: str, value: object, wanted: str, monkeypatch, capsys
):
    import keras

    assert keras_settings.problem() == ""
    monkeypatch.setattr(keras.config, setting, lambda: value)
    shown = []
    monkeypatch.setattr(check, "publish", lambda *arguments: shown.append(arguments))
    check.check("E2.1")
    ((text, payload),) = shown
    assert f"Keras has {setting} = {value!r} here, and the labs need {wanted}" in text
    assert "restart the kernel" in text
    assert "status" not in payload, "it is no verdict"
    assert MIME not in payload


@pytest.mark.slow
def test_labs_use_tensorflow_whatever_backend_is_set(tmp_path):
    code = "from helpers.check import check; import keras; print(keras.config.backend())"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"KERAS_BACKEND": "torch"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "tensorflow\n"), ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe")
def test_reader_that_has_enough_sees_no_traceback():
    command = [sys.executable, "-m", "course", "data"]
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DL_LABS_DATA": "sample"},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, b"")
