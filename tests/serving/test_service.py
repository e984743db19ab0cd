"""The service as it runs: gunicorn's processes, real connections, kills and signals."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psutil
import pytest

from serving import service

ROOT = Path(__file__).parents[2]
BLACK = json.dumps({"image": [0] * 784, "scale": 255}).encode()

pytestmark = [
    pytest.mark.slow,  # starts the service
    pytest.mark.skipif(os.name != "posix", reason="gunicorn runs on POSIX systems only"),
]


def connect(digits: service.Service, timeout: float = 60) -> socket.socket:
    place = urlsplit(digits.url)
    return socket.create_connection((place.hostname, place.port), timeout)


CHUNKED = (
    b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def head(length: int) -> bytes:
    lines = ["POST /predict HTTP/1.1", "Host: x", "Content-Type: application/json"]
    lines += ["Connection: close", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


def read_all(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


def post(digits: service.Service) -> bool:
    """Whether one request was answered; on a connection of its own."""
    try:
        with connect(digits) as client:
            client.sendall(head(len(BLACK)) + BLACK)
            return read_all(client).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False


def wait_until(condition, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def workers(digits: service.Service, count: int = 2) -> set[int]:
    """Process numbers of the workers, once there are as many."""
    head = psutil.Process(digits.pid)
    assert wait_until(lambda: len(head.children()) == count)
    return {child.pid for child in head.children()}


def holds(digits: service.Service, client: socket.socket) -> bool:
    """Whether a worker has taken the client's connection."""
    own = client.getsockname()
    connections = [
        c for worker in psutil.Process(digits.pid).children() for c in worker.net_connections("tcp")
    ]
    return any(tuple(connection.raddr) == own for connection in connections)


# --- answers ----------------------------------------------------------------------------------------------
def test_health_names_the_model(digits, model):
    answer = digits.get("/health")
    assert answer.status == 200
    assert answer.json == {
        "status": "ok",
        "model": {"name": "digits", "version": "7", "sha256": model.sha256},
    }


def test_predictions_are_the_models_over_many_requests(digits, model, images):
    x = images[0][:250]
    predictions = digits.predict(x)
    wanted = model.predict(x)
    np.testing.assert_allclose(
        [prediction["probabilities"] for prediction in predictions], wanted, atol=1e-6
    )
    whole = digits.predict((x[:5] * 255).round().astype("uint8").reshape(-1, 28, 28))
    assert [prediction["class"] for prediction in whole] == wanted[:5].argmax(axis=1).tolist()


@pytest.mark.parametrize("chunked", [False, True])
def test_body_that_is_far_too_large_gets_its_answer(digits, chunked: bool):
    place = urlsplit(digits.url)
    client = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    parts = (b"1" * 1_000_000 for _ in range(12))
    body = parts if chunked else b"".join(parts)
    headers = {"Content-Type": "application/json"}
    client.request("POST", "/predict", body, headers, encode_chunked=chunked)
    answer = client.getresponse()
    assert answer.status == 413
    assert json.load(answer)["error"]["cause"] == "body_limit"


def test_requests_of_all_workers_are_counted(start, images):
    with start(workers=3) as digits:
        before = workers(digits, 3)  # gunicorn starts them one after the other
        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(lambda _: post(digits), range(60)))
        digits.predict(images[0][:40])
        metrics = digits.metrics()
        assert metrics['digits_requests_total{route="/predict",status="200"}'] == 61
        assert metrics["digits_drift_window_images"] == 100
        assert metrics["digits_processes"] == 3
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not before & workers(digits, 3))
        metrics = digits.metrics()
        assert metrics['digits_requests_total{route="/predict",status="200"}'] == 61
        assert metrics["digits_drift_window_images"] == 100


def test_half_a_body_is_no_body(digits):
    with connect(digits) as client:
        client.sendall(head(len(BLACK)) + BLACK[:-1])
        client.shutdown(socket.SHUT_WR)
        assert f"Only {len(BLACK) - 1:,} of {len(BLACK):,} bytes".encode() in read_all(client)


