# %% right · as a float
q3_1 = 40.0

# %% right · measured
q3_1 = y_train.astype("float32").nbytes / labels_train.nbytes

# %% wrong · values only → how many bytes
q3_1 = 10

# %% wrong · float64 → `float32`
q3_1 = 80

# %% wrong · bits → one label before and after
q3_1 = 320
