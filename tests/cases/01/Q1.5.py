# %% right · an array
q1_5 = y_mnist[ten_positions]

# %% right · one label read in another way
q1_5 = y_mnist[ten_positions].tolist()
q1_5[3] = (q1_5[3] + 1) % 10

# %% wrong · read at random → Look at
q1_5 = [7] * 10

# %% wrong · nine of ten → ten digits
q1_5 = y_mnist[ten_positions].tolist()[:9]

# %% wrong · words → must hold
q1_5 = ["three"] * 10
