# %% right · sums and take_along_axis
def categorical_loss(y, p):
    return -(y * np.log(p)).sum() / len(y)


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% right · as loops
def categorical_loss(y, p):
    return -sum(sum(a * np.log(b) for a, b in zip(r, s)) for r, s in zip(y, p)) / len(y)


def sparse_loss(labels, p):
    return categorical_loss(np.eye(10)[labels], p)


# %% wrong · no minus → minus
def categorical_loss(y, p):
    return (y * np.log(p)).sum(axis=1).mean()


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% wrong · sum over images → sum over the images
def categorical_loss(y, p):
    return -(y * np.log(p)).sum()


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% wrong · mean over classes too → average over the images
def categorical_loss(y, p):
    return -(y * np.log(p)).mean()


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% wrong · right for one-hot only → soft targets
def categorical_loss(y, p):
    return -np.log(p[np.arange(len(y)), y.argmax(axis=1)]).mean()


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% wrong · logarithm of the wrong thing → formula
def categorical_loss(y, p):
    return -np.log((y * p).mean())


def sparse_loss(labels, p):
    return -np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()


# %% wrong · all columns → its own
def categorical_loss(y, p):
    return -(y * np.log(p)).sum() / len(y)


def sparse_loss(labels, p):
    return -np.log(p[:, labels]).mean()


# %% wrong · label times logarithm → formula
def categorical_loss(y, p):
    return -(y * np.log(p)).sum() / len(y)


def sparse_loss(labels, p):
    return -(labels * np.log(p.max(axis=1))).mean()


# %% wrong · highest probability → formula
def categorical_loss(y, p):
    return -(y * np.log(p)).sum() / len(y)


def sparse_loss(labels, p):
    return -np.log(p.max(axis=1)).mean()


# %% wrong · the losses of Keras → as it is
def categorical_loss(y, p):
    return float(keras.losses.CategoricalCrossentropy()(y, p))


def sparse_loss(labels, p):
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, p))


# %% wrong · the losses of Keras, for the second only → as it is
def categorical_loss(y, p):
    return -(y * np.log(p)).sum() / len(y)


def sparse_loss(labels, p):
    return float(np.mean(keras.losses.sparse_categorical_crossentropy(labels, p)))
