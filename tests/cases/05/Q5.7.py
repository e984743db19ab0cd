# %% right · list method
q5_7 = history["val_loss"].index(min(history["val_loss"])) + 1

# %% wrong · curves made up → not that of this network
history = {key: [0.5] * epochs for key in history}
q5_7 = 1

# %% wrong · counted from 0 → counts as 1
q5_7 = np.argmin(history["val_loss"])

# %% wrong · the loss itself → number of an epoch
q5_7 = min(history["val_loss"]) + epochs

# %% wrong · the worst → from 1
q5_7 = np.argmax(history["val_loss"]) + 1 + 2 * epochs
