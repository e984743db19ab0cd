# %% right · as a text
q9_11 = "B, D, A, C, E"

# %% wrong · no way back → morning 1
q9_11 = list("edacb")

# %% wrong · goes back though nothing is broken → morning 1
q9_11 = list("cdabe")

# %% wrong · more copies for a wrong caller → morning 2
q9_11 = list("badce")

# %% wrong · one action twice → A letter comes twice
q9_11 = ["b", "d", "a", "c", "c"]
