"""What Prometheus reads at `/metrics`.

Each worker counts in files of its own under `PROMETHEUS_MULTIPROC_DIR`, and whichever is asked adds them up: a
worker that dies takes no count along. What is a state and not a count (drift, processes) is looked up when asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import psutil
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from serving import drift
from serving.inputs import CAUSES
from serving.model import Model
from serving.window import Window

_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_CONFIDENCES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)


class Metrics:
    """Counters, histograms and gauges of the service."""

    def __init__(self, model: Model | None, window: Window) -> None:
        self._own = registry = CollectorRegistry()
        self._states = _States(model, window)
        self.requests = Counter(
            "digits_requests", "Requests answered.", ["route", "status"], registry=registry
        )
        self.seconds = Histogram(
            "digits_request_seconds",
            "Time from a request's arrival at a worker to its answer.",
            ["route", "status"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.predictions = Counter(
            "digits_predictions", "Images classified.", ["class"], registry=registry
        )
        self.confidence = Histogram(
            "digits_confidence",
            "Probability of the predicted class.",
            buckets=_CONFIDENCES,
            registry=registry,
        )
        self.invalid = Counter(
            "digits_invalid_inputs", "Requests refused.", ["cause"], registry=registry
        )
        # From the start, so that a rate of change has a zero to begin with.
        for number in range(drift.CLASSES):
            self.predictions.labels(str(number))
        for cause in CAUSES:
            self.invalid.labels(cause)

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route, str(status)).observe(seconds)

    def predicted(self, classes: np.ndarray, confidences: np.ndarray) -> None:
        """Count the images of a request."""
        for number, confidence in zip(classes.tolist(), confidences.tolist(), strict=True):
            self.predictions.labels(str(number)).inc()
            self.confidence.observe(confidence)

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            multiprocess.MultiProcessCollector(registry)
        else:
            registry.register(self._own)
        registry.register(self._states)
        return generate_latest(registry)


class _States:
    """What is looked up when Prometheus asks."""

    def __init__(self, model: Model | None, window: Window) -> None:
        self._model, self._window = model, window

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield from self._processes()
        if self._model is None:
            return
        info = GaugeMetricFamily(
            "digits_model_info", "The model in use.", labels=["name", "version", "sha256"]
        )
        info.add_metric([self._model.name, self._model.version, self._model.sha256], 1)
        yield info
        yield from self._drift()

    def _processes(self) -> Iterator[Metric]:
        """The service's processes together: gunicorn's first one and its workers, living and ended."""
        family = _family()
        cpu, resident = 0.0, 0
        for process in family:
            try:
                times = process.cpu_times()
                resident += process.memory_info().rss
            except psutil.Error:
                continue  # it has just ended
            cpu += times.user + times.system
            if process is family[0]:  # its workers that have ended
                cpu += getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
        yield CounterMetricFamily(
            "digits_process_cpu_seconds", "Processor time of all processes.", value=cpu
        )
        yield GaugeMetricFamily(
            "digits_process_resident_bytes", "Memory of all processes.", value=resident
        )
        yield GaugeMetricFamily(
            "digits_processes", "Processes that answer requests.", value=max(1, len(family) - 1)
        )

    def _drift(self) -> Iterator[Metric]:
        reference = self._model.reference
        statistics, classes = self._window.read()
        full = len(classes) == self._window.size
        yield GaugeMetricFamily(
            "digits_drift_window_images",
            "Images in the drift window; alarms are given once it is full.",
            value=len(classes),
        )
        psi = GaugeMetricFamily(
            "digits_drift_psi",
            "Population stability index of the window against the training images.",
            labels=["signal"],
        )
        threshold = GaugeMetricFamily(
            "digits_drift_threshold", "PSI above which the alarm rings.", labels=["signal"]
        )
        alarm = GaugeMetricFamily(
            "digits_drift_alarm", "1 while the alarm rings.", labels=["signal"]
        )
        indices = drift.drift(reference, statistics, classes) if full else {}
        ringing = drift.alarms(indices)
        for signal in drift.SIGNALS:
            if full:
                psi.add_metric([signal], indices[signal])
            threshold.add_metric([signal], drift.THRESHOLD)
            alarm.add_metric([signal], float(signal in ringing))
        yield from (psi, threshold, alarm)
        mean = GaugeMetricFamily(
            "digits_input_mean", "Mean over the window of each statistic.", labels=["statistic"]
        )
        if len(classes):
            for name, value in zip(drift.STATISTICS, statistics.mean(axis=0), strict=True):
                mean.add_metric([name], float(value))
        yield mean


def _family() -> list[psutil.Process]:
    """gunicorn's first process and its workers; elsewhere this process alone."""
    own = psutil.Process()
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return [own]
    head = own.parent()
    return [head, *head.children()] if head else [own]
