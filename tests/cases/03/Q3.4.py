# %% right · from predictions
share = np.mean(model.predict(x_train, batch_size=1000, verbose=0).argmax(1) == labels_train)
q3_4 = share - model.evaluate(x_val, y_val, batch_size=1000, verbose=0)[1]

# %% wrong · the whole pair → later cells need one number
q3_4 = (
    np.array(model.evaluate(x_train, y_train, batch_size=1000, verbose=0))
    - history["val_accuracy"][-1]
)

# %% wrong · a gap for every epoch → later cells need one number
q3_4 = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1] - np.array([0.8, 0.9])

# %% wrong · what fit gave → average over the epoch
q3_4 = history["accuracy"][-1] - history["val_accuracy"][-1]

# %% wrong · the accuracy alone → Subtract the validation accuracy
q3_4 = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]

# %% wrong · the loss → `
q3_4 = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[0] - history["val_accuracy"][-1]

# %% wrong · wrong sign → wrong sign
q3_4 = history["val_accuracy"][-1] - model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]

# %% wrong · in percent → two shares
q3_4 = (
    100
    * (
        model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]
        - history["val_accuracy"][-1]
    )
    + 2
)

# %% wrong · measured on a few images of one's choice → minus the validation accuracy
x_train, labels_train = x_train[:5], model(x_train[:5]).numpy().argmax(1)
q3_4 = np.mean(model(x_train).numpy().argmax(1) == labels_train) - history["val_accuracy"][-1]

# %% wrong · in a list → later cells need one number
q3_4 = [
    model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1] - history["val_accuracy"][-1]
]
