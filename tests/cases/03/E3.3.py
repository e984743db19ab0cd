# %% right · added one by one
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% right · functional, activations as layers
def build_network(activation="relu"):
    x = keras.Input((28, 28))
    h = keras.layers.Reshape((784,))(x)
    h = keras.layers.Activation(activation)(keras.layers.Dense(128)(h))
    h = keras.layers.Dropout(0.2)(h)
    h = keras.layers.Dense(64, activation)(h)
    return keras.Model(x, keras.layers.Softmax()(keras.layers.Dense(10)(h)))


# %% wrong · no dropout → nothing is dropped
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · dropout at another rate → A fifth
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · dropout on the pixels → falls on 784
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · dropout after the second layer → falls on 64
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · two dropouts → 2 dropout layers
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · widths swapped → How many units
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · no second hidden layer → How many units
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · second layer without activation → no activation
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · argument not used → use the argument
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · no softmax → add up to 1
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10),
    ):
        network.add(layer)
    return network


# %% wrong · sigmoid as default → do not compute ReLU
def build_network(activation="sigmoid"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in (
        keras.layers.Dense(128, activation=activation),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(64, activation=activation),
        keras.layers.Dense(10, activation="softmax"),
    ):
        network.add(layer)
    return network


# %% wrong · the network instead of a function → raised
build_network = keras.Sequential([keras.Input((28, 28))])


# %% wrong · Gaussian noise → another layer
def build_network(activation="relu"):
    return keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation=activation),
            keras.layers.GaussianDropout(0.2),
            keras.layers.Dense(64, activation=activation),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
