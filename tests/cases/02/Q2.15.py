# %% right · capital letter
q2_15 = "C"

# %% wrong · all falls → Figure 2.9
q2_15 = "a"

# %% wrong · collapse → Figure 2.9
q2_15 = "d"
