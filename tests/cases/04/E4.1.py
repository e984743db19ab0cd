# %% right · sigmoid from tanh
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% right · sigmoid with logaddexp, leaky with where
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.where(z < 0, 0, z)


def leaky_relu(z, negative_slope=0.1):
    return z * np.where(z > 0, 1, negative_slope)


# %% right · sums clipped
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% right · tanh from the sigmoid, leaky as a maximum
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, negative_slope * z)


# %% right · masks, each branch on its own values
def sigmoid(z):
    return _sigmoid(z)


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


def _sigmoid(z):
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    result[z < 0] = e / (1 + e)
    return result


# %% right · the formula as it stands
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% right · the other formula
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% right · both formulas
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · clipped too early → its formula
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · sign forgotten → sigmoid of -z
def sigmoid(z):
    return 1 / (1 + np.exp(np.clip(z, -500, 500)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · absolute value everywhere → its formula
def sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · relu as absolute value → `relu` must be 0
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return np.abs(z)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · relu as a step → leave positive values
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return 1.0 * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


# %% wrong · slope fixed → second argument
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.where(z > 0, z, 0.1 * z)


# %% wrong · leaky with the wrong sign → *negative* number
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.where(z > 0, z, -negative_slope * z)


# %% wrong · leaky adds the slope → a tenth
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return z * (z > 0)


def leaky_relu(z, negative_slope=0.1):
    return np.where(z > 0, z, negative_slope)


# %% wrong · one number for all → made the shape ()
def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def tanh(z):
    return np.tanh(z)


def relu(z):
    return max(0, z.max())


def leaky_relu(z, negative_slope=0.1):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)
