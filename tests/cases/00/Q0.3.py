# %% right · another order
q0_3 = ["f", "e", "c", "a"]

# %% right · as one word
q0_3 = "ACEF"

# %% right · one string in a list
q0_3 = ["a, c, e, f"]

# %% wrong · nothing chosen → at least one
q0_3 = []

# %% wrong · the batches too → an earlier step has made
q0_3 = ["a", "c", "d", "e", "f"]

# %% wrong · the forward pass only → there is more
q0_3 = ["a"]

# %% wrong · no such choice → no choice 'x'
q0_3 = ["a", "x"]
