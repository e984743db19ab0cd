"""Cells that a lab provides take what its checks pass."""

from __future__ import annotations

import numpy as np
import pytest

from course import labs
from course.notebooks import notebook

pytestmark = pytest.mark.slow


def defined_in(lab: str, cell: str, **names: object) -> dict[str, object]:
    """Functions that a cell of a solution defines, without running the rest of it."""
    [solution] = [known.solution for known in labs.all_labs() if known.number == lab]
    source = {part.id: part.source for part in notebook.read(solution).cells}[cell]
    exec(source[: source.index("\n\n\n")], names)  # a function ends before two empty lines
    return names


def network(form: str):
    import keras

    layers = keras.layers
    hidden = {
        "within": [layers.Dense(128, "relu"), layers.Dense(64, "relu")],
        "separate": [layers.Dense(128), layers.ReLU(), layers.Dense(64), layers.Activation("relu")],
    }
    parts = [layers.Flatten(), *hidden[form.split(",")[0]], layers.Dense(10), layers.Softmax()]
    if form.endswith("functional"):
        image = values = keras.Input((28, 28))
        for layer in parts:
            values = layer(values)
        return keras.Model(image, values)
    return keras.Sequential([keras.Input((28, 28)), *parts])


@pytest.mark.parametrize(
    "form", ["within", "separate", "within, functional", "separate, functional"]
)
@pytest.mark.filterwarnings("error:.*inputs")
def test_hidden_outputs_of_lab_04_are_those_after_the_activations(form):
    import keras

    hidden_outputs = defined_in("04", "dead-normal", keras=keras, np=np)["hidden_outputs"]
    model, x = network(form), np.random.default_rng(0).random((30, 28, 28), "float32")
    w1, b1, w2, b2, *_ = model.get_weights()
    first = np.maximum(x.reshape(30, -1) @ w1 + b1, 0)
    second = np.maximum(first @ w2 + b2, 0)
    for output, right in zip(hidden_outputs(model, x), (first, second), strict=True):
        assert np.allclose(output, right, atol=1e-4)
        assert (output == 0).any()
