"""The environment of a run: settings of its own, and of the caller's what a program needs to work at all.

A backend of matplotlib, a `keras.json`, a start-up file of IPython that somebody has for other work would change
figures and marks without a word. So a run takes over nothing but what is named here. Standard library only: it
runs before anything else is imported.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from course.environment import ROOT

SETTINGS = ROOT / "build" / "settings"
"""Where libraries look for a user's settings, and find none; they keep caches there."""

_LONGEST = 55  # bytes of a folder in which sockets are made: their whole path has 103 at most

# What no setting of the course replaces: where programs and files are, who runs it, how to reach the network,
# how many processors it may use.
_NAMES = """
    PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ XDG_CACHE_HOME XDG_RUNTIME_DIR KRB5CCNAME
    HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY
    SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE
    PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONUNBUFFERED
    TF_NUM_INTRAOP_THREADS TF_NUM_INTEROP_THREADS
    DL_LABS_DATA DL_LABS_CACHE
    SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT OS COMPUTERNAME USERNAME USERDOMAIN USERPROFILE HOMEDRIVE
    HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA ALLUSERSPROFILE PUBLIC NUMBER_OF_PROCESSORS
"""
_KEPT = frozenset(_NAMES.split())
_KEPT_FAMILIES = (
    "LC_",
    "LD_",
    "DYLD_",
    "NIX_",
    "CUDA_",
    "NVIDIA_",
    "CONDA_",
    "PROGRAMFILES",
    "PYTEST_",
)
_KEPT_FAMILIES += ("COMMONPROGRAM", "PROCESSOR_", "__")  # macOS adds such names by itself
# What a command needs besides, and a kernel does not: its terminal, settings of the service, of CI, of a cluster.
_COMMANDS = frozenset(
    ["TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CI", "PYTHONIOENCODING"]
)
_COMMAND_FAMILIES = ("DL_LABS_", "DASK_", "PLAYWRIGHT_", "GITHUB_", "RUNNER_")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_MARK = "dl_labs_entered"  # an option of the interpreter: children do not inherit it
_LOCAL = ("localhost", "127.0.0.1", "::1")


def variables() -> dict[str, str]:
    """Environment variables of a kernel, and of whatever else runs a notebook."""
    with contextlib.suppress(OSError):  # IPython complains of a folder whose parent is missing
        SETTINGS.mkdir(parents=True, exist_ok=True)
    return _kept(_KEPT, _KEPT_FAMILIES) | _own()


def for_command() -> dict[str, str]:
    """Environment variables of a command, from which it makes those of its kernels."""
    return _kept(_KEPT | _COMMANDS, _KEPT_FAMILIES + _COMMAND_FAMILIES) | _own()


def enter() -> None:
    """Give this process the environment of a command; what it has imported before keeps what it has read."""
    variables = for_command()
    if os.environ != variables:
        os.environ.clear()
        os.environ.update(variables)
        tempfile.tempdir = None  # it is looked for once


def from_here() -> None:
    """Let the folders in this process's environment start from the root: kernels run in other folders.

    What is local is not asked for through a proxy from here on.
    """
    for name in ("DL_LABS_DATA", "DL_LABS_CACHE", "DL_LABS_MODELS", "DL_LABS_MLFLOW"):
        named = os.environ.get(name)
        if named and (name, named) != ("DL_LABS_DATA", "sample"):
            os.environ[name] = str(Path(named).expanduser().absolute())
    os.environ.update(_without_proxy(os.environ))


def _kept(names: frozenset[str], families: tuple[str, ...]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in names or name.upper().startswith(families)
    }
    return kept | _without_proxy(kept)


def _own() -> dict[str, str]:
    folders = {
        "MPLCONFIGDIR": "matplotlib",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "jupyter",
        "JUPYTER_DATA_DIR": "jupyter-data",
        "KERAS_HOME": "keras",
    }
    own = {name: str(SETTINGS / folder) for name, folder in folders.items()}
    own |= {
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "KERAS_BACKEND": "tensorflow",
        "PYTHONNOUSERSITE": "1",
        "PYTHONUTF8": "1",
    }
    return own | dict.fromkeys(("TMPDIR",) if os.name == "posix" else ("TEMP", "TMP"), temporary())


def temporary() -> str:
    """A folder for files that pass: the system's own, or a shorter one where sockets cannot be made in it."""
    folder = os.path.abspath(tempfile.gettempdir())  # noqa: PTH100 - not through links: `/tmp` may be one
    if os.name != "posix" or len(os.fsencode(folder)) <= _LONGEST:
        return folder
    usable = [short for short in ("/tmp", "/var/tmp", "/dev/shm") if os.access(short, os.W_OK)]
    return next(iter(usable), folder)


def _without_proxy(environment: os._Environ | dict[str, str]) -> dict[str, str]:
    """`no_proxy` of an environment that names a proxy, with this computer in it."""
    by_name = {name.upper(): value for name, value in environment.items()}
    if not any(by_name.get(name) for name in _PROXIES):
        return {}
    listed = [part.strip() for part in by_name.get("NO_PROXY", "").split(",") if part.strip()]
    value = ",".join(dict.fromkeys([*listed, *_LOCAL]))
    return dict.fromkeys(("no_proxy", "NO_PROXY"), value)


def reenter(arguments: list[str]) -> None:
    """Run `python -m course` again in the environment of a command, and end with its exit code.

    What Python reads from its environment when it starts, it has read. Does nothing the second time.
    """
    if _MARK in sys._xoptions:
        return
    command = [sys.executable, "-X", _MARK, "-m", "course", *arguments]
    environment = for_command() | {"PYTHONIOENCODING": getattr(sys.stdout, "encoding", "utf-8")}
    if os.name == "posix":
        os.execve(sys.executable, command, environment)
    with contextlib.suppress(KeyboardInterrupt):  # it is for the command
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    sys.exit(130)
