# %% wrong · counted in a type that is too small → entry k must be
def class_counts(labels, classes=10):
    return np.array([np.sum(labels == k) for k in range(classes)], np.uint8)


# %% right · a loop
def class_counts(labels, classes=10):
    return [int((labels == k).sum()) for k in range(classes)]


# %% right · one comparison
def class_counts(labels, classes=10):
    return (labels[:, None] == np.arange(classes)).sum(0)


# %% right · a histogram with an edge for each class
def class_counts(labels, classes=10):
    return np.histogram(labels, np.arange(classes + 1))[0]


# %% wrong · a histogram of equal bins → entry k must be
def class_counts(labels, classes=10):
    return np.histogram(labels, classes)[0]


# %% wrong · always ten → For 8 classes
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=10)


# %% wrong · unique → do not occur
def class_counts(labels, classes=10):
    return np.unique(labels, return_counts=True)[1]


# %% wrong · no minimum length → do not occur
def class_counts(labels, classes=10):
    return np.bincount(labels)


# %% wrong · shares → These are shares
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes) / len(labels)


# %% wrong · classes from 1 → entry k must be
def class_counts(labels, classes=10):
    return [np.sum(labels == k) for k in range(1, classes + 1)]


# %% wrong · the labels sorted on the way → `class_counts` changed an array
def class_counts(labels, classes=10):
    labels.sort()
    return np.bincount(labels, minlength=classes)
