"""What can be set from outside, by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

_PREFIX = "DL_LABS_"


class SettingsError(Exception):
    """A setting that cannot be used; one line for whoever set it."""


@dataclass(frozen=True)
class Settings:
    """Settings of the service; `DL_LABS_BATCH_LIMIT` sets `batch_limit`, and so on."""

    host: str = "127.0.0.1"  # address to listen at: this computer only
    port: int = 8000  # 0 takes a free one
    workers: int = 2  # processes that answer
    threads: int = (
        16  # requests a process has in hand at once; most of the time they wait for clients
    )
    timeout: int = 30  # s a process may give no sign of life, or finish its work in at the end
    read_timeout: int = 10  # s to wait for a client that has stopped sending
    batch_limit: int = 128  # images in one request
    body_limit: int = 4 * 1024 * 1024  # bytes of a request
    served_model: Path | None = None  # an exported model's folder, instead of the registry

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read them; what is not set keeps its default.

        Raises
        ------
        SettingsError
            For a value that is no whole number, or out of range.
        """
        values = {}
        for field in fields(cls):
            name = _PREFIX + field.name.upper()
            text = environment.get(name, "").strip()
            if not text:
                continue
            if field.name == "host":
                values["host"] = text
            elif field.name == "served_model":
                values["served_model"] = Path(text)
            else:
                values[field.name] = _number(name, text, *_RANGES[field.name])
        return cls(**values)


_RANGES = {
    "port": (0, 65_535),
    "workers": (1, 64),
    "threads": (1, 1000),
    "timeout": (1, 3600),
    "read_timeout": (1, 3600),
    "batch_limit": (1, 10_000),
    "body_limit": (1024, 1024**3),
}


def _number(name: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    raise SettingsError(f"{name} is {text!r}: set it to a whole number from {least} to {most:,}")
