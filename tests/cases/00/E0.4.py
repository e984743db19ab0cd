# %% right · with array_split at every batch_size-th place
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), range(batch_size, n, batch_size))


# %% wrong · as tuples → A batch is a tuple
def minibatches(n, batch_size, rng):
    order = rng.permutation(n).tolist()
    return [tuple(order[i : i + batch_size]) for i in range(0, n, batch_size)]


# %% wrong · as floats → must hold whole numbers
def minibatches(n, batch_size, rng):
    order = rng.permutation(n) * 1.0
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% wrong · in a type that is too small → must come exactly once
def minibatches(n, batch_size, rng):
    order = rng.permutation(n).astype(np.int16)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% right · shuffled in place, as lists
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    rng.shuffle(order)
    return [list(order[i : i + batch_size]) for i in range(0, n, batch_size)]


# %% right · as a generator's list
def minibatches(n, batch_size, rng):
    order, result = rng.permutation(n), []
    while len(order):
        result.append(order[:batch_size])
        order = order[batch_size:]
    return result


# %% wrong · the last, smaller batch left out → Look at the last batch
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size)]


# %% wrong · not shuffled → order is not random
def minibatches(n, batch_size, rng):
    return [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]


# %% wrong · the same order in every epoch → same order
def minibatches(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% right · drawn without replacement, batch after batch
def minibatches(n, batch_size, rng):
    order = rng.choice(n, n, replace=False)
    batches = []
    for start in range(0, n, batch_size):
        batches.append(order[start : start + batch_size])
    return batches


# %% wrong · a generator → Return a list of batches, not a generator
def minibatches(n, batch_size, rng):
    order = rng.choice(n, n, replace=False)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]


# %% wrong · NumPy's own generator instead of the given one → draw with the given `rng`
def minibatches(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% wrong · batches of about the same size → should have the sizes
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), n // batch_size)


# %% wrong · a batch begins at every index → exactly once
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(n)]


# %% wrong · drawn with replacement → exactly once
def minibatches(n, batch_size, rng):
    order = rng.integers(0, n, n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]
