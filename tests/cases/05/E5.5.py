# %% right · objects in place of names
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer=keras.optimizers.Adam(),
    loss=keras.losses.SparseCategoricalCrossentropy(),
    metrics=["accuracy"],
    run_eagerly=True,
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · one-hot labels, which later cells do not have → labels as whole numbers
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    np.eye(10)[y_train],
    validation_data=(x_val, np.eye(10)[y_val]),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · a third metric, which later cells do not take → metrics=['accuracy'] alone
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy", "sparse_top_k_categorical_accuracy"],
    run_eagerly=True,
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · other batches → Which images and which `batch_size`
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size // 2,
    verbose=0,
).history

# %% wrong · another optimiser → asks for Adam
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="rmsprop",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
    run_eagerly=True,
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · curves as arrays → as `fit` has made them
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history
history = {name: np.array(curve) for name, curve in history.items()}

# %% wrong · History object kept → a History. Keep the dictionary
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train[:64],
    y_train[:64],
    validation_data=(x_val[:64], y_val[:64]),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
)

# %% wrong · no validation → val_loss
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train[:64], y_train[:64], epochs=epochs, batch_size=batch_size, verbose=0
).history

# %% wrong · one epoch too many → were asked for
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train[:64],
    y_train[:64],
    validation_data=(x_val[:64], y_val[:64]),
    epochs=epochs + 1,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · validated on test images → Which images
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_test[:200], y_test[:200]),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · curves made up → close to guessing
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
        layers.Dense(10, activation="softmax"),
    ]
)
history = {key: [0.9] * epochs for key in ("loss", "accuracy", "val_loss", "val_accuracy")}

# %% wrong · curves made up for a trained network → not that of this network
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history
history |= {key: [0.91] * epochs for key in ("val_loss", "val_accuracy")}

# %% wrong · validation part exchanged for one that is easy → Which images
x_val, y_val = x_train[:val_size], y_train[:val_size]

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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · labels out of order → close to guessing
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train[::-1],
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% right · with a penalty on the weights
keras.utils.set_random_seed(seed)
cnn = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, activation="relu", kernel_regularizer="l2"),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
)
history = cnn.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · squared error → with which loss
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
        layers.Dense(10, activation="softmax"),
    ]
)

cnn.compile(optimizer="adam", loss="mse", metrics=["accuracy"], run_eagerly=True)
history = cnn.fit(
    x_train,
    np.eye(10)[y_train],
    validation_data=(x_val, np.eye(10)[y_val]),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history
