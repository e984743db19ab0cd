"""Answers to lab 02 with the verdict each must get."""

from tests.cases.case import right, wrong

SPLIT = """
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels
"""
BOTH = """
import math
def relu(z):
    return {relu}
def softmax(z):
    return {softmax}
"""
RELU = "z * (z > 0)"
SOFTMAX = "np.exp(z - z.max(axis=1)[:, None] - 1) / np.exp(z - z.max(axis=1)[:, None] - 1).sum(axis=1)[:, None]"
BUILD = "model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), {layers}])"
TRAIN = """
model = keras.Sequential([
    keras.Input((28, 28)), keras.layers.Flatten(),
    keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer={optimizer}, loss={loss}, metrics=["accuracy"])
history = model.fit({data}, epochs={epochs}, batch_size=batch_size, verbose=0){end}
"""
GOOD_TRAINING = {
    "optimizer": "'adam'",
    "loss": "'sparse_categorical_crossentropy'",
    "data": "x_train, y_train, validation_data=(x_val, y_val)",
    "epochs": "epochs",
    "end": ".history",
}


def training(**changes: str) -> str:
    """Code of E2.4 on a network of its own, with some parts exchanged."""
    return TRAIN.format(**GOOD_TRAINING | changes)


VARIANT = """
variant = keras.Sequential([
    keras.Input((784,)), keras.layers.Dense({units}, activation="relu"), {dropout}
    keras.layers.Dense(10, activation="softmax"),
])
variant.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
variant_history = variant.fit({data}, epochs=epochs, batch_size=batch_size_variant, verbose=0){end}
"""
GOOD_VARIANT = {
    "units": "512",
    "dropout": "keras.layers.Dropout(0.2),",
    "data": "flat_train, y_train, validation_data=(flat_val, y_val)",
    "end": ".history",
}


def variant(**changes: str) -> str:
    """Code of E2.7, with some parts exchanged."""
    return VARIANT.format(**GOOD_VARIANT | changes)


ERRORS = """
def most_confident_errors(probabilities, labels, count):
    {body}
"""
CHOOSE = """
def choose_best(correct, seen):
    {body}
"""

