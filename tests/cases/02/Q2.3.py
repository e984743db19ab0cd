# %% right · capitals in a tuple
q2_3 = ("C", "B", "D", "A")

# %% right · one word
q2_3 = "cbda"

# %% wrong · Flatten and Dropout exchanged → 2 of the four
q2_3 = ["c", "a", "d", "b"]

# %% wrong · one letter twice → comes twice
q2_3 = ["c", "b", "b", "a"]
