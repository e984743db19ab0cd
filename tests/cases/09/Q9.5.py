# %% right · rounded
q9_5 = 1.2

# %% wrong · a share → percentage points
q9_5 = 0.0121

# %% wrong · of one image → Not yet
q9_5 = 17.1