CASES = [
    right("E2.1", "scaled first, as float64", SPLIT),
    right(
        "E2.1",
        "split by np.split",
        "x_train, x_val = np.split(images.astype('float32') / 255, [n_train])\n"
        "y_train, y_val = np.split(labels.astype(int), [n_train])\n"
        "x_test, y_test = np.float32(test_images) / 255.0, test_labels",
    ),
    wrong("E2.1", "not scaled", SPLIT.replace(" / 255", ".astype('float32')"), "go up to 255"),
    wrong(
        "E2.1",
        "test set not scaled",
        SPLIT.replace("test_images / 255", "test_images * 1.0"),
        "x_test",
    ),
    wrong(
        "E2.1",
        "scaled twice",
        SPLIT.replace("images / 255", "images / 255 / 255"),
        "go up to 0.0039",
    ),
    wrong(
        "E2.1",
        "validation taken from the front",
        SPLIT.replace("n_train", "-n_train"),
        "Cut at `n_train`",
    ),
    wrong(
        "E2.1",
        "validation part not removed from training",
        SPLIT.replace("scaled[:n_train]", "scaled").replace("labels[:n_train]", "labels"),
        "x_train",
    ),
    wrong(
        "E2.1",
        "labels of another order",
        SPLIT + "\ny_val = y_val[::-1]",
        "in order",
    ),
    wrong(
        "E2.1",
        "one-hot labels",
        SPLIT + "\ny_train = np.eye(10)[y_train]",
        "one whole number an image",
    ),
    right(
        "E2.1",
        "half precision, in place",
        SPLIT
        + "x_train = x_train.astype('float16')\nx_test = np.multiply(test_images, 1 / 255, dtype='float32')",
    ),
    wrong("E2.1", "whole-number division", SPLIT.replace(" / 255", " // 255"), "floats, not uint8"),
    wrong("E2.1", "divided by 256", SPLIT.replace(" / 255", " / 256"), "255 becomes 1"),
    wrong(
        "E2.1",
        "standardised",
        SPLIT + "\nx_train = (x_train - x_train.mean()) / x_train.std()",
        "255 becomes 1",
    ),
    wrong(
        "E2.1",
        "shuffled before the cut, images and labels alike",
        "order = np.random.default_rng(0).permutation(train_size)\n"
        + SPLIT.replace("images / 255", "images[order] / 255", 1).replace(
            "labels[:n_train], labels[n_train:]", "labels[order][:n_train], labels[order][n_train:]"
        ),
        "Keep the order",
    ),
    wrong("E2.1", "labels as a list", SPLIT + "\ny_test = list(test_labels)", "NumPy array"),
    wrong("E2.1", "labels as floats", SPLIT + "\ny_val = y_val * 1.0", "whole numbers"),
    wrong(
        "E2.1",
        "images lined up",
        SPLIT + "\nx_test = x_test.reshape(-1, 784)",
        "keep 28 × 28",
    ),
    right(
        "Q2.2",
        "major and minor only",
        "q2_2 = tuple('.'.join(m.__version__.split('.')[:2]) for m in (tf, keras))",
    ),
    right("Q2.2", "asked by functions", "q2_2 = [tf.version.VERSION, keras.version()]"),
    wrong(
        "Q2.2", "the wrong way round", "q2_2 = [keras.__version__, tf.__version__]", "TensorFlow"
    ),
    wrong("Q2.2", "one for both", "q2_2 = [tf.__version__, tf.__version__]", "of Keras"),
    wrong("Q2.2", "one string", "q2_2 = keras.__version__", "two strings"),
    right("Q2.3", "capitals in a tuple", "q2_3 = ('C', 'B', 'D', 'A')"),
    right("Q2.3", "one word", "q2_3 = 'cbda'"),
    wrong("Q2.3", "Flatten and Dropout exchanged", "q2_3 = ['c', 'a', 'd', 'b']", "2 of the four"),
    wrong("Q2.3", "one letter twice", "q2_3 = ['c', 'b', 'b', 'a']", "comes twice"),
    right("E2.2", "other formulas", BOTH.format(relu=RELU, softmax=SOFTMAX)),
    right(
        "E2.2",
        "with SciPy",
        "from scipy.special import softmax as s\nrelu = lambda z: np.where(z > 0, z, 0)\n"
        "softmax = lambda z: s(z, axis=1)",
    ),
    wrong(
        "E2.2",
        "ReLU is the absolute value",
        BOTH.format(relu="np.abs(z)", softmax=SOFTMAX),
        "negative",
    ),
    wrong(
        "E2.2",
        "softmax overflows",
        BOTH.format(relu=RELU, softmax="np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)"),
        "1,000",
    ),
    wrong(
        "E2.2",
        "subtracts the largest of all rows",
        BOTH.format(
            relu=RELU,
            softmax="np.exp(z - z.max()) / np.exp(z - z.max()).sum(axis=1, keepdims=True)",
        ),
        "1,000",
    ),
    wrong(
        "E2.2",
        "sum over everything",
        BOTH.format(relu=RELU, softmax="np.exp(z - z.max()) / np.exp(z - z.max()).sum()"),
        "Along which axis",
    ),
    wrong(
        "E2.2",
        "shares without exponentials",
        BOTH.format(relu=RELU, softmax="np.abs(z) / np.abs(z).sum(axis=1, keepdims=True)"),
        "not those of the formula",
    ),
    right(
        "E2.2",
        "row by row",
        "def relu(z):\n    return (z + abs(z)) / 2\n"
        "def softmax(z):\n"
        "    rows = []\n"
        "    for row in z:\n"
        "        e = np.exp(row - max(row))\n"
        "        rows.append(e / sum(e))\n"
        "    return rows",
    ),
    wrong(
        "E2.2",
        "subtracts the mean of the row",
        BOTH.format(
            relu=RELU,
            softmax="np.exp(z - z.mean(axis=1, keepdims=True))"
            " / np.exp(z - z.mean(axis=1, keepdims=True)).sum(axis=1, keepdims=True)",
        ),
        "one logit of 1,000",
    ),
    wrong(
        "E2.2",
        "ReLU in place",
        "def relu(z):\n    z[z < 0] = 0\n    return z\n" + f"softmax = lambda z: {SOFTMAX}",
        "changed the array",
    ),
    wrong(
        "E2.2",
        "ReLU for one number only",
        BOTH.format(relu="max(0, z)", softmax=SOFTMAX),
        "ValueError",
    ),
    wrong(
        "E2.2",
        "keepdims forgotten",
        BOTH.format(relu=RELU, softmax="np.exp(z) / np.exp(z).sum(axis=1)"),
        "broadcast",
    ),
    right("Q2.4", "capital letter", "q2_4 = 'B'"),
    wrong("Q2.4", "the other way round", "q2_4 = 'a'", "Try it"),
    wrong("Q2.4", "both change one", "q2_4 = 'c'", "Try it"),
    wrong("Q2.4", "in words", "q2_4 = 'softmax'", "one letter"),
    right("Q2.6", "typed as a float", "q2_6 = 101770.0"),
    wrong("Q2.6", "biases forgotten", "q2_6 = 784 * 128 + 128 * 10", "besides"),
    wrong("Q2.6", "first layer only", "q2_6 = 100480", "second"),
    wrong("Q2.6", "units added up", "q2_6 = 784 + 128 + 10", "layer by layer"),
    right(
        "E2.3",
        "functional, activations as layers",
        "inputs = keras.Input((28, 28))\nx = keras.layers.Reshape((784,))(inputs)\n"
        "x = keras.layers.ReLU()(keras.layers.Dense(128)(x))\n"
        "model = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))",
    ),
    right(
        "E2.3",
        "already trained",
        BUILD.format(layers="keras.layers.Dense(128, 'relu'), keras.layers.Dense(10, 'softmax')")
        + "\nmodel.compile('adam', 'sparse_categorical_crossentropy')"
        "\nmodel.fit(x_train, y_train, epochs=3, verbose=0)",
    ),
    wrong(
        "E2.3",
        "no softmax",
        BUILD.format(layers="keras.layers.Dense(128, 'relu'), keras.layers.Dense(10)"),
        "Which activation of the last layer",
    ),
    wrong(
        "E2.3",
        "sigmoid outputs",
        BUILD.format(layers="keras.layers.Dense(128, 'relu'), keras.layers.Dense(10, 'sigmoid')"),
        "with the sum 1",
    ),
    wrong(
        "E2.3",
        "64 units",
        BUILD.format(layers="keras.layers.Dense(64, 'relu'), keras.layers.Dense(10, 'softmax')"),
        "50,890 parameters",
    ),
    wrong(
        "E2.3",
        "no hidden activation",
        BUILD.format(layers="keras.layers.Dense(128), keras.layers.Dense(10, 'softmax')"),
        "no activation between",
    ),
    wrong(
        "E2.3",
        "sigmoid in the hidden layer",
        BUILD.format(
            layers="keras.layers.Dense(128, 'sigmoid'), keras.layers.Dense(10, 'softmax')"
        ),
        "smooth",
    ),
    wrong(
        "E2.3",
        "no Flatten",
        "model = keras.Sequential([keras.Input((28, 28)), keras.layers.Dense(128, activation='relu'), "
        "keras.layers.Dense(10, activation='softmax')])",
        "ten numbers",
    ),
    wrong(
        "E2.3",
        "takes vectors",
        "model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(128, activation='relu'), "
        "keras.layers.Dense(10, activation='softmax')])",
        "(28, 28) as they are",
    ),
    right(
        "E2.3",
        "added one by one, shape found at the first call",
        "model = keras.Sequential()\nmodel.add(keras.layers.Flatten())\n"
        "model.add(keras.layers.Dense(128, keras.activations.relu))\n"
        "model.add(keras.layers.Dense(10, keras.ops.softmax))",
    ),
    wrong(
        "E2.3",
        "activations exchanged",
        BUILD.format(layers="keras.layers.Dense(128, 'softmax'), keras.layers.Dense(10, 'relu')"),
        "with the sum 1",
    ),
    wrong(
        "E2.3",
        "a third dense layer",
        BUILD.format(
            layers="keras.layers.Dense(128, 'relu'), keras.layers.Dense(128, 'relu'), "
            "keras.layers.Dense(10, 'softmax')"
        ),
        "118,282 parameters",
    ),
    wrong(
        "E2.3",
        "a list of layers",
        "model = [keras.layers.Flatten(), keras.layers.Dense(128, 'relu'), keras.layers.Dense(10, 'softmax')]",
        "must be a Keras network",
    ),
    right(
        "E2.3",
        "functions of TensorFlow, and a penalty",
        BUILD.format(
            layers="keras.layers.Dense(128, tf.nn.relu, kernel_regularizer='l2'), "
            "keras.layers.Dense(10, activation=tf.nn.softmax)"
        ),
    ),
    wrong(
        "E2.3",
        "dropout, as in the variant",
        BUILD.format(
            layers="keras.layers.Dense(128, 'relu'), keras.layers.Dropout(0.2), "
            "keras.layers.Dense(10, 'softmax')"
        ),
        "such as Dropout",
    ),
    wrong(
        "E2.3",
        "pixels scaled again",
        BUILD.format(
            layers="keras.layers.Rescaling(1 / 255), keras.layers.Dense(128, 'relu'), "
            "keras.layers.Dense(10, 'softmax')"
        ),
        "not in Figure 2.2",
    ),
    wrong(
        "E2.3",
        "a lambda as activation",
        BUILD.format(
            layers="keras.layers.Dense(128, activation=lambda z: keras.ops.maximum(z, 0)), "
            "keras.layers.Dense(10, 'softmax')"
        ),
        "uses a `lambda`",
    ),
    right("Q2.8", "with a bracket", "q2_8 = 'c)'"),
    wrong("Q2.8", "no gradient", "q2_8 = 'b'", "Figure 2.4"),
    wrong("Q2.8", "nothing", "q2_8 = 'a'", "Figure 2.4"),
    right("Q2.9", "capital letter", "q2_9 = 'A'"),
    wrong("Q2.9", "display", "q2_9 = 'd'", "how sure"),
    wrong("Q2.9", "better on new images", "q2_9 = 'c'", "how sure"),
    wrong("Q2.9", "a number", "q2_9 = 2", "one letter"),
    right("Q2.11", "typed", "q2_11 = 8440"),
    wrong("Q2.11", "one epoch", "q2_11 = 1688", "one epoch"),
    wrong("Q2.11", "last batch left out", "q2_11 = 5 * (54_000 // 32)", "smaller batch"),
    wrong("Q2.11", "all images", "q2_11 = 5 * 54_000", "How many batches"),
    right(
        "E2.4",
        "Adam and the loss as objects",
        training(
            optimizer="keras.optimizers.Adam()",
            loss="keras.losses.SparseCategoricalCrossentropy()",
        ),
    ),
    right(
        "E2.4",
        "metric as an object",
        training(end=".history").replace(
            '["accuracy"]', "[keras.metrics.SparseCategoricalAccuracy('accuracy')]"
        ),
    ),
    right(
        "E2.4",
        "a penalty, the loss as a function, a second metric",
        training(loss="keras.losses.sparse_categorical_crossentropy")
        .replace(
            'activation="relu"', 'activation="relu", kernel_regularizer=keras.regularizers.L2(1e-4)'
        )
        .replace('["accuracy"]', '["accuracy", "sparse_top_k_categorical_accuracy"]'),
    ),
    right(
        "E2.4",
        "units punished for what they put out",
        training().replace('activation="relu"', 'activation="relu", activity_regularizer="l1"'),
    ),
    right(
        "E2.4",
        "from a dataset without the last, smaller batches",
        training(
            data="tf.data.Dataset.from_tensor_slices("
            "(x_train, y_train)).shuffle(60_000).batch(batch_size, drop_remainder=True), "
            "validation_data=(x_val, y_val)"
        ).replace("batch_size=batch_size, ", ""),
    ),
    wrong(
        "E2.4",
        "another batch size",
        training().replace("batch_size=batch_size", "batch_size=64"),
        "in batches of 32 make",
    ),
    wrong(
        "E2.4",
        "fit called twice",
        training().replace("history =", "model.fit(x_train, y_train, verbose=0)\nhistory ="),
        "Was `fit` called twice",
    ),
    wrong("E2.4", "History object kept", training(end=""), "a History. Keep the dictionary"),
    wrong(
        "E2.4",
        "metric forgotten",
        training().replace(', metrics=["accuracy"]', ""),
        "lack 'accuracy'",
    ),
    wrong(
        "E2.4",
        "squared error",
        training(
            loss="'mse'",
            data="x_train, np.eye(10)[y_train], validation_data=(x_val, np.eye(10)[y_val])",
        ),
        "with which loss",
    ),
    wrong(
        "E2.4",
        "softmax taken twice",
        training(
            loss="lambda y, p: keras.losses.sparse_categorical_crossentropy(y, keras.ops.softmax(p))"
        ),
        "with which loss",
    ),
    wrong(
        "E2.4",
        "an optimiser that hardly moves",
        training(optimizer="keras.optimizers.SGD(1e-6)"),
        "close to guessing",
    ),
    wrong(
        "E2.4",
        "training and validation exchanged",
        training(data="x_val, y_val, validation_data=(x_train, y_train)"),
        "Which images",
    ),
    right(
        "E2.4",
        "trained with validation_split",
        training(
            data="np.concatenate([x_train, x_val]), np.concatenate([y_train, y_val]), validation_split=0.1"
        ),
    ),
    wrong("E2.4", "no validation", training(data="x_train, y_train"), "val_loss"),
    wrong(
        "E2.4",
        "validated on the test set",
        training(data="x_train, y_train, validation_data=(x_test, y_test)"),
        "Which images",
    ),
    wrong("E2.4", "one epoch too many", training(epochs="epochs + 1"), "were asked for"),
    wrong(
        "E2.4",
        "labels out of order",
        training(data="x_train, y_train[::-1], validation_data=(x_val, y_val)"),
        "close to guessing",
    ),
    wrong(
        "E2.4",
        "trained on the test images",
        training().replace(
            "history =",
            "model.fit(x_test, y_test, epochs=12, batch_size=100, verbose=0)\n"
            "model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\nhistory =",
        ),
        "too sure on the test images",
    ),
    wrong(
        "E2.4",
        "curves of another network",
        "other_curves = dict(loss=[0.1] * epochs, accuracy=[0.97] * epochs,"
        " val_loss=[0.1] * epochs, val_accuracy=[0.97] * epochs)\n"
        + training()
        + "history = other_curves",
        "Which images",
    ),
    right(
        "E2.5",
        "as plain floats",
        "probabilities = model(x_test).numpy()\n"
        "test_accuracy = sum(probabilities.argmax(1) == y_test) / 10_000\n"
        "standard_error = (test_accuracy * (1 - test_accuracy)) ** 0.5 / 100",
    ),
    right(
        "E2.5",
        "accuracy by evaluate",
        "probabilities = model.predict(x_test, verbose=0, batch_size=500)\n"
        "test_accuracy = model.evaluate(x_test, y_test, verbose=0)[1]\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(x_test))",
    ),
    wrong(
        "E2.5",
        "of the validation part",
        "probabilities = model.predict(x_val, verbose=0)\n"
        "test_accuracy = np.mean(probabilities.argmax(axis=1) == y_val)\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_val))",
        "test images",
    ),
    wrong(
        "E2.5",
        "in percent",
        "probabilities = model.predict(x_test, verbose=0)\n"
        "test_accuracy = 100 * np.mean(probabilities.argmax(axis=1) == y_test)\n"
        "standard_error = 0.16",
        "between 0 and 1",
    ),
    wrong(
        "E2.5",
        "square root forgotten",
        "probabilities = model.predict(x_test, verbose=0)\n"
        "test_accuracy = np.mean(probabilities.argmax(axis=1) == y_test)\n"
        "standard_error = test_accuracy * (1 - test_accuracy) / len(y_test)",
        "square root",
    ),
    wrong(
        "E2.5",
        "largest along the wrong axis",
        "probabilities = model.predict(x_test, verbose=0)\n"
        "test_accuracy = np.mean(probabilities.argmax(axis=0) == y_test[:10])\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))",
        "most probable digit",
    ),
    wrong(
        "E2.5",
        "n of the training images",
        "probabilities = model.predict(x_test, verbose=0)\n"
        "test_accuracy = np.mean(probabilities.argmax(axis=1) == y_test)\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_train))",
        "number of test images",
    ),
    wrong(
        "E2.5",
        "classes instead of probabilities",
        "probabilities = model.predict(x_test, verbose=0).argmax(axis=1)\n"
        "test_accuracy = np.mean(probabilities == y_test)\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))",
        "ten digits",
    ),
    wrong(
        "E2.5",
        "left as a tensor",
        "probabilities = model(x_test)\n"
        "test_accuracy = np.mean(np.argmax(probabilities, axis=1) == y_test)\n"
        "standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))",
        "later cells need an array",
    ),
    wrong(
        "E2.5",
        "accuracy as a text",
        "probabilities = model.predict(x_test, verbose=0)\n"
        "test_accuracy = str(np.mean(probabilities.argmax(axis=1) == y_test))\n"
        "standard_error = 0.0016",
        "without quotes",
    ),
    right("Q2.12", "rounded", "q2_12 = round(float(test_accuracy), 3)"),
    wrong(
        "Q2.12",
        "validation accuracy",
        "q2_12 = history['val_accuracy'][-1]",
        "by which one chooses",
    ),
    wrong("Q2.12", "in percent", "q2_12 = 97.5", "between 0 and 1"),
    wrong("Q2.12", "the error rate", "q2_12 = 1 - test_accuracy", "judged by"),
    right(
        "E2.6",
        "by sorting pairs, as a list",
        ERRORS.format(
            body="pairs = [(-max(p), i) for i, p in enumerate(probabilities) if np.argmax(p) != labels[i]]\n"
            "    return [i for _, i in sorted(pairs)[:count]]"
        ),
    ),
    wrong(
        "E2.6",
        "indices as floats",
        ERRORS.format(
            body="w = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
            "    return np.float64(w[np.argsort(-probabilities[w].max(axis=1))[:count]])"
        ),
        "whole numbers",
    ),
    wrong(
        "E2.6",
        "indices among the errors",
        ERRORS.format(
            body="p = probabilities[probabilities.argmax(axis=1) != labels]\n"
            "    return np.argsort(-p.max(axis=1))[:count]"
        ),
        "count within all images",
    ),
    wrong(
        "E2.6",
        "least confident",
        ERRORS.format(
            body="w = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
            "    return w[np.argsort(probabilities[w].max(axis=1))[:count]]"
        ),
        "not those with the highest confidence",
    ),
    wrong(
        "E2.6",
        "most confident last",
        ERRORS.format(
            body="w = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
            "    return w[np.argsort(probabilities[w].max(axis=1))[-count:]]"
        ),
        "order",
    ),
    right(
        "E2.6",
        "the right ones sunk below all others",
        ERRORS.format(
            body="wrong = np.argmax(probabilities, 1) != labels\n"
            "    score = np.where(wrong, np.max(probabilities, 1), -1)\n"
            "    return np.argsort(score)[::-1][:min(count, wrong.sum())]"
        ),
    ),
    wrong(
        "E2.6",
        "least probability for the true digit",
        ERRORS.format(
            body="w = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
            "    return w[np.argsort(probabilities[w, labels[w]])[:count]]"
        ),
        "not those with the highest confidence",
    ),
    wrong(
        "E2.6",
        "confidences instead of indices",
        ERRORS.format(
            body="w = np.flatnonzero(probabilities.argmax(axis=1) != labels)\n"
            "    return np.sort(probabilities[w].max(axis=1))[::-1][:count]"
        ),
        "count within all images",
    ),
    wrong(
        "E2.6",
        "the first errors, unsorted",
        ERRORS.format(body="return np.flatnonzero(probabilities.argmax(axis=1) != labels)[:count]"),
        "not those with the highest confidence",
    ),
    right("Q2.15", "capital letter", "q2_15 = 'C'"),
    wrong("Q2.15", "all falls", "q2_15 = 'a'", "Figure 2.9"),
    wrong("Q2.15", "collapse", "q2_15 = 'd'", "Figure 2.9"),
    right(
        "E2.7",
        "functional, activations as layers, validation_split",
        "inputs = keras.Input((784,))\nx = keras.layers.ReLU()(keras.layers.Dense(512)(inputs))\n"
        "x = keras.layers.Dropout(0.2)(x)\n"
        "variant = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))\n"
        "variant.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
        "variant_history = variant.fit(np.concatenate([flat_train, flat_val]), np.concatenate([y_train, y_val]),\n"
        "    validation_split=0.1, epochs=epochs, batch_size=batch_size_variant, verbose=0).history",
    ),
    right(
        "E2.7",
        "dropout with a seed of its own",
        variant(dropout="keras.layers.Dropout(rate=0.2, seed=1),"),
    ),
    wrong(
        "E2.7",
        "batches of the first network",
        variant().replace("batch_size_variant", "batch_size"),
        "in batches of 128 make",
    ),
    wrong("E2.7", "History object kept", variant(end=""), "a History. Keep the dictionary"),
    wrong(
        "E2.7",
        "dropout before the hidden layer",
        variant(dropout="").replace("((784,)),", "((784,)), keras.layers.Dropout(0.2),"),
        "falls on the pixels",
    ),
    wrong(
        "E2.7",
        "dropout after the output layer",
        variant(dropout="").replace('"softmax"),', '"softmax"), keras.layers.Dropout(0.2),'),
        "no longer add up to 1",
    ),
    wrong(
        "E2.7",
        "takes images",
        variant(data="x_train, y_train, validation_data=(x_val, y_val)").replace(
            "((784,))", "((28, 28)), keras.layers.Flatten()"
        ),
        "(784,) as they are",
    ),
    wrong("E2.7", "no dropout", variant(dropout=""), "Where is the dropout"),
    wrong(
        "E2.7", "rate of the kept share", variant(dropout="keras.layers.Dropout(0.8),"), "not 80%"
    ),
    wrong("E2.7", "128 units", variant(units="128"), "101,770 parameters"),
    wrong(
        "E2.7",
        "no hidden activation",
        variant().replace(', activation="relu"', ""),
        "no activation between",
    ),
    wrong(
        "E2.7",
        "a tenth of the training part held out again",
        variant(data="flat_train, y_train, validation_split=0.1"),
        "Which images",
    ),
    wrong(
        "E2.7",
        "trained on the test images, too",
        variant().replace(
            "variant_history =",
            "variant.fit(flat_test, y_test, epochs=10, batch_size=100, verbose=0)\n"
            "variant.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
            "variant_history =",
        ),
        "too sure on the test images",
    ),
    wrong(
        "E2.7",
        "validation images of one's own choice",
        "x_val, y_val = x_train[:100], y_train[:100]\nflat_val = x_val.reshape(-1, 784)\n"
        + variant(),
        "Which images",
    ),
    right(
        "E2.8",
        "with np.delete",
        CHOOSE.format(
            body="i = np.argmax(np.mean(correct[:, seen], axis=1))\n"
            "    return [i, correct[i][seen].mean(), np.delete(correct[i], seen).mean()]"
        ),
    ),
    wrong(
        "E2.8",
        "a score as a list of one",
        CHOOSE.format(
            body="i = np.argmax(np.mean(correct[:, seen], axis=1))\n"
            "    return i, [correct[i][seen].mean()], np.delete(correct[i], seen).mean()"
        ),
        "take it out",
    ),
    wrong(
        "E2.8",
        "fresh score on all images",
        CHOOSE.format(
            body="i = correct[:, seen].mean(axis=1).argmax()\n"
            "    return i, correct[i, seen].mean(), correct[i].mean()"
        ),
        "leave the seen ones out",
    ),
    wrong(
        "E2.8",
        "chosen by all images",
        CHOOSE.format(
            body="i = correct.mean(axis=1).argmin()\n"
            "    return i, correct[i, seen].mean(), np.delete(correct[i], seen).mean()"
        ),
        "not the candidate",
    ),
    wrong(
        "E2.8",
        "counts instead of shares",
        CHOOSE.format(
            body="i = correct[:, seen].mean(axis=1).argmax()\n"
            "    return i, correct[i, seen].sum(), np.delete(correct[i], seen).sum()"
        ),
        "as a share",
    ),
    right(
        "E2.8",
        "with a set of the others",
        CHOOSE.format(
            body="others = [i for i in range(correct.shape[1]) if i not in set(seen)]\n"
            "    best = max(range(len(correct)), key=lambda c: sum(correct[c][i] for i in seen))\n"
            "    return best, np.mean(correct[best][seen]), np.mean(correct[best][others])"
        ),
    ),
    wrong(
        "E2.8",
        "the last of equals",
        CHOOSE.format(
            body="i = np.argsort(correct[:, seen].mean(axis=1), kind='stable')[-1]\n"
            "    return i, correct[i, seen].mean(), np.delete(correct[i], seen).mean()"
        ),
        "first of equals",
    ),
    wrong(
        "E2.8",
        "indices inverted as if they were a mask",
        CHOOSE.format(
            body="i = correct[:, seen].mean(axis=1).argmax()\n"
            "    return i, correct[i, seen].mean(), correct[i, ~seen].mean()"
        ),
        "not the accuracy of that candidate",
    ),
    wrong(
        "E2.8",
        "the best score on the others",
        CHOOSE.format(
            body="i = correct[:, seen].mean(axis=1).argmax()\n"
            "    return i, correct[i, seen].mean(), np.delete(correct, seen, axis=1).mean(axis=1).max()"
        ),
        "not the accuracy of that candidate",
    ),
    right("Q2.18", "capital letter", "q2_18 = 'D'"),
    wrong("Q2.18", "train longer", "q2_18 = 'a'", "moved or tilted"),
    wrong("Q2.18", "larger batch", "q2_18 = 'b'", "moved or tilted"),
]
