# %% right · capital letter
q4_6 = "C"

# %% wrong · recovers → an update of such a weight
q4_6 = "a"

# %% wrong · smaller learning rate → an update of such a weight
q4_6 = "b"