@pytest.mark.parametrize(
    ("chunks", "status"),
    [
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(BLACK), BLACK), 200),
        (b"%x\r\n%s\r\n0\r\nbad trailer\r\n\r\n" % (len(BLACK), BLACK), 400),
        (b"%x\r\n%s\r\n0\r\nbad name: x\r\n\r\n" % (len(BLACK), BLACK), 400),
        (b"zz\r\n" + BLACK, 400),
        (b"2\r\n{}}}\r\n0\r\n\r\n", 400),
    ],
    ids=["whole", "no trailer", "no name", "no size", "longer than said"],
)
def test_malformed_chunks_are_a_bad_request(digits, chunks: bytes, status: int):
    with connect(digits) as client:
        client.sendall(CHUNKED + chunks)
        answer = read_all(client)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert (b'"cause":"framing"' in answer) == (status == 400)


@pytest.mark.parametrize(
    ("request_line", "header", "status"),
    [
        (b"GET /%s HTTP/1.1" % (b"x" * 5000), b"", 400),
        (b"GET /health HTTP/1.1", b"X: %s\r\n" % (b"x" * 9000), 431),
        (b"get /health HTTP/1.1", b"", 400),
        (b"GET http://[::1/health HTTP/1.1", b"", 400),
        (b"GET /health HTTP/7.1", b"", 400),
        (b"GET /health HTTP/1.1", b"Expect: foo\r\n", 417),
        (b"GET /health HTTP/1.1", b"no header\r\n", 400),
        (b"GET /health HTTP/1.1", b"Transfer-Encoding: foo\r\n", 501),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_request_is_refused_by_gunicorn(digits, request_line, header, status: int):
    with connect(digits) as client:
        client.sendall(request_line + b"\r\nHost: x\r\n" + header + b"\r\n")
        top, _, body = read_all(client).partition(b"\r\n\r\n")
    assert top.startswith(b"HTTP/1.1 %d " % status)
    assert b"<h1>" in body
    assert b"Traceback" not in body
    assert b"<p></p>" not in body  # it says what was wrong
    assert digits.get("/health").status == 200


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "X-Forwarded-Proto"])
def test_no_header_moves_the_service(digits, name: str):
    with connect(digits) as client:
        client.sendall(
            b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s: /x\r\n\r\n"
            % name.encode()
        )
        assert read_all(client).startswith(b"HTTP/1.1 200 ")


# --- slow and silent clients ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "sent", [b"", b"GET /hea", head(len(BLACK)) + BLACK[:10]], ids=["", "head", "body"]
)
def test_others_are_answered_while_slow_clients_hang(start, sent: bytes):
    """Four for each process; the library's own synchronous worker would answer nobody else."""
    with start(workers=2) as digits, contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(digits)) for _ in range(8)]
        for client in slow:
            client.sendall(sent)
        assert wait_until(lambda: all(holds(digits, client) for client in slow))
        started = time.monotonic()
        assert all(post(digits) for _ in range(20))
        assert time.monotonic() - started < 4  # far less than a slow client may take
        assert all(holds(digits, client) for client in slow)


def test_client_that_stops_sending_is_told_so(start):
    with start(workers=1, read_timeout=1) as digits:
        with connect(digits) as client:
            client.sendall(head(100) + b"{")
            answer = read_all(client)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b'"cause":"incomplete"' in answer
        with connect(digits) as client:
            client.sendall(b"GET /hea")  # not even a whole request line
            assert b"Traceback" not in read_all(client)
        assert post(digits)
        assert digits.metrics()['digits_invalid_inputs_total{cause="incomplete"}'] == 1


