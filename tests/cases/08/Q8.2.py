# %% right · typed
q8_2 = 1e-3

# %% wrong · the cost → what this weight costs
q8_2 = 0.001 * 0.5**2

# %% wrong · factor 2 forgotten → differentiate the square
q8_2 = 0.0005
