# %% right · computed by convolve's rule
q5_1 = (toy[2:5, 1:4] * kernel_vertical).sum()

# %% wrong · sum of the window → Where did the filter
q5_1 = 11

# %% wrong · counted from 1 → count from 0
q5_1 = 6

# %% wrong · row and column exchanged → row comes first
q5_1 = 2

# %% wrong · filter turned → The sign
q5_1 = -8

# %% wrong · slip → nine numbers
q5_1 = 7
