# %% right · capital letter
q8_10 = "B"

# %% wrong · training images → What is in the loss
q8_10 = "a"

# %% wrong · smaller number → What is in the loss
q8_10 = "d"
