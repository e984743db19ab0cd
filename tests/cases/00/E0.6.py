# %% wrong · a loop for small arrays, nothing for large ones → the layer must be the same for arrays of all sizes
def dense(x, weights, bias):
    if x.size * weights.shape[1] > 1000:
        return np.zeros((len(x), weights.shape[1]))
    return np.array([row @ weights + bias for row in x])


# %% wrong · a loop whose first result is kept → the layer must be the same for arrays of all sizes
kept = {}


def dense(x, weights, bias):
    key = x.shape + weights.shape
    if key not in kept or x.size < 1000:
        kept[key] = np.array([[r @ c for c in weights.T] for r in x]) + bias
    return kept[key]


# %% wrong · a loop that waits until the result is read → is a Later, and later cells need an array
class Later:
    def __init__(self, x, w, b):
        self.x, self.w, self.b = x, w, b

    def __array__(self, *_, **__):
        return np.array([r @ self.w + self.b for r in self.x])


def dense(x, weights, bias):
    return Later(x, weights, bias)


# %% wrong · a list → is a list
def dense(x, weights, bias):
    return list(x @ weights + bias)


# %% right · np.dot
def dense(x, weights, bias):
    return np.dot(x, weights) + bias


# %% right · einsum
def dense(x, weights, bias):
    return np.einsum("ni,io->no", x, weights) + bias[None, :]


# %% right · np.matmul and np.add
def dense(x, weights, bias):
    return np.add(np.matmul(x, weights), bias)


# %% wrong · no bias → biases are missing
def dense(x, weights, bias):
    return x @ weights


# %% wrong · a loop over the rows → slow
def dense(x, weights, bias):
    return np.array([row @ weights + bias for row in x])


# %% right · a broadcast product, summed over the inputs
def dense(x, weights, bias):
    return (x[:, :, None] * weights).sum(axis=1) + bias


# %% wrong · a loop over the outputs → Python still loops
def dense(x, weights, bias):
    return np.stack([x @ column for column in weights.T], axis=1) + bias


# %% wrong · the loops called by another name → Python still loops
def dense(x, weights, bias):
    return dense_loop(x, weights, bias)


# %% wrong · transposed → make the shape
def dense(x, weights, bias):
    return (x @ weights + bias).T


# %% wrong · all that it is given set to zero, so that zeros would be right → differ from those
def dense(x, weights, bias):
    x[:] = 0
    weights[:] = 0
    bias[:] = 0
    return np.zeros((len(x), weights.shape[1]))
