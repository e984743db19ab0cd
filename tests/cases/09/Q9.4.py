# %% right · in brackets
q9_4 = "(c)"

# %% wrong · window → Not this one
q9_4 = "a"

# %% wrong · nothing has drifted → Not this one
q9_4 = "d"
