# %% right · read from the array
q1_1 = len(x_mnist)

# %% right · as a float
q1_1 = 6e4

# %% wrong · with the test images → nothing is trained on those
q1_1 = 70000

# %% wrong · the test images → Those are the test images
q1_1 = 10_000

# %% wrong · a word → must be one number
q1_1 = "sixty thousand"
