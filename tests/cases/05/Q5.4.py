# %% right · typed, as a tuple of floats
q5_4 = (320.0, 0, 18496, 0, 0, 204928, 0, 1290)

# %% wrong · no biases → one bias
q5_4 = [320, 0, 18_496, 0, 0, 204_928, 0, 1290]
q5_4[0] = 288

# %% wrong · filters not deep → *each* of the maps
q5_4 = [320, 0, 18_496, 0, 0, 204_928, 0, 1290]
q5_4[2] = 9 * 64 + 64

# %% wrong · pooling has weights → to learn
q5_4 = [320, 0, 18_496, 0, 0, 204_928, 0, 1290]
q5_4[1] = 4

# %% wrong · one map into the dense layer → flattened vector
q5_4 = [320, 0, 18_496, 0, 0, 204_928, 0, 1290]
q5_4[5] = 25 * 128 + 128
