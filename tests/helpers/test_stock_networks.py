"""Networks as data: Keras' own are built again and compute the same; code in disguise is refused."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest

from helpers.graded import stock_networks
from helpers.graded.namespace import Namespace
from tests.grading.served import crossed

pytestmark = pytest.mark.slow
X = np.random.default_rng(0).random((5, 8, 8), dtype="float32")


def sequential():
    import keras

    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((8, 8)),
            layers.Rescaling(1 / 2),
            layers.Reshape((8, 8, 1)),
            layers.RandomFlip("horizontal"),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(6, kernel_regularizer=keras.regularizers.L2(0.01)),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.1),
            layers.Dropout(0.5),
            layers.Dense(3, activation="softmax"),
        ]
    )


def functional():
    import keras

    image = keras.Input((8, 8))
    hidden = keras.layers.Dense(4, activation=keras.activations.gelu)(
        keras.layers.Flatten()(image / 255)
    )
    skip = keras.layers.Add()([hidden, keras.layers.Dense(4)(hidden)])
    return keras.Model(image, keras.layers.Dense(3)(skip))


def built_by_a_call():
    import keras

    network = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3)])
    network(X)
    return network


@pytest.mark.parametrize("make", [sequential, functional, built_by_a_call])
def test_network_is_built_again_and_computes_the_same(make):
    network = make()
    network.compile("adam", "mse", metrics=["accuracy"])
    network.optimizer.learning_rate = 0.007
    network.optimizer.iterations.assign(12)
    again = crossed(network)
    assert again is not network
    np.testing.assert_allclose(
        again(X, training=False), network(X, training=False), rtol=1e-5, atol=1e-6
    )
    assert int(again.optimizer.iterations) == 12
    assert float(again.optimizer.learning_rate) == pytest.approx(0.007)
    assert again(X[:2]).shape == (2, 3)


def test_network_that_was_not_compiled_stays_so():
    assert not crossed(sequential()).compiled


def test_own_loss_does_not_matter():
    network = sequential()
    network.compile("adam", loss=lambda a, b: a - b)
    np.testing.assert_allclose(
        crossed(network)(X, training=False), network(X, training=False), rtol=1e-5
    )
    assert network.compiled


def test_layer_alone_crosses():
    import keras

    flip = crossed(keras.layers.RandomFlip("horizontal"))
    assert type(flip).__name__ == "RandomFlip"


def with_lambda():
    import keras

    return keras.Sequential([keras.Input((8, 8)), keras.layers.Lambda(lambda x: x + 1)])


def with_own_layer():
    import keras

    class Mine(keras.layers.Layer):
        def call(self, x):
            return x

    return keras.Sequential([keras.Input((8, 8)), Mine()])


def with_registered_layer():
    import keras

    @keras.saving.register_keras_serializable("mine")
    class Dense(keras.layers.Dense):
        """Has the name of a stock layer."""

    return keras.Sequential([keras.Input((8, 8)), Dense(3)])


def with_own_activation():
    import keras

    def bend(x):
        return x

    return keras.Sequential([keras.Input((8,)), keras.layers.Dense(3, activation=bend)])


def own_model():
    import keras

    class Net(keras.Model):
        def call(self, x):
            return x

    return Net()


FOREIGN = [with_lambda, with_own_layer, with_registered_layer, with_own_activation, own_model]


@pytest.mark.parametrize("make", FOREIGN)
def test_foreign_part_is_refused_with_a_reason(make):
    network = make()
    assert "Keras' own layers and functions" in stock_networks.problem(network)
    with pytest.raises(AssertionError, match="Keras' own layers"):
        crossed(network)
    with pytest.raises(AssertionError, match="`model` cannot be graded"):
        _ = Namespace({"model": network}).model


def dense(**changes: object) -> dict:
    import keras

    described = stock_networks.describe(keras.layers.Dense(3))
    return json.loads(json.dumps(described)) | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"module": "os", "class_name": "system"},
        {"module": "keras.src.utils.io_utils", "class_name": "print_msg"},
        {"module": "keras.utils", "class_name": "get_file"},
        {"module": "keras.layers", "class_name": "Lambda"},
        {"module": "keras.layers", "class_name": "TFSMLayer"},
        {"module": "keras.layers", "class_name": "StringLookup"},
        {"class_name": "__lambda__"},
        {"class_name": 3},
        {"registered_name": "mine>Dense"},
        {"module": "builtins", "class_name": "function", "config": "eval"},
        {"config": {"units": 10**9}},
        {
            "config": {
                "units": 3,
                "activation": {"class_name": "function", "config": "f", "module": "builtins"},
            }
        },
        {"config": {"activation": {"module": "builtins", "class_name": "eval", "config": "1"}}},
    ],
    ids=str,
)
def test_forged_description_builds_nothing(changes: dict):
    with pytest.raises(AssertionError, match="Keras' own layers"):
        stock_networks.build(dense(**changes))


def test_weights_that_do_not_fit_are_refused():
    network = sequential()
    with pytest.raises(AssertionError, match="do not fit"):
        stock_networks.set_state(network, [np.zeros((2, 2))], None)


def test_patched_evaluation_stays_where_it_is():
    network = sequential()
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    network.evaluate = lambda *a, **k: [0.0, 1.0]
    network.call = lambda *a, **k: 1 / 0
    again = crossed(network)
    assert again.evaluate(X, np.zeros(5), verbose=0)[1] <= 1
    assert again(X).shape == (5, 3)


def schedule() -> object:
    import keras

    decay = keras.optimizers.schedules.CosineDecay(np.float32(0.01), decay_steps=20_000_000)
    return keras.optimizers.SGD(decay, momentum=0.9)


@pytest.mark.parametrize(
    "settings",
    [
        {"loss": "losses.sparse_categorical_crossentropy", "metrics": ["accuracy"]},
        {"loss": "losses.SparseCategoricalCrossentropy()"},
        {"optimizer": "schedule", "loss": "losses.sparse_categorical_crossentropy"},
        {
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["metrics.sparse_categorical_accuracy", "accuracy"],
        },
    ],
    ids=str,
)
def test_compiled_in_any_form_it_stays_compiled_so(settings: dict):
    import keras

    def part(value: object) -> object:
        """What a text such as `losses.X()` names; anything else as it is."""
        if isinstance(value, list):
            return [part(item) for item in value]
        if not isinstance(value, str) or "." not in value:
            return value
        made = functools.reduce(getattr, value.removesuffix("()").split("."), keras)
        return made() if value.endswith("()") else made

    if settings.get("optimizer") == "schedule":
        settings = settings | {"optimizer": schedule()}
    network = sequential()
    network.compile(**{"optimizer": "adam"} | {key: part(value) for key, value in settings.items()})
    again = crossed(network)
    y = np.arange(5) % 3
    right, rebuilt = (n.evaluate(X, y, verbose=0, return_dict=True) for n in (network, again))
    assert rebuilt == pytest.approx(right, rel=1e-4)
    assert type(again.optimizer) is type(network.optimizer)
