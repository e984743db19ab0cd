# %% right · a table of pandas
import pandas as pd


def one_hot(labels, classes=10):
    return pd.get_dummies(pd.Categorical(labels, categories=range(classes)))


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · words → must hold numbers
def one_hot(labels, classes=10):
    return np.eye(classes)[labels].astype(str)


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · scikit-learn's sparse matrix → is a csr_matrix
from sklearn.preprocessing import OneHotEncoder


def one_hot(labels, classes=10):
    return OneHotEncoder(categories=[range(classes)]).fit_transform(labels[:, None])


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% right · comparison
def one_hot(labels, classes=10):
    return labels[:, None] == np.arange(classes)


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% right · fill in
def one_hot(labels, classes=10):
    c = np.zeros((len(labels), classes))
    c[np.arange(len(labels)), labels] = 1
    return c


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% right · lists
def one_hot(labels, classes=10):
    return [[int(k == label) for k in range(classes)] for label in labels]


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% right · flat positions
def one_hot(labels, classes=10):
    c = np.zeros(len(labels) * classes)
    c[np.arange(len(labels)) * classes + labels] = 1
    return c.reshape(-1, classes)


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · whole columns → exactly one 1
def one_hot(labels, classes=10):
    c = np.zeros((len(labels), classes))
    c[:, labels] = 1
    return c


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · compared without a new axis → raised
def one_hot(labels, classes=10):
    return (labels == np.arange(classes)).astype(int)


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · as many as occur → do not occur
def one_hot(labels, classes=10):
    return np.eye(labels.max() + 1)[labels]


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · always ten → expected (8, 6)
def one_hot(labels, classes=10):
    return np.eye(10)[labels]


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · transposed → not a column
def one_hot(labels, classes=10):
    return np.eye(classes)[labels].T


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · counted from 1 → counted from 0
def one_hot(labels, classes=10):
    return np.eye(classes)[labels - 1]


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · thermometer → exactly one 1
def one_hot(labels, classes=10):
    return (np.arange(classes) <= labels[:, None]) * 1


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · labels for ones → values 0 and 1
def one_hot(labels, classes=10):
    return np.eye(classes)[labels] * 2


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% wrong · the labels set to zero, so that the first column would be right → `one_hot` changed an array
def one_hot(labels, classes=10):
    labels[:] = 0
    return np.eye(classes)[labels]


def flatten(images):
    return images.reshape(len(images), -1)


def add_channel(images):
    return images[..., None]


# %% right · fixed sizes
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% right · each image alone
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return np.array([x.ravel() for x in images])


def add_channel(images):
    return images.reshape(-1, 28, 28, 1)


# %% right · a list of vectors, and a stack on a new axis
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return [x.flatten() for x in images]


def add_channel(images):
    return np.stack([images], axis=-1)


# %% wrong · a matrix → is a matrix
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return np.asmatrix(images.reshape(len(images), -1))


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · text → hold numbers
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784).astype(str)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · Fortran's order → columns
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(len(images), -1, order="F")


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · three channels → any number
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.stack([images] * 3, -1)


# %% wrong · columns first → columns
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.transpose(0, 2, 1).reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · all in one → come out with shape
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · pixels first → right order
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(784, -1).T


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · images mixed → right order
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.transpose(1, 2, 0).reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · channel first → come out with shape
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return images[:, None]


# %% wrong · second function, transposed → transposed
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return images.T.T.transpose(0, 2, 1)[..., None]


# %% wrong · images mixed by the channel → changed their places
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.moveaxis(images, 0, -1).reshape(-1, 28, 28, 1)


# %% wrong · a fixed number → raised
def one_hot(labels, classes=10):
    return np.eye(classes, dtype="float32")[labels]


def flatten(images):
    return images.reshape(3, 784)


def add_channel(images):
    return np.expand_dims(images, -1)
