"""Where the labs keep the data they fetched, and how they fetch it.

Importing this module imports nothing heavy; pooch, requests and tqdm come with the first download.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from helpers.datasets.idx import FILES, DataError, DataFile, read

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
_DAY = 24 * 3600
_SCRATCH = ".download-"

_OFFLINE = "no mirror answers; is this machine online?"
_offline = threading.Event()  # set once no mirror answered: this process asks no more


class DownloadError(Exception):
    """No mirror gave a good file; the message says why."""


def cache_folder() -> Path:
    """Folder of the fetched files: `DL_LABS_CACHE` if set, else the system's place for caches.

    It is where `pooch.os_cache("dl-labs")` would be on Linux and macOS, found without importing pooch.
    """
    if chosen := os.environ.get("DL_LABS_CACHE"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dl-labs"


def read_or_fetch(dataset: str) -> list[bytes]:
    """Verified bytes of the dataset's four files, from the cache or else from a mirror.

    A bad file in the cache is named in one line on stderr, and replaced once a good one is there.

    Raises
    ------
    DownloadError
        When a file is not in the cache and cannot be fetched. Where no mirror answered at all, the
        process remembers, and the next call fails at once.
    """
    contents = []
    for file in FILES[dataset]:
        path = cache_folder() / dataset / file.name
        try:
            contents.append(read(path, file))
            continue
        except DataError as error:
            if path.exists():
                print(f"Fetching a good copy, since {error}", file=sys.stderr)
        fetch(file, path, progress=True)
        try:
            contents.append(read(path, file))
        except DataError as error:  # something on this machine changes what is written
            raise DownloadError(str(error)) from error
    return contents


def fetch(file: DataFile, target: Path, *, progress: bool = False) -> str:
    """Download an official file, verify it, and only then put it in place of whatever is at `target`.

    Each process downloads into a folder of its own and renames, so that a reader sees the old file
    or the whole new one, and two processes do not hurt each other.

    Parameters
    ----------
    file : DataFile
    target : Path
    progress : bool
        Draw a progress bar on stderr.

    Returns
    -------
    str
        Host the file came from.

    Raises
    ------
    DownloadError
        When no mirror gave the right bytes, or they cannot be written. `target` is as before.
    """
    import requests

    failures: dict[str, str] = {}
    for mirror in _mirrors_that_answer(file):
        host = urlsplit(mirror).netloc
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.5)
            with _scratch_beside(target) as scratch:
                try:
                    _download(mirror + file.name, file, scratch, progress)
                except requests.RequestException as error:
                    failures[host] = _short(error)
                except ValueError:
                    failures[host] = "sent other bytes than the official ones"
                except OSError as error:
                    raise DownloadError(f"{target.parent} cannot be written: {error}") from error
                else:
                    _put_in_place(Path(scratch) / file.name, target, file)
                    return host
    reasons = "; ".join(f"{host} {reason}" for host, reason in failures.items())
    raise DownloadError(f"{file}: {reasons}")


def _download(url: str, file: DataFile, folder: str, progress: bool) -> None:
    """Fetch `url` to `folder/file.name`; ValueError when its SHA-256 is not that of `file`."""
    import pooch
    from tqdm import tqdm

    pooch.get_logger().setLevel("WARNING")
    with tqdm(
        desc=str(file),
        total=file.size,
        unit="B",
        unit_scale=True,
        leave=False,
        disable=not progress,
    ) as bar:
        downloader = pooch.HTTPDownloader(
            progressbar=bar,
            chunk_size=2**16,
            timeout=TIMEOUT,
            # A server that unpacks on the way would change the bytes.
            headers={"Accept-Encoding": "identity"},
        )
        pooch.retrieve(url, f"sha256:{file.sha256}", file.name, folder, downloader=downloader)


def try_again() -> None:
    """Forget that no mirror answered."""
    _offline.clear()


def _mirrors_that_answer(file: DataFile) -> list[str]:
    """The mirrors of a file, the first to answer in front; DownloadError when none does in time.

    Time-outs of requests do not bound looking up a name, and hold for each address of a host anew: without
    this, a network that swallows packets would cost a minute.
    """
    if _offline.is_set():
        raise DownloadError(_OFFLINE)
    import requests

    mirrors = MIRRORS[file.dataset]
    answers: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def ask(mirror: str) -> None:
        try:
            requests.head(mirror + file.name, timeout=PROBE_SECONDS, allow_redirects=True)
            answers.put(mirror)
        except Exception:  # whatever it is, this mirror does not answer
            answers.put(None)

    for mirror in mirrors:
        threading.Thread(target=ask, args=(mirror,), daemon=True).start()
    end = time.monotonic() + PROBE_SECONDS
    with contextlib.suppress(queue.Empty):
        for _ in mirrors:
            first = answers.get(timeout=max(0.0, end - time.monotonic()))
            if first is not None:
                return [first, *(mirror for mirror in mirrors if mirror != first)]
    _offline.set()
    raise DownloadError(_OFFLINE)


@contextlib.contextmanager
def _scratch_beside(target: Path) -> Iterator[str]:
    """New empty folder on the file system of `target`, deleted at the end."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob(f"{_SCRATCH}*"):  # left by a process that was killed
            with contextlib.suppress(FileNotFoundError):  # another process has just ended its own
                if time.time() - old.stat().st_mtime > _DAY:
                    shutil.rmtree(old, ignore_errors=True)
        scratch = tempfile.mkdtemp(prefix=_SCRATCH, dir=target.parent)
    except OSError as error:
        raise DownloadError(f"{target.parent} cannot be written: {error.strerror}") from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put_in_place(new: Path, target: Path, file: DataFile) -> None:
    try:
        # Temporary files are private; as they are, copies on a classroom share would be too.
        new.chmod(0o644)
        new.replace(target)
    except OSError as error:
        # Windows refuses while another process reads the target, which may be good by now.
        try:
            read(target, file)
        except DataError:
            raise DownloadError(f"{target} cannot be replaced: {error.strerror}") from error


def _short(error: Exception) -> str:
    """One phrase for what requests raised."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"answered {response.status_code} {response.reason}"
    name = type(error).__name__
    if "Timeout" in name:
        return "did not answer in time"
    return "broke off" if name == "ChunkedEncodingError" else f"failed ({name})"
