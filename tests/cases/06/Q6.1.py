# %% right · capital letter
q6_1 = "B"

# %% wrong · read down the column → add up to 100
q6_1 = "a"

# %% wrong · row and column exchanged → add up to 100
q6_1 = "d"
