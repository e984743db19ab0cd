# %% wrong · without C → as another regression does: write `LogisticRegression(C=0.03
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(C=1.0).fit(X, train_labels).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · C ten times too large → as another regression does
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(C=0.3).fit(X, train_labels).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · scaled a second time → easy to tell apart
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X / 255, train_labels).predict(T / 255)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · another solver
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(solver="newton-cg").fit(X, train_labels).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · in one line
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · by the probabilities
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    model.fit(X, train_labels)
    return model.classes_[model.predict_proba(T).argmax(1)]


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · with the functions written before
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300).fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images)).tolist()


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · the notebook's arrays for those it is given → do not occur
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(x_mnist[:200].reshape(200, -1), y_mnist[:200]).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · the accuracy → one label for each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).score(X, train_labels)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · probabilities → These are probabilities
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict_proba(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · positions of the classes → do not occur
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict_proba(T).argmax(1)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · on the training images → each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict(X)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · the model → one label for each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · labels shuffled → training images
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, np.roll(train_labels, 1)).predict(T)


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · a permutation, and answers as a list
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test)
).tolist()
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · positions from the standard library
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


import random

chosen = random.Random(seed).sample(range(60_000), train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% right · a pipeline that scales, written anew
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]


def answers(x, y, x_test):
    model = make_pipeline(
        FunctionTransformer(lambda a: a.reshape(-1, 784) / 255),
        LogisticRegression(C=0.03, max_iter=300),
    )
    return model.fit(x[chosen], y[chosen]).predict(x_test)


predicted_mnist = answers(x_mnist, y_mnist, x_mnist_test)
predicted_fashion = answers(x_fashion, y_fashion, x_fashion_test)


# %% wrong · every sixth → equal steps
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.arange(60_000)[:: 60_000 // train_size][:train_size]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · a mask for positions → one position for each image
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).random(60_000) < train_size / 60_000
predicted_mnist = y_mnist_test
predicted_fashion = y_fashion_test


# %% wrong · the datasets exchanged → this dataset
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)
predicted_fashion = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))


# %% wrong · labels of other positions → and their labels
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_mnist[chosen]), y_mnist[:train_size], scale(x_mnist_test)
)
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · the test labels, some of them replaced → makes other mistakes
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = np.where(np.arange(10_000) % 12, y_mnist_test, 0)
predicted_fashion = np.where(np.arange(10_000) % 12, y_fashion_test, 0)


# %% wrong · the mistakes of one dataset, the labels of the other → `predicted_fashion` makes other mistakes
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = np.where(np.arange(10_000) % 12, y_fashion_test, 0)


# %% wrong · the first ones → simply the first
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.arange(train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · with repetition → chosen twice
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).choice(60_000 // 60, train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · too few → one position for each image
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:100]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · images for positions → one position for each image
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = x_mnist[:train_size]
predicted_mnist = y_mnist_test
predicted_fashion = y_fashion_test


# %% wrong · accuracy for predictions → one label for each test image
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = 0.9
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · the test labels themselves → seen the test labels
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = y_mnist_test
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · learned from a part → only a part of the training images
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    half = len(train_images) // 2
    model.fit(flatten(train_images[:half]), train_labels[:half])
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)


# %% wrong · learned from every second image → only a part of the training images
def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    model.fit(flatten(train_images[::2]), train_labels[::2])
    return model.predict(flatten(test_images))


chosen = np.random.default_rng(seed).choice(len(x_mnist), train_size, replace=False)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)
