# %% right · as a fraction
q4_5 = 1 / 65536

# %% right · rounded
q4_5 = 1.53e-5

# %% wrong · added up → *multiplied*
q4_5 = 8 * 0.25

# %% wrong · slope one → Not yet
q4_5 = 1

# %% wrong · seven slopes → Not yet
q4_5 = 0.25**7
