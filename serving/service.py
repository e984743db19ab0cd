"""Start the digit service from a notebook, talk to it, and stop it surely."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

_ROOT = Path(__file__).resolve().parents[1]


class ServiceError(Exception):
    """The service did not start; says its last words."""


@dataclass(frozen=True)
class Answer:
    """What the service answered: its status, such as 200, and its body."""

    status: int
    body: str
    headers: Mapping[str, str] = field(repr=False)

    @property
    def json(self) -> dict:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Service:
    """A running service. `url` is where it answers, such as `http://127.0.0.1:43211`."""

    url: str
    pid: int  # of gunicorn's first process
    log: Path = field(repr=False)

    def get(self, path: str) -> Answer:
        """`GET` this path, such as `"/health"`."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, content: object) -> Answer:
        """`POST` `content` as JSON to this path; arrays and NumPy's numbers become lists and numbers.

        An answer such as 400 is returned, not raised: it is often what you want to look at.
        """
        data = (
            content if isinstance(content, bytes) else json.dumps(content, default=_plain).encode()
        )
        headers = {"Content-Type": "application/json"}
        return self._ask(urllib.request.Request(self.url + path, data=data, headers=headers))

    def predict(self, images: np.ndarray) -> list[dict]:
        """One prediction for each image: `class`, `confidence` and the ten `probabilities`.

        Parameters
        ----------
        images : array, shape (n, 28, 28) or (n, 784)
            uint8 from 0 to 255, or float from 0 to 1. Any number: they are sent a hundred at a time.

        Raises
        ------
        ServiceError
            When an answer is not 200.
        """
        scale = 255 if np.issubdtype(np.asarray(images).dtype, np.integer) else 1
        predictions = []
        for start in range(0, len(images), 100):
            answer = self.post("/predict", {"images": images[start : start + 100], "scale": scale})
            if answer.status != 200:
                raise ServiceError(f"{answer.status}: {answer.body}")
            predictions += answer.json["predictions"]
        return predictions

    def metrics(self) -> dict[str, float]:
        """`GET /metrics` as a dict: `{'digits_requests_total{route="/predict",status="200"}': 12.0, …}`."""
        lines = self.get("/metrics").body.splitlines()
        samples = (line.rsplit(" ", 1) for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, value in samples}

    def _ask(self, request: urllib.request.Request) -> Answer:
        # Not through a proxy: the service is on this computer.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                return Answer(response.status, response.read().decode(), dict(response.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), dict(error.headers))


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


@contextlib.contextmanager
def running(*, port: int = 0, seconds: float = 300, **settings: object) -> Iterator[Service]:
    """Run the service inside `with service.running() as digits:`; it is stopped at the end of the block.

    It is stopped whatever ends the block, and also when the notebook's kernel is interrupted, restarted or killed.

    Parameters
    ----------
    port : int
        Where to listen on this computer; by default a free port.
    seconds : float
        How long to wait for it; the first time it may have to train a model.
    **settings
        Of the service: `workers=1` sets `DL_LABS_WORKERS`, and so on; docs/serving.md lists them.

    Yields
    ------
    Service

    Raises
    ------
    ServiceError
        When it does not start: the port is taken, the model is damaged.
    """
    variables = {f"DL_LABS_{key.upper()}": str(value) for key, value in settings.items()}
    environment = os.environ | {"DL_LABS_PORT": str(port)} | variables
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        log = Path(scratch) / "service.log"
        with log.open("wb") as output:
            guard = subprocess.Popen(
                [sys.executable, "-m", "serving.guard", sys.executable, "-m", "serving"],
                cwd=_ROOT,
                env=environment,
                stdin=subprocess.PIPE,  # closed when this process ends, however it ends
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # an interruption of the notebook does not reach it
            )
        try:
            yield _wait(guard, log, seconds)
        finally:
            guard.stdin.close()
            guard.wait()


def _wait(guard: subprocess.Popen, log: Path, seconds: float) -> Service:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended = guard.poll() is not None
        output = log.read_text(encoding="utf-8", errors="replace")
        started = re.search(
            r"^Process (\d+)$.*^Serving at (\S+)$", output, re.MULTILINE | re.DOTALL
        )
        if started:
            return Service(started[2], int(started[1]), log)
        if ended:
            raise ServiceError(f"The service did not start. It said:\n{output.strip()}")
        time.sleep(0.05)
    raise ServiceError(
        f"The service did not start within {seconds:g} s. It said:\n{output.strip()}"
    )
