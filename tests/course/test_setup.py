"""A set-up that mends itself: whatever happened to `.venv`, the same command again puts it right.

A small course with a small lock stands for the whole: `bench` runs a script of its own there, which says
what it imports. Where a test is not about the making itself, a copy of a `.venv` once made stands for it.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course import __main__ as entry
from course import cli, environment, locked, locking, setting_up, wheels
from course.running import isolation

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.skipif(os.name == "nt", reason="breaks links and sends signals as POSIX has them"),
]

COURSE = environment.ROOT
BASE = sys._base_executable
SCRIPT = """
import json, sys, helpers, packaging.version
print(json.dumps([sys.prefix, sys.version.split()[0], helpers.__file__]))
"""


def pinned(name: str, lock: str = "requirements.txt") -> str:
    """What the course's lock says of a package, with its hashes."""
    text = (COURSE / lock).read_text(encoding="utf-8")
    return re.search(rf"^{name}==.*\n(?:    --hash.*\n)+", text, re.MULTILINE)[0]


def small_course(root: Path) -> Path:
    source = COURSE / "course"
    shutil.copytree(source, root / "course", ignore=shutil.ignore_patterns("__pycache__"))
    for package in ("helpers", "benchmarks", "solutions"):
        (root / package).mkdir()
    shutil.copy(COURSE / "helpers" / "__init__.py", root / "helpers")
    shutil.copytree(COURSE / "helpers" / "languages", root / "helpers" / "languages")
    (root / "benchmarks" / "run_labs.py").write_text(SCRIPT)
    (root / "requirements.txt").write_text(pinned("packaging") + pinned("uv"))
    (root / "requirements-dev.txt").write_text(pinned("iniconfig", "requirements-dev.txt"))
    return root


def variables() -> dict[str, str]:
    inherited = {
        n: v for n, v in os.environ.items() if not n.startswith(("PYTHON", "COV", "VIRTUAL"))
    }
    return inherited | {"PYTHONDONTWRITEBYTECODE": "1"}


