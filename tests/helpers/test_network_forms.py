"""Networks as students write them: the check and grading accept the same ones, and say the same of the others."""

from __future__ import annotations

import functools
import random

import numpy as np
import pytest

from helpers.graded import stock_networks
from helpers.graded.namespace import Namespace
from tests.grading.served import crossed

pytestmark = pytest.mark.slow
WIDE = 8


def sequential(*layers: object, shape: tuple[int, ...] = (WIDE,)) -> object:
    import keras

    return keras.Sequential([keras.Input(shape), *layers])


def dense(**settings: object) -> object:
    """A network with one dense layer of these settings."""
    import keras

    return sequential(keras.layers.Dense(3, **settings))


def activation(name: str) -> object:
    """A network with the activation of this dotted name."""
    import keras
    import tensorflow as tf

    library, _, rest = name.partition(".")
    return dense(
        activation=functools.reduce(getattr, rest.split("."), {"keras": keras, "tf": tf}[library])
    )


def conv(**settings: object) -> object:
    import keras

    layers = keras.layers
    return sequential(
        layers.Reshape((WIDE, WIDE, 1)),
        layers.Conv2D(settings.pop("filters", 4), settings.pop("size", 3), **settings),
        layers.Flatten(),
        layers.Dense(3),
        shape=(WIDE, WIDE),
    )


def augmented() -> object:
    import keras

    layers = keras.layers
    turning = keras.Sequential([layers.RandomRotation(0.1, seed=20261125), layers.RandomFlip()])
    return sequential(
        layers.Reshape((WIDE, WIDE, 1)),
        turning,
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomContrast(0.2),
        layers.GaussianNoise(0.1),
        layers.Flatten(),
        layers.Dense(3),
        shape=(WIDE, WIDE),
    )


def functional(body: object, **settings: object) -> object:
    import keras

    image = keras.Input((WIDE,), **settings)
    return keras.Model(image, body(image))


def two_inputs() -> object:
    import keras

    a, b = keras.Input((WIDE,), name="a"), keras.Input((4,), name="b")
    both = keras.layers.Concatenate()([a, keras.layers.Dense(3)(b)])
    return keras.Model([a, b], keras.layers.Dense(2)(both))


def named_inputs_and_outputs() -> object:
    import keras

    a, b = keras.Input((WIDE,), name="a"), keras.Input((WIDE,), name="b")
    total = keras.layers.Add()([a, b])
    return keras.Model(
        {"left": a, "right": b},
        {"x": keras.layers.Dense(2)(total), "y": keras.layers.Dense(3)(total)},
    )


def shared_layer() -> object:
    import keras

    a, b, shared = keras.Input((WIDE,)), keras.Input((WIDE,)), keras.layers.Dense(5, "relu")
    return keras.Model(
        [a, b], keras.layers.Dense(2)(keras.layers.Subtract()([shared(a), shared(b)]))
    )


def layer_twice() -> object:
    import keras

    same = keras.layers.Dense(WIDE, "relu")
    return functional(lambda x: same(same(x)))


def nested() -> object:
    import keras

    inner = keras.Sequential([keras.Input((WIDE,)), keras.layers.Dense(4, "relu")], name="inner")
    image = keras.Input((WIDE,))
    wrapped = keras.Model(image, keras.layers.Dropout(0.5)(inner(image)), name="wrapped")
    return sequential(wrapped, keras.layers.Dense(3))


def names() -> object:
    import keras

    layers = [keras.layers.Dense(4, name="couche cachée"), keras.layers.Dense(3, name="出力 1")]
    return keras.Sequential([keras.Input((WIDE,), name="entrée"), *layers], name="mon réseau")


def unbuilt() -> object:
    import keras

    return keras.Sequential([keras.layers.Dense(4, "relu"), keras.layers.Dense(3)])


def built_later() -> object:
    network = unbuilt()
    network.build((None, WIDE))
    return network


def loaded(tmp_path: object) -> object:
    import keras

    dense(activation="relu").save(tmp_path / "network.keras")
    return keras.saving.load_model(tmp_path / "network.keras")


def cloned() -> object:
    import keras

    return keras.models.clone_model(nested())


