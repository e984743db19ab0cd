# %% wrong · counted in a type that is too small → entry k must be
def class_counts(labels, classes=10):
    return np.array([np.sum(labels == k) for k in range(classes)], np.uint8)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% right · a loop
def class_counts(labels, classes=10):
    return [int((labels == k).sum()) for k in range(classes)]


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% right · one comparison
def class_counts(labels, classes=10):
    return (labels[:, None] == np.arange(classes)).sum(0)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% right · a histogram with an edge for each class
def class_counts(labels, classes=10):
    return np.histogram(labels, np.arange(classes + 1))[0]


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · a histogram of equal bins → entry k must be
def class_counts(labels, classes=10):
    return np.histogram(labels, classes)[0]


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · always ten → For 8 classes
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=10)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · unique → do not occur
def class_counts(labels, classes=10):
    return np.unique(labels, return_counts=True)[1]


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · no minimum length → do not occur
def class_counts(labels, classes=10):
    return np.bincount(labels)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · shares → These are shares
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes) / len(labels)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · classes from 1 → entry k must be
def class_counts(labels, classes=10):
    return [np.sum(labels == k) for k in range(1, classes + 1)]


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% wrong · the labels sorted on the way → `class_counts` changed an array
def class_counts(labels, classes=10):
    labels.sort()
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.stack([images[labels == k].mean(axis=0) for k in range(classes)])


# %% right · a list of means
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return [images[labels == k].mean(0) for k in range(classes)]


# %% wrong · a generator of means → and later cells need an array: make it one with `np.array(list(…))`
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return (images[labels == k].mean(0) for k in range(classes))


# %% right · sums divided by counts
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    codes = np.eye(classes)[labels]
    return np.tensordot(codes.T, images.astype(float), 1) / codes.sum(0)[:, None, None]


# %% right · float32
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array(
        [images[labels == k].astype("float32").mean(0) for k in range(classes)], "float32"
    )


# %% wrong · always ten classes → For 3 classes
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([images[labels == k].sum(0) / max(1, (labels == k).sum()) for k in range(10)])


# %% wrong · sums that overflow → Some means are not right
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array(
        [images[labels == k].sum(0, dtype=np.uint8) / (labels == k).sum() for k in range(classes)]
    )


# %% wrong · median → Some means are not right
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([np.median(images[labels == k], 0) + 0.1 for k in range(classes)])


# %% wrong · one number a class → keep the pixels apart
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean() for k in range(classes)])


# %% wrong · whole numbers → lost their decimals
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean(0) for k in range(classes)]).astype(np.uint8)


# %% wrong · scaled already → Keep the unit
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean(0) / 255 for k in range(classes)])


# %% wrong · mean of all images → Some means are not right
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    return np.array([images.mean(0) for k in range(classes)])


# %% wrong · the images scaled on the way → `class_means` changed an array
def class_counts(labels, classes=10):
    return np.bincount(labels, minlength=classes)


def class_means(images, labels, classes=10):
    images //= 2
    return np.array([images[labels == k].mean(0) for k in range(classes)])
