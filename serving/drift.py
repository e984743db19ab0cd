"""Has the traffic changed? Simple statistics of images, and how far a window of them is from a reference.

NumPy alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

STATISTICS = ("brightness", "contrast", "ink")
SIGNALS = (*STATISTICS, "class")
CLASSES = 10
BINS = 10  # of a statistic: its deciles in the reference
WINDOW = 500  # images
THRESHOLD = 0.10  # of the PSI over a full window; docs/serving.md has the measurement

Reference = dict[str, dict[str, list[float]]]


def image_statistics(images: np.ndarray) -> np.ndarray:
    """Three numbers for each image, in the order of `STATISTICS`.

    Parameters
    ----------
    images : array of float, shape (n, 28, 28) or (n, 784)
        Pixels between 0 (background) and 1 (ink).

    Returns
    -------
    ndarray of float32, shape (n, 3)
        *brightness*: mean of the pixels; *contrast*: their standard deviation; *ink*: share of the pixels
        above one half.
    """
    flat = np.asarray(images, dtype=np.float32).reshape(len(images), -1)
    statistics = [flat.mean(axis=1), flat.std(axis=1), (flat > 0.5).mean(axis=1)]
    # The service's window holds float32: a value that lies on an edge must fall into the same bin everywhere.
    return np.stack(statistics, axis=1).astype(np.float32)


def make_reference(images: np.ndarray, classes: np.ndarray) -> Reference:
    """What is kept with a model about the images it was trained on.

    Parameters
    ----------
    images : array of float, shape (n, 28, 28) or (n, 784)
        Pixels between 0 and 1.
    classes : array of int, shape (n,)
        What the model predicts for them, 0 to 9.

    Returns
    -------
    dict
        For each of `SIGNALS` the `shares` of the images in its bins. The bins of a statistic are cut at `edges`,
        the deciles of the reference; those of `class` are the classes.
    """
    made = {}
    for name, values in zip(STATISTICS, image_statistics(images).T, strict=True):
        # Equal where many images share a value: the bin between such edges stays empty, which does no harm.
        edges = np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1])
        counts = np.bincount(np.digitize(values, edges), minlength=BINS)
        made[name] = {"edges": edges.tolist(), "shares": (counts / len(values)).tolist()}
    counts = np.bincount(classes, minlength=CLASSES)
    made["class"] = {"edges": [], "shares": (counts / len(classes)).tolist()}
    return made


def psi(expected: Sequence[float], counts: np.ndarray) -> np.ndarray:
    """Population stability index: 0 where both distributions agree, larger the more they differ.

    Parameters
    ----------
    expected : sequence of float, length k
        Shares of the reference in k bins; they add up to 1.
    counts : array of int, shape (k,) or (windows, k)
        How many of the values observed now fall into each bin.

    Returns
    -------
    float, or array of shape (windows,)
        The sum over the bins of (a - e) ln(a / e), where a and e are the shares now and in the reference. Half a
        count is added to each bin of both, as if the reference were as large as the window, so that an empty
        bin does not make it infinite.
    """
    counts = np.asarray(counts, dtype=float)
    n, k = counts.sum(axis=-1, keepdims=True), counts.shape[-1]
    actual = (counts + 0.5) / (n + 0.5 * k)
    expected_share = (np.asarray(expected, dtype=float) * n + 0.5) / (n + 0.5 * k)
    return np.sum((actual - expected_share) * np.log(actual / expected_share), axis=-1)


def drift(reference: Reference, statistics: np.ndarray, classes: np.ndarray) -> dict[str, float]:
    """PSI of each of `SIGNALS` between the reference and a window of images.

    Parameters
    ----------
    reference : dict
        From `make_reference`.
    statistics : array of float, shape (n, 3)
        From `image_statistics`.
    classes : array of int, shape (n,)
        The predicted classes.
    """
    indices = {}
    for name, values in zip(STATISTICS, np.asarray(statistics).T, strict=True):
        bins = np.digitize(values, reference[name]["edges"])
        counts = np.bincount(bins, minlength=BINS)
        indices[name] = float(psi(reference[name]["shares"], counts))
    counts = np.bincount(np.asarray(classes, dtype=int), minlength=CLASSES)
    indices["class"] = float(psi(reference["class"]["shares"], counts))
    return indices


def alarms(indices: Mapping[str, float], threshold: float = THRESHOLD) -> list[str]:
    """Those signals of `drift` whose PSI is above the threshold. Judge full windows only."""
    return [name for name, value in indices.items() if value > threshold]
