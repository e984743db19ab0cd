# %% right · counted
q0_2 = len(range(0, 54_000, 128))

# %% right · as a NumPy number
q0_2 = np.ceil(54_000 / 128)

# %% wrong · rounded down → left over after the full batches
q0_2 = 54_000 // 128

# %% wrong · not whole → whole number
q0_2 = 54_000 / 128

# %% wrong · of all 60,000 → How many batches
q0_2 = 469

# %% wrong · not a number → whole number
q0_2 = float("nan")

# %% wrong · a word → must be one number
q0_2 = "many"
