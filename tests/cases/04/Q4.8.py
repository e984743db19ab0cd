# %% right · with a bracket
q4_8 = "b)"

# %% wrong · one of ten classes → what do ten of them lack
q4_8 = "c"

# %% wrong · first layer → lend itself
q4_8 = "a"
