# %% right · by hand
accuracies = np.array(memorizer_history["val_accuracy"])
q8_4 = int(np.argmax(accuracies[: early_stopping(-accuracies, 5)[0]])) + 1

# %% right · an equal value is no new highest one
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = 3

# %% wrong · where it stopped → After this epoch the training stops
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = 8

# %% wrong · the highest of all epochs → can tell
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = 9

# %% wrong · counted from 0 → Count the epochs from 1
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = 2

# %% wrong · the validation loss → belongs to the validation loss
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = 4

# %% wrong · the accuracies themselves → the accuracy is lowest
memorizer_history = memorizer_history | {
    "val_accuracy": [0.5, 0.6, 0.7, 0.6, 0.7, 0.6, 0.6, 0.5, 0.9],
    "val_loss": [0.9, 0.8, 0.7, 0.6, 0.7, 0.7, 0.7, 0.7, 0.8],
}
q8_4 = early_stopping(memorizer_history["val_accuracy"], 5)[1]

# %% wrong · another number → can tell
q8_4 = 0.5
