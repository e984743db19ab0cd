# %% right · names reversed, in small letters
q6_4 = [[names[b].lower(), names[a].lower()] for a, b in most_confused(matrix, 2)]

# %% right · written without /top
q6_4 = [tuple(names[k].split("/")[0] for k in pair) for pair in most_confused(matrix, 2)]

# %% wrong · the least confused → far fewer errors
q6_4 = [(names[a], names[b]) for a, b in most_confused(matrix, 45)[-2:]]

# %% wrong · numbers → class names
q6_4 = most_confused(matrix, 2)

# %% wrong · the same pair twice → the same
a, b = most_confused(matrix, 1)[0]
q6_4 = [(names[a], names[b]), (names[b], names[a])]

# %% wrong · one pair → Give two pairs
q6_4 = [("Shirt", "Coat")]

# %% wrong · probabilities made up → not what `cnn` gives
val_probabilities = np.full((len(y_val), 10), 0.01)
val_probabilities[np.arange(len(y_val)), y_val] = 0.91
q6_4 = [("Bag", "Dress"), ("Sandal", "Trouser")]
