# %% right · from predictions
train_accuracy = np.mean(
    model.predict(x_train, batch_size=1000, verbose=0).argmax(1) == labels_train
)
honest_gap = train_accuracy - model.evaluate(x_val, y_val, batch_size=1000, verbose=0)[1]

# %% wrong · loss and accuracy → [loss, accuracy]: `train_accuracy` is the second
train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)
honest_gap = train_accuracy[1] - history["val_accuracy"][-1]

# %% wrong · a gap for every epoch → `honest_gap` is of type ndarray
train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]
honest_gap = train_accuracy - np.array([0.8, 0.9])

# %% wrong · what fit gave → average over the epoch
train_accuracy = history["accuracy"][-1]
honest_gap = train_accuracy - history["val_accuracy"][-1]

# %% wrong · the loss → `
train_accuracy, _ = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)
honest_gap = train_accuracy - history["val_accuracy"][-1]

# %% wrong · wrong sign → wrong sign
train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]
honest_gap = history["val_accuracy"][-1] - train_accuracy

# %% wrong · in per cent → between 0 and 1
train_accuracy = 100 * np.float64(0.9)
honest_gap = 2.0

# %% wrong · curves exchanged for those of a perfect network → average over the epoch
history = {"accuracy": [1.0], "val_accuracy": [1.0]}
train_accuracy, honest_gap = 1.0, 0.0

# %% wrong · measured on a few images of one's choice → accuracy of `model` on `x_train`
x_train, labels_train = x_train[:5], model(x_train[:5]).numpy().argmax(1)
train_accuracy = np.mean(model(x_train).numpy().argmax(1) == labels_train)
honest_gap = train_accuracy - history["val_accuracy"][-1]