def adapted() -> object:
    import keras

    layer = keras.layers.Normalization()
    layer.adapt(np.random.default_rng(0).normal(3, 2, (50, WIDE)))
    return sequential(layer, keras.layers.Dense(3))


def changed_afterwards() -> object:
    import keras

    network = sequential(keras.layers.Dense(4), keras.layers.Dropout(0.1), keras.layers.Dense(3))
    network.layers[0].activation = keras.activations.relu
    network.layers[1].rate = 0.4
    network.layers[2].trainable = False
    return network


def compiled() -> object:
    network = dense(activation="softmax")
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    network.fit(np.zeros((4, WIDE)), np.zeros(4), verbose=0)
    return network


def layer(name: str, **settings: object) -> object:
    import keras

    return sequential(
        keras.layers.Dense(4), getattr(keras.layers, name)(**settings), keras.layers.Dense(3)
    )


def recurrent() -> object:
    import keras

    layers = keras.layers
    return sequential(
        layers.TimeDistributed(layers.Dense(4)),
        layers.Bidirectional(layers.LSTM(3)),
        layers.Dense(2),
        shape=(5, WIDE),
    )


def attention() -> object:
    import keras

    words = keras.Input((5,), dtype="int32")
    vectors = keras.layers.Embedding(20, WIDE)(words)
    seen = keras.layers.MultiHeadAttention(2, 4)(vectors, vectors)
    return keras.Model(words, keras.layers.Dense(2)(keras.layers.GlobalAveragePooling1D()(seen)))


def keras_part(place: str, name: str, *arguments: object, **settings: object) -> object:
    """`keras.<place>.<name>(…)`."""
    import keras

    return getattr(getattr(keras, place), name)(*arguments, **settings)


ACCEPTED = {
    "activation by name": lambda: dense(activation="relu"),
    "tf.nn.softmax": lambda: activation("tf.nn.softmax"),
    "tf.nn.log_softmax": lambda: activation("tf.nn.log_softmax"),
    "tf.nn.relu": lambda: activation("tf.nn.relu"),
    "tf.nn.leaky_relu": lambda: activation("tf.nn.leaky_relu"),
    "tf.nn.silu": lambda: activation("tf.nn.silu"),
    "tf.nn.gelu": lambda: activation("tf.nn.gelu"),
    "tf.exp": lambda: activation("tf.exp"),
    "tf.identity": lambda: activation("tf.identity"),
    "tf.sigmoid": lambda: activation("tf.sigmoid"),
    "tf.keras.activations.softmax": lambda: activation("tf.keras.activations.softmax"),
    "keras.ops.softmax": lambda: activation("keras.ops.softmax"),
    "keras.ops.relu": lambda: activation("keras.ops.relu"),
    "keras.activations.get": lambda: dense(activation=keras_part("activations", "get", "tanh")),
    "layer as activation": lambda: dense(activation=keras_part("layers", "LeakyReLU", 0.1)),
    "Activation of TensorFlow": lambda: layer(
        "Activation", activation=__import__("tensorflow").nn.softmax
    ),
    "ReLU with a large maximum": lambda: layer("ReLU", max_value=1e9),
    "PReLU": lambda: layer("PReLU"),
    "batch normalization": lambda: layer("BatchNormalization"),
    "layer normalization": lambda: layer("LayerNormalization"),
    "seed of a layer": lambda: layer("Dropout", rate=0.2, seed=20261125),
    "rate as a NumPy number": lambda: layer("Dropout", rate=np.float32(0.2)),
    "seed of an initializer": lambda: dense(
        kernel_initializer=keras_part("initializers", "HeNormal", seed=20261125)
    ),
    "constant initializer": lambda: dense(
        bias_initializer=keras_part("initializers", "Constant", np.float32(3e7))
    ),
    "L2 by name": lambda: dense(kernel_regularizer="l2"),
    "L1 and L2": lambda: dense(kernel_regularizer=keras_part("regularizers", "L1L2", 0.1, 0.2)),
    "orthogonal regularizer": lambda: dense(
        kernel_regularizer=keras_part("regularizers", "OrthogonalRegularizer", 0.01)
    ),
    "constraint": lambda: dense(kernel_constraint=keras_part("constraints", "MaxNorm", 2)),
    "NumPy flag": lambda: dense(use_bias=np.bool_(False)),
    "NumPy sizes": lambda: conv(filters=np.int64(4), size=(np.int32(3), np.uint8(3))),
    "NumPy input": lambda: sequential(
        keras_part("layers", "Dense", 3), shape=tuple(np.array([WIDE]))
    ),
    "half precision": lambda: dense(dtype="float16"),
    "bfloat16": lambda: dense(dtype="bfloat16"),
    "double precision": lambda: dense(dtype="float64"),
    "mixed precision": lambda: dense(
        dtype=keras_part("mixed_precision", "Policy", "mixed_float16")
    ),
    "augmentation inside": augmented,
    "a number in the graph": lambda: functional(
        lambda x: keras_part("layers", "Dense", 3)(x / 255)
    ),
    "part of the input": lambda: functional(lambda x: keras_part("layers", "Dense", 3)(x[:, 1:5])),
    "cast": lambda: functional(
        lambda x: keras_part("layers", "Dense", 3)(keras_part("ops", "cast", x, "float32")),
        dtype="uint8",
    ),
    "operations": lambda: functional(
        lambda x: keras_part("ops", "softmax", keras_part("ops", "reshape", x, (-1, 2, 4)))
    ),
    "dropout in prediction, too": lambda: functional(
        lambda x: keras_part("layers", "Dropout", 0.5)(x, training=True)
    ),
    "two inputs": two_inputs,
    "named inputs and outputs": named_inputs_and_outputs,
    "shared layer": shared_layer,
    "layer twice": layer_twice,
    "nested": nested,
    "names of all kinds": names,
    "unbuilt": unbuilt,
    "built later": built_later,
    "cloned": cloned,
    "adapted normalization": adapted,
    "normalization by arrays": lambda: sequential(
        keras_part("layers", "Normalization", mean=np.ones(WIDE), variance=np.full(WIDE, 4)),
        keras_part("layers", "Dense", 3),
    ),
    "changed afterwards": changed_afterwards,
    "compiled and trained": compiled,
    "recurrent": recurrent,
    "attention": attention,
    "rescaling": lambda: layer("Rescaling", scale=np.float32(1) / 255, offset=-1),
    "layer alone": lambda: keras_part("layers", "RandomFlip", "horizontal", seed=20261125),
}


