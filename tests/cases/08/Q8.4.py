# %% right · by hand
q8_4 = (
    int(
        np.argmin(
            memorizer_history["val_loss"][: early_stopping(memorizer_history["val_loss"], 5)[0]]
        )
    )
    + 1
)

# %% wrong · where it stopped → After this epoch the training stops
memorizer_history = memorizer_history | {"val_loss": [0.5, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.2]}
q8_4 = 7

# %% wrong · the lowest of all epochs → can tell
memorizer_history = memorizer_history | {"val_loss": [0.5, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.2]}
q8_4 = 8

# %% wrong · counted from 0 → Count the epochs from 1
memorizer_history = memorizer_history | {"val_loss": [0.5, 0.3, 0.4, 0.45, 0.5, 0.6, 0.7, 0.2]}
q8_4 = 1

# %% wrong · another number → can tell
q8_4 = 0.5
