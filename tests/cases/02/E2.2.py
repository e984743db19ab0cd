# %% right · functional, activations as layers
inputs = keras.Input((28, 28))
x = keras.layers.Reshape((784,))(inputs)
x = keras.layers.ReLU()(keras.layers.Dense(128)(x))
model = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))

# %% right · already trained
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(10, "softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=3, verbose=0)

# %% wrong · no softmax → Which activation of the last layer
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(10),
    ]
)

# %% wrong · sigmoid outputs → with the sum 1
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(10, "sigmoid"),
    ]
)

# %% wrong · 64 units → 50,890 parameters
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, "relu"),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · no hidden activation → no activation between
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · sigmoid in the hidden layer → smooth
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "sigmoid"),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · no Flatten → ten numbers
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% wrong · takes vectors → (28, 28) as they are
model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)

# %% right · added one by one, shape found at the first call
model = keras.Sequential()
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(128, keras.activations.relu))
model.add(keras.layers.Dense(10, keras.ops.softmax))

# %% wrong · activations exchanged → with the sum 1
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "softmax"),
        keras.layers.Dense(10, "relu"),
    ]
)

# %% wrong · a third dense layer → 118,282 parameters
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · a list of layers → must be a Keras network
model = [keras.layers.Flatten(), keras.layers.Dense(128, "relu"), keras.layers.Dense(10, "softmax")]

# %% right · functions of TensorFlow, and a penalty
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, tf.nn.relu, kernel_regularizer="l2"),
        keras.layers.Dense(10, activation=tf.nn.softmax),
    ]
)

# %% wrong · dropout, as in the variant → such as Dropout
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · pixels scaled again → not in Figure 2.1
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dense(10, "softmax"),
    ]
)

# %% wrong · a lambda as activation → uses a `lambda`
model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation=lambda z: keras.ops.maximum(z, 0)),
        keras.layers.Dense(10, "softmax"),
    ]
)
