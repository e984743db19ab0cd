"""The drift statistic, and the window it is taken over."""

from __future__ import annotations

import multiprocessing
import os
import signal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving import drift
from serving.window import Window

counts = st.lists(st.integers(0, 500), min_size=10, max_size=10).filter(any)


def test_statistics_of_known_images():
    black, half, stripes = np.zeros((28, 28)), np.full((28, 28), 0.5), np.zeros((28, 28))
    stripes[::2] = 1
    statistics = drift.image_statistics(np.stack([black, half, stripes]))
    np.testing.assert_allclose(statistics, [[0, 0, 0], [0.5, 0, 0], [0.5, 0.5, 0.5]], atol=1e-7)
    np.testing.assert_allclose(
        drift.image_statistics(np.stack([stripes]).reshape(1, 784)), statistics[2:]
    )


def test_psi_by_hand():
    # No smoothing to speak of with a million counts.
    value = drift.psi([0.5, 0.5], [250_000, 750_000])
    assert value == pytest.approx(-0.25 * np.log(0.5) + 0.25 * np.log(1.5), rel=1e-4)


@given(counts)
def test_psi_is_zero_for_equal_shares_and_never_negative(observed: list[int]):
    total = sum(observed)
    assert drift.psi([count / total for count in observed], observed) == pytest.approx(0, abs=1e-9)
    assert drift.psi([0.1] * 10, observed) >= 0
    assert np.isfinite(drift.psi([1] + [0] * 9, observed))


@given(counts, st.permutations(range(10)))
def test_psi_does_not_mind_the_order_of_bins(observed: list[int], order: list[int]):
    expected = (np.arange(1, 11) / 55).tolist()
    moved = drift.psi([expected[i] for i in order], [observed[i] for i in order])
    assert moved == pytest.approx(drift.psi(expected, observed))


def test_psi_grows_with_the_shift():
    values = [drift.psi([0.5, 0.5], [250 + shift, 250 - shift]) for shift in range(0, 251, 50)]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_reference_agrees_with_its_own_images_and_not_with_darker_ones(images):
    x, labels = images
    reference = drift.make_reference(x, labels)
    assert set(reference) == set(drift.SIGNALS)
    same = drift.drift(reference, drift.image_statistics(x), labels)
    assert max(same.values()) < 1e-6
    assert drift.alarms(same) == []
    dark = drift.drift(reference, drift.image_statistics(x * 0.5), labels)
    assert {"brightness", "contrast"} <= set(drift.alarms(dark))
    assert dark["class"] == same["class"]
    ones = drift.drift(reference, drift.image_statistics(x), np.ones_like(labels))
    assert drift.alarms(ones) == ["class"]


# --- the window -------------------------------------------------------------------------------------------
def rows(*classes: int) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[n, n + 0.25, n + 0.5] for n in classes]), np.array(classes)


@given(st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=8))
def test_window_holds_the_last_images(batches: list[list[int]]):
    window = Window(5)
    for batch in batches:
        window.add(*rows(*batch)) if batch else None
    wanted = sorted([n for batch in batches for n in batch][-5:])
    statistics, classes = window.read()
    assert sorted(classes.tolist()) == wanted
    np.testing.assert_array_equal(statistics[:, 1], classes + 0.25)


@pytest.mark.skipif(os.name != "posix", reason="one process answers on Windows")
def test_processes_share_the_window_and_a_killed_one_leaves_no_lock():
    window = Window(1000)

    def work(number: int) -> None:
        for _ in range(100):
            window.add(*rows(number, number))

    def die() -> None:
        with window._alone():
            os.kill(os.getpid(), signal.SIGKILL)

    fork = multiprocessing.get_context("fork")
    workers = [fork.Process(target=work, args=[number]) for number in range(4)]
    workers.append(fork.Process(target=die))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0, -signal.SIGKILL]
    _, classes = window.read()
    assert np.bincount(classes).tolist() == [200] * 4
