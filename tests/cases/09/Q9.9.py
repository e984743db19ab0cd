# %% right · as texts
q9_9 = {"data": "big", "model": "hec", "system": "fad"}

# %% wrong · classes as data → g, which stands under model
q9_9 = {"system": "adf", "model": "chg", "data": "bei"}

# %% wrong · malformed requests as system → g, which stands under system
q9_9 = {"system": "adg", "model": "ceh", "data": "bfi"}

# %% wrong · a list → a dictionary
q9_9 = ["adf", "ceh", "bgi"]

# %% wrong · what is refused before the network as a kind of answer → i, which stands under model
q9_9 = {"system": "adf", "model": "eih", "data": "bgc"}
