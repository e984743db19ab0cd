# %% right · typed
q2_11 = 8440

# %% wrong · one epoch → one epoch
q2_11 = 1688

# %% wrong · last batch left out → smaller batch
q2_11 = 5 * (54_000 // 32)

# %% wrong · all images → How many batches
q2_11 = 5 * 54_000
