# %% right · shuffled, then the first
def samples_of_class(images, labels, label, count, seed):
    c = images[labels == label]
    return np.random.default_rng(seed).permutation(c)[:count]


# %% right · the older generator
def samples_of_class(images, labels, label, count, seed):
    return images[np.random.RandomState(seed).permutation(np.where(labels == label)[0])[:count]]


# %% right · a sample from the standard library
import random


def samples_of_class(images, labels, label, count, seed):
    return np.array(random.Random(seed).sample(list(images[labels == label]), count))


# %% wrong · images shuffled without their labels → `samples_of_class` changed an array
def samples_of_class(images, labels, label, count, seed):
    c = np.flatnonzero(labels == label)
    np.random.default_rng(seed).shuffle(images)
    return images[c[:count]]


# %% wrong · always the same seed → Four seeds give the same
def samples_of_class(images, labels, label, count, seed):
    return np.random.default_rng(42).permutation(images[labels == label])[:count]


# %% wrong · positions within the class used for the whole → another class
def samples_of_class(images, labels, label, count, seed):
    return images[np.random.default_rng(seed).choice(np.sum(labels == label), count, replace=False)]


# %% wrong · first ones → at random
def samples_of_class(images, labels, label, count, seed):
    return images[labels == label][:count]


# %% wrong · any class → another class
def samples_of_class(images, labels, label, count, seed):
    return images[np.random.default_rng(seed).choice(len(images), count, replace=False)]


# %% wrong · with repetition → comes twice
def samples_of_class(images, labels, label, count, seed):
    return np.random.default_rng(seed).choice(images[labels == label], count)


# %% wrong · the seed forgotten → same seed gives other images
def samples_of_class(images, labels, label, count, seed):
    return np.random.default_rng().permutation(images[labels == label])[:count]


# %% wrong · positions for images → array of shape
def samples_of_class(images, labels, label, count, seed):
    return np.random.default_rng(seed).choice(np.where(labels == label)[0], count, replace=False)


# %% right · a list of images
def samples_of_class(images, labels, label, count, seed):
    return [
        images[i]
        for i in np.random.default_rng(seed).choice(
            np.flatnonzero(labels == label), count, replace=False
        )
    ]


# %% wrong · one block from a random place → only the first of them is drawn at random
def samples_of_class(images, labels, label, count, seed):
    c = images[labels == label]
    first = np.random.default_rng(seed).integers(len(c) - count + 1)
    return c[first : first + count]


# %% wrong · one block that goes on at the start → follow each other in the file
def samples_of_class(images, labels, label, count, seed):
    c = np.flatnonzero(labels == label)
    return images[np.roll(c, np.random.default_rng(seed).integers(len(c)))[:count]]


# %% wrong · equal steps from a random place → at equal steps
def samples_of_class(images, labels, label, count, seed):
    c = np.flatnonzero(labels == label)
    first = np.random.default_rng(seed).integers(len(c))
    return images[c[(first + np.arange(count) * (len(c) // count)) % len(c)]]


# %% wrong · from the first images of the class → Some images of the class are never drawn
def samples_of_class(images, labels, label, count, seed):
    c = images[labels == label][: 2 * count]
    return np.random.default_rng(seed).permutation(c)[:count]


# %% wrong · as floats, which are drawn white → keep their type
def samples_of_class(images, labels, label, count, seed):
    c = images[labels == label].astype(float)
    return np.random.default_rng(seed).permutation(c)[:count]


# %% wrong · no return → end it with `return`
def samples_of_class(images, labels, label, count, seed):
    images[labels == label]
