# %% right · functional, activations as layers
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((28, 28))
    x = keras.layers.Reshape((784,))(inputs)
    for units in (128, 64):
        x = keras.layers.Activation(activation)(keras.layers.Dense(units)(x))
    network = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))
    network.compile(
        keras.optimizers.Adam(learning_rate=learning_rate),
        keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
    return network


# %% right · without a default, compiled by position
def build(activation, seed, learning_rate):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · without an input → Begin it with `keras.Input((28, 28))`
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · dropout, as in lab 03 → such as Dropout
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · a network inside the network → not into a network inside the network
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.Sequential(
                [
                    keras.Input((28, 28)),
                    keras.layers.Flatten(),
                    keras.layers.Dense(128, activation=activation),
                    keras.layers.Dense(64, activation=activation),
                    keras.layers.Dense(10, activation="softmax"),
                ]
            ),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · a loss of one's own → a function of your own
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        lambda y, p: keras.losses.sparse_categorical_crossentropy(y, p),
        metrics=["accuracy"],
    )
    return network


# %% wrong · no seed → Where is the seed set
def build(activation, seed, learning_rate=0.001):
    pass
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · always the same seed → Use the argument `seed`
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(42)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · ReLU in the second layer → Do both hidden layers
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · no activation in the second layer → Do both hidden layers
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=None),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · activation at the output → add up to 1
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation=activation),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · no softmax → add up to 1
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · 64 and 64 units → parameters. Count
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return network


# %% wrong · not returned → returned a NoneType
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    pass


# %% wrong · learning rate not handed on → Hand the argument on
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


# %% wrong · SGD → asks for Adam
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.SGD(learning_rate), "sparse_categorical_crossentropy", ["accuracy"]
    )
    return network


# %% wrong · loss for one-hot labels → labels that are whole numbers
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(
        keras.optimizers.Adam(learning_rate), "categorical_crossentropy", metrics=["accuracy"]
    )
    return network


# %% wrong · no metric → metric accuracy
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(keras.optimizers.Adam(learning_rate), "sparse_categorical_crossentropy")
    return network


# %% wrong · not compiled → not compiled
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    pass
    return network
