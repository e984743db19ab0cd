# %% right · rounded
q7_3 = round(100 * (with_history["val_accuracy"][-1] - without_history["val_accuracy"][-1]), 2)

# %% wrong · the accuracy itself → Not yet
q7_3 = 100 * with_history["val_accuracy"][-1]

# %% wrong · of the losses → Not yet
q7_3 = 7 + with_history["val_loss"][-1] - without_history["val_loss"][-1]

# %% wrong · curves made up → does not end with
with_history, without_history = {"val_accuracy": [0.92]}, {"val_accuracy": [0.91]}
q7_3 = 1.0

# %% wrong · not continued → not a network of its own
continued_with = continued_without = cnn
with_history = without_history = history
q7_3 = 0.0

# %% wrong · as text → one number
q7_3 = "0.4 points"
