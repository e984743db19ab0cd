# %% right · with a loop
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)


# %% right · with np.interp
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    if rank > cumulative[-2]:
        return bounds[-2]
    return np.interp(rank, [0, *cumulative[:-1]], [0, *bounds[:-1]])


# %% right · other names, q with a default
def histogram_quantile(edges, counts, share=0.95):
    bounds, cumulative, q = list(edges), list(counts), share
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return np.float64(low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low))


# %% wrong · beyond the rank → StopIteration
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count > rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)


# %% wrong · beyond the rank, with argmax → *reaches* the rank
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = int(np.argmax(np.array(cumulative) > rank))
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)


# %% wrong · a list of one → of type list
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return [low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)]


# %% wrong · upper bound → does not come out
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return bounds[i]


# %% wrong · infinite → infinite bin
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[i - 1] if i else 0
    below = cumulative[i - 1] if i else 0
    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)


# %% wrong · counts that are not cumulative → does not come out
def histogram_quantile(bounds, cumulative, q):
    total = np.cumsum(cumulative)
    return np.interp(q * total[-1], [0, *total[:-1]], [0, *bounds[:-1]])


# %% wrong · first bin from its bound → first bin
def histogram_quantile(bounds, cumulative, q):
    rank = q * cumulative[-1]
    i = next(i for i, count in enumerate(cumulative) if count >= rank)
    low = bounds[max(i - 1, 0)]
    below = cumulative[i - 1] if i else 0
    if bounds[i] == np.inf:
        return low
    return low + (rank - below) / (cumulative[i] - below) * (bounds[i] - low)
