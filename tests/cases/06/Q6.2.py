# %% right · as a word
q6_2 = "bca"

# %% wrong · precision and recall exchanged → exchanged two
q6_2 = ["c", "b", "a"]

# %% wrong · accuracy first → which of them are the hits
q6_2 = ["a", "b", "c"]

# %% wrong · one letter → three letters
q6_2 = "b"
