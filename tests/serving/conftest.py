"""A small model to serve, made without TensorFlow, and the service as a real process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from helpers import data
from serving import drift, numpy_network, service
from serving.model import RECORD, Model, load
from tests.serving.networks import dense, sequential


@pytest.fixture(scope="session")
def images() -> tuple[np.ndarray, np.ndarray]:
    """6,000 images, float32 of shape (n, 784), 0 to 1, and their labels."""
    (pixels, labels), _ = data.load_mnist()
    return pixels[:6000].reshape(-1, 784).astype("float32") / 255, labels[:6000]


@pytest.fixture(scope="session")
def exported(images, tmp_path_factory) -> Path:
    """The folder of a model that knows digits: trained by scikit-learn in seconds."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    x, labels = images
    learner = MLPClassifier(
        64, max_iter=8, batch_size=100, learning_rate_init=0.003, random_state=1
    )
    # More threads would wait for each other: the matrices are small.
    with pytest.warns(ConvergenceWarning), threadpool_limits(1):
        learner.fit(x, labels)
    (w1, w2), (b1, b2) = learner.coefs_, learner.intercepts_
    described = sequential(dense(64, "relu"), dense(10, "softmax"))
    folder = tmp_path_factory.mktemp("exported")
    about = {"reference": drift.make_reference(x, learner.predict(x))}
    checksum = numpy_network.write(described, [w1, b1, w2, b2], folder, about)
    record = {"name": "digits", "version": "7", "sha256": checksum}
    (folder / RECORD).write_text(json.dumps(record))
    return folder


@pytest.fixture(scope="session")
def model(exported: Path) -> Model:
    return load(exported)


@pytest.fixture(scope="session")
def digits(exported: Path) -> Iterator[service.Service]:
    """The service, running, for tests that leave it as it was."""
    with service.running(served_model=exported) as running:
        yield running


@pytest.fixture
def start(exported: Path) -> Callable:
    """A service of its own for a test: `with start(workers=1) as digits:`."""
    return lambda **settings: service.running(**{"served_model": exported} | settings)
