"""The environment: one list of dependencies, its lock, and the two ways in (make, conda)."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from course import __main__ as entry
from course import cli, environment

ROOT = environment.ROOT
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)["project"]
DIRECT = {canonicalize_name(Requirement(d).name): Requirement(d) for d in PROJECT["dependencies"]}
SUPPORTED = SpecifierSet(PROJECT["requires-python"])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z]+):(.*)$", MAKEFILE, re.MULTILINE))


def locked() -> dict[str, list[Requirement]]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[Requirement]] = {}
    for line in lines:
        if line and not line.lstrip().startswith("#"):
            requirement = Requirement(line)
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


# --- dependencies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIRECT)
def test_direct_dependency_is_locked_at_a_version_it_allows(name: str):
    requirements = locked()[name]
    for requirement in requirements:
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        assert DIRECT[name].specifier.contains(pin.version)


@pytest.mark.parametrize("name", DIRECT)
def test_direct_dependency_has_a_lower_bound_and_a_reason(name: str):
    assert any(part.operator == ">=" for part in DIRECT[name].specifier)
    (line,) = re.findall(rf'^    "{name}[<>=].*$', PYPROJECT, re.MULTILINE)
    assert re.search(r'",\s+# \S+.{5,}', line), f"{name}: why is it needed?"


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
    found: dict[str, set[str]] = {}
    for place, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module]
            else:
                continue
            for module in modules:
                found.setdefault(module.split(".")[0], set()).add(place)
    own = {path.stem for path in ROOT.iterdir()} | set(sys.stdlib_module_names)
    return {name: places for name, places in found.items() if name not in own}


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


def test_conda_gives_a_supported_python_and_the_lock():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    version = re.search(r"^\s*- python=(\d+\.\d+)$", text, re.MULTILINE)[1]
    assert SUPPORTED.contains(version)
    assert re.search(r"^\s*- -r requirements\.txt$", text, re.MULTILINE)
    assert re.search(r"^name: dl-labs$", text, re.MULTILINE)


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_unsupported_python_is_named_in_one_line(version, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (*version, 1, "final", 0))
    monkeypatch.setattr(sys, "version", "{}.{}.1 (main)".format(*version))
    monkeypatch.setattr(sys, "argv", ["course", "start"])
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    with pytest.raises(SystemExit) as ended:
        entry.main()
    message = str(ended.value.code)
    assert message.startswith(
        "course: this is Python {}.{}.1, and the course needs 3.11 to 3.13.".format(*version)
    )
    assert "\n" not in message
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    "name",
    [
        "__init__",
        "__main__",
        "environment",
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
