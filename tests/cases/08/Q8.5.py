# %% right · as a string
q8_5 = "cdab"

# %% wrong · activation first → which side
q8_5 = ["c", "a", "d", "b"]

# %% wrong · dropout before the norm → zeros
q8_5 = ["c", "b", "d", "a"]

# %% wrong · weights last → numbers that all
q8_5 = ["d", "a", "b", "c"]
