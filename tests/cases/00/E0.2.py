# %% right · as the mean of a column for each weight
def linear_gradient(weights, x, y):
    return ((sigmoid(x @ weights) - y)[:, None] * x).mean(axis=0)


# %% right · term by term
def linear_gradient(weights, x, y):
    return np.array([np.mean((sigmoid(x @ weights) - y) * column) for column in x.T])


# %% wrong · a list, which the next step cannot multiply by a learning rate → Return an array
def linear_gradient(weights, x, y):
    return [np.mean((sigmoid(x @ weights) - y) * column) for column in x.T]


# %% wrong · a column, which would turn the weights into a square → shape of the weights
def linear_gradient(weights, x, y):
    return x.T @ (sigmoid(x @ weights) - y)[:, None] / len(y)


# %% wrong · divided by the number of weights → which factors cancel
def linear_gradient(weights, x, y):
    return x.T @ (sigmoid(x @ weights) - y) / len(weights)


# %% wrong · not divided by n → too large
def linear_gradient(weights, x, y):
    return x.T @ (sigmoid(x @ weights) - y)


# %% wrong · truth minus prediction → points downhill
def linear_gradient(weights, x, y):
    return x.T @ (y - sigmoid(x @ weights)) / len(y)


# %% wrong · the factor p(1-p) left in, as for a squared error → which factors cancel
def linear_gradient(weights, x, y):
    p = sigmoid(x @ weights)
    return x.T @ ((p - y) * p * (1 - p)) / len(y)


# %% wrong · one number → shape of the weights
def linear_gradient(weights, x, y):
    return np.mean(sigmoid(x @ weights) - y)
