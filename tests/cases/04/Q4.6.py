# %% right · capital letter
q4_6 = "B"

# %% wrong · slope of ReLU → of their squares
q4_6 = "c"

# %% wrong · larger is faster → of their squares
q4_6 = "d"
