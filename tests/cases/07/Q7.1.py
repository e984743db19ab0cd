# %% right · rounded
q7_1 = (0.0417, 0.20)

# %% wrong · degrees kept → above 1
q7_1 = [15, 0.2]

# %% wrong · radians → radians
q7_1 = [np.radians(15), 0.2]

# %% wrong · zoom converted too → second factor
q7_1 = [15 / 360, 0.2 / 360]
