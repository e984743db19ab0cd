# %% right · other forms
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% right · finite differences, but at kinks
def sigmoid_slope(z):
    return (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5


def tanh_slope(z):
    return (tanh(z + 1e-5) - tanh(z - 1e-5)) / 2e-5


def relu_slope(z):
    return np.heaviside(z, 0.5)


def leaky_relu_slope(z, negative_slope=0.1):
    return negative_slope + (1 - negative_slope) * (z > 0)


# %% wrong · takes the value for the sum → not the value of the sigmoid
def sigmoid_slope(z):
    return z * (1 - z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% right · with the exponential
def sigmoid_slope(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% wrong · square forgotten → `tanh_slope` gives
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 - tanh(z)


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% wrong · tanh like sigmoid → `tanh_slope` gives
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return tanh(z) * (1 - tanh(z))


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% wrong · the function itself → `relu_slope` gives
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return relu(z)


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z >= 0, 1, negative_slope)


# %% wrong · leaky without a leak → `leaky_relu_slope` gives
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return 1.0 * (z > 0)


# %% wrong · leaky slope fixed → use its second argument
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z > 0, 1, 0.1)


# %% wrong · leaky slope without a second argument → as its second argument
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z):
    return np.where(z > 0, 1, 0.1)


# %% wrong · leaky slope times z → `leaky_relu_slope` gives
def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 / np.cosh(z) ** 2


def relu_slope(z):
    return z > 0


def leaky_relu_slope(z, negative_slope=0.1):
    return np.where(z > 0, 1, negative_slope * z)
