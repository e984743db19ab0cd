"""The service under load, against a handler that calls `model.predict` for each request.

    python benchmarks/serving.py [--requests 20000] [--clients 8] [--naive-requests 500]

Both run in gunicorn with two workers on this computer, are sent single test images by the same clients, each on a
connection of its own, and are measured after a warm-up. Prints requests per second, latency percentiles, errors,
the service's memory at each tenth of the requests, and how it answers while other clients hang in the middle of
their requests. Ends with 1 when a target of the service is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
from course.running import isolation
from helpers import data
from serving import service
from serving.model import registered

FASTEST, SLOWEST, TIMES, GROWTH = 200, 0.050, 5, 0.05  # per second; s at p99; naive's; of memory
SLOW = 8  # clients that hang; each of the two processes has 16 threads

PATIENCE = 300  # s: TensorFlow is imported by each worker of the naive handler

# The handler that everybody writes first: the network that MLflow keeps, asked once for each request.
NAIVE = """
import sys
import mlflow.keras
import numpy as np
from flask import Flask, jsonify, request

model = mlflow.keras.load_model({address!r})
app = Flask(__name__)


@app.post("/predict")
def predict():
    content = request.get_json()
    image = np.array(content["image"], "float32").reshape(1, *model.input_shape[1:]) / content["scale"]
    probabilities = model.predict(image, verbose=0)[0]
    return jsonify({{"class": int(probabilities.argmax()), "probabilities": probabilities.tolist()}})
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--naive-requests", type=int, default=500)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    registered_model = registered()
    _, (images, labels) = data.load_mnist()
    bodies = [
        json.dumps({"image": image.tolist(), "scale": 255}).encode() for image in images[:1000]
    ]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.clients} clients\n")

    with service.running(workers=2) as digits:
        load(digits.url, bodies, 500, options.clients)
        memory, seconds, latencies, errors = [], 0.0, [], 0
        for _ in range(10):
            part = load(digits.url, bodies, options.requests // 10, options.clients)
            seconds, errors = seconds + part[0], errors + part[2]
            latencies += part[1]
            memory.append(resident(digits.pid))
        ours = report("service", seconds, latencies, errors)
        print("memory after each tenth, MiB:", *(f"{used / 2**20:.1f}" for used in memory))
        right = np.mean(
            [a["class"] == b for a, b in zip(digits.predict(images), labels, strict=True)]
        )
        print(f"accuracy on the test images, asked over HTTP: {right:.4f}")
        place = urlsplit(digits.url)
        with contextlib.ExitStack() as stack:
            for _ in range(SLOW):
                slow = socket.create_connection((place.hostname, place.port), PATIENCE)
                stack.enter_context(slow).sendall(b"POST /predict HTTP/1.1\r\nHost: digits\r\n")
            part = load(digits.url, bodies, options.requests // 20, options.clients)
        beside_slow = report(f"service beside {SLOW} clients that hang", *part)
        errors += part[2]
        print()

    address = f"models:/{registered_model.name}/{registered_model.version}"
    with running_naive(address) as url:
        load(url, bodies, 20, options.clients)
        part = load(url, bodies, options.naive_requests, options.clients)
        naive = report("model.predict in the handler", *part)

    growth = memory[-1] / memory[1] - 1
    targets = {
        f"at least {FASTEST} per second": ours[0] >= FASTEST,
        f"p99 under {1000 * SLOWEST:.0f} ms": ours[1] < SLOWEST,
        f"p99 under {1000 * SLOWEST:.0f} ms beside {SLOW} clients that hang": beside_slow[1]
        < SLOWEST,
        "no error": errors == 0,
        f"{ours[0] / naive[0]:.1f} times the naive handler; at least {TIMES}": ours[0]
        >= TIMES * naive[0],
        f"memory flat: {growth:+.1%} from the second tenth to the last": growth < GROWTH,
    }
    for target, met in targets.items():
        print("✓" if met else "✗", target)
    sys.exit(0 if all(targets.values()) else 1)


def report(name: str, seconds: float, latencies: list[float], errors: int) -> tuple[float, float]:
    """Print what was measured; requests per second and the 99th percentile of the latency in s."""
    rate = len(latencies) / seconds
    p50, p95, p99 = np.quantile(latencies, [0.5, 0.95, 0.99])
    print(
        f"{name}: {len(latencies):,} requests, {rate:,.0f} per second, p50 {1000 * p50:.1f} ms, "
        f"p95 {1000 * p95:.1f} ms, p99 {1000 * p99:.1f} ms, slowest {1000 * max(latencies):.0f} ms, "
        f"{errors} errors"
    )
    return rate, p99


def load(url: str, bodies: list[bytes], count: int, clients: int) -> tuple[float, list[float], int]:
    """Send `count` requests; seconds, the latency of each that was answered with 200, and how many were not."""
    # One process for all clients: threads wait for answers nearly all of the time.
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(send_all, (url, bodies, count, clients))


def send_all(
    url: str, bodies: list[bytes], count: int, clients: int
) -> tuple[float, list[float], int]:
    from concurrent.futures import ThreadPoolExecutor

    place = urlsplit(url)
    messages = [
        b"POST /predict HTTP/1.1\r\nHost: digits\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body
        for body in bodies
    ]

    def send(number: int) -> float | None:
        started = time.perf_counter()
        try:
            with socket.create_connection((place.hostname, place.port), PATIENCE) as client:
                client.sendall(messages[number % len(messages)])
                answer = b"".join(iter(lambda: client.recv(65_536), b""))
        except OSError:
            return None
        good = answer.startswith(b"HTTP/1.1 200 ")
        return time.perf_counter() - started if good else None

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = list(pool.map(send, range(count)))
    seconds = time.perf_counter() - started
    latencies = [answer for answer in answers if answer is not None]
    return seconds, latencies, count - len(latencies)


def resident(pid: int) -> int:
    """Memory of the process and its children, what they share counted once."""
    head = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in [head, *head.children()])


@contextlib.contextmanager
def running_naive(address: str) -> Iterator[str]:
    """The naive handler in gunicorn, stopped at the end of the block; where it answers."""
    from helpers import tracking

    store = tracking.database(tracking.folder())
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--timeout", "300", "--no-control-socket", "--log-level", "warning", "naive:app"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "naive.py").write_text(NAIVE.format(address=address))
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"MLFLOW_TRACKING_URI": store, "MLFLOW_REGISTRY_URI": store},
            stderr=subprocess.DEVNULL,
        )
        try:
            end = time.monotonic() + PATIENCE
            while socket.socket().connect_ex(("127.0.0.1", port)):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit("The naive handler did not start.")
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    isolation.enter()
    main()
