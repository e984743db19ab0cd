# %% right · other order
q3_2 = ["d", "a"]

# %% right · capitals in one string
q3_2 = "A, D"

# %% wrong · crossed → Which form
q3_2 = ["b", "c"]

# %% wrong · only one → Which form
q3_2 = ["a"]

# %% wrong · all → Which form
q3_2 = list("abcd")
