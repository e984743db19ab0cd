# %% right · another order, as text
q7_7 = ("8", "0", "1")

# %% wrong · three instead of one → mirrored 3
q7_7 = [0, 3, 8]

# %% wrong · two only → three different
q7_7 = [0, 8]
