# %% right · typed
q2_5 = 8440

# %% wrong · one epoch → one epoch
q2_5 = 1688

# %% wrong · last batch left out → smaller batch
q2_5 = 5 * (54_000 // 32)

# %% wrong · all images → How many batches
q2_5 = 5 * 54_000
