"""Installs what the labs need where the course was not set up: on Colab, on Kaggle, beside a single notebook."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from helpers.languages.catalogue import VARIABLE
from helpers.packages.versions import version

# What a notebook, its checks and its service import.
NEEDED = {
    "flask",
    "ipython",
    "keras",
    "matplotlib",
    "mlflow",
    "numpy",
    "pandas",
    "platformdirs",
    "polib",
    "pooch",
    "prometheus-client",
    "psutil",
    "pydantic",
    "requests",
    "scikit-learn",
    "scipy",
    "tensorflow",
    "tensorflow-cpu",
    "threadpoolctl",
    "tqdm",
    "werkzeug",
}


def prepare(language: str = "") -> None:
    """Install the packages that are missing or too old, and say which.

    `language` is that of the notebook: what opens it there does not say which file it is.
    """
    if language:
        os.environ.setdefault(VARIABLE, language)
    lacking = lacking_packages()
    if not lacking:
        return
    print(f"Installing {', '.join(lacking)} ...", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    ended = subprocess.run([*command, *lacking], capture_output=True, text=True, check=False)
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["pip failed"])[-1]
        print(
            f"That failed: {last}\nOn Kaggle, turn on *Internet* in the settings of the notebook."
        )


def lacking_packages() -> list[str]:
    """Requirements of the labs that are not met here, as pip takes them."""
    from packaging.requirements import Requirement

    project = Path(__file__).resolve().parents[2] / "pyproject.toml"
    declared = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    lacking = []
    for requirement in map(Requirement, declared):
        if requirement.name not in NEEDED:
            continue
        if requirement.marker and not requirement.marker.evaluate():
            continue
        if not requirement.specifier.contains(_installed(requirement.name), prereleases=True):
            lacking.append(f"{requirement.name}{requirement.specifier}")
    return lacking


def _installed(name: str) -> str:
    """Installed version; TensorFlow with GPU will do for the one without."""
    try:
        return version(name.removesuffix("-cpu"))
    except metadata.PackageNotFoundError:
        return "0"
