# %% right · with a bracket
q6_8 = "c)"

# %% wrong · both stay → last column
q6_8 = "d"

# %% wrong · recall falls → last column
q6_8 = "b"
