# %% wrong · pairs that can be read once → Return a list of pairs
def most_confused(matrix, count):
    both = matrix + matrix.T
    pairs = [(a, b) for b in range(len(both)) for a in range(b)]
    return iter(sorted(pairs, key=lambda pair: -both[pair])[:count])


# %% wrong · floats → which are whole numbers
def most_confused(matrix, count):
    both = matrix + matrix.T
    pairs = [(a, b) for b in range(len(both)) for a in range(b)]
    return np.array(sorted(pairs, key=lambda pair: -both[pair])[:count], float)


# %% right · by sorting the upper triangle, larger number first
def most_confused(matrix, count):
    a, b = np.triu_indices(len(matrix), 1)
    order = np.argsort(-(matrix[a, b] + matrix[b, a]))[:count]
    return np.stack([b[order], a[order]], axis=1)


# %% right · by taking the largest again and again
def most_confused(matrix, count):
    both, found = np.triu(matrix + matrix.T, 1), []
    for _ in range(count):
        pair = np.unravel_index(both.argmax(), both.shape)
        found.append(pair)
        both[pair] = -1
    return found


# %% wrong · one direction only → errors when both directions are added
def most_confused(matrix, count):
    pairs = [(a, b) for b in range(len(matrix)) for a in range(b)]
    return sorted(pairs, key=lambda pair: -matrix[pair])[:count]


# %% wrong · each pair in both orders → listed twice
def most_confused(matrix, count):
    both = matrix + matrix.T
    np.fill_diagonal(both, -1)
    return list(zip(*np.unravel_index(np.argsort(-both, axis=None)[:count], both.shape)))


# %% wrong · the diagonal → diagonal
def most_confused(matrix, count):
    return list(zip(*np.unravel_index(np.argsort(-matrix, axis=None)[:count], matrix.shape)))


# %% wrong · worst pair last → wrong order
def most_confused(matrix, count):
    both = matrix + matrix.T
    pairs = [(a, b) for b in range(len(both)) for a in range(b)]
    return sorted(pairs, key=lambda pair: both[pair])[-count:]
