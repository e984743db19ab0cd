# %% right · by the numbers
q6_7 = "b" if np.mean(val_probabilities.max(1)) < np.mean(val_right) else "A"

# %% wrong · the other one → above or below
q6_7 = "a" if np.mean(val_probabilities.max(1)) < np.mean(val_right) else "b"

# %% wrong · probabilities made up → not what `cnn` gives
val_probabilities = np.full((len(y_val), 10), 0.01)
val_probabilities[np.arange(len(y_val)), y_val] = 0.91
q6_7 = "b"

# %% wrong · a third letter → one letter
q6_7 = "c"
