# %% right · with a bracket
q2_8 = "c)"

# %% wrong · no gradient → Figure 2.4
q2_8 = "b"

# %% wrong · nothing → Figure 2.4
q2_8 = "a"
