# %% right · typed as a float
q2_3 = 407050.0

# %% right · asked of a network
q2_3 = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(512), keras.layers.Dense(10)]
).count_params()

# %% wrong · biases forgotten → besides
q2_3 = 784 * 512 + 512 * 10

# %% wrong · first layer only → second
q2_3 = 784 * 512 + 512

# %% wrong · units added up → layer by layer
q2_3 = 784 + 512 + 10

# %% wrong · the network of Figure 2.1 → 512 hidden units
q2_3 = 101_770
