"""The environment: one list of dependencies, its lock, and the two ways in (make, conda)."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from course import __main__ as entry
from course import cli, environment, errors, locked, setting_up
from course.site import build

ROOT = environment.ROOT
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = tomllib.loads(PYPROJECT)
PROJECT, DEV = DECLARED["project"], DECLARED["dependency-groups"]["dev"]
SITE = DECLARED["dependency-groups"]["site"]
LOCKS = {  # of each direct dependency; what several need is in the first
    canonicalize_name(Requirement(line).name): (Requirement(line), lock)
    for lock, lines in (
        (environment.SITE_LOCK, SITE),
        (environment.DEV_LOCK, DEV),
        (environment.LOCK, PROJECT["dependencies"]),
    )
    for line in lines
}
DIRECT = {name: requirement for name, (requirement, _) in LOCKS.items()}
SUPPORTED = SpecifierSet(PROJECT["requires-python"])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z]+):(.*)$", MAKEFILE, re.MULTILINE))
TEST_TOOLS = {"pytest", "pytest-xdist", "nbval", "hypothesis", "playwright", "ruff", "mypy"}


def pinned(*locks: Path) -> dict[str, list[Requirement]]:
    requirements: dict[str, list[Requirement]] = {}
    for requirement in locked.requirements(*locks):
        requirements.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return requirements


# --- dependencies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIRECT)
def test_direct_dependency_is_locked_at_a_version_it_allows(name: str):
    for requirement in pinned(LOCKS[name][1])[name]:
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        assert DIRECT[name].specifier.contains(pin.version)


@pytest.mark.parametrize("name", DIRECT)
def test_direct_dependency_has_a_lower_bound_and_a_reason(name: str):
    assert any(part.operator == ">=" for part in DIRECT[name].specifier)
    lines = re.findall(rf'^    "{name}[<>=].*$', PYPROJECT, re.MULTILINE)
    assert lines
    for line in lines:
        assert re.search(r'",\s+# \S+.{5,}', line), f"{name}: why is it needed?"


def test_students_get_no_tool_of_the_tests():
    assert not TEST_TOOLS & pinned(environment.LOCK).keys()
    assert pinned(environment.DEV_LOCK).keys() >= TEST_TOOLS


def test_the_two_locks_name_the_same_versions():
    work, dev = pinned(environment.LOCK), pinned(environment.DEV_LOCK)
    for name in work.keys() & dev.keys():
        versions = [{str(r.specifier) for r in lock[name]} for lock in (work, dev)]
        assert versions[1] <= versions[0], name


def test_every_line_of_a_lock_has_hashes():
    for path in (environment.LOCK, environment.DEV_LOCK, environment.SITE_LOCK):
        lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pins = [line for line in lines if re.match(r"[\w-]+==", line)]
        assert len(pins) > 50
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_locks_are_what_uv_makes_of_the_project():
    uv = str(environment.venv_program("uv"))
    ended = subprocess.run(
        [uv, "lock", "--check", "--offline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "offline" in ended.stderr or "network" in ended.stderr:
        pytest.skip("uv's cache does not hold what it needs to know")
    assert ended.returncode == 0, ended.stderr


def test_on_linux_it_is_the_tensorflow_without_gpu():
    for name, computer in locked.COMPUTERS.items():
        chosen = {file.package for file in locked.files(computer, "3.12", environment.LOCK)}
        expected = "tensorflow-cpu" if name == "linux-x86_64" else "tensorflow"
        assert chosen & {"tensorflow", "tensorflow-cpu"} == {expected}


def test_sizes_are_those_of_the_lock_and_within_bounds():
    sizes = json.loads(setting_up.SIZES.read_text(encoding="utf-8"))
    assert sizes == locked.megabytes()
    assert sizes["linux-x86_64"]["work"] <= 480


def test_what_the_site_downloads_is_said():
    for computer in locked.COMPUTERS.values():
        chosen = locked.files(computer, locked.PYTHONS[0], environment.SITE_LOCK)
        assert build.MEGABYTES - 10 < sum(file.size for file in chosen) / 1e6 < build.MEGABYTES


def test_readme_says_how_much_is_downloaded():
    sizes = json.loads(setting_up.SIZES.read_text(encoding="utf-8"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, words in (
        ("linux-x86_64", "on Linux"),
        ("windows-x86_64", "on Windows"),
        ("macos-arm64", "on a Mac"),
    ):
        assert f"{5 * round(sizes[name]['work'] / 5)} MB {words}" in text


def test_the_wheel_that_fits_best_is_chosen():
    chosen = locked.files(locked.COMPUTERS["windows-x86_64"], "3.12", environment.LOCK)
    names = {file.package: file.name for file in chosen}
    assert re.fullmatch(r"numpy-[\d.]+-cp312-cp312-win_amd64\.whl", names["numpy"])
    assert names["keras"].endswith("-py3-none-any.whl")
    assert "gunicorn" not in names
    assert "waitress" in names


def test_a_computer_without_a_wheel_is_named():
    with pytest.raises(errors.CourseError, match=r"has no wheel for Python 3\.12"):
        locked.files(locked._linux("riscv64"), "3.12", environment.LOCK)


def imported() -> dict[str, set[str]]:
    """Third-party modules by top-level name, and the files that import them."""
    sources = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for folder in ("helpers", "course", "tests", "benchmarks", "serving")
        for path in (ROOT / folder).rglob("*.py")
    }
    for path in (ROOT / "solutions").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        sources[path.name] = "\n".join(code)
    places_by_module: dict[str, set[str]] = {}
    for place, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module]
            else:
                continue
            for module in modules:
                places_by_module.setdefault(module.split(".")[0], set()).add(place)
    own = {path.stem for path in ROOT.iterdir()} | set(sys.stdlib_module_names)
    return {name: places for name, places in places_by_module.items() if name not in own}


@pytest.mark.slow
def test_all_that_is_imported_is_a_direct_dependency():
    owners = importlib.metadata.packages_distributions()
    undeclared = {
        module: sorted(places)
        for module, places in imported().items()
        if not {canonicalize_name(owner) for owner in owners.get(module, [module])} & set(DIRECT)
    }
    assert undeclared == {}


# --- Python's version -------------------------------------------------------------------------------------


@pytest.mark.parametrize("minor", range(8, 18))
def test_set_up_accepts_the_versions_that_the_project_declares(minor: int):
    accepted = environment.OLDEST <= (3, minor) <= environment.NEWEST
    assert accepted == SUPPORTED.contains(f"3.{minor}")


def test_binder_gives_a_supported_python_and_the_lock():
    binder = ROOT / ".binder"
    text = (binder / "environment.yml").read_text(encoding="utf-8")
    assert SUPPORTED.contains(re.search(r"^\s*- python=(\d+\.\d+)$", text, re.MULTILINE)[1])
    steps = (binder / "postBuild").read_text(encoding="utf-8")
    assert "--no-deps --require-hashes --requirement requirements.txt" in steps


def test_codespaces_begins_with_a_supported_python():
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    made = json.loads(text)
    assert SUPPORTED.contains(re.search(r"python:(\d+\.\d+)", made["image"])[1])
    words = re.findall(r"python -m course (\w+)", made["postCreateCommand"])
    assert words == ["setup", "start"]


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_unsupported_python_without_uv_and_ensurepip_is_named_in_one_line(
    version, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (*version, 1, "final", 0))
    monkeypatch.setattr(sys, "version", "{}.{}.1 (main)".format(*version))
    monkeypatch.setattr(sys, "argv", ["course", "start"])
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setting_up, "_lacks_ensurepip", lambda python: True)
    monkeypatch.setattr(setting_up.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    message = str(ended.value.code)
    name = "{}.{}".format(*version)
    assert message.startswith(
        f"course: this is Python {name}.1, and the course needs 3.11 to 3.13."
    )
    assert f"sudo apt install python{name}-venv" in message
    assert "\n" not in message
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    "name",
    [
        "__init__",
        "__main__",
        "environment",
        "setting_up",
        "cli",
        "labs",
        "locking",
        "running/__init__",
        "running/isolation",
        "errors",
        "../helpers/__init__",
        "grading/__init__",
        "grading/limits",
        "commands/__init__",
        "commands/parsing",
        "commands/students",
        "commands/instructors",
        "commands/maintainers",
    ],
)
def test_what_runs_first_can_be_read_by_an_old_python(name: str):
    source = (ROOT / "course" / f"{name}.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))


def test_what_runs_first_needs_the_standard_library_only():
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import course.__main__"
    ended = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


# --- commands ---------------------------------------------------------------------------------------------


def commands() -> set[str]:
    actions = cli.build_parser()._subparsers._group_actions
    return {name for action in actions for name in action.choices}


def test_every_target_is_a_command_and_every_command_a_target():
    assert set(TARGETS) - {"help", "clean"} == commands() - {"help", "clean"}


@pytest.mark.parametrize("target", TARGETS)
def test_target_is_described_phony_and_one_line(target: str):
    assert re.search(r" ## \S.{5,}", TARGETS[target])
    assert target in re.search(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)[1].split()
    recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE + "\n", re.MULTILINE)[1]
    assert recipe.count("\n") == 1
    if target not in ("help", "clean"):
        assert re.match(rf"\t@\$\(COURSE\) {target}\b", recipe)


@pytest.mark.parametrize("command", sorted(commands()))
def test_command_explains_itself(command: str, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def test_make_help_lists_every_target():
    try:
        ended = subprocess.run(
            ["make", "help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
    except FileNotFoundError:
        pytest.skip("no make")
    assert re.findall(r"^  make ([a-z]+) ", ended.stdout, re.MULTILINE) == list(TARGETS)
