# %% right · by sorting
def alarm_threshold(clean, rate):
    return sorted(clean)[-1 - int(rate * len(clean))]


# %% right · with percent and a default
def alarm_threshold(values, share=0.01):
    return np.percentile(values, 100 * (1 - share))


# %% wrong · a list of one → of type ndarray
def alarm_threshold(clean, rate):
    return np.quantile(clean, [1 - rate])


# %% wrong · counts on two thousand windows → of the clean windows exceeds
def alarm_threshold(clean, rate):
    return sorted(clean)[-1 - int(rate * 2000)]


# %% wrong · the other end → wrong way round
def alarm_threshold(clean, rate):
    return np.quantile(clean, rate)


# %% wrong · percent → a share, or percent
def alarm_threshold(clean, rate):
    return np.percentile(clean, 1 - rate)


# %% wrong · the largest → With a rate of
def alarm_threshold(clean, rate):
    return np.max(clean)
