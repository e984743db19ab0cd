"""The data: official bytes or none, whichever way they come, and an announced sample otherwise."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import types
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.data import fetch_all
from helpers import data
from helpers.datasets import download, idx, sample
from helpers.datasets.idx import DataError
from tests.helpers.conftest import (
    LOADERS,
    NAMES,
    SAMPLE,
    X_TEST,
    X_TRAIN,
    Y_TEST,
    Y_TRAIN,
    pack,
    raw_idx,
    write_folder,
)

ROOT = Path(__file__).parents[2]
# The parser


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    shape = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    size = int(np.prod(shape))
    values = draw(st.binary(min_size=size, max_size=size))
    return np.frombuffer(values, np.uint8).reshape(shape)


@given(arrays())
def test_parse_gives_back_what_was_packed(array: np.ndarray):
    parsed = idx.parse(pack(array), array.shape)
    assert parsed.dtype == np.uint8
    assert parsed.flags.writeable
    np.testing.assert_array_equal(parsed, array)


@given(arrays(), st.data())
def test_parse_refuses_any_truncation(array: np.ndarray, more: st.DataObject):
    packed, raw = pack(array), raw_idx(array)
    with pytest.raises(DataError):
        idx.parse(packed[: more.draw(st.integers(0, len(packed) - 1))], array.shape)
    cut = raw[: more.draw(st.integers(0, len(raw) - 1))]
    with pytest.raises(DataError):
        idx.parse(gzip.compress(cut), array.shape)


@given(arrays(), st.data())
def test_parse_refuses_any_altered_header_byte(array: np.ndarray, more: st.DataObject):
    raw = bytearray(raw_idx(array))
    place = more.draw(st.integers(0, 3 + 4 * array.ndim))
    raw[place] ^= more.draw(st.integers(1, 255))
    with pytest.raises(DataError):
        idx.parse(gzip.compress(bytes(raw)), array.shape)


@given(st.binary(max_size=200))
def test_parse_refuses_noise_and_raises_nothing_else(noise: bytes):
    for packed in (noise, b"\x1f\x8b" + noise, gzip.compress(noise)):
        with pytest.raises(DataError):
            idx.parse(packed, (7, 28, 28))


@given(arrays(), st.binary(min_size=1, max_size=20))
def test_parse_refuses_bytes_after_the_end(array: np.ndarray, tail: bytes):
    for packed in (pack(array) + tail, gzip.compress(raw_idx(array) + tail)):
        with pytest.raises(DataError):
            idx.parse(packed, array.shape)


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


# 1. The folder DL_LABS_DATA names


@pytest.mark.parametrize("dataset", LOADERS)
def test_folder_is_read_and_never_written_to(dataset: str, folder: Path, contents, capsys):
    before = listing(folder)
    (x_train, y_train), (x_test, y_test) = LOADERS[dataset]()
    for array, name in zip((x_train, y_train, x_test, y_test), NAMES, strict=True):
        np.testing.assert_array_equal(array, idx.parse(contents[f"{dataset}/{name}"], array.shape))
    assert data.source(dataset) == "real"
    assert fetch_all(progress=False)
    assert listing(folder) == before
    assert not download.cache_folder().exists()
    assert capsys.readouterr().err == ""


def test_each_call_gives_arrays_of_its_own(folder: Path):
    (first, _), _ = data.load_mnist()
    first[:] = 0
    (second, _), _ = data.load_mnist()
    assert second.any()


def test_what_is_held_is_given_once_and_then_read_again(folder: Path):
    data.sources.hold("mnist")
    (first, _), _ = data.load_mnist()
    first[:] = 0
    (second, _), _ = data.load_mnist()
    assert second.any()


def test_what_is_held_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    data.sources.hold("mnist")
    monkeypatch.setattr(idx, "read", None)
    (images, _), _ = data.load_mnist()
    assert images.any()


def test_what_is_held_of_one_place_is_not_given_for_another(
    folder: Path, monkeypatch, tmp_path: Path
):
    data.sources.hold("mnist")
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path / "elsewhere"))
    with pytest.raises(DataError, match="elsewhere"):
        data.load_mnist()


def swap(good: bytes, contents: dict[str, bytes]) -> bytes:
    return contents[f"mnist/{Y_TRAIN}"]


def of_other_dataset(good: bytes, contents: dict[str, bytes]) -> bytes:
    return contents[f"fashion-mnist/{X_TRAIN}"]


def altered_pixel(good: bytes, contents: dict[str, bytes]) -> bytes:
    raw = bytearray(gzip.decompress(good))
    raw[100] ^= 1
    return gzip.compress(bytes(raw), mtime=0)


BAD = {
    "empty": (lambda good, _: b"", "is empty"),
    "truncated": (lambda good, _: good[: len(good) // 2], "is cut off"),
    "web-page": (lambda good, _: b"<!DOCTYPE html><title>Log in", "is a web page"),
    "text": (lambda good, _: b"not found", "is not a gzip file"),
    "damaged": (lambda good, _: good[:-8] + b"\0" * 4 + good[-4:], "is damaged"),
    "longer": (lambda good, _: good + b"x", "has bytes after its end"),
    "altered": (altered_pixel, "was altered"),
    "labels-for-images": (swap, f"holds the bytes of mnist/{Y_TRAIN}"),
    "other-dataset": (of_other_dataset, f"holds the bytes of fashion-mnist/{X_TRAIN}"),
    "other-labels": (lambda good, _: pack(np.zeros(6, np.uint8)), "labels where images should be"),
    "wrong-magic": (
        lambda good, _: gzip.compress(b"\0\0\x0d\x03" + bytes(40)),
        "wrong magic number",
    ),
    "wrong-count": (lambda good, _: pack(np.zeros((5, 28, 28), np.uint8)), "announces the shape"),
    "wrong-size": (lambda good, _: pack(np.zeros((6, 32, 32), np.uint8)), "announces the shape"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_in_the_folder_is_named_and_not_used(kind: str, folder: Path, contents, capsys):
    spoil, reason = BAD[kind]
    path = folder / "mnist" / X_TRAIN
    path.write_bytes(spoil(contents[f"mnist/{X_TRAIN}"], contents))
    with pytest.raises(DataError) as raised:
        data.load_mnist()
    message = str(raised.value)
    assert str(path) in message
    assert reason in message
    assert "unset DL_LABS_DATA" in message
    assert "\n" not in message
    with pytest.raises(DataError):
        data.source("mnist")
    assert data.source("fashion-mnist") == "real"
    capsys.readouterr()
    assert not fetch_all(progress=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("✗ mnist/") and reason in line]
    assert lines[-1].startswith("✗ 1 of 8 files")


def test_missing_file_is_named(folder: Path):
    path = folder / "fashion-mnist" / Y_TEST
    path.unlink()
    with pytest.raises(DataError, match=rf"{re.escape(str(path))} is missing\. Put"):
        data.load_fashion_mnist()


def test_folder_in_place_of_a_file_is_named(folder: Path):
    path = folder / "mnist" / Y_TEST
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match=rf"{re.escape(str(path))} cannot be read"):
        data.load_mnist()


def test_wrong_folder_is_named(contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    file, empty = tmp_path / "file", tmp_path / "empty"
    file.write_text("")
    empty.mkdir()
    for place, reason in [
        (tmp_path / "nowhere", "does not exist"),
        (file, "is not a folder"),
        (empty, "has no folder mnist/"),
    ]:
        monkeypatch.setenv("DL_LABS_DATA", str(place))
        with pytest.raises(DataError, match=reason) as raised:
            data.load_mnist()
        assert str(place) in str(raised.value)
        assert not fetch_all()
        said = capsys.readouterr().out.splitlines()
        assert "✗" in said[-1]
        assert place == empty or (len(said) == 1 and reason in said[0])


def test_tilde_is_the_home_folder(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    monkeypatch.setenv("DL_LABS_DATA", f"~/{folder.name}")
    assert data.source("mnist") == "real"


@pytest.mark.parametrize("place", ["folder", "cache"])
def test_which_data_these_are_is_known_without_unpacking_them(
    place: str, contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = write_folder(tmp_path / place, contents)
    if place == "folder":
        monkeypatch.setenv("DL_LABS_DATA", str(folder))
    monkeypatch.setattr(idx, "parse", None)
    assert data.source("mnist") == data.source("fashion-mnist") == "real"


def test_files_that_were_packed_anew_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    path, unpacked = folder / "mnist" / X_TRAIN, []
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=1))
    parse = idx.parse
    monkeypatch.setattr(idx, "parse", lambda *args: (unpacked.append(1), parse(*args))[1])
    assert data.source("mnist") == "real"
    assert unpacked


def test_unknown_dataset_is_refused(folder: Path):
    with pytest.raises(ValueError, match="'cifar' is no dataset"):
        data.source("cifar")


# 2. and 3. The cache and the mirrors


class Mirror(BaseHTTPRequestHandler):
    """`/good/dataset/name` is served right; `/broken/`, `/truncated/` and so on are not."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        _, behaviour, name = self.path.split("/", 2)
        self.server.requests.append(self.path)
        packed = self.server.contents[name]
        seen = sum(path == self.path for path in self.server.requests)
        if behaviour == "broken" or (behaviour == "flaky" and seen == 1):
            self.send_error(503)
            return
        if behaviour == "silent":
            self.server.closing.wait(10)
            return
        body = packed[::-1] if behaviour == "wrong" else packed
        body = packed[: len(packed) // 2] if behaviour in ("truncated", "short") else body
        self.send_response(200)
        # "short": a proxy that announces the cut file as a whole one
        self.send_header("Content-Length", str(len(body if behaviour == "short" else packed)))
        self.end_headers()
        for start in range(0, len(body), 500):
            self.wfile.write(body[start : start + 500])
            if behaviour == "slow":
                time.sleep(0.01)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(contents, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that stands for the mirrors."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    server.contents, server.requests, server.closing = contents, [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


def use_mirrors(
    monkeypatch: pytest.MonkeyPatch, server: ThreadingHTTPServer, *behaviours: str
) -> None:
    base = f"http://127.0.0.1:{server.server_address[1]}"
    for dataset in LOADERS:
        urls = tuple(f"{base}/{behaviour}/{dataset}/" for behaviour in behaviours)
        monkeypatch.setitem(download.MIRRORS, dataset, urls)
    # All behaviours live on one server: which one answers first must not be left to chance.
    monkeypatch.setattr(
        download, "_mirrors_that_answer", lambda file: download.MIRRORS[file.dataset]
    )


def without_progress(text: str) -> list[str]:
    """Lines of stderr other than states of a progress bar."""
    return [line for line in re.split(r"[\r\n]", text) if line.strip() and "B/s" not in line]


def assert_only_good_files(contents: dict[str, bytes], dataset: str) -> None:
    cache = download.cache_folder() / dataset
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == {
        name: contents[f"{dataset}/{name}"] for name in NAMES
    }


def test_files_are_fetched_once_and_then_read_from_the_cache(contents, server, monkeypatch, capsys):
    base = f"http://127.0.0.1:{server.server_address[1]}/good"
    monkeypatch.setitem(download.MIRRORS, "mnist", (f"{base}/mnist/",))
    (x_train, _), _ = data.load_mnist()
    np.testing.assert_array_equal(x_train, idx.parse(contents[f"mnist/{X_TRAIN}"], (6, 28, 28)))
    assert len(server.requests) == 4
    data.load_mnist()
    assert len(server.requests) == 4
    assert data.source("mnist") == "real"
    assert_only_good_files(contents, "mnist")
    assert "SAMPLE" not in capsys.readouterr().err


@pytest.mark.parametrize("behaviour", ["broken", "truncated", "short", "wrong", "silent"])
def test_second_mirror_serves_when_the_first_fails(behaviour, contents, server, monkeypatch):
    monkeypatch.setattr(download, "TIMEOUT", 1.0)
    write_folder(download.cache_folder(), contents)
    (download.cache_folder() / "mnist" / X_TRAIN).unlink()
    use_mirrors(monkeypatch, server, behaviour, "good")
    assert data.source("mnist") == "real"
    tried = [path.split("/")[1] for path in server.requests]
    assert tried == download.ATTEMPTS * [behaviour] + ["good"]
    assert_only_good_files(contents, "mnist")


def test_a_mirror_is_tried_again(contents, server, monkeypatch):
    use_mirrors(monkeypatch, server, "flaky")
    assert data.source("mnist") == "real"
    assert len(server.requests) == 8


def test_fetched_files_are_readable_by_everyone(contents, server, monkeypatch):
    use_mirrors(monkeypatch, server, "good")
    data.load_mnist()
    modes = {path.stat().st_mode & 0o444 for path in (download.cache_folder() / "mnist").iterdir()}
    assert modes == {0o444}


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        ("broken", "answered 503"),
        ("truncated", "broke off"),
        ("short", "sent other bytes"),
        ("wrong", "sent other bytes"),
        ("silent", "did not answer in time"),
    ],
)
def test_sample_stands_in_when_all_mirrors_fail(
    behaviour, reason, contents, server, monkeypatch, capsys
):
    monkeypatch.setattr(download, "TIMEOUT", 1.0)
    use_mirrors(monkeypatch, server, behaviour)
    (x_train, _), _ = data.load_mnist()
    assert x_train.shape == SAMPLE[0].shape
    assert data.source("mnist") == "sample"
    asked = len(server.requests)
    assert asked == download.ATTEMPTS
    data.load_mnist()
    assert len(server.requests) == asked, "the failure was not remembered"
    (line,) = without_progress(capsys.readouterr().err)
    assert reason in line
    assert "BUILT-IN SAMPLE" in line
    assert "make data" in line
    assert "DL_LABS_DATA" in line
    assert list((download.cache_folder() / "mnist").iterdir()) == []


