# %% right · a list of means
def class_means(images, labels, classes=10):
    return [images[labels == k].mean(0) for k in range(classes)]


# %% wrong · a generator of means → and later cells need an array: make it one with `np.array(list(…))`
def class_means(images, labels, classes=10):
    return (images[labels == k].mean(0) for k in range(classes))


# %% right · sums divided by counts
def class_means(images, labels, classes=10):
    codes = np.eye(classes)[labels]
    return np.tensordot(codes.T, images.astype(float), 1) / codes.sum(0)[:, None, None]


# %% right · float32
def class_means(images, labels, classes=10):
    return np.array(
        [images[labels == k].astype("float32").mean(0) for k in range(classes)], "float32"
    )


# %% wrong · always ten classes → For 3 classes
def class_means(images, labels, classes=10):
    return np.array([images[labels == k].sum(0) / max(1, (labels == k).sum()) for k in range(10)])


# %% wrong · sums that overflow → Some means are not right
def class_means(images, labels, classes=10):
    return np.array(
        [images[labels == k].sum(0, dtype=np.uint8) / (labels == k).sum() for k in range(classes)]
    )


# %% wrong · median → Some means are not right
def class_means(images, labels, classes=10):
    return np.array([np.median(images[labels == k], 0) + 0.1 for k in range(classes)])


# %% wrong · one number a class → keep the pixels apart
def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean() for k in range(classes)])


# %% wrong · whole numbers → lost their decimals
def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean(0) for k in range(classes)]).astype(np.uint8)


# %% wrong · scaled already → Keep the unit
def class_means(images, labels, classes=10):
    return np.array([images[labels == k].mean(0) / 255 for k in range(classes)])


# %% wrong · mean of all images → Some means are not right
def class_means(images, labels, classes=10):
    return np.array([images.mean(0) for k in range(classes)])


# %% wrong · the images scaled on the way → `class_means` changed an array
def class_means(images, labels, classes=10):
    images //= 2
    return np.array([images[labels == k].mean(0) for k in range(classes)])
