# %% right · by matrix product
def nearest_mean_predict(images, means):
    x, m = images.reshape(len(images), -1), means.reshape(len(means), -1)
    return ((m**2).sum(1) - 2 * x @ m.T).argmin(1)


# %% right · as floats
def nearest_mean_predict(images, means):
    return np.argmin([((images - m) ** 2).sum((1, 2)) for m in means], 0).astype(float)


# %% wrong · ten passes, typed → It works with 10 means. With 4 means it raised IndexError
def nearest_mean_predict(images, means):
    return np.argmin([((images - means[k]) ** 2).sum((1, 2)) for k in range(10)], 0)


# %% wrong · ten means, typed → Take the number of means from `means` itself
def nearest_mean_predict(images, means):
    m = means.reshape(10, -1)
    x = images.reshape(len(images), -1)
    return ((m**2).sum(1) - 2 * x @ m.T).argmin(1)


# %% wrong · a table of ten distances, typed → With 4 means it answers with class 4
def nearest_mean_predict(images, means):
    t = np.zeros((len(images), 10))
    for k, m in enumerate(means):
        t[:, k] = ((images - m) ** 2).sum((1, 2))
    return t.argmin(1)


# %% right · a list, image by image
def nearest_mean_predict(images, means):
    return [int(np.linalg.norm(means - x, axis=(1, 2)).argmin()) for x in images]


# %% right · the nearest neighbour among the means
from sklearn.neighbors import KNeighborsClassifier


def nearest_mean_predict(images, means):
    k = KNeighborsClassifier(1).fit(means.reshape(len(means), -1), range(len(means)))
    return k.predict(images.reshape(len(images), -1))


# %% wrong · brightness only → distance of section 3
def nearest_mean_predict(images, means):
    return np.argmin([np.abs((images - m).sum((1, 2))) for m in means], 0)


# %% wrong · the distance for the class → nearest mean
def nearest_mean_predict(images, means):
    return np.min([((images - m) ** 2).sum((1, 2)) for m in means], 0)


# %% wrong · farthest → farthest mean
def nearest_mean_predict(images, means):
    return np.argmax([((images - m) ** 2).sum((1, 2)) for m in means], 0)


# %% wrong · largest product → nearest mean
def nearest_mean_predict(images, means):
    return np.tensordot(images, means, ((1, 2), (1, 2))).argmax(1)


# %% wrong · absolute differences → distance of section 3
def nearest_mean_predict(images, means):
    return np.argmin([np.abs(images - m).sum((1, 2)) for m in means], 0)


# %% wrong · wrong axis → one class for each image
def nearest_mean_predict(images, means):
    return np.argmin([((images - m) ** 2).sum((1, 2)) for m in means], 1)


# %% wrong · the means set to zero → `nearest_mean_predict` changed an array
def nearest_mean_predict(images, means):
    means[:] = 0
    return np.zeros(len(images), int)
