# %% right · capital letter
q2_4 = "B"

# %% wrong · the other way round → Try it
q2_4 = "a"

# %% wrong · both change one → Try it
q2_4 = "c"

# %% wrong · in words → one letter
q2_4 = "softmax"
