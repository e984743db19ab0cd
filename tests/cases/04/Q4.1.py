# %% right · read from the slopes
q4_1 = (sigmoid_slope(grid).max(), tanh_slope(grid).max())

# %% right · as an array
q4_1 = np.array([1 / 4, 1])

# %% wrong · the largest values → look again at sigmoid
q4_1 = [1, 1]

# %% wrong · value at zero → look again at tanh
q4_1 = [0.25, 0]

# %% wrong · swapped → Neither
q4_1 = [1, 0.25]

# %% wrong · one number → list of two numbers
q4_1 = 0.25
