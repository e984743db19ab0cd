# %% right · with two logarithms
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return (a - e) * (np.log(a) - np.log(e))


# %% right · added up before the division
def psi_terms(reference, window=(), half=0.5):
    c = np.asarray(window) + half
    e = np.sum(window) * np.asarray(reference) + half
    return (c - e) / c.sum() * np.log(c / e)


# %% wrong · a list → is a list, and later cells need an array
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return list((a - e) * np.log(a / e))


# %% wrong · a generator → is a generator
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return ((x - y) * math.log(x / y) for x, y in zip(a, e))


# %% wrong · a series → is a Series
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return pd.Series((a - e) * np.log(a / e))


# %% wrong · adds to whole numbers in place → Cannot cast
def psi_terms(shares, counts):
    counts = np.array(counts)
    n, k = counts.sum(), len(counts)
    counts += 0.5
    e = (n * np.array(shares) + 0.5) / (n + k / 2)
    a = counts / (n + k / 2)
    return (a - e) * np.log(a / e)


# %% wrong · arrays only → for plain lists. Make arrays
def psi_terms(shares, counts):
    n, k = counts.sum(), len(counts)
    a, e = (counts + 0.5) / (n + k / 2), (n * shares + 0.5) / (n + k / 2)
    return (a - e) * np.log(a / e)


# %% wrong · the sum → one number
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return np.sum((a - e) * np.log(a / e))


# %% wrong · no half count → added
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0) / (n + 0 * k)
    e = (n * shares + 0) / (n + 0 * k)
    return (a - e) * np.log(a / e)


# %% wrong · whole counts → whole count
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 1) / (n + 1 * k)
    e = (n * shares + 1) / (n + 1 * k)
    return (a - e) * np.log(a / e)


# %% wrong · sign → wrong sign
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return (a - e) * np.log(e / a)


# %% wrong · base ten → logarithm
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return (a - e) * np.log10(a / e)


# %% wrong · another divergence → Not the terms
def psi_terms(shares, counts):
    shares, counts = np.array(shares, dtype=float), np.array(counts, dtype=float)
    n, k = counts.sum(), len(counts)
    a = (counts + 0.5) / (n + 0.5 * k)
    e = (n * shares + 0.5) / (n + 0.5 * k)
    return a * np.log(a / e)