def run(root: Path, *arguments: str, python: str | Path = BASE, **more: str):
    """`python -m course …` in a small course."""
    return subprocess.run(
        [python, "-m", "course", *(arguments or ["bench"])],
        cwd=root,
        env=variables() | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def assert_right(ended: subprocess.CompletedProcess, root: Path) -> None:
    """The command ran in the course's own `.venv`, with the course's own helpers."""
    assert ended.returncode == 0, ended.stdout + ended.stderr
    prefix, _, helpers = json.loads(ended.stdout.splitlines()[-1])
    assert (Path(prefix), Path(helpers).parent) == (root / ".venv", root / "helpers")
    assert "Traceback" not in ended.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small course, set up; and beside it a copy of its `.venv`."""
    root = small_course(tmp_path_factory.mktemp("set up").resolve() / "dl labs")
    first = run(root)
    if "setting up .venv failed" in first.stderr and not os.environ.get("CI"):
        pytest.skip("no network to install from: " + first.stderr)
    assert_right(first, root)
    assert "Setting up .venv: it is not there yet" in first.stdout
    copy(root / ".venv", root.parent / "good")
    return root


def copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, copy_function=os.link, dirs_exist_ok=True)


@pytest.fixture
def root(made: Path) -> Iterator[Path]:
    """The small course with a good `.venv` and its lock as at first."""
    lock = (made / "requirements.txt").read_text()
    yield made
    (made / "requirements.txt").write_text(lock)
    setting_up._clear(made / ".venv")
    if (made / ".venv").is_symlink():
        (made / ".venv").unlink()
    copy(made.parent / "good", made / ".venv")


@pytest.fixture
def here(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small course in this process, where making a `.venv` copies the one that was made."""

    def make(*command: object) -> None:
        if "venv" in command:
            copy(root.parent / "good", root / ".venv")
            (root / ".venv" / environment.STAMP).unlink()

    monkeypatch.chdir(root)
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    monkeypatch.setattr(environment, "LOCK", root / "requirements.txt")
    monkeypatch.setattr(environment, "DEV_LOCK", root / "requirements-dev.txt")
    monkeypatch.setattr(setting_up, "_run", make)
    monkeypatch.setattr(isolation, "reenter", lambda arguments: None)
    monkeypatch.setattr(sys, "argv", ["course", "bench"])
    assert environment.fault() == ""
    return root


def site(root: Path) -> Path:
    (folder,) = (root / ".venv").glob("lib/python3*/site-packages")
    return folder


def overwrite(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file anew: its old self is a hard link to the good copy."""
    path.unlink()
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


# --- what is made anew ------------------------------------------------------------------------------------


def delete(root: Path) -> None:
    shutil.rmtree(root / ".venv")


def empty_folder(root: Path) -> None:
    delete(root)
    (root / ".venv").mkdir()


def a_file(root: Path) -> None:
    delete(root)
    (root / ".venv").write_text("dl-labs\n")


def link_to_nothing(root: Path) -> None:
    delete(root)
    (root / ".venv").symlink_to(root / "gone")


def no_stamp(root: Path) -> None:
    (root / ".venv" / environment.STAMP).unlink()


def half_a_stamp(root: Path) -> None:
    path = root / ".venv" / environment.STAMP
    overwrite(path, path.read_text()[:100])


def stamp_of_another_kind(root: Path) -> None:
    overwrite(root / ".venv" / environment.STAMP, '{"lock": "41b1"}')


def changed_stamp(**changes: object) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / ".venv" / environment.STAMP
        overwrite(path, json.dumps(json.loads(path.read_text()) | changes))

    return change


def no_interpreter(root: Path) -> None:
    for path in (root / ".venv" / "bin").glob("python*"):
        path.unlink()


def dangling_interpreter(root: Path) -> None:
    no_interpreter(root)
    (root / ".venv" / "bin" / "python").symlink_to("/usr/opt/python@3.12.1/bin/python3.12")


def empty_interpreter(root: Path) -> None:
    no_interpreter(root)
    (root / ".venv" / "bin" / "python").touch(mode=0o755)


def interpreter_that_may_not_run(root: Path) -> None:
    no_interpreter(root)
    (root / ".venv" / "bin" / "python").touch(mode=0o644)


def other_interpreter(root: Path) -> None:  # as when python3 becomes a newer one
    no_interpreter(root)
    (root / ".venv" / "bin" / "python").symlink_to("/bin/sh")


def no_configuration(root: Path) -> None:
    (root / ".venv" / "pyvenv.cfg").unlink()


def empty_configuration(root: Path) -> None:
    overwrite(root / ".venv" / "pyvenv.cfg", "")


def no_uv(root: Path) -> None:
    (root / ".venv" / "bin" / "uv").unlink()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (delete, "it is not there yet"),
        (empty_folder, "it is not complete"),
        (a_file, "it is not complete"),
        (link_to_nothing, "it is not complete"),
        (no_stamp, "it is not complete"),
        (half_a_stamp, "it is not complete"),
        (stamp_of_another_kind, "it is not complete"),
        (changed_stamp(root="/home/ada/dl-labs"), "made in another folder, /home/ada/dl-labs"),
        (changed_stamp(library="/opt/python/os.py"), "its Python has changed or is gone"),
        (no_interpreter, "its Python has changed or is gone"),
        (dangling_interpreter, "its Python has changed or is gone"),
        (empty_interpreter, "its Python has changed or is gone"),
        (interpreter_that_may_not_run, "its Python has changed or is gone"),
        (other_interpreter, "its Python has changed or is gone"),
        (no_configuration, "its Python has changed or is gone"),
        (empty_configuration, "its Python has changed or is gone"),
        (no_uv, "uv is missing"),
    ],
)
def test_is_made_anew(damage: Callable[[Path], None], reason: str, here: Path, capsys):
    (site(here) / "of_before.py").touch()
    damage(here)
    setting_up.setup()
    output = capsys.readouterr().out
    assert output.startswith("Setting up .venv: ")
    assert reason in output
    assert_right(run(here), here)
    assert not (site(here) / "of_before.py").exists()
    setting_up.setup()
    assert capsys.readouterr().out == ""


def test_a_link_to_a_larger_disk_stays_one(here: Path, tmp_path: Path):
    delete(here)
    (tmp_path / "of_before").touch()
    (here / ".venv").symlink_to(tmp_path)
    setting_up.setup()
    assert (here / ".venv").is_symlink()
    assert not (tmp_path / "of_before").exists()
    assert environment.fault() == ""


def test_the_interpreter_in_it_makes_it_anew_too(root: Path):
    """Without pyvenv.cfg the link in `.venv` is an ordinary Python: it once started itself for ever."""
    no_configuration(root)
    ended = run(root, python=root / ".venv" / "bin" / "python")
    assert "Setting up .venv: its Python has changed" in ended.stdout
    assert_right(ended, root)


def test_a_copied_or_renamed_clone_uses_its_own_files(root: Path, tmp_path: Path, monkeypatch):
    copied = tmp_path / "copied"
    shutil.copytree(root, copied, symlinks=True)
    ended = run(copied)
    assert f"it was made in another folder, {root}" in ended.stdout
    assert_right(ended, copied)
    assert_right(run(root), root)
    renamed = copied.rename(tmp_path / "renamed")
    monkeypatch.setattr(environment, "ROOT", renamed)
    monkeypatch.setattr(environment, "VENV", renamed / ".venv")
    assert environment.fault() == f"it was made in another folder, {copied}"


# --- what is put right in place ---------------------------------------------------------------------------


def no_package(root: Path) -> None:
    shutil.rmtree(site(root) / "packaging")


def no_metadata(root: Path) -> None:
    (folder,) = site(root).glob("packaging-*.dist-info")
    shutil.rmtree(folder)


def no_link(root: Path) -> None:
    (site(root) / "dl_labs.pth").unlink()


def no_module(root: Path) -> None:
    (site(root) / "packaging" / "version.py").unlink()


def half_a_module(root: Path) -> None:
    path = site(root) / "packaging" / "version.py"
    overwrite(path, path.read_text()[:1000])


def no_record(root: Path) -> None:
    (path,) = site(root).glob("packaging-*.dist-info/RECORD")
    path.unlink()


@pytest.mark.parametrize("damage", [no_package, no_metadata, no_link])
def test_any_command_puts_a_missing_package_back(damage: Callable[[Path], None], root: Path):
    (site(root) / "of_the_student.py").touch()
    damage(root)
    ended = run(root)
    assert " is missing. What is not here yet is downloaded (up to " in ended.stdout
    assert_right(ended, root)
    assert (site(root) / "of_the_student.py").exists()
    assert "Setting up" not in run(root).stdout


@pytest.mark.parametrize("damage", [no_module, half_a_module, no_record])
def test_setup_looks_at_every_file(damage: Callable[[Path], None], root: Path):
    damage(root)
    ended = run(root, "setup")
    assert "Setting up .venv: files of packaging are missing or damaged" in ended.stdout
    assert ended.returncode == 0, ended.stderr
    assert_right(run(root), root)
    again = run(root, "setup")
    assert again.stdout == f".venv is ready: Python {sys.version.split()[0]}\n"


def test_setup_tries_the_interpreter(here: Path, capsys, monkeypatch):
    monkeypatch.setattr(environment, "facts_of_interpreter", lambda: {})
    with pytest.raises(SystemExit, match="does not start"):
        setting_up.setup(thorough=True)
    assert "Setting up .venv: its Python does not start" in capsys.readouterr().out


def test_a_command_that_misses_a_module_repairs(here: Path, monkeypatch):
    def use(arguments: list[str]) -> None:
        raise ModuleNotFoundError("No module named 'packaging.version'")

    monkeypatch.setattr(environment, "inside", lambda dev: True)
    monkeypatch.setattr(cli, "main", use)
    with pytest.raises(
        ModuleNotFoundError
    ):  # nothing is damaged: a mistake in the code stays visible
        entry.main()
    no_module(here)
    with pytest.raises(SystemExit, match=r"is repaired\. Run the same command again"):
        entry.main()


def test_a_changed_lock_is_installed(root: Path):
    with (root / "requirements.txt").open("a") as file:
        file.write(pinned("pluggy", "requirements-dev.txt"))
    ended = run(root)
    assert "Setting up .venv: the lock has changed" in ended.stdout
    assert_right(ended, root)
    assert (site(root) / "pluggy").is_dir()
    assert "Setting up" not in run(root).stdout


def test_pip_and_uv_may_be_renewed(here: Path):
    for path in [*site(here).glob("pip-*"), *site(here).glob("uv-*")]:
        path.rename(
            path.with_name("pip-99.0.dist-info" if "pip" in path.name else "uv-9.dist-info")
        )
    assert environment.fault() == ""


# --- stopped half way -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("damage", "steps"), [*((no_stamp, n) for n in range(3)), (no_package, 0)])
def test_an_interrupted_set_up_begins_again(damage, steps: int, here: Path, monkeypatch, capsys):
    make, done = setting_up._run, []

    def interrupted(*command: object) -> None:
        if len(done) == steps:
            raise KeyboardInterrupt
        done.append(command)
        make(*command)

    damage(here)
    monkeypatch.setattr(setting_up, "_run", interrupted)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 130
    assert "course: interrupted." in capsys.readouterr().err
    assert environment.fault() == "it is not complete"
    monkeypatch.setattr(setting_up, "_run", make)
    setting_up.setup()
    assert environment.fault() == ""
    assert_right(run(here), here)


@pytest.mark.parametrize("seconds", [0.5, 1.5])
def test_ctrl_c(seconds: float, root: Path):
    delete(root)
    process = subprocess.Popen(
        [BASE, "-m", "course", "bench"],
        cwd=root,
        env=variables(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert "Setting up" in process.stdout.readline()
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: all of its programs
    _, output = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert "Traceback" not in output
    assert "course: interrupted." in output
    if seconds > 1:
        assert_right(run(root), root)


def test_without_a_network_it_says_so(root: Path):
    no_stamp(root)
    ended = run(root, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert ended.returncode == 1
    assert "No matching distribution found for uv" in ended.stderr
    assert "Then run the same command again." in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr
    assert not (root / ".venv" / environment.STAMP).exists()  # so it is made anew


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, r"\(.*No space left on device.*\)\. Then run the same command again"),
        (errno.EACCES, r"You may not change this folder.*sudo rm -r \.venv \.venv\.lock"),
        (errno.EROFS, r"You may not change this folder.*a clone of your own"),
    ],
)
def test_a_folder_that_cannot_be_written(number: int, advice: str, here: Path, monkeypatch):
    def refused(folder: Path) -> None:
        raise OSError(number, os.strerror(number), str(folder))

    no_stamp(here)
    monkeypatch.setattr(setting_up, "_clear", refused)
    with pytest.raises(SystemExit, match=advice):
        entry.main()


def test_without_ensurepip_and_uv_it_names_the_package(here: Path, monkeypatch):
    monkeypatch.setattr(setting_up, "_lacks_ensurepip", lambda python: True)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    delete(here)
    with pytest.raises(SystemExit, match=r"sudo apt install python3\.\d+-venv\. Where you may not"):
        entry.main()
    monkeypatch.undo()


def test_a_python_without_ensurepip_is_known(tmp_path: Path):
    (tmp_path / "python").write_text(f'#!/bin/sh\nexec "{BASE}" -S "$1" "$2" "{HIDDEN}$3"\n')
    (tmp_path / "python").chmod(0o755)
    assert setting_up._lacks_ensurepip(str(tmp_path / "python"))
    assert not setting_up._lacks_ensurepip(BASE)


HIDDEN = "import sys; sys.modules['ensurepip'] = None\n"


# --- with the tools of the tests, and without -------------------------------------------------------------


def test_the_tools_of_the_tests_come_when_they_are_needed_and_stay(root: Path):
    assert not (site(root) / "iniconfig").exists()
    assert "Setting up .venv: what the tests need is missing" in run(root, "setup", "--dev").stdout
    assert (site(root) / "iniconfig").is_dir()
    assert "Setting up" not in run(root, "setup", "--dev").stdout
    with (root / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    assert_right(run(root), root)
    no_stamp(root)
    assert_right(run(root), root)
    assert (root / ".venv" / environment.STAMP).exists()


@pytest.mark.parametrize(
    ("words", "dev"),
    [
        (["test"], True),
        (["check"], True),
        (["run", "01"], False),
        (["run", "01", "--scheduler", "tcp://host:8786"], True),
        (["grade", "01", "folder"], False),
        (["start", "01"], False),
    ],
)
def test_only_what_needs_them_asks_for_them(words: list[str], dev: bool, here: Path, monkeypatch):
    asked = []
    monkeypatch.setattr(setting_up, "setup", lambda dev: asked.append(dev))
    monkeypatch.setattr(environment, "inside", lambda dev: False)
    monkeypatch.setattr(environment, "reenter", lambda arguments: sys.exit(0))
    monkeypatch.setattr(sys, "argv", ["course", *words])
    with pytest.raises(SystemExit):
        entry.main()
    assert asked == [dev]


# --- without a network, from a folder ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheels of the small course, from the places that the lock names."""
    target = tmp_path_factory.mktemp("wheels of ada")
    python = "{}.{}".format(*sys.version_info[:2])
    computer = locked.COMPUTERS[setting_up.platform_name()]
    for file in locked.files(computer, python, environment.LOCK):
        if file.package in ("packaging", "uv"):
            wheels._fetch(file, target)
    return target


def test_it_sets_up_from_a_folder_without_a_network(root: Path, folder: Path, tmp_path: Path):
    alone = ["unshare", "--net", "--map-root-user"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer cannot turn the network off for a process")
    delete(root)
    ended = subprocess.run(
        [*alone, BASE, "-m", "course", "bench"],
        cwd=root,
        env=variables() | {"DL_LABS_WHEELS": str(folder), "UV_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert_right(ended, root)
    assert f"All comes from {folder}" in ended.stdout


def test_a_folder_that_lacks_a_wheel_is_said(root: Path, tmp_path: Path):
    no_stamp(root)
    ended = run(root, DL_LABS_WHEELS=str(tmp_path))
    assert ended.returncode == 1
    assert "No matching distribution found for uv" in ended.stderr
    python = "{}.{}".format(*sys.version_info[:2])
    advice = f"make wheels OUT=folder PLATFORM={setting_up.platform_name()} PYTHONS={python}"
    assert advice in ended.stderr.splitlines()[-1]
    assert "Traceback" not in ended.stderr


def test_a_folder_of_wheels_that_is_not_there_is_said_before_anything_is_made(
    root: Path, tmp_path: Path
):
    delete(root)
    nowhere = str(tmp_path / "nowhere")
    ended = run(root, DL_LABS_WHEELS=nowhere)
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"course: DL_LABS_WHEELS names {nowhere}, which is no folder.")
    assert not (root / ".venv").exists()


# --- two at once ------------------------------------------------------------------------------------------


def test_the_second_set_up_waits_for_the_first(root: Path):
    delete(root)
    command = [BASE, "-m", "course", "bench"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    first = subprocess.Popen(command, cwd=root, env=variables(), **pipes)
    assert "Setting up" in first.stdout.readline()
    second = run(root)
    output, errors = first.communicate(timeout=300)
    assert_right(subprocess.CompletedProcess(command, first.returncode, output, errors), root)
    assert_right(second, root)
    assert "another set-up is at work; waiting" in second.stdout
    assert "Setting up" not in second.stdout


def test_the_lock_outlives_a_killed_set_up_as_long_as_its_programs(here: Path, monkeypatch):
    code = (
        "import sys; from pathlib import Path; from course import environment, setting_up\n"
        f"environment.VENV = Path({str(here / '.venv')!r})\n"
        "with setting_up._alone():\n"
        "    setting_up._run('sh', '-c', 'echo $$ > program; exec sleep 60')\n"
    )
    killed = subprocess.Popen([BASE, "-c", code], cwd=here, env=variables())
    program = here / "program"
    while not (program.exists() and program.read_text().strip()):
        time.sleep(0.05)
    killed.kill()
    killed.wait()
    with (here / ".venv.lock").open("a+b") as file:
        assert not locking.try_lock(file.fileno())
        os.kill(int(program.read_text()), signal.SIGKILL)
        deadline = time.monotonic() + 20
        while not locking.try_lock(file.fileno()):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    program.unlink()


def test_a_drive_without_locks_is_no_obstacle(here: Path, monkeypatch):
    import fcntl

    def unsupported(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", unsupported)
    no_stamp(here)
    setting_up.setup()
    assert environment.fault() == ""


# --- whatever Python runs the command ---------------------------------------------------------------------


def interpreters() -> dict[str, str]:
    """Pythons of other versions on this computer."""
    programs = [shutil.which(f"python3.{minor}") for minor in range(8, 16)]
    programs += sorted(map(str, (Path.home() / ".pyenv" / "versions").glob("3.*/bin/python")))
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    versions = {}
    for program in filter(None, programs):
        ended = subprocess.run([program, "-c", code], capture_output=True, text=True, check=False)
        if ended.returncode == 0:
            versions.setdefault(ended.stdout.strip(), program)
    versions.pop("{}.{}".format(*sys.version_info[:2]), None)
    return {name: path for name, path in versions.items() if name not in ("3.6", "3.7")}


OTHERS = interpreters()


@pytest.mark.skipif(not OTHERS, reason="no other Python on this computer")
@pytest.mark.parametrize("name", OTHERS)
def test_any_other_python_goes_on_in_a_good_one(name: str, root: Path):
    for _ in range(2):
        ended = run(root, python=OTHERS[name])
        assert_right(ended, root)
        assert "Setting up" not in ended.stdout
        assert json.loads(ended.stdout)[1] == sys.version.split()[0]
    assert run(root, "setup", python=OTHERS[name]).stdout.startswith(".venv is ready: Python")


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14)])
def test_a_python_that_does_not_fit(version, here: Path, monkeypatch):
    """It goes on in a good `.venv`, and repairs it with the Python that made it."""
    entered = []
    monkeypatch.setattr(sys, "version_info", (*version, 1, "final", 0))
    monkeypatch.setattr(environment, "reenter", entered.append)
    monkeypatch.setattr(cli, "main", lambda arguments: None)
    entry.main()
    no_uv(here)
    entry.main()
    assert entered == [["bench"]] * 2
    assert environment.fault() == ""


UNFIT = [name for name in OTHERS if not (3, 11) <= tuple(map(int, name.split("."))) <= (3, 13)]


@pytest.mark.skipif(not UNFIT, reason="no Python on this computer that does not fit")
@pytest.mark.parametrize("name", UNFIT[:1] + UNFIT[1:][-1:])
def test_where_this_python_does_not_fit_uv_finds_one_that_does(name: str, root: Path):
    delete(root)
    path = os.pathsep.join([str(Path(BASE).parent), "/usr/bin", "/bin"])
    ended = run(root, python=OTHERS[name], PATH=path)
    assert_right(ended, root)
    assert f"course: this is Python {name}" in ended.stdout
    assert "uv looks for another one" in ended.stdout
    assert tuple(map(int, json.loads(ended.stdout.splitlines()[-1])[1].split(".")[:2])) >= (3, 11)
    assert "Setting up" not in run(root, python=OTHERS[name]).stdout


FETCHING = """#!/bin/sh
# uv where no Python fits: it fetches one, for which this computer's stands.
echo "$@" >> "{log}"
if [ "$1" = venv ]; then exec "{uv}" venv --quiet --python "{base}" "$5"; fi
exec "{uv}" "$@"
"""


@pytest.mark.skipif(not UNFIT, reason="no Python on this computer that does not fit")
def test_where_none_fits_uv_fetches_one(root: Path, tmp_path: Path):
    uv = COURSE / ".venv" / "bin" / "uv"
    log, program = tmp_path / "log", tmp_path / "uv"
    program.write_text(FETCHING.format(log=log, uv=uv, base=BASE))
    program.chmod(0o755)
    delete(root)
    ended = run(root, python=OTHERS[UNFIT[0]], PATH=f"{tmp_path}:/usr/bin:/bin")
    assert_right(ended, root)
    assert f"venv --quiet --python >=3.11,<3.14 {root / '.venv'}" in log.read_text()


def test_a_good_one_is_only_read(here: Path, monkeypatch):
    before = {path: path.lstat().st_mtime_ns for path in here.rglob("*")}
    (here / ".venv.lock").unlink()
    del before[here / ".venv.lock"]
    setting_up.setup()
    assert {path: path.lstat().st_mtime_ns for path in here.rglob("*")} == before


def test_pythonhome_does_not_matter(root: Path):
    ended = run(root, PYTHONHOME=sys.base_prefix)
    assert_right(ended, root)


def test_nothing_is_started_again_and_again(root: Path):
    ended = run(root, **{environment.REENTERED: "1"})
    assert ended.returncode == 1
    assert ended.stderr == (
        "course: .venv cannot be used: its Python does not run in it. Run: make setup\n"
    )


# --- what needs no set-up ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["help"], 0),
        (["--help"], 0),
        (["start", "--help"], 0),
        (["clean"], 0),
        (["strat"], 2),
        ([], 2),
    ],
)
@pytest.mark.parametrize("python", [BASE, *OTHERS.values()][:3])
def test_installs_nothing(arguments: list[str], code: int, python: str, tmp_path: Path):
    root = small_course(tmp_path / "course")
    (root / "build").mkdir()
    command = [python, "-m", "course", *arguments]
    ended = subprocess.run(command, cwd=root, env=variables(), capture_output=True, check=False)
    assert ended.returncode == code, ended.stderr
    assert not (root / ".venv").exists()
    assert (root / "build").exists() == (arguments != ["clean"])
