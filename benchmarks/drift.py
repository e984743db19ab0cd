"""How often the drift alarm of the service rings for nothing, and how soon it rings for a reason.

    python benchmarks/drift.py [--streams 200] [--windows 200 500 1000]

Clean traffic: the 10,000 test images, in an order drawn anew for each stream. The threshold is the lowest
hundredth at which at most 1 in 100 streams rings any of the four alarms. Drifted traffic: a full window of clean
images, then changed ones until the alarm rings. Prints the tables of docs/serving.md. NumPy alone, on one core.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from course.running import isolation
from helpers import data
from serving import drift
from serving.model import registered
from serving.numpy_network import NumpyNetwork, unpack

SIGNALS = drift.SIGNALS
RATE = 0.01  # share of the clean streams in which any alarm may ring
LONGEST = 5000  # requests after which a drift counts as unseen

Traffic = tuple[np.ndarray, np.ndarray]  # statistics (n, 3) and classes (n,)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--windows", type=int, nargs="+", default=[200, 500, 1000])
    options = parser.parse_args()
    model = registered()
    network, content = unpack(model.folder, model.sha256)
    reference = content["reference"]
    _, (test, labels) = data.load_mnist()
    _, (fashion, _) = data.load_fashion_mnist()
    clean = flat(test)
    rng = np.random.default_rng(1)
    kinds = {
        "clean": clean,
        "darker: × 0.9": clean * np.float32(0.9),
        "darker: × 0.8": clean * np.float32(0.8),
        "darker: × 0.5": clean * np.float32(0.5),
        "noise: σ = 0.02": noisy(clean, 0.02, rng),
        "noise: σ = 0.1": noisy(clean, 0.1, rng),
        "noise: σ = 0.3": noisy(clean, 0.3, rng),
        "Fashion-MNIST": flat(fashion),
        "inverted": 1 - clean,
        "shifted by 4 pixels": np.roll(test, 4, axis=2).reshape(-1, 784) / np.float32(255),
        "class mix: 1 twice as often": clean[twice_as_often(labels, 1, rng)],
        "class mix: half of all are 0": clean[half_are(labels, 0, rng)],
        "class mix: no 9": clean[labels != 9],
    }
    traffic = {name: observe(network, images) for name, images in kinds.items()}
    for window in options.windows:
        report(window, options.streams, reference, traffic)


def report(window: int, streams: int, reference: drift.Reference, traffic: dict) -> None:
    """Print the threshold of a window of this size, and what it detects."""
    bins = {name: binned(reference, seen) for name, seen in traffic.items()}
    clean = bins["clean"]
    highest = np.array(
        [
            running_psi(reference, clean[:, draw(number, clean, len(clean[0]))], window).max(axis=1)
            for number in range(streams)
        ]
    )
    worst = np.sort(highest.max(axis=1))
    threshold = np.ceil(100 * np.quantile(worst, 1 - RATE)) / 100
    print(
        f"\nWindow of {window}: threshold {threshold:.2f}; {streams} clean streams of {len(clean[0]):,}"
    )
    print(
        f"  highest PSI of a stream, any signal: median {np.median(worst):.3f}, largest {worst[-1]:.3f}"
    )
    for limit in sorted({threshold, drift.THRESHOLD}):
        rates = ", ".join(
            f"{name} {share:.1%}"
            for name, share in zip(SIGNALS, (highest > limit).mean(axis=0), strict=True)
        )
        print(
            f"  streams with a false alarm at {limit:.2f}: any {np.mean(worst > limit):.1%} ({rates})"
        )
    limit = drift.THRESHOLD if window == drift.WINDOW else threshold
    print(
        f"\n| traffic | alarms at {limit:.2f} | requests until the first, median (90 %) | PSI then settles at |"
    )
    print("|---|---|---|---|")
    for name, changed in bins.items():
        if name == "clean":
            continue
        delays, rang, levels = [], set(), []
        for number in range(20):
            before = clean[:, draw(number, clean, window)]
            after = changed[:, draw(1000 + number, changed, LONGEST)]
            psi = running_psi(reference, np.hstack([before, after]), window)[:, 1:]
            ringing = psi > limit
            delays.append(ringing.any(axis=0).argmax() + 1 if ringing.any() else np.inf)
            rang |= {
                signal
                for signal, row in zip(SIGNALS, ringing, strict=True)
                if row[window:].mean() > 0.5
            }
            levels.append(psi[:, window:].mean(axis=1))
        median, late = np.quantile(delays, [0.5, 0.9], method="higher")
        level = ", ".join(f"{value:.2f}" for value in np.mean(levels, axis=0))
        after = f"{median:.0f} ({late:.0f})" if np.isfinite(late) else f"not in {LONGEST:,}"
        names = ", ".join(signal for signal in SIGNALS if signal in rang) or "none"
        print(f"| {name} | {names} | {after} | {level} |")


def flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1) / np.float32(255)


def noisy(images: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    return np.clip(images + rng.normal(0, sigma, images.shape).astype("float32"), 0, 1)


def twice_as_often(labels: np.ndarray, digit: int, rng: np.random.Generator) -> np.ndarray:
    places = np.flatnonzero(labels == digit)
    return rng.permutation(np.concatenate([np.arange(len(labels)), places]))


def half_are(labels: np.ndarray, digit: int, rng: np.random.Generator) -> np.ndarray:
    same, other = np.flatnonzero(labels == digit), np.flatnonzero(labels != digit)
    return np.concatenate([rng.choice(same, 5000), rng.choice(other, 5000)])


def observe(network: NumpyNetwork, images: np.ndarray) -> Traffic:
    """What the service keeps of these images."""
    return drift.image_statistics(images), network.predict(images).argmax(axis=1)


def binned(reference: drift.Reference, seen: Traffic) -> np.ndarray:
    """The bin of each image for each signal, shape (4, n)."""
    statistics, classes = seen
    columns = zip(drift.STATISTICS, statistics.T, strict=True)
    return np.array(
        [np.digitize(values, reference[name]["edges"]) for name, values in columns] + [classes]
    )


def draw(seed: int, bins: np.ndarray, count: int) -> np.ndarray:
    """`count` places in a random order; beyond one pass, another one."""
    rng = np.random.default_rng(seed)
    size = bins.shape[1]
    return np.concatenate([rng.permutation(size) for _ in range(-(-count // size))])[:count]


def running_psi(reference: drift.Reference, bins: np.ndarray, window: int) -> np.ndarray:
    """PSI of each signal after each request from the first full window on, shape (4, n - window + 1)."""
    values = []
    for name, row in zip(SIGNALS, bins, strict=True):
        expected = np.array(reference[name]["shares"])
        ones = row[:, None] == np.arange(len(expected))
        sums = np.vstack([np.zeros(len(expected)), np.cumsum(ones, axis=0)])
        values.append(drift.psi(expected, sums[window:] - sums[:-window]))
    return np.array(values)


if __name__ == "__main__":
    isolation.enter()
    main()
