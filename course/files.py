"""Text files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

from helpers.datasets import writing


def write_atomically(path: Path, text: str) -> None:
    """Write `text` beside `path`, then rename it; what UTF-8 cannot hold is escaped."""
    writing.write_atomically(path, text.encode("utf-8", errors="backslashreplace"))
