# %% right · with a blank
q1_5 = "b "

# %% wrong · size of the figure → images grow
q1_5 = "a"

# %% wrong · all images → What does it run over
q1_5 = "c"

# %% wrong · batch → No batch
q1_5 = "d"

# %% wrong · two letters → one letter
q1_5 = "bc"
