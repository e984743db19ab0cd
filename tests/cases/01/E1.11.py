# %% right · a permutation, and answers as a list
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test)
).tolist()
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% right · positions from the standard library
import random

chosen = random.Random(seed).sample(range(60_000), train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% right · a pipeline that scales, written anew
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
chosen = np.arange(60_000)[:: 60_000 // train_size][:train_size]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · a mask for positions → one position an image
chosen = np.random.default_rng(seed).random(60_000) < train_size / 60_000
predicted_mnist = y_mnist_test
predicted_fashion = y_fashion_test

# %% wrong · the datasets exchanged → this dataset
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)
predicted_fashion = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))

# %% wrong · labels of other positions → and their labels
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(
    scale(x_mnist[chosen]), y_mnist[:train_size], scale(x_mnist_test)
)
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · the test labels, some of them replaced → makes other mistakes
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = np.where(np.arange(10_000) % 12, y_mnist_test, 0)
predicted_fashion = np.where(np.arange(10_000) % 12, y_fashion_test, 0)

# %% wrong · the mistakes of one dataset, the labels of the other → `predicted_fashion` makes other mistakes
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = np.where(np.arange(10_000) % 12, y_fashion_test, 0)

# %% wrong · the first ones → simply the first
chosen = np.arange(train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · with repetition → chosen twice
chosen = np.random.default_rng(seed).choice(60_000 // 60, train_size)
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · too few → one position an image
chosen = np.random.default_rng(seed).permutation(60_000)[:100]
predicted_mnist = logistic_predict(scale(x_mnist[chosen]), y_mnist[chosen], scale(x_mnist_test))
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · images for positions → one position an image
chosen = x_mnist[:train_size]
predicted_mnist = y_mnist_test
predicted_fashion = y_fashion_test

# %% wrong · accuracy for predictions → one label a test image
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = 0.9
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)

# %% wrong · the test labels themselves → seen the test labels
chosen = np.random.default_rng(seed).permutation(60_000)[:train_size]
predicted_mnist = y_mnist_test
predicted_fashion = logistic_predict(
    scale(x_fashion[chosen]), y_fashion[chosen], scale(x_fashion_test)
)
