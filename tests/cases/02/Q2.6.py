# %% right · typed as a float
q2_6 = 101770.0

# %% wrong · biases forgotten → besides
q2_6 = 784 * 128 + 128 * 10

# %% wrong · first layer only → second
q2_6 = 100480

# %% wrong · units added up → layer by layer
q2_6 = 784 + 128 + 10
