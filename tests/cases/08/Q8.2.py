# %% right · typed
q8_2 = 1.2e-3

# %% wrong · the cost → what this weight costs
q8_2 = 0.002 * 0.3**2

# %% wrong · factor 2 forgotten → differentiate the square
q8_2 = 0.0006

# %% wrong · λ copied → the price λ alone
q8_2 = 0.002
