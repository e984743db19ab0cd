# %% right · rounded
q2_12 = round(float(test_accuracy), 3)

# %% wrong · validation accuracy → by which one chooses
q2_12 = history["val_accuracy"][-1]

# %% wrong · in percent → between 0 and 1
q2_12 = 97.5

# %% wrong · the error rate → judged by
q2_12 = 1 - test_accuracy
