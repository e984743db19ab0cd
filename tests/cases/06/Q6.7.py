# %% right · by the numbers
q6_7 = float(np.mean(np.max(val_probabilities, axis=-1)) - np.mean(val_predicted == y_val))

# %% wrong · the sign → minus accuracy
q6_7 = val_right.mean() - val_probabilities.max(axis=1).mean()

# %% wrong · the mean confidence alone → Subtract the accuracy
q6_7 = val_probabilities.max(axis=1).mean()

# %% wrong · in percent → not of percents
q6_7 = 100 * (val_probabilities.max(axis=1).mean() - val_right.mean())

# %% wrong · the mean of all probabilities → Not yet
q6_7 = val_probabilities.mean() - val_right.mean()

# %% wrong · a letter → one number
q6_7 = "a"

# %% wrong · probabilities made up → not what `cnn` gives
val_probabilities = np.full((len(y_val), 10), 0.01)
val_probabilities[np.arange(len(y_val)), y_val] = 0.91
q6_7 = -0.09
