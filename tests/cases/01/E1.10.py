# %% wrong · without C → as another regression does: write `LogisticRegression(C=0.03
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(C=1.0).fit(X, train_labels).predict(T)


# %% wrong · C ten times too large → as another regression does
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(C=0.3).fit(X, train_labels).predict(T)


# %% wrong · scaled a second time → easy to tell apart
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X / 255, train_labels).predict(T / 255)


# %% right · another solver
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.set_params(solver="newton-cg").fit(X, train_labels).predict(T)


# %% right · in one line
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict(T)


# %% right · by the probabilities
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    model.fit(X, train_labels)
    return model.classes_[model.predict_proba(T).argmax(1)]


# %% right · with the functions written before
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300).fit(flatten(train_images), train_labels)
    return model.predict(flatten(test_images)).tolist()


# %% wrong · the notebook's arrays for those it is given → do not occur
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(x_mnist[:200].reshape(200, -1), y_mnist[:200]).predict(T)


# %% wrong · the accuracy → one label for each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).score(X, train_labels)


# %% wrong · probabilities → These are probabilities
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict_proba(T)


# %% wrong · positions of the classes → do not occur
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict_proba(T).argmax(1)


# %% wrong · on the training images → each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels).predict(X)


# %% wrong · the model → one label for each test
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, train_labels)


# %% wrong · labels shuffled → easy to tell apart
from sklearn.linear_model import LogisticRegression


def logistic_predict(train_images, train_labels, test_images):
    model = LogisticRegression(C=0.03, max_iter=300)
    X = train_images.reshape(len(train_images), -1)
    T = test_images.reshape(len(test_images), -1)
    return model.fit(X, np.roll(train_labels, 1)).predict(T)
