# %% right · by sorting pairs, as a list
def most_confident_errors(probabilities, labels, count):
    pairs = [(-max(p), i) for i, p in enumerate(probabilities) if np.argmax(p) != labels[i]]
    return [i for _, i in sorted(pairs)[:count]]


# %% wrong · indices as floats → whole numbers
def most_confident_errors(probabilities, labels, count):
    w = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return np.float64(w[np.argsort(-probabilities[w].max(axis=1))[:count]])


# %% wrong · indices among the errors → count within all images
def most_confident_errors(probabilities, labels, count):
    p = probabilities[probabilities.argmax(axis=1) != labels]
    return np.argsort(-p.max(axis=1))[:count]


# %% wrong · least confident → not those with the highest confidence
def most_confident_errors(probabilities, labels, count):
    w = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return w[np.argsort(probabilities[w].max(axis=1))[:count]]


# %% wrong · most confident last → order
def most_confident_errors(probabilities, labels, count):
    w = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return w[np.argsort(probabilities[w].max(axis=1))[-count:]]


# %% right · the right ones sunk below all others
def most_confident_errors(probabilities, labels, count):
    wrong = np.argmax(probabilities, 1) != labels
    score = np.where(wrong, np.max(probabilities, 1), -1)
    return np.argsort(score)[::-1][: min(count, wrong.sum())]


# %% wrong · least probability for the true digit → not those with the highest confidence
def most_confident_errors(probabilities, labels, count):
    w = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return w[np.argsort(probabilities[w, labels[w]])[:count]]


# %% wrong · confidences instead of indices → count within all images
def most_confident_errors(probabilities, labels, count):
    w = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    return np.sort(probabilities[w].max(axis=1))[::-1][:count]


# %% wrong · the first errors, unsorted → not those with the highest confidence
def most_confident_errors(probabilities, labels, count):
    return np.flatnonzero(probabilities.argmax(axis=1) != labels)[:count]
