# %% right · capital letter
q1_4 = "C"

# %% wrong · changes the array → do they change
q1_4 = "a"

# %% wrong · black and white → two shades
q1_4 = "b"

# %% wrong · scales → hold afterwards
q1_4 = "d"

# %% wrong · a sentence → one letter
q1_4 = "grey shades"
