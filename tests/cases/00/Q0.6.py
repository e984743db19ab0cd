# %% right · as a tuple
q0_6 = ("d", "c", "b", "a")

# %% right · as one word
q0_6 = "dcba"

# %% wrong · in the order of the list → comes last
q0_6 = ["a", "b", "c", "d"]

# %% wrong · loss first → exist before predictions
q0_6 = ["c", "d", "b", "a"]

# %% wrong · backward before the loss → slope of what
q0_6 = ["d", "b", "c", "a"]

# %% wrong · one left out → all four
q0_6 = ["d", "c", "a"]
