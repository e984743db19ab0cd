# %% right · the loss as a function, two metrics
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam",
        loss=keras.losses.categorical_crossentropy,
        metrics=["accuracy", keras.metrics.TopKCategoricalAccuracy(3)],
        run_eagerly=True,
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · another network, as in lab 02 → use its argument `network`
model = build_network()


def train(network, x, y, validation, epochs, verbose=2):
    model.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = model.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · a loss of one's own → a function of your own
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam",
        loss=lambda y, p: keras.losses.categorical_crossentropy(y, p),
        metrics=["accuracy"],
        run_eagerly=True,
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% right · objects instead of names
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer=keras.optimizers.Adam(),
        loss=keras.losses.CategoricalCrossentropy(),
        metrics=["accuracy"],
        run_eagerly=True,
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% right · curves taken from the network
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return network.history.history


# %% wrong · sparse loss → do not fit
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        run_eagerly=True,
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · squared error → not the cross-entropy
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(optimizer="adam", loss="mse", metrics=["accuracy"], run_eagerly=True)
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · binary cross-entropy → not the cross-entropy
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · SGD → asks for Adam
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · no metric → lack 'accuracy'
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(optimizer="adam", loss="categorical_crossentropy", metrics=[], run_eagerly=True)
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · no validation → lack 'val_loss'
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=verbose)
    return curves.history


# %% wrong · validated on the notebook's own images → given as `validation`
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x,
        y,
        validation_data=(x_val[:100], y_val[:100]),
        epochs=epochs,
        batch_size=batch_size,
        verbose=verbose,
    )
    return curves.history


# %% wrong · trained on the notebook's own images → only on those
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x_train[:200],
        y_train[:200],
        validation_data=validation,
        epochs=epochs,
        batch_size=batch_size,
        verbose=verbose,
    )
    return curves.history


# %% wrong · epochs fixed → use its argument
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=3, batch_size=batch_size, verbose=verbose
    )
    return curves.history


# %% wrong · batches of 64 → batches of `batch_size`
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=64, verbose=verbose
    )
    return curves.history


# %% wrong · History object → a History. Keep the dictionary
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(
        optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"], run_eagerly=True
    )
    curves = network.fit(
        x, y, validation_data=validation, epochs=epochs, batch_size=batch_size, verbose=verbose
    )
    return curves
