"""Versions of installed packages, and of the course."""

from __future__ import annotations

import contextlib
import functools
import platform
import subprocess
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def version(package: str) -> str:
    """Version of an installed package, such as `2.21.0` for `tensorflow`.

    TensorFlow without GPU, which Linux gets, has another name: `tensorflow-cpu`.
    """
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return metadata.version(f"{package}-cpu")


@functools.cache
def software() -> dict[str, str]:
    """Versions a result may depend on, and the course's commit where git knows it."""
    versions = {name: version(name) for name in ("tensorflow", "keras", "numpy")}
    versions["python"] = platform.python_version()
    command = ["git", "-C", str(_ROOT), "describe", "--always", "--dirty", "--abbrev=40"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        answer = subprocess.run(
            [*command, "--exclude=*"], capture_output=True, check=True, timeout=30
        )
        versions["git_commit"] = answer.stdout.decode(errors="replace").strip()
    return versions
