"""Versions of installed packages."""

from __future__ import annotations

from importlib import metadata

import pytest

from helpers.packages.versions import version


def test_tensorflow_without_gpu_is_tensorflow(monkeypatch: pytest.MonkeyPatch):
    def installed(name: str) -> str:
        if name != "tensorflow-cpu":
            raise metadata.PackageNotFoundError(name)
        return "2.21.0"

    monkeypatch.setattr(metadata, "version", installed)
    assert version("tensorflow") == "2.21.0"
    with pytest.raises(metadata.PackageNotFoundError):
        version("keras")
