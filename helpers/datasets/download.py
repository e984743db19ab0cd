"""Fetches the official files from public mirrors, into the folder where the labs keep them.

pooch downloads beside the place, verifies and renames; here is what it leaves open: several mirrors, and a machine
without a network. Importing this module imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from pathlib import Path
from urllib.parse import urlsplit

from helpers.datasets.idx import DataFile
from helpers.languages.catalogue import later, translate

# Public copies of the same bytes, the usual one first. The SHA-256 decides, so plain HTTP does no harm.
MIRRORS: dict[str, tuple[str, ...]] = {
    "mnist": (
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ),
    "fashion-mnist": (
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
}
PROBE_SECONDS = 4.0  # the longest a machine without network waits, once a process
TIMEOUT = (4.0, 15.0)  # seconds to connect, and between two pieces of an answer
ATTEMPTS = 2  # tries on each mirror

_OFFLINE = later("no mirror answers; is this machine online?")
_offline = threading.Event()  # set once no mirror answered: this process asks no more


class DownloadError(Exception):
    """No mirror gave a good file; the message says why."""


def cache_folder() -> Path:
    """Folder of the fetched files: `DL_LABS_CACHE` if set, else the system's place for caches."""
    import platformdirs

    named = os.environ.get("DL_LABS_CACHE")
    return Path(named).expanduser() if named else Path(platformdirs.user_cache_dir("dl-labs"))


def fetch(file: DataFile, target: Path, *, progress: bool = False) -> str:
    """Put an official file at `target`, where there is none or a bad one; gives the host it came from.

    A reader sees the old file or the whole new one, and two processes do not hurt each other.

    Raises
    ------
    DownloadError
        When no mirror gave the right bytes, or they cannot be written. `target` is as before.
    """
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")
    # A server that unpacks on the way would change the bytes.
    how = {"timeout": TIMEOUT, "headers": {"Accept-Encoding": "identity"}}
    downloader = pooch.HTTPDownloader(progressbar=progress, **how)
    failures: dict[str, str] = {}
    for mirror in _mirrors_that_answer(file):
        host = urlsplit(mirror).netloc
        for _ in range(ATTEMPTS):
            try:
                url = mirror + file.name
                pooch.retrieve(
                    url, f"sha256:{file.sha256}", file.name, target.parent, downloader=downloader
                )
                # Temporary files are private; as they are, copies on a classroom share would be too.
                target.chmod(0o644)
                return host
            except requests.RequestException as error:
                failures[host] = _short(error)
            except ValueError:
                failures[host] = "sent other bytes than the official ones"
            except OSError as error:
                raise DownloadError(f"{target.parent} cannot be written: {error}") from error
    reasons = "; ".join(f"{host} {reason}" for host, reason in failures.items())
    raise DownloadError(f"{file}: {reasons}")


def try_again() -> None:
    """Forget that no mirror answered."""
    _offline.clear()


def _mirrors_that_answer(file: DataFile) -> list[str]:
    """The mirrors of a file, the first to answer in front; DownloadError when none does in time.

    Time-outs of requests do not bound looking up a name, and hold for each address of a host anew: without
    this, a network that swallows packets would cost a minute.
    """
    import requests

    mirrors = [] if _offline.is_set() else MIRRORS[file.dataset]
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def ask(mirror: str) -> None:
        with contextlib.suppress(Exception):  # whatever it is, this mirror does not answer
            requests.head(mirror + file.name, timeout=PROBE_SECONDS, allow_redirects=True)
            answers.put(mirror)
            return
        answers.put("")

    for mirror in mirrors:
        threading.Thread(target=ask, args=(mirror,), daemon=True).start()
    with contextlib.suppress(queue.Empty):
        for _ in mirrors:
            if first := answers.get(timeout=PROBE_SECONDS):
                return sorted(mirrors, key=lambda mirror: mirror != first)
    _offline.set()
    raise DownloadError(translate(_OFFLINE))


def _short(error: Exception) -> str:
    """One phrase for what requests raised."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"answered {response.status_code} {response.reason}"
    name = type(error).__name__
    if "Timeout" in name:
        return "did not answer in time"
    return "broke off" if name == "ChunkedEncodingError" else f"failed ({name})"
