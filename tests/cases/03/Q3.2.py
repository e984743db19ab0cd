# %% right · number
q3_2 = 109386

# %% wrong · no biases → besides
q3_2 = 784 * 128 + 128 * 64 + 64 * 10

# %% wrong · no output layer → one more
q3_2 = 785 * 128 + 129 * 64

# %% wrong · lab 02's network → lab 02
q3_2 = 101_770
