# %% right · from sorting
q3_7 = np.argsort(long_history["val_loss"])[0] + 1

# %% wrong · counted from 0 → from 0
q3_7 = np.argmin(long_history["val_loss"])

# %% wrong · the last → last epoch
q3_7 = 50

# %% wrong · highest accuracy → asks for the loss
q3_7 = np.argmax(long_history["val_accuracy"]) + 1

# %% wrong · highest loss → Not this epoch
q3_7 = np.argmax(long_history["val_loss"]) + 1

# %% wrong · another curve in the place of the stored one → Not this epoch
long_history = {"val_loss": [0.1, 0.2], "val_accuracy": [0.1, 0.2]}
q3_7 = 1
