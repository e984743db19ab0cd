"""bubblewrap's command: a world of system programs to read, folders in memory to write, and nothing else.

No network, no other file of this machine, no other process.
"""

from __future__ import annotations

import functools
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

from course import labs
from course.errors import UsageError
from course.grading.inside import seccomp
from course.grading.inside.namespaces import MB, WRITABLE
from course.grading.limits import Limits
from helpers.datasets import sources
from helpers.datasets.idx import FILES

SCRATCH = WRITABLE[0]
THREADS = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
# Namespaces and folders; to start their loopback; to end who has become another user.
SEPARATING = ("CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_KILL")

_INSIDE = Path(__file__).with_name("inside")
_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")


@functools.cache
def require() -> None:
    """Raise UsageError, with what to do, where bubblewrap or libseccomp is missing or does not work."""
    if sys.platform == "win32":
        raise UsageError("Grading needs Linux; on Windows, that is WSL 2.")
    if sys.platform != "linux":
        raise UsageError("The sandbox needs Linux. For submissions that you trust: --no-sandbox.")
    bwrap = "" if shutil.which("bwrap") else "The sandbox needs bubblewrap"
    for missing, package in ((bwrap, "bubblewrap"), (seccomp.problem(), "libseccomp")):
        if missing:
            raise UsageError(
                f"{missing}: {_how_to_install(package)}. For submissions that you trust: --no-sandbox."
            )
    tried = subprocess.run(
        [*_world(Limits()), "--", "true"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if tried.returncode != 0:
        raise UsageError(
            f"bubblewrap does not work here: {tried.stderr.strip()[:300]} (Does the system forbid user "
            "namespaces? See docs/instructors.md.) For submissions that you trust: --no-sandbox."
        )


def _how_to_install(package: str) -> str:
    if shutil.which("apt-get"):
        return f"sudo apt-get install {'libseccomp2' if package == 'libseccomp' else package}"
    for program, command in (("dnf", "sudo dnf install"), ("pacman", "sudo pacman -S")):
        if shutil.which(program):
            return f"{command} {package}"
    return "install it with the package manager"


def require_hidden(*folders: Path) -> None:
    """Raise UsageError where one of these folders lies in what every sandbox shows."""
    shown = [Path(path).resolve() for path in (*_SYSTEM, *_MERGED, *_python())]
    for folder in folders:
        for path in shown:
            if folder.resolve().is_relative_to(path):
                raise UsageError(
                    f"{folder} lies in {path}, which every submission can read. Move it elsewhere."
                )


def require_readable() -> None:
    """Raise UsageError where a submission could not read what its sandbox shows: points would be lost."""
    if os.geteuid() != 0:
        return
    data_files = data_folder()
    shown = [labs.ROOT / "helpers", labs.ROOT / "serving", _INSIDE]
    shown += [data_files / dataset for dataset in FILES] if data_files else []
    closed = [(top, path) for top in shown if (path := _closed_to_others(top))]
    for prefix in map(Path, _python()):
        if not prefix.is_relative_to("/usr"):  # the system's own is in order
            for packages in prefix.glob("lib/python*/site-packages"):
                within = [*map(str, reversed(packages.relative_to(prefix).parents)), "lib64", "bin"]
                parts = [prefix / part for part in within if (prefix / part).exists()]
                for path in (*parts, *packages.parent.iterdir(), *packages.iterdir()):
                    if _closed_to_others(path, depth=0):
                        closed.append((prefix, path))
    if closed:
        top, path = closed[0]
        raise UsageError(
            f"Submissions run as a user of their own, who cannot read {path}. "
            f"Let others read it: chmod -R o+rX '{top}'"
        )


def _closed_to_others(path: Path, depth: int = 9) -> Path | None:
    """What users other than its owner cannot read: `path`, or something in it."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # a link to nowhere
        return None
    wanted = 0o005 if stat.S_ISDIR(mode) else 0o004
    if mode & wanted != wanted:
        return path
    inside = path.iterdir() if stat.S_ISDIR(mode) and depth else ()
    parts = (_closed_to_others(part, depth - 1) for part in inside if part.name != "__pycache__")
    return next(filter(None, parts), None)


def _python() -> tuple[str, str]:
    return sys.base_prefix, sys.prefix


def variables(bare: Path | None) -> dict[str, str]:
    """Environment of submissions; of one that runs in the folder `bare`, without a sandbox, if that is given."""
    scratch, data = str(bare or SCRATCH), data_folder()
    environment = {
        "HOME": scratch,
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "LOGNAME": "student",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONPATH": str(labs.ROOT) if bare else "/course",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "DL_LABS_DATA": (str(data) if bare else "/data") if data else "sample",
        "DL_LABS_MODELS": f"{scratch}/models",
        "DL_LABS_MLFLOW": f"{scratch}/mlflow",
    }
    # Threads count as processes, and several submissions run at once.
    return environment | {name: os.environ.get(name, "1") for name in THREADS}


def command(
    program: list[str],
    limits: Limits,
    environment: dict[str, str],
    user: int | None,
    keeps_rights: bool,
) -> list[str]:
    """The command that runs `program` in a sandbox, as `user` where one is given.

    What `keeps_rights` can make namespaces in those of the sandbox, and give its rights up there.
    """
    sandbox = [*_world(limits, keeps_rights), *_shown(environment), "--"]
    return [*_ended_first(), *sandbox, *_as_user(user), *program]


def _shown(environment: dict[str, str]) -> list[str]:
    """Arguments for what a notebook needs, all of it to read only."""
    arguments = ["--perms", "0755", "--dir", "/data"]
    if folder := data_folder():
        for dataset in FILES:  # nothing else that the folder may hold
            arguments += ["--ro-bind", str(folder / dataset), f"/data/{dataset}"]
    for prefix in map(Path, _python()):
        if not prefix.is_relative_to("/usr"):
            for parent in reversed(prefix.parents[:-1]):
                arguments += ["--perms", "0755", "--dir", str(parent)]
            arguments += ["--ro-bind", str(prefix), str(prefix)]
    for above in ("/course", "/course/course", "/course/course/grading"):
        arguments += ["--perms", "0755", "--dir", above]
    for part in ("helpers", "serving", "course/grading/inside"):  # lab 09 starts the service
        arguments += ["--ro-bind", str(labs.ROOT / part), f"/course/{part}"]
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/"]
    arguments += ["--clearenv"]
    for name, value in environment.items():
        arguments += ["--setenv", name, value]
    return arguments


def data_folder() -> Path | None:
    """Folder of both real datasets, None where the built-in sample stands in for either."""
    folder = sources.folder()
    return folder and folder.resolve()


def _world(limits: Limits, keeps_rights: bool = False) -> list[str]:
    """bubblewrap with an empty world: system programs to read, and folders in memory to write."""
    arguments = ["bwrap", "--new-session", "--unshare-ipc", "--unshare-pid"]
    arguments += ["--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "lab"]
    if os.geteuid() == 0:
        arguments += ["--cap-drop", "ALL"]
        kept = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
        for capability in (*kept, *(SEPARATING if keeps_rights else ())):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user"]
        if keeps_rights:
            arguments += ["--cap-add", "ALL"]
    arguments += ["--perms", "0755", "--dir", "/etc"]
    for shown in _SYSTEM:
        arguments += ["--ro-bind-try", shown, shown]
    for path in map(Path, _MERGED):
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder in WRITABLE:
        size = min(limits.disk, 64) if folder == "/dev/shm" else limits.disk
        arguments += ["--perms", "1777", "--size", str(int(size * MB)), "--tmpfs", folder]
    return [*arguments, "--chdir", SCRATCH]


def _ended_first() -> list[str]:
    """Where the machine's memory runs out all the same, the system ends a submission before anything else."""
    return ["choom", "--adjust", "1000", "--"] if shutil.which("choom") else []


def _as_user(user: int | None) -> list[str]:
    if user is None:
        return []
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={user}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
    ]
