"""A process that sees a Python, the course's helpers, the data, and a scratch folder that vanishes with it.

bubblewrap makes it: no network, no other file of this machine, no other process.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from course import labs
from course.grading.limits import MB, Limits
from course.labs import UsageError
from helpers import data, download

SCRATCH = "/scratch"
SOCKET = "/exchange.sock"
INSIDE = Path(__file__).with_name("inside.py")
# When the instructor is root, a submission runs as one of these users, who own nothing.
_FIRST_USER = 61_000

_SYSTEM = ("/usr", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime")
_MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")


@functools.cache
def require() -> None:
    """Raise UsageError, with what to do, where bubblewrap is missing or does not work."""
    command = None
    for program, install in (
        ("apt-get", "sudo apt-get install bubblewrap"),
        ("dnf", "sudo dnf install bubblewrap"),
        ("pacman", "sudo pacman -S bubblewrap"),
    ):
        if shutil.which(program):
            command = install
            break
    if sys.platform != "linux":
        raise UsageError(
            "The sandbox needs Linux (on Windows: WSL 2). For submissions that you trust: --no-sandbox."
        )
    if shutil.which("bwrap") is None:
        raise UsageError(
            f"The sandbox needs bubblewrap: {command or 'install it with the package manager'}. "
            "For submissions that you trust: --no-sandbox."
        )
    tried = subprocess.run([*_walls(Limits()), "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        raise UsageError(
            f"bubblewrap does not work here: {tried.stderr.strip()[:300]} (Does the system forbid user "
            "namespaces? See docs/instructors.md.) For submissions that you trust: --no-sandbox."
        )


def start(limits: Limits, socket: Path, slot: int, bare: Path | None = None) -> subprocess.Popen:
    """Start `inside.py`; the notebook goes to its standard input.

    Parameters
    ----------
    limits : Limits
    socket : Path
        Where the judge listens.
    slot : int
        Number of the submission in its batch; no two that run at once have the same.
    bare : Path, optional
        A folder to run in without walls: only for a notebook that one trusts.
    """
    folder = _data_folder()
    scratch = str(bare) if bare else SCRATCH
    variables = {
        "HOME": scratch,
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "student",
        "LOGNAME": "student",
        "MPLBACKEND": "agg",
        "PYTHONPATH": f"{labs.ROOT}:{INSIDE.parent}" if bare else "/course",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "DL_LABS_DATA": (str(folder) if bare else "/data") if folder else "sample",
        "DL_LABS_MODELS": f"{scratch}/models",
        "DL_LABS_MLFLOW": f"{scratch}/mlflow",
        "DL_LABS_GRADING": str(socket) if bare else SOCKET,
    }
    variables |= {
        name: os.environ[name]
        for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
        if name in os.environ
    }
    script = str(INSIDE) if bare else "/course/inside.py"
    inside = [sys.executable, "-I", script, *_inside_limits(limits)]
    walls = [] if bare else [*_walls(limits), *_furniture(socket, folder, variables), "--"]
    return subprocess.Popen(
        [*walls, *([] if bare else _other_user(slot)), *inside],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=bare,
        # bubblewrap's own environment can be read from inside.
        env=variables if bare else {"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
    )


def _furniture(socket: Path, folder: Path | None, variables: dict[str, str]) -> list[str]:
    """bubblewrap's arguments for what a notebook needs, all of it to read only."""
    arguments = ["--ro-bind", str(folder), "/data"] if folder else []
    for prefix in (sys.base_prefix, sys.prefix):
        if prefix != "/usr" and not prefix.startswith("/usr/"):
            for parent in reversed(Path(prefix).parents[:-1]):
                arguments += ["--perms", "0755", "--dir", str(parent)]
            arguments += ["--ro-bind", prefix, prefix]
    arguments += ["--perms", "0755", "--dir", "/course"]
    arguments += ["--ro-bind", str(labs.ROOT / "helpers"), "/course/helpers"]
    arguments += ["--ro-bind", str(INSIDE), "/course/inside.py"]
    arguments += ["--bind", str(socket), SOCKET, "--clearenv"]
    for name, value in variables.items():
        arguments += ["--setenv", name, value]
    return arguments


def _data_folder() -> Path | None:
    """Folder of the real data that the judge uses too, None for the built-in sample."""
    named = os.environ.get("DL_LABS_DATA")
    if named == "sample" or "sample" in map(data.source, ("mnist", "fashion-mnist")):
        return None
    return Path(named).expanduser().resolve() if named else download.cache_folder().resolve()


def _inside_limits(limits: Limits) -> list[str]:
    return [
        f"{name}={getattr(limits, name):g}"
        for name in ("cell_seconds", "call_seconds", "memory", "processes", "disk", "output")
    ]


def _walls(limits: Limits) -> list[str]:
    """bubblewrap with an empty world: system programs to read, and folders in memory of limited size to write."""
    arguments = ["bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid"]
    arguments += ["--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "lab"]
    if os.geteuid() == 0:
        arguments += ["--cap-drop", "ALL"]
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user", "--disable-userns"]
    for path in _SYSTEM:
        arguments += ["--ro-bind-try", path, path]
    for path in map(Path, _MERGED):
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            arguments += ["--ro-bind", str(path), str(path)]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for folder, size in ((SCRATCH, limits.disk), ("/tmp", limits.disk), ("/dev/shm", 64)):
        arguments += ["--perms", "1777", "--size", str(int(size * MB)), "--tmpfs", folder]
    return [*arguments, "--chdir", SCRATCH]


def _other_user(slot: int) -> list[str]:
    if os.geteuid() != 0:
        return []
    user = str(_FIRST_USER + slot)
    return [
        "setpriv",
        f"--reuid={user}",
        f"--regid={user}",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--no-new-privs",
    ]
