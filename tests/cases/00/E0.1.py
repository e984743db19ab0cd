# %% right · as the mean of one probability for each example
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


# %% right · straight from the scores
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    z = x @ weights
    return (np.logaddexp(0, z) - y * z).mean()


# %% right · as a loop over the examples
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    return sum(
        -np.log(sigmoid(r @ weights) if t else 1 - sigmoid(r @ weights)) for r, t in zip(x, y)
    ) / len(y)


# %% wrong · the sum → sum over the examples
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong · no minus sign → sign is wrong
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong · no mean at all → one number
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% wrong · only the first term → both terms
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    return -np.mean(y * np.log(sigmoid(x @ weights)))


# %% wrong · nothing returned → return its result
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)


# %% right · a little added, so that no logarithm is infinite
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


# %% wrong · the classes exchanged → one counts where y is 1
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    p = sigmoid(x @ weights)
    return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


# %% wrong · the mean squared error → not the binary cross-entropy
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def linear_loss(weights, x, y):
    return np.mean((sigmoid(x @ weights) - y) ** 2)
