# %% right · functional
keras.utils.set_random_seed(seed)
inputs = keras.Input((28, 28, 1))
x = layers.MaxPooling2D()(layers.Conv2D(32, (3, 3), activation="relu")(inputs))
x = layers.MaxPooling2D()(layers.Conv2D(64, (3, 3), activation=keras.activations.relu)(x))
x = layers.Dropout(0.3)(layers.Dense(128, "relu")(layers.Flatten()(x)))
cnn = keras.Model(inputs, layers.Dense(10, "softmax")(x))

# %% right · shape found at the first call
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · padding → without padding
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu", padding="same"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · 5 × 5 filters → how large are the filters
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 5, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · 16 filters → how many filters
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · no activation → lack the activation
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation=None),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation=None),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation=None),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · tanh → lack the activation
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="tanh"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="tanh"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="tanh"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · no softmax → sum 1
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation=None),
    ]
)

# %% wrong · average pooling → AveragePooling2D
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.AveragePooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · pooling with stride 1 → parameters
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2, 1),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2, 1),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · no dropout → the table has Dropout
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · share kept → share that is set to 0
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.7),
        layers.Dense(10, activation="softmax"),
    ]
)
