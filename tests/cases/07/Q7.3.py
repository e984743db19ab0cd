# %% right · capital letter
q7_3 = "B"

# %% wrong · overfitting → On which images
q7_3 = "a"

# %% wrong · wrong labels → On which images
q7_3 = "c"
