# %% right · capital
q9_8 = "D"

# %% wrong · a key without end → in a year
q9_8 = "b"

# %% wrong · in the image → in a year
q9_8 = "c"
