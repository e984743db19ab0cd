# %% right · capital letter
q4_9 = "C"

# %% wrong · recovers → an update of such a weight
q4_9 = "a"

# %% wrong · smaller learning rate → an update of such a weight
q4_9 = "b"
