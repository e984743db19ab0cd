# %% right · capital letter
q2_9 = "A"

# %% wrong · display → how sure
q2_9 = "d"

# %% wrong · better on new images → how sure
q2_9 = "c"

# %% wrong · a number → one letter
q2_9 = 2