def bend(x: object) -> object:
    return x


def relu(x: object) -> object:
    """Has the name of a function of Keras, and computes something else."""
    return x * 2


class Bent:
    def __call__(self, x: object) -> object:
        return x

    def get_config(self) -> dict:
        return {}


def own_model() -> object:
    import keras

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.hidden = keras.layers.Dense(3)

        def call(self, x: object) -> object:
            return self.hidden(x)

    network = Net()
    network(np.zeros((1, WIDE), "float32"))
    return network


def own_sequential() -> object:
    import keras

    class Net(keras.Sequential):
        pass

    return Net([keras.Input((WIDE,)), keras.layers.Dense(3)])


def patched() -> object:
    network = dense()
    network.call = lambda x, **_: x
    return network


def wrapped_lambda() -> object:
    import keras

    layers = keras.layers
    return sequential(layers.TimeDistributed(layers.Lambda(lambda x: x)), shape=(5, WIDE))


def registered() -> object:
    import keras

    @keras.saving.register_keras_serializable("mine")
    def mine(x: object) -> object:
        return x

    return dense(activation=mine)


def registered_in_place_of_keras() -> object:
    import keras

    keras.saving.get_custom_objects()["relu"] = relu
    return dense(activation=relu)


@pytest.fixture(autouse=True)
def nothing_stays_registered():
    import keras

    registered = keras.saving.get_custom_objects()
    kept = dict(registered)
    yield
    registered.clear()
    registered.update(kept)


