# %% right · from the function
q0_7 = adam(np.array([250.0]), (0.0, 0.0, 0))[0][0]

# %% right · with its sign
q0_7 = -1e-3

# %% wrong · as plain descent → What does Adam divide by
q0_7 = 0.25

# %% wrong · not corrected → t = 1
q0_7 = 0.001 * 25 / np.sqrt(0.001 * 250**2)

# %% wrong · without the learning rate → learning rate
q0_7 = 1
