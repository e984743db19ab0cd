# %% right · capital letter
q2_18 = "D"

# %% wrong · train longer → moved or tilted
q2_18 = "a"

# %% wrong · larger batch → moved or tilted
q2_18 = "b"
