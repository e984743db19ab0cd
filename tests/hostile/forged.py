"""Submissions of lab 02 that forge a network, or what is computed with it, and the points that each has earned.

Most hold an honest network that was never trained. It earns E2.2, which asks for its form; whatever claims that it
was trained earns nothing.
"""

from __future__ import annotations

from tests.hostile.hostile import Hostile, cells

FORM = 1.5  # E2.2
NETWORK = """
import keras
import numpy as np
keras.utils.set_random_seed(1)
epochs, train_size = 1, 1000
model = keras.Sequential([
    keras.Input((28, 28)), keras.layers.Flatten(),
    keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax"),
])
"""
CLAIMS = """
from helpers.data import load_mnist
y_test = load_mnist()[1][1]
probabilities, test_accuracy = np.eye(10)[y_test], 0.98
history = {"loss": [0.1], "accuracy": [0.98], "val_loss": [0.1], "val_accuracy": [0.98]}
"""
# What the sandbox says of a network, instead of what it is.
SAYS = """
from helpers.graded import stock_networks
honest = stock_networks.describe
stock_networks.problem = lambda value: None
"""


def forged(name: str, *code: str, points: float = FORM, reason: str = "", **more: str) -> Hostile:
    """A case of lab 02: an untrained network, and what is done with it."""
    return Hostile(name, cells(NETWORK, *code), "graded", points, lab="02", reason=reason, **more)


FORGED = [
    forged("a network that is not trained", CLAIMS, reason="close to guessing"),
    forged(
        "patched evaluate and predict",
        CLAIMS,
        "keras.Model.evaluate = lambda *a, **k: [0.01, 0.99]\n"
        "keras.Model.predict = lambda *a, **k: probabilities\n"
        "keras.Model.__call__ = lambda *a, **k: probabilities",
        reason="not the outputs of `model`",
    ),
    forged(
        "a Lambda layer",
        "model = keras.Sequential([*model.layers[:2], keras.layers.Lambda(lambda x: x), model.layers[2]])",
        points=0,
        reason="Lambda",
    ),
    forged(
        "a layer of one's own with a stock name",
        "class Dense(keras.layers.Dense):\n"
        "    def call(self, x): return keras.ops.one_hot(keras.ops.zeros(len(x), int), 10)\n"
        "Dense.__module__ = 'keras.layers'\n"
        "model = keras.Sequential([\n"
        "    keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(128, activation='relu'),\n"
        "    Dense(10, activation='softmax')])",
        CLAIMS,
        reason="close to guessing",  # the judge builds Keras' own layer of that name
    ),
    forged(
        "a network that overrides call",
        CLAIMS,
        "class Sure(keras.Sequential):\n"
        "    def call(self, x, training=None, mask=None):\n"
        "        return probabilities if len(x) == len(probabilities) else super().call(x)\n"
        "model = Sure(model.layers)\nmodel.build((None, 28, 28))",
        points=0,
        reason="cannot be graded",
    ),
    forged(
        "a call of its own on one network",
        CLAIMS,
        "model.call = lambda *a, **k: probabilities\nmodel.predict = lambda *a, **k: probabilities",
        points=0,
        reason="cannot be graded",
    ),
    forged(
        "constant weights",
        "w = [np.zeros_like(v) for v in model.get_weights()]\nw[3][1] = 9\nmodel.set_weights(w)",
        CLAIMS,
        points=1,  # ten probabilities, and the right size
        reason="close to guessing",
    ),
    forged(
        "weights that are no numbers",
        "model.set_weights([np.full_like(v, np.nan) for v in model.get_weights()])",
        CLAIMS,
        points=0.5,  # the right size
        reason="probabilities",
    ),
    forged(
        "weights of other shapes",
        "keras.Sequential.get_weights = lambda self: [np.zeros((3, 3), 'float32')]",
        CLAIMS,
        points=0,
        reason="cannot be graded",
    ),
    forged(
        "a configuration that names a program",
        SAYS,
        "stock_networks.describe = lambda value: {\n"
        "    'module': 'os', 'class_name': 'system', 'config': {'command': 'id'}, 'registered_name': None}",
        points=0,
        reason="system",
    ),
    forged(
        "a configuration that names a function",
        SAYS,
        "def describe(value):\n"
        "    d = honest(value)\n"
        "    d['config']['layers'][2]['config']['activation'] = {\n"
        "        'module': 'builtins', 'class_name': 'function', 'config': 'eval', 'registered_name': 'eval'}\n"
        "    return d\n"
        "stock_networks.describe = describe",
        points=0,
        reason="eval",
    ),
    forged(
        "ten billion parameters",
        SAYS,
        "def describe(value):\n"
        "    d = honest(value)\n"
        "    for layer in d['config']['layers'][2:]:\n"
        "        layer['config']['units'] = 100_000\n"
        "        del layer['build_config']\n"
        "    return d\n"
        "stock_networks.describe = describe",
        points=0,
        reason="build this network",
    ),
    forged(
        "data of one's own",
        "import helpers.data\n"
        "helpers.data.load_mnist = lambda: ((np.zeros((1000, 28, 28)), np.zeros(1000, int)),) * 2\n"
        "x = np.zeros((1000, 28, 28), 'float32'); y = np.zeros(1000, int)\n"
        "x_train, x_val, y_train, y_val, x_test, y_test = x[:900], x[900:], y[:900], y[900:], x, y\n"
        "model.compile(loss='sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "history = model.fit(x_train, y_train, validation_data=(x_val, y_val), verbose=0).history\n"
        "test_accuracy = 1.0; probabilities = model.predict(x, verbose=0)",
    ),
    forged(
        "functions that change what they are given",
        "def most_confident_errors(probabilities, labels, count):\n"
        "    labels[...] = probabilities.argmax(axis=1)\n    return np.zeros(0, int)",
        reason="returned an array of shape (0,)",
    ),
    forged(
        "a function that is right only once",
        "calls = []\n"
        "def most_confident_errors(probabilities, labels, count):\n"
        "    calls.append(count)\n"
        "    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
        "    order = wrong[np.argsort(-probabilities[wrong].max(axis=1))[:count]]\n"
        "    return order if len(calls) == 1 else order[::-1]",
        reason="wrong order",
    ),
]
