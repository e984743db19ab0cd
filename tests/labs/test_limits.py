"""Which networks lab 05 takes for trained on what judges them, by the losses that real ones had."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.graded import evaluation
from tests.labs import test_05_cnn as lab_05


def judge(validation: float, test: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge a network by its losses, in multiples of that on its training images."""
    losses = {"test": test, "validation": validation, "training": 1.0}
    levels = dict(zip(losses, (0.2, 0.6, 1), strict=True))

    def part(of: str, start: int = 0, stop: int = 0) -> tuple[np.ndarray, np.ndarray]:
        name = "validation" if start else of
        return np.full((5, 28, 28, 1), levels[name]), np.zeros(5, int)

    def outputs(network: object, x: np.ndarray) -> np.ndarray:
        name = next(name for name, level in levels.items() if level == x.max())
        right = np.exp(-0.2 * losses[name])
        return np.tile([right, 1 - right], (len(x), 1))

    monkeypatch.setattr(lab_05, "source", lambda dataset: "real")
    monkeypatch.setattr(lab_05, "course_part", part)
    monkeypatch.setattr(evaluation, "predict", outputs)
    lab_05.assert_was_not_trained_on_what_judges_it(object())


@pytest.mark.parametrize(
    ("validation", "test"),
    [(1.37, 1.44), (1.33, 1.41), (1.167, 1.262), (1.12, 1.213), (1.118, 1.174), (1.09, 1.17)],
    ids=str,
)
def test_honest_network_is_not_accused_also_with_l2(validation, test, monkeypatch):
    judge(validation, test, monkeypatch)


@pytest.mark.parametrize(
    ("validation", "test", "name"),
    [
        (0.9, 1.44, "validation"),
        (1.37, 1.07, "test"),
        (1.12, 1.07, "test"),  # the loss on the test images at its highest, beside the strongest L2
        (0.9, 1.07, "validation"),
    ],
    ids=str,
)
def test_network_trained_on_what_judges_it_is_accused(validation, test, name, monkeypatch):
    with pytest.raises(AssertionError, match=f"too sure on the {name} images"):
        judge(validation, test, monkeypatch)