# --- kills and signals ------------------------------------------------------------------------------------
def test_killed_worker_loses_no_request_but_those_it_held(start):
    with start(workers=2) as digits:
        stop, kills, at_once = threading.Event(), 3, 4
        answered, lost = [], []

        def load() -> None:
            while not stop.is_set():
                (answered if post(digits) else lost).append(1)

        clients = [threading.Thread(target=load) for _ in range(at_once)]
        for client in clients:
            client.start()
        for _ in range(kills):
            time.sleep(0.5)
            worker = min(workers(digits))
            os.kill(worker, signal.SIGKILL)
            assert wait_until(lambda: worker not in workers(digits))  # noqa: B023
        many = wait_until(lambda: len(answered) > 100)
        stop.set()
        for client in clients:
            client.join()
        assert many
        assert len(lost) <= kills * at_once
        assert len(workers(digits)) == 2
        assert digits.get("/health").status == 200


def test_sigterm_lets_every_request_in_hand_end(start):
    with start(workers=1) as digits, contextlib.ExitStack() as stack:
        clients = [stack.enter_context(connect(digits)) for _ in range(5)]
        for client in clients:
            client.sendall(head(len(BLACK)) + BLACK[:10])
        assert wait_until(lambda: all(holds(digits, client) for client in clients))
        os.kill(digits.pid, signal.SIGTERM)
        time.sleep(0.7)
        for client in clients:
            client.sendall(BLACK[10:])
            assert read_all(client).startswith(b"HTTP/1.1 200 ")
            client.close()
        assert wait_until(lambda: not psutil.pid_exists(digits.pid))
        with pytest.raises(ConnectionRefusedError):
            connect(digits)


# --- start and end ----------------------------------------------------------------------------------------
def test_service_ends_with_the_block_and_leaves_nothing(start):
    with contextlib.suppress(KeyboardInterrupt), start() as digits:
        processes = [digits.pid, *workers(digits)]
        scratch = Path(psutil.Process(digits.pid).environ()["DL_LABS_SERVING_SCRATCH"])
        assert scratch.is_dir()
        raise KeyboardInterrupt
    assert not any(psutil.pid_exists(pid) for pid in processes)
    assert not scratch.exists()
    assert not digits.log.exists()


def test_service_ends_when_the_kernel_is_killed(exported):
    code = (
        "import os, signal, numpy as np, psutil\n"
        "from serving import service\n"
        f"with service.running(served_model={str(exported)!r}) as digits:\n"
        "    digits.predict(np.zeros((9, 784)))\n"
        "    family = psutil.Process(digits.pid).children()\n"
        "    print(digits.pid, *[one.pid for one in family], flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == -signal.SIGKILL
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) >= 2
    assert wait_until(lambda: not any(psutil.pid_exists(pid) for pid in pids))


def test_taken_port_is_said_in_one_line(start):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(service.ServiceError) as error, start(port=port):
            pass
    assert f"cannot listen at 127.0.0.1, port {port} (Address already in use). Set" in str(
        error.value
    )
    assert "Traceback" not in str(error.value)


def test_damaged_model_refuses_to_start(exported, start, tmp_path):
    damaged = Path(shutil.copytree(exported, tmp_path / "model"))
    weights = damaged / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(service.ServiceError) as error, start(served_model=damaged):
        pass
    assert "weights.npz is damaged" in str(error.value)
    assert "Traceback" not in str(error.value)


def test_unusable_setting_is_said(start):
    with (
        pytest.raises(service.ServiceError, match="DL_LABS_BATCH_LIMIT is 'many'"),
        start(batch_limit="many"),
    ):
        pass


def test_smoke_test_of_a_deployment(digits, start):
    script = [sys.executable, str(ROOT / "serving" / "smoke.py")]
    good = subprocess.run([*script, digits.url], capture_output=True, encoding="utf-8", check=False)
    assert (good.returncode, good.stderr) == (0, "")
    assert "answers as it should" in good.stdout
    with start(body_limit=1024) as other:  # refuses every image
        bad = subprocess.run(
            [*script, other.url], capture_output=True, encoding="utf-8", check=False
        )
    assert bad.returncode == 1
    assert "a one is answered with 413" in bad.stderr
