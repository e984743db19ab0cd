# %% right · capital letter
q8_4 = "A"

# %% wrong · where it stopped → last of the three
q8_4 = "b"

# %% wrong · mean → last of the three
q8_4 = "d"
