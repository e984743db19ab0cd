# %% right · a table of pandas
import pandas as pd


def one_hot(labels, classes=10):
    return pd.get_dummies(pd.Categorical(labels, categories=range(classes)))


# %% wrong · words → must hold numbers
def one_hot(labels, classes=10):
    return np.eye(classes)[labels].astype(str)


# %% wrong · scikit-learn's sparse matrix → is a csr_matrix
from sklearn.preprocessing import OneHotEncoder


def one_hot(labels, classes=10):
    return OneHotEncoder(categories=[range(classes)]).fit_transform(labels[:, None])


# %% right · comparison
def one_hot(labels, classes=10):
    return labels[:, None] == np.arange(classes)


# %% right · fill in
def one_hot(labels, classes=10):
    c = np.zeros((len(labels), classes))
    c[np.arange(len(labels)), labels] = 1
    return c


# %% right · lists
def one_hot(labels, classes=10):
    return [[int(k == label) for k in range(classes)] for label in labels]


# %% right · flat positions
def one_hot(labels, classes=10):
    c = np.zeros(len(labels) * classes)
    c[np.arange(len(labels)) * classes + labels] = 1
    return c.reshape(-1, classes)


# %% wrong · whole columns → exactly one 1
def one_hot(labels, classes=10):
    c = np.zeros((len(labels), classes))
    c[:, labels] = 1
    return c


# %% wrong · compared without a new axis → raised
def one_hot(labels, classes=10):
    return (labels == np.arange(classes)).astype(int)


# %% wrong · as many as occur → do not occur
def one_hot(labels, classes=10):
    return np.eye(labels.max() + 1)[labels]


# %% wrong · always ten → expected (8, 6)
def one_hot(labels, classes=10):
    return np.eye(10)[labels]


# %% wrong · transposed → not a column
def one_hot(labels, classes=10):
    return np.eye(classes)[labels].T


# %% wrong · counted from 1 → counted from 0
def one_hot(labels, classes=10):
    return np.eye(classes)[labels - 1]


# %% wrong · thermometer → exactly one 1
def one_hot(labels, classes=10):
    return (np.arange(classes) <= labels[:, None]) * 1


# %% wrong · labels for ones → values 0 and 1
def one_hot(labels, classes=10):
    return np.eye(classes)[labels] * 2


# %% wrong · the labels set to zero, so that the first column would be right → `one_hot` changed an array
def one_hot(labels, classes=10):
    labels[:] = 0
    return np.eye(classes)[labels]
