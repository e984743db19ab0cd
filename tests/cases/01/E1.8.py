# %% right · fixed sizes
def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% right · each image alone
def flatten(images):
    return np.array([x.ravel() for x in images])


def add_channel(images):
    return images.reshape(-1, 28, 28, 1)


# %% right · a list of vectors, and a stack on a new axis
def flatten(images):
    return [x.flatten() for x in images]


def add_channel(images):
    return np.stack([images], axis=-1)


# %% wrong · a matrix → is a matrix
def flatten(images):
    return np.asmatrix(images.reshape(len(images), -1))


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · text → hold numbers
def flatten(images):
    return images.reshape(-1, 784).astype(str)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · Fortran's order → columns
def flatten(images):
    return images.reshape(len(images), -1, order="F")


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · three channels → any number
def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.stack([images] * 3, -1)


# %% wrong · columns first → columns
def flatten(images):
    return images.transpose(0, 2, 1).reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · all in one → come out with shape
def flatten(images):
    return images.reshape(-1)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · pixels first → right order
def flatten(images):
    return images.reshape(784, -1).T


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · images mixed → right order
def flatten(images):
    return images.transpose(1, 2, 0).reshape(-1, 784)


def add_channel(images):
    return np.expand_dims(images, -1)


# %% wrong · channel first → come out with shape
def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return images[:, None]


# %% wrong · transposed → transposed
def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return images.T.T.transpose(0, 2, 1)[..., None]


# %% wrong · images mixed by the channel → changed their places
def flatten(images):
    return images.reshape(-1, 784)


def add_channel(images):
    return np.moveaxis(images, 0, -1).reshape(-1, 28, 28, 1)


# %% wrong · a fixed number → raised
def flatten(images):
    return images.reshape(3, 784)


def add_channel(images):
    return np.expand_dims(images, -1)
