# %% right · in plain Python
losses, accuracies = long_history["val_loss"], long_history["val_accuracy"]
best_epoch = losses.index(min(losses)) + 1
accuracy_gain = 100 * (sum(accuracies[40:]) / 10 - accuracies[best_epoch - 1])

# %% wrong · counted from 0 → epochs are counted from 1
best_epoch = int(np.argmin(long_history["val_loss"]))
accuracy_gain = 100 * (
    np.mean(long_history["val_accuracy"][-10:]) - long_history["val_accuracy"][best_epoch]
)

# %% wrong · the training loss → training loss
best_epoch = int(np.argmin(long_history["loss"])) + 1
accuracy_gain = 0

# %% wrong · the best accuracy → Take the loss
best_epoch = int(np.argmax(long_history["val_accuracy"])) + 1
accuracy_gain = 0

# %% wrong · the highest loss → a loss should be low
best_epoch = int(np.argmax(long_history["val_loss"])) + 1
accuracy_gain = 0

# %% wrong · some epoch → Not yet
best_epoch = 9
accuracy_gain = 0

# %% wrong · as a share → percentage points
best_epoch = int(np.argmin(long_history["val_loss"])) + 1
accuracy_gain = (
    np.mean(long_history["val_accuracy"][-10:]) - long_history["val_accuracy"][best_epoch - 1]
)

# %% wrong · the other way round → sign
best_epoch = int(np.argmin(long_history["val_loss"])) + 1
accuracy_gain = -100 * (
    np.mean(long_history["val_accuracy"][-10:]) - long_history["val_accuracy"][best_epoch - 1]
)

# %% wrong · the last epoch alone → noisy
best_epoch = int(np.argmin(long_history["val_loss"])) + 1
accuracy_gain = 100 * (
    long_history["val_accuracy"][-1] - long_history["val_accuracy"][best_epoch - 1]
)

# %% wrong · the epoch after → stands at place 0
best_epoch = int(np.argmin(long_history["val_loss"])) + 1
accuracy_gain = 100 * (
    np.mean(long_history["val_accuracy"][-10:]) - long_history["val_accuracy"][best_epoch]
)
