# %% right · loops and a filled diagonal
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% right · scipy, and a search
def pairwise_distances(means):
    from scipy.spatial.distance import cdist

    p = means.reshape(len(means), -1)
    return cdist(p, p)


def nearest_pair(distances):
    return min((d, i, j) for (i, j), d in np.ndenumerate(distances) if i < j)[1:]


# %% right · by products of float32, and the smallest positive entry
def pairwise_distances(means):
    p = means.reshape(len(means), -1).astype("float32")
    s = (p**2).sum(1)
    return np.sqrt(np.maximum(s[:, None] - 2 * p @ p.T + s, 0))


def nearest_pair(distances):
    return np.argwhere(distances == distances[distances > 0].min())[0]


# %% right · an array for the pair
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    i, j = np.triu_indices(len(distances), 1)
    k = distances[i, j].argmin()
    return np.array([i[k], j[k]])


# %% wrong · the pair from np.where, each number in an array of its own → an array of them has the shape (2,), yours has (2, 1)
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    t = np.triu(distances) + np.tril(np.full(distances.shape, np.inf))
    return np.where(t == t.min())


# %% wrong · the pair as floats → must hold whole numbers
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return np.float64(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% right · nested lists
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    ).tolist()


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% right · a table of pandas
import pandas as pd


def pairwise_distances(means):
    return pd.DataFrame(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · the table itself filled → work on a copy
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    np.fill_diagonal(distances, np.inf)
    return np.unravel_index(distances.argmin(), distances.shape)


# %% wrong · one half → both halves
def pairwise_distances(means):
    return np.triu(
        np.array(
            [
                [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
                for a in means.astype("float32")
            ]
        )
    )


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · mean of the squares → term by term
def pairwise_distances(means):
    p = means.reshape(len(means), -1)
    return np.sqrt(((p[:, None] - p) ** 2).mean(2))


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · position among the positive entries → two class numbers
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    return distances[distances > 0].argmin()


# %% wrong · diagonal counted → leave the diagonal out
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    return np.unravel_index(distances.argmin(), distances.shape)


# %% wrong · larger number first → smaller number first
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    t = distances + 99 * np.eye(len(distances))
    return sorted(np.unravel_index(t.argmin(), t.shape))[::-1]


# %% wrong · farthest → farthest pair
def pairwise_distances(means):
    return np.array(
        [
            [np.sqrt(((a - b) ** 2).sum()) for b in means.astype("float32")]
            for a in means.astype("float32")
        ]
    )


def nearest_pair(distances):
    return np.unravel_index(distances.argmax(), distances.shape)


# %% wrong · no square root → squared distances
def pairwise_distances(means):
    p = means.reshape(len(means), -1)
    return ((p[:, None] - p) ** 2).sum(2)


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · absolute differences → absolute differences
def pairwise_distances(means):
    p = means.reshape(len(means), -1)
    return np.abs(p[:, None] - p).sum(2)


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · distance of the mean brightness → distances are not right
def pairwise_distances(means):
    m = means.mean((1, 2))
    return np.abs(m[:, None] - m)


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))


# %% wrong · the means set to zero, so that zeros would be right → `pairwise_distances` changed an array
def pairwise_distances(means):
    means[:] = 0
    return np.zeros((len(means), len(means)))


def nearest_pair(distances):
    t = distances.copy()
    np.fill_diagonal(t, np.inf)
    return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))
