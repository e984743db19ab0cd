# %% right · compiled once more
cnn_augmented = fashion_cnn.build(seed)
fashion_cnn.compile(cnn_augmented)
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, batch_size, training=True, augment=augment),
    validation_data=(x_val, y_val),
    epochs=epochs,
    verbose=0,
).history

# %% wrong · lab 05's network trained further → lab 05's network itself
cnn_augmented = cnn
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, batch_size, training=True, augment=augment),
    validation_data=validation,
    epochs=epochs,
    verbose=0,
).history

# %% wrong · a copy of lab 05's network → lab 05's network itself
cnn_augmented = fashion_cnn.build(seed)
cnn_augmented.set_weights(cnn.get_weights())
cnn_augmented.optimizer.iterations.assign(epochs * -(-train_size // batch_size))
augmented_history = history

# %% wrong · curves made up → plain validation part
cnn_augmented = fashion_cnn.build(seed)
cnn_augmented.optimizer.iterations.assign(epochs * -(-train_size // batch_size))
augmented_history = {key: [0.93] * epochs for key in history}

# %% wrong · curves made up, not trained → has made 0 updates
cnn_augmented = fashion_cnn.build(seed)
augmented_history = {key: [0.93] * epochs for key in history}

# %% wrong · one epoch too many → were asked for
cnn_augmented = fashion_cnn.build(seed)
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, batch_size, training=True, augment=augment),
    validation_data=validation,
    epochs=epochs + 1,
    verbose=0,
).history

# %% wrong · History object kept → a History. Keep the dictionary
cnn_augmented = fashion_cnn.build(seed)
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, batch_size, training=True, augment=augment),
    validation_data=validation,
    epochs=epochs,
    verbose=0,
)

# %% wrong · another batch size → updates
cnn_augmented = fashion_cnn.build(seed)
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, 32, training=True, augment=augment),
    validation_data=validation,
    epochs=epochs,
    verbose=0,
).history

# %% wrong · validated on augmented images → plain validation part
cnn_augmented = fashion_cnn.build(seed)
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, batch_size, training=True, augment=augment),
    validation_data=batches(x_val, 9 - y_val, 1000, True, augment),
    epochs=epochs,
    verbose=0,
).history
