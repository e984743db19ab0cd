"""`make lock` and `make sizes`: the lock, and how much of it each kind of computer downloads."""

from __future__ import annotations

import functools
import json
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename
from rich.console import Console
from rich.table import Table

from course import environment, errors, setting_up
from course.files import write_atomically

UV_LOCK = environment.ROOT / "uv.lock"
SERVING = environment.ROOT / "serving"
PYTHONS = tuple(f"3.{minor}" for minor in range(environment.OLDEST[1], environment.NEWEST[1] + 1))
_OLDEST_GLIBC, _NEWEST_GLIBC = 5, 35  # Ubuntu 22.04 has 2.35


@dataclass(frozen=True)
class Computer:
    """A kind of computer that the course runs on, in the words of a lock's markers and of wheels' names."""

    sys_platform: str
    platform_machine: str
    platform_system: str
    os_name: str
    wheels: tuple[str, ...]

    def marks(self, python: str) -> dict[str, str]:
        """What the markers of a requirement are compared with."""
        own = {name: value for name, value in vars(self).items() if name != "wheels"}
        versions = {"python_version": python, "python_full_version": f"{python}.9"}
        return {**default_environment(), **own, **versions}

    def tags(self, python: str) -> list[Tag]:
        """Tags of the wheels that fit, the best first."""
        version = tuple(int(part) for part in python.split("."))
        plain = f"cp{python.replace('.', '')}"
        return [
            *cpython_tags(version, platforms=self.wheels),
            *compatible_tags(version, plain, self.wheels),
        ]


def _linux(machine: str) -> Computer:
    glibc = [f"manylinux_2_{n}_{machine}" for n in range(_NEWEST_GLIBC, _OLDEST_GLIBC - 1, -1)]
    older = [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
    return Computer("linux", machine, "Linux", "posix", (*glibc, *older, f"linux_{machine}"))


COMPUTERS = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "windows-x86_64": Computer("win32", "AMD64", "Windows", "nt", ("win_amd64",)),
    "macos-arm64": Computer(
        "darwin", "arm64", "Darwin", "posix", tuple(mac_platforms((14, 0), "arm64"))
    ),
}


@dataclass(frozen=True)
class File:
    """A file that a computer downloads; `size` in bytes."""

    package: str
    url: str
    size: int
    hash: str

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


def files(computer: Computer, python: str, *locks: Path) -> list[File]:
    """What a computer downloads to install these requirements files.

    Raises
    ------
    CourseError
        When a package has no wheel that fits.
    """
    wheels = _wheels(UV_LOCK.read_text(encoding="utf-8"))
    rank = {tag: place for place, tag in enumerate(computer.tags(python))}
    marks, selected = computer.marks(python), {}
    for requirement in requirements(*locks):
        if requirement.marker and not requirement.marker.evaluate(marks):
            continue
        (pin,) = requirement.specifier
        fitting = [
            (min(rank[tag] for tag in tags), wheel)
            for wheel in wheels[requirement.name, pin.version]
            if (tags := _tags(wheel["url"]) & rank.keys())
        ]
        if not fitting:
            raise errors.CourseError(f"{requirement} has no wheel for Python {python} there.")
        _, best = min(fitting, key=lambda pair: pair[0])
        url, size = best["url"], best["size"]
        selected[requirement.name] = File(requirement.name, url, size, best["hash"])
    return list(selected.values())


def requirements(*locks: Path) -> Iterator[Requirement]:
    """Lines of requirements files, without the hashes."""
    for path in locks:
        for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
            text = line.partition(" --hash")[0].partition("#")[0].strip()
            if text:
                yield Requirement(text)


@functools.lru_cache(maxsize=1)  # a second of work, which some twenty calls in a row need
def _wheels(lock: str) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What a lock of uv says of the wheels of each package, by name and version."""
    packages = tomllib.loads(lock)["package"]
    return {
        (package["name"], package["version"]): package.get("wheels", []) for package in packages
    }


@functools.cache
def _tags(url: str) -> frozenset[Tag]:
    return parse_wheel_filename(url.rpartition("/")[2])[3]


# --- make lock --------------------------------------------------------------------------------------------


def lock(upgrade: bool = False) -> int:
    """Resolve `pyproject.toml` for all supported computers into `uv.lock`, and derive from it what pip, conda, the
    images of the service and the line before a download read; uv's exit code.
    """
    steps = [["lock", *(["--upgrade"] if upgrade else [])]]
    for target, which in (
        (environment.LOCK, "--no-default-groups"),
        (environment.DEV_LOCK, "--only-group=dev"),
        (environment.SITE_LOCK, "--only-group=site"),
    ):
        steps.append(["export", "--locked", which, "--no-emit-project", *_to(target)])
    for name in ("requirements", "requirements-train"):
        compiled = ["pip", "compile", SERVING / f"{name}.in", "--generate-hashes", "--universal"]
        compiled += ["--python-version", PYTHONS[0], "--constraint", environment.LOCK]
        compiled += ["--custom-compile-command", "make lock", *_to(SERVING / f"{name}.txt")]
        steps.append(compiled)
    for step in steps:
        command = [str(part) for part in (environment.venv_program("uv"), *step, "--quiet")]
        code = subprocess.run(command, cwd=environment.ROOT, check=False).returncode
        if code:
            return code
    write_atomically(setting_up.SIZES, json.dumps(megabytes(), indent=2) + "\n")
    return 0


def _to(target: Path) -> list[object]:
    return ["--output-file", target.relative_to(environment.ROOT)]


# --- make sizes -------------------------------------------------------------------------------------------


def megabytes() -> dict[str, dict[str, int]]:
    """What each kind of computer downloads at most, in MB: to work and, in addition, for the tests."""
    return {name: _megabytes(computer) for name, computer in COMPUTERS.items()}


def _megabytes(computer: Computer) -> dict[str, int]:
    work = [_sum(files(computer, python, environment.LOCK)) for python in PYTHONS]
    sizes = [
        _sum(files(computer, python, environment.LOCK, environment.DEV_LOCK)) for python in PYTHONS
    ]
    return {"work": max(work), "tests": max(sizes) - max(work)}


def _sum(chosen: list[File]) -> int:
    return round(sum(file.size for file in chosen) / 1e6)


def print_sizes() -> None:
    """Print the table, and what is largest in it."""
    table = Table("download, in MB", "to work", "for the tests, besides", "the largest")
    for name, size in megabytes().items():
        selected = files(COMPUTERS[name], PYTHONS[1], environment.LOCK)
        largest = sorted(selected, key=lambda file: -file.size)[:4]
        shown = ", ".join(f"{file.package} {file.size / 1e6:.0f}" for file in largest)
        table.add_row(name, str(size["work"]), str(size["tests"]), shown)
    Console().print(table)
