# %% right · bias as a row
def collapse(weights_1, bias_1, weights_2, bias_2):
    return np.einsum("iu,uo->io", weights_1, weights_2), bias_1[None, :] @ weights_2 + bias_2


# %% wrong · biases added → first bias
def collapse(weights_1, bias_1, weights_2, bias_2):
    return weights_1 @ weights_2, bias_1.sum() + bias_2


# %% wrong · first bias forgotten → first bias
def collapse(weights_1, bias_1, weights_2, bias_2):
    return weights_1 @ weights_2, bias_2


# %% wrong · wrong order → straight to the outputs
def collapse(weights_1, bias_1, weights_2, bias_2):
    return weights_2.T @ weights_1.T, bias_1 @ weights_2 + bias_2


# %% wrong · weights only → Return two arrays
def collapse(weights_1, bias_1, weights_2, bias_2):
    return weights_1 @ weights_2