def test_bad_file_in_the_cache_is_replaced_by_a_good_one(contents, server, monkeypatch, capsys):
    bad = contents | {f"mnist/{X_TEST}": b"cut off"}
    write_folder(download.cache_folder(), bad)
    use_mirrors(monkeypatch, server, "good")
    assert data.source("mnist") == "real"
    assert server.requests == [f"/good/mnist/{X_TEST}"]
    (line,) = without_progress(capsys.readouterr().err)
    assert f"{X_TEST} is not a gzip file" in line
    assert_only_good_files(contents, "mnist")


@pytest.mark.parametrize("behaviour", ["broken", "truncated", "short", "wrong"])
def test_bad_file_in_the_cache_is_neither_used_nor_lost_without_a_good_one(
    behaviour, contents, server, monkeypatch
):
    bad = contents | {f"mnist/{X_TEST}": b"cut off"}
    write_folder(download.cache_folder(), bad)
    use_mirrors(monkeypatch, server, behaviour)
    assert data.source("mnist") == "sample"
    assert (download.cache_folder() / "mnist" / X_TEST).read_bytes() == b"cut off"
    assert data.source("fashion-mnist") == "real"


def test_simultaneous_downloads_do_not_hurt_each_other(contents, server, monkeypatch):
    use_mirrors(monkeypatch, server, "slow")
    file = idx.FILES["mnist"][0]
    target = download.cache_folder() / "mnist" / file.name
    hosts, seen = [], []
    threads = [
        threading.Thread(target=lambda: hosts.append(download.fetch(file, target)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        if target.exists():
            seen.append(target.read_bytes())
    assert len(hosts) == 4
    assert set(seen) <= {contents[str(file)]}
    assert [path.name for path in target.parent.iterdir()] == [file.name]


def test_cache_that_cannot_be_made_is_named(contents, server, monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DL_LABS_CACHE", str(tmp_path / "file"))
    use_mirrors(monkeypatch, server, "good")
    data.load_mnist()
    assert data.source("mnist") == "sample"
    assert "cannot be written" in capsys.readouterr().err


def test_no_network_is_noticed_once(contents, monkeypatch, capsys):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    for dataset in LOADERS:
        monkeypatch.setitem(download.MIRRORS, dataset, (f"http://127.0.0.1:{port}/",))
    import requests

    asked, head = [], requests.head
    monkeypatch.setattr(requests, "head", lambda url, **how: asked.append(url) or head(url, **how))
    start = time.monotonic()
    for load in LOADERS.values():
        load()
        load()
    assert time.monotonic() - start < 4
    assert len(asked) == 1
    assert capsys.readouterr().err.count("no mirror answers") == 2  # one line a dataset


def test_network_that_swallows_packets_costs_the_probe_only(contents, monkeypatch):
    monkeypatch.setattr(download, "PROBE_SECONDS", 0.5)
    with socket.create_server(
        ("127.0.0.1", 0)
    ) as silent_server:  # takes connections, never answers
        url = f"http://127.0.0.1:{silent_server.getsockname()[1]}/"
        for dataset in LOADERS:
            monkeypatch.setitem(download.MIRRORS, dataset, (url, url + "second/"))
        start = time.monotonic()
        assert data.source("mnist") == data.source("fashion-mnist") == "sample"
        assert time.monotonic() - start < 3


def test_mirror_that_answers_is_tried_first(contents, server, monkeypatch):
    base = f"http://127.0.0.1:{server.server_address[1]}/good/mnist/"
    with socket.create_server(("127.0.0.1", 0)) as silent_server:
        dead = f"http://127.0.0.1:{silent_server.getsockname()[1]}/"
        monkeypatch.setitem(download.MIRRORS, "mnist", (dead, base))
        start = time.monotonic()
        assert data.source("mnist") == "real"
        assert time.monotonic() - start < download.PROBE_SECONDS


def test_process_stays_with_the_source_it_began_with(contents, monkeypatch):
    data.load_mnist()
    write_folder(download.cache_folder(), contents)
    assert data.source("mnist") == "sample"
    (x_train, _), _ = data.load_mnist()
    assert x_train.shape == SAMPLE[0].shape


def test_fetch_all_says_what_it_did(contents, server, monkeypatch, capsys):
    write_folder(
        download.cache_folder(),
        {f"mnist/{X_TRAIN}": contents[f"mnist/{X_TRAIN}"], f"mnist/{Y_TRAIN}": b""},
    )
    use_mirrors(monkeypatch, server, "good")
    assert fetch_all(progress=False)
    lines = capsys.readouterr().out.splitlines()
    assert str(download.cache_folder()) in lines[0]
    host = f"127.0.0.1:{server.server_address[1]}"
    done = [re.sub(r".* kB  ", "", line) for line in lines[1:-1]]
    assert done == ["already there", f"replaced from {host}"] + 6 * [f"downloaded from {host}"]
    assert all(line.startswith("✓") for line in lines[1:])
    assert "DL_LABS_DATA" in lines[-1]
    for dataset in LOADERS:
        assert_only_good_files(contents, dataset)
    # What it left is a folder to hand on.
    monkeypatch.setenv("DL_LABS_DATA", str(download.cache_folder()))
    assert data.source("mnist") == data.source("fashion-mnist") == "real"
    for line in (download.cache_folder() / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((download.cache_folder() / name).read_bytes()).hexdigest() == digest


def test_fetch_all_fails_clearly_and_command_exits_with_1(contents, monkeypatch, capsys):
    from course import cli

    with pytest.raises(SystemExit) as error:
        cli.main(["data"])
    assert error.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("✗ ") for line in lines) == 9
    assert "8 of 8 files could not be fetched" in lines[-1]


def test_fetch_all_tries_again_after_a_failure(contents, server, monkeypatch):
    assert data.source("mnist") == "sample"
    base = f"http://127.0.0.1:{server.server_address[1]}/good"
    for dataset in LOADERS:
        monkeypatch.setitem(download.MIRRORS, dataset, (f"{base}/{dataset}/",))
    assert fetch_all(progress=False)


def test_cache_folder_is_where_pooch_would_put_it(monkeypatch):
    import pooch

    monkeypatch.delenv("DL_LABS_CACHE", raising=False)
    if sys.platform != "win32":
        assert download.cache_folder() == Path(pooch.os_cache("dl-labs"))
    monkeypatch.setenv("DL_LABS_CACHE", "~/elsewhere")
    assert download.cache_folder() == Path.home() / "elsewhere"


# What is announced


def test_notebook_is_told_once_with_a_payload(folder: Path, monkeypatch, capsys):
    published = []
    shell = types.SimpleNamespace(get_ipython=lambda: object())
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setattr(data, "publish", lambda *arguments: published.append(arguments))
    data.load_mnist()
    data.load_mnist()
    assert published == [
        (
            "MNIST: 6 training and 3 test images (real data)",
            {"dataset": "mnist", "source": "real"},
        )
    ]
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    data.load_fashion_mnist()
    text, payload = published[-1]
    assert "BUILT-IN SAMPLE" in text
    assert payload == {"dataset": "fashion-mnist", "source": "sample"}
    assert capsys.readouterr() == ("", "")


def test_sample_can_be_asked_for(contents, monkeypatch, capsys):
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    assert data.source("mnist") == "sample"
    assert not fetch_all()
    assert "unset it" in capsys.readouterr().out


# The built-in sample


def test_no_original_digit_is_in_both_parts_of_the_sample(monkeypatch):
    _, labels = sample.load_originals()
    marked = np.zeros((len(labels), 8, 8), np.float32)
    marked[:, 0, 0] = np.arange(len(labels))
    monkeypatch.setattr(sample, "load_originals", lambda: (marked, labels))
    monkeypatch.setattr(sample, "vary", lambda images, rng: images)
    x_train, y_train, x_test, y_test = sample._digits.__wrapped__()
    train, test = (x[:, 0, 0].astype(int) for x in (x_train, x_test))
    assert not set(train) & set(test)
    assert len(set(train)) + len(set(test)) == len(labels), "an original is not used"
    np.testing.assert_array_equal(y_train, labels[train])
    np.testing.assert_array_equal(y_test, labels[test])


def test_originals_are_those_of_scikit_learn():
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    ours, our_labels = sample.load_originals()
    np.testing.assert_array_equal(ours.reshape(-1, 64) * 16, images)
    np.testing.assert_array_equal(our_labels, labels)


@pytest.fixture(scope="module")
def samples() -> dict[str, tuple[np.ndarray, ...]]:
    """Both samples, made once: seconds of CPU."""
    return {dataset: sample.load(dataset) for dataset in LOADERS}


@pytest.mark.slow
@pytest.mark.parametrize("dataset", LOADERS)
def test_sample_looks_like_the_real_data(dataset: str, samples):
    x_train, y_train, x_test, y_test = samples[dataset]
    assert [a.shape for a in samples[dataset]] == [
        (60_000, 28, 28),
        (60_000,),
        (10_000, 28, 28),
        (10_000,),
    ]
    assert all(a.dtype == np.uint8 for a in samples[dataset])
    counts = {"mnist": sample.DIGIT_COUNTS, "fashion-mnist": ((6000,) * 10, (1000,) * 10)}
    for y, expected in zip((y_train, y_test), counts[dataset], strict=True):
        np.testing.assert_array_equal(np.bincount(y), expected)
        assert len(np.unique(y[:200])) == 10, "the classes are not shuffled"
    assert x_train.min() == 0
    assert x_train.max() >= 250
    assert 25 < x_train.mean() < 90
    assert (x_train[:, 0, 0] == 0).mean() > 0.98, "the background is not black"
    assert (x_train.max(axis=(1, 2)) > 30).all(), "an image is empty"
    assert len(np.unique(x_train.reshape(60_000, -1), axis=0)) > 59_900
    assert not {x.tobytes() for x in x_train} & {x.tobytes() for x in x_test}


@pytest.mark.slow
@pytest.mark.parametrize("dataset", LOADERS)
def test_sample_is_the_same_each_time(dataset: str, samples):
    for made in (sample._digits, sample._garments):
        made.cache_clear()
    for first, second in zip(samples[dataset], sample.load(dataset), strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dataset", "lowest", "highest"), [("mnist", 0.90, 0.985), ("fashion-mnist", 0.75, 0.92)]
)
def test_sample_teaches_hard_enough_and_not_too_hard(dataset, lowest, highest, samples):
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    x_train, y_train, x_test, y_test = samples[dataset]
    flat = [x.reshape(len(x), -1).astype(np.float32) / 255 for x in (x_train[:10_000], x_test)]
    network = MLPClassifier((64,), batch_size=128, max_iter=8, random_state=42)
    with threadpool_limits(1), pytest.warns(UserWarning, match="converge"):
        network.fit(flat[0], y_train[:10_000])
    predicted = network.predict(flat[1])
    assert lowest < np.mean(predicted == y_test) < highest
    if dataset == "fashion-mnist":
        recall = [np.mean(predicted[y_test == label] == label) for label in range(10)]
        upper = [data.FASHION_NAMES.index(n) for n in ("T-shirt/top", "Pullover", "Coat", "Shirt")]
        others = [recall[label] for label in range(10) if label not in upper]
        assert max(recall[label] for label in upper) < min(others)


# The real data, and what loading it costs

FOLDER = os.environ.get("DL_LABS_DATA", "")
needs_real_data = pytest.mark.skipif(
    FOLDER in ("", "sample"), reason="DL_LABS_DATA names no folder with the real data"
)


@needs_real_data
@pytest.mark.parametrize(
    ("dataset", "first"), [("mnist", [5, 0, 4, 1, 9]), ("fashion-mnist", [9, 0, 0, 3, 0])]
)
def test_real_data_is_what_everybody_knows(dataset: str, first: list[int]):
    (x_train, y_train), (x_test, y_test) = LOADERS[dataset]()
    assert (x_train.shape, x_test.shape) == ((60_000, 28, 28), (10_000, 28, 28))
    assert (y_train.shape, y_test.shape) == ((60_000,), (10_000,))
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype(np.uint8)}
    assert y_train[:5].tolist() == first
    counts = sample.DIGIT_COUNTS if dataset == "mnist" else ((6000,) * 10, (1000,) * 10)
    assert np.bincount(y_train).tolist() == list(counts[0])
    assert np.bincount(y_test).tolist() == list(counts[1])
    assert (x_train.min(), x_train.max()) == (0, 255)
    assert data.source(dataset) == "real"


@needs_real_data
def test_registry_agrees_with_the_sums_in_the_folder():
    sums = Path(FOLDER).expanduser() / "SHA256SUMS"
    if not sums.exists():
        pytest.skip("the folder has no SHA256SUMS")
    listed = dict(reversed(line.split()) for line in sums.read_text().splitlines())
    for file in (file for files in idx.FILES.values() for file in files):
        assert listed[str(file)] == file.sha256
        assert (sums.parent / str(file)).stat().st_size == file.size


@needs_real_data
def test_loading_needs_numpy_only():
    code = (
        "import sys\n"
        "from helpers.data import load_mnist, load_fashion_mnist, source\n"
        "load_mnist(), load_fashion_mnist(), source('mnist')\n"
        "heavy = 'pooch tqdm requests sklearn scipy tensorflow keras matplotlib IPython'.split()\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@needs_real_data
def test_altered_official_labels_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(Path(FOLDER) / "mnist", tmp_path / "mnist", copy_function=shutil.copyfile)
    tmp_path.joinpath("mnist").chmod(0o755)
    path = tmp_path / "mnist" / Y_TEST
    labels = bytearray(gzip.decompress(path.read_bytes()))
    monkeypatch.setenv("DL_LABS_DATA", str(tmp_path))
    path.write_bytes(gzip.compress(labels, mtime=1))  # in other bytes, the same labels
    data.load_mnist()
    labels[-1] ^= 1
    path.write_bytes(gzip.compress(labels))
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte\.gz was altered"):
        data.load_mnist()
