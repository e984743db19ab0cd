# %% right · from predictions
q7_2 = 100 * np.mean(
    cnn_augmented.predict(x_train[:10_000], verbose=0).argmax(axis=1) == y_train[:10_000]
)

# %% wrong · what fit reported → what `fit` reported
q7_2 = 100 * augmented_history["accuracy"][-1]

# %% wrong · as a share → in percent
q7_2 = cnn_augmented.evaluate(x_train[:10_000], y_train[:10_000], verbose=0)[1]

# %% wrong · on the validation images → Which images
q7_2 = 100 * cnn_augmented.evaluate(x_val, y_val, verbose=0)[1]

# %% wrong · the loss → Not yet
q7_2 = 100 * cnn_augmented.evaluate(x_train[:10_000], y_train[:10_000], verbose=0)[0]

# %% wrong · of lab 05's network → Not yet
q7_2 = 100 * cnn.evaluate(x_train[:10_000], y_train[:10_000], verbose=0)[1]
