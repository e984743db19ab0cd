# %% right · as an array
q9_2 = np.array([400, 500, 503, 200])

# %% wrong · our mistake blamed on the caller → number 2
q9_2 = [400, 400, 503, 200]

# %% wrong · a horse is a bad request → number 4
q9_2 = [400, 500, 503, 400]

# %% wrong · not ready is an error → number 3
q9_2 = [400, 500, 500, 200]

# %% wrong · three numbers → a list of 4
q9_2 = [400, 500, 503]
