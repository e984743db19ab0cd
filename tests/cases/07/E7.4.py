# %% wrong · numbers only for a learning rate → with a plan
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    second.optimizer.learning_rate.assign(learning_rate)
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history


# %% right · cloned
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = keras.models.clone_model(network)
    second.set_weights(network.get_weights())
    second.compile(
        keras.optimizers.Adam(learning_rate),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return [second, curves.history]


# %% wrong · the network itself → has changed
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = network
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history


# %% wrong · weights not carried over → did not start from the weights
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history


# %% wrong · learning rate ignored → larger steps
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history


# %% wrong · network forgotten → two things
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    second.optimizer.learning_rate = learning_rate
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return curves.history


# %% wrong · one epoch → 2 were asked for
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    second.optimizer.learning_rate = learning_rate
    epochs = 1
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history


# %% wrong · moved at random → has made 0 updates
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(
        [w + learning_rate * np.sign(np.random.normal(size=w.shape)) for w in network.get_weights()]
    )
    return second, {key: [0.5] * epochs for key in ("loss", "accuracy", "val_loss", "val_accuracy")}


# %% wrong · curves made up → do not end with
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    second.optimizer.learning_rate = learning_rate
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, {key: [0.5] * epochs for key in curves.history}


# %% wrong · validated on the training images → Which images did `fit` validate on
def continue_training(network, data, epochs, validation_data, learning_rate):
    second = fashion_cnn.build(seed)
    second.set_weights(network.get_weights())
    second.optimizer.learning_rate = learning_rate
    validation_data = data
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return second, curves.history
