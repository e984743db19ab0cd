# %% right · the largest difference, as text would show it
q2_9 = round(float((reported - fresh)[-1]), 2)

# %% wrong · one candidate → nothing is chosen
q2_9 = reported[0] - fresh[0]

# %% wrong · how far the reported score climbs → at the same number of candidates
q2_9 = reported[-1] - reported[0]

# %% wrong · as a share → In percentage points
q2_9 = (reported[-1] - fresh[-1]) / 100

# %% wrong · the reported score → Not yet
q2_9 = reported[-1]
