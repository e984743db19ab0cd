# %% right · other formulas
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return (
        np.exp(z - z.max(axis=1)[:, None] - 1)
        / np.exp(z - z.max(axis=1)[:, None] - 1).sum(axis=1)[:, None]
    )


# %% right · with SciPy
from scipy.special import softmax as s

relu = lambda z: np.where(z > 0, z, 0)
softmax = lambda z: s(z, axis=1)

# %% wrong · ReLU is the absolute value → negative
import math


def relu(z):
    return np.abs(z)


def softmax(z):
    return (
        np.exp(z - z.max(axis=1)[:, None] - 1)
        / np.exp(z - z.max(axis=1)[:, None] - 1).sum(axis=1)[:, None]
    )


# %% wrong · softmax overflows → 1,000
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


# %% wrong · subtracts the largest of all rows → 1,000
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)


# %% wrong · sum over everything → Along which axis
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()


# %% wrong · shares without exponentials → not those of the formula
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.abs(z) / np.abs(z).sum(axis=1, keepdims=True)


# %% right · row by row
def relu(z):
    return (z + abs(z)) / 2


def softmax(z):
    rows = []
    for row in z:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return rows


# %% wrong · subtracts the mean of the row → one logit of 1,000
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.exp(z - z.mean(axis=1, keepdims=True)) / np.exp(
        z - z.mean(axis=1, keepdims=True)
    ).sum(axis=1, keepdims=True)


# %% wrong · ReLU in place → changed the array
def relu(z):
    z[z < 0] = 0
    return z


softmax = lambda z: (
    np.exp(z - z.max(axis=1)[:, None] - 1)
    / np.exp(z - z.max(axis=1)[:, None] - 1).sum(axis=1)[:, None]
)

# %% wrong · ReLU for one number only → ValueError
import math


def relu(z):
    return max(0, z)


def softmax(z):
    return (
        np.exp(z - z.max(axis=1)[:, None] - 1)
        / np.exp(z - z.max(axis=1)[:, None] - 1).sum(axis=1)[:, None]
    )


# %% wrong · keepdims forgotten → broadcast
import math


def relu(z):
    return z * (z > 0)


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=1)
