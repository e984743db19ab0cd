"""A Jupyter server that a test has started."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
import urllib.request
from pathlib import Path

SECONDS = 180  # the machine may be busy


def address(server: subprocess.Popen, runtime: Path) -> tuple[str, str]:
    """Address and token of the server that writes its facts to the folder `runtime`, once it answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(ValueError, OSError):  # not yet whole, or not yet listening
                facts = json.loads(path.read_text(encoding="utf-8"))
                opener.open(f"{facts['url']}api?token={facts['token']}")
                return facts["url"], facts["token"]
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not answer (exit code {server.poll()})")