# What the message names.
REFUSED = {
    "lambda": (lambda: dense(activation=lambda x: x), "`lambda`"),
    "lambda without source": (lambda: dense(activation=eval("lambda x: x")), "`lambda`"),
    "lambda in Activation": (lambda: layer("Activation", activation=lambda x: x), "`lambda`"),
    "lambda as initializer": (
        lambda: dense(kernel_initializer=lambda shape, dtype=None: np.ones(shape)),
        "`lambda`",
    ),
    "lambda as regularizer": (
        lambda: dense(kernel_regularizer=lambda w: w[0, 0]),
        "`lambda`",
    ),
    "own function": (lambda: dense(activation=bend), "`bend`"),
    "own function with a name of Keras": (lambda: dense(activation=relu), "something else"),
    "own object": (lambda: dense(activation=Bent()), "`Bent`"),
    "part of a function": (
        lambda: dense(
            activation=functools.partial(keras_part("activations", "get", "elu"), alpha=2)
        ),
        "partial",
    ),
    "keras.ops.sin": (lambda: activation("keras.ops.sin"), "`sin`"),
    "registered function": (registered, "`mine>mine`"),
    "registered in place of Keras' own": (registered_in_place_of_keras, "something else"),
    "Lambda layer": (lambda: layer("Lambda", function=lambda x: x), "`Lambda`"),
    "Lambda in a wrapper": (wrapped_lambda, "`Lambda`"),
    "subclassed model": (own_model, "`Net`"),
    "subclassed Sequential": (own_sequential, "`Net`"),
    "other call": (patched, "something else"),
}


@pytest.mark.parametrize("form", [*ACCEPTED, "loaded"])
def test_form_that_the_check_takes_is_taken_by_grading(form: str, tmp_path):
    network = ACCEPTED[form]() if form != "loaded" else loaded(tmp_path)
    assert Namespace({"model": network}).model is network
    again = crossed(network)
    assert [w.shape for w in again.get_weights()] == [w.shape for w in network.get_weights()]
    inputs = stock_networks._some_inputs(network)
    if inputs is not None and form != "dropout in prediction, too":
        right, rebuilt = (stock_networks._outputs(model, inputs) for model in (network, again))
        assert stock_networks._close(right, rebuilt)


@pytest.mark.parametrize("form", REFUSED)
def test_form_that_the_check_refuses_is_refused_by_grading_with_the_same_words(form: str):
    import keras

    make, named = REFUSED[form]
    network = make()
    registered_then = dict(keras.saving.get_custom_objects())
    with pytest.raises(AssertionError) as here:
        _ = Namespace({"model": network}).model
    with pytest.raises(AssertionError) as there:
        crossed(network)
    assert keras.saving.get_custom_objects() == registered_then
    assert named in str(there.value)
    assert str(here.value) == f"`model` cannot be graded. {there.value}"
    assert "own layers and functions" in str(there.value)


def test_network_that_a_function_returns_is_held_to_the_same():
    nb = Namespace({"build": lambda: (dense(activation=bend), 1), "good": dense, "length": len})
    with pytest.raises(AssertionError, match=r"What `build` returns cannot be graded.*`bend`"):
        nb.build()
    assert nb.good().built
    assert nb.good is nb.good
    assert nb.length([1, 2]) == 2


def test_networks_in_a_dictionary_are_held_to_the_same():
    with pytest.raises(AssertionError, match=r"`networks` cannot be graded.*`bend`"):
        _ = Namespace({"networks": {"a": [dense(), dense(activation=bend)]}}).networks


def test_check_leaves_the_notebook_s_random_numbers_and_names_alone():
    import keras

    def after(look: bool) -> tuple:
        keras.utils.set_random_seed(1)
        keras.backend.clear_session()
        network = layer("Dropout", rate=0.5)
        if look:
            assert stock_networks.problem(network) is None
        later = keras.layers.Dense(3, activation="relu")
        later.build((None, 3))
        drawn = np.asarray(network(np.ones((2, WIDE)), training=True))
        return later.name, later.get_weights()[0], drawn, random.random(), np.random.random()

    stock_networks._verdicts.clear()
    for a, b in zip(after(False), after(True), strict=True):
        assert np.array_equal(a, b)


def test_network_is_built_again_once(monkeypatch):
    built = []
    build = stock_networks.build
    monkeypatch.setattr(stock_networks, "build", lambda d: built.append(0) or build(d))
    network = dense(activation="relu")
    for _ in range(3):
        assert stock_networks.problem(network) is None
    assert len(built) == 1
    network.set_weights([w + 1 for w in network.get_weights()])
    assert stock_networks.problem(network) is None
    assert len(built) == 2
