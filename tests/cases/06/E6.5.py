# %% wrong · lists → is a list
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return list(counts), list(means), list(accuracy)


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)


# %% right · a loop over the bins
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)


# %% right · edges closed at the left, error from the differences
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return sum(n * abs(a - m) for n, a, m in zip(counts, accuracy, means)) / len(confidence)


# %% wrong · a confidence of 1 falls out → exactly 1
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence >= k / bins) & (confidence < (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)


# %% wrong · empty bins are nan → empty bin
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if True:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)


# %% wrong · signed distances → cancel
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return abs(np.average(accuracy - means, weights=counts))


# %% wrong · bins not weighted → Weight it
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.abs(accuracy - means).mean()


# %% wrong · another order → mean confidences are not right
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return counts, accuracy, means


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)


# %% wrong · counts left out → three arrays
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = (confidence > k / bins) & (confidence <= (k + 1) / bins)
        counts[k] = inside.sum()
        if counts[k]:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return means, accuracy


def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return np.average(np.abs(accuracy - means), weights=counts)
