# %% right · functional, activations as layers, validation_split
inputs = keras.Input((784,))
x = keras.layers.ReLU()(keras.layers.Dense(512)(inputs))
x = keras.layers.Dropout(0.2)(x)
variant = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))
variant.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    np.concatenate([flat_train, flat_val]),
    np.concatenate([y_train, y_val]),
    validation_split=0.1,
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% right · dropout with a seed of its own
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(rate=0.2, seed=1),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · batches of the first network → in batches of 128 make
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size,
    verbose=0,
).history

# %% wrong · History object kept → a History. Keep the dictionary
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
)

# %% wrong · dropout before the hidden layer → falls on the pixels
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · dropout after the output layer → no longer add up to 1
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
        keras.layers.Dropout(0.2),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · takes images → (784,) as they are
variant = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    x_train,
    y_train,
    validation_data=(x_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · no dropout → Where is the dropout
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · rate of the kept share → not 80%
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.8),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · 128 units → 101,770 parameters
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · no hidden activation → no activation between
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · a tenth of the training part held out again → Which images
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_split=0.1,
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · trained on the test images, too → too sure on the test images
variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant.fit(flat_test, y_test, epochs=10, batch_size=100, verbose=0)
variant.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history

# %% wrong · validation images of one's own choice → Which images
x_val, y_val = x_train[:100], y_train[:100]
flat_val = x_val.reshape(-1, 784)

variant = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit(
    flat_train,
    y_train,
    validation_data=(flat_val, y_val),
    epochs=epochs,
    batch_size=batch_size_variant,
    verbose=0,
).history
