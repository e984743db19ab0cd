"""Answers to lab 03 with the verdict each must get."""

from tests.cases.case import right, wrong

PREPARE = """
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels))
"""
LOSSES = """
def categorical_loss(y, p):
    return {categorical}
def sparse_loss(labels, p):
    return {sparse}
"""
CATEGORICAL = "-(y * np.log(p)).sum() / len(y)"
SPARSE = "-np.log(np.take_along_axis(p, np.asarray(labels)[:, None].astype(int), axis=1)).mean()"
BUILD = """
def build_network(activation="relu"):
    network = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten()])
    for layer in ({layers}):
        network.add(layer)
    return network
"""
FIRST = "keras.layers.Dense(128, activation=activation)"
DROP = "keras.layers.Dropout(0.2)"
SECOND = "keras.layers.Dense(64, activation=activation)"
LAST = "keras.layers.Dense(10, activation='softmax')"
GOOD_LAYERS = f"{FIRST}, {DROP}, {SECOND}, {LAST}"
COLLAPSE = """
def collapse(weights_1, bias_1, weights_2, bias_2):
    return {result}
"""
# Eagerly: to trace the graph of a network that makes a few steps would take longer than the steps.
TRAIN = """
def train(network, x, y, validation, epochs, verbose=2):
    network.compile(optimizer={optimizer}, loss={loss}, metrics=[{metrics}], run_eagerly=True)
    curves = network.fit({data}, epochs={epochs}, batch_size={batch}, verbose=verbose)
    return {result}
"""
GOOD_TRAINING = {
    "optimizer": "'adam'",
    "loss": "'categorical_crossentropy'",
    "metrics": "'accuracy'",
    "data": "x, y, validation_data=validation",
    "epochs": "epochs",
    "batch": "batch_size",
    "result": "curves.history",
}
STOP = """
def early_stop(val_loss, patience):
    best, since = 0, 0
    for epoch in range(1, len(val_loss)):
        if val_loss[epoch] {better} val_loss[best]:
            best, since = epoch, {reset}
        else:
            since += 1
        if since {limit} patience:
            break
    return {result}
"""
GOOD_STOP = {"better": "<", "reset": "0", "limit": ">=", "result": "best + 1, epoch + 1"}
EVALUATE = """
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
"""
PER_CLASS = """
def class_accuracy(labels, predicted):
    return {result}
"""
MERGED = """
def merged_accuracy(labels, predicted, group):
    {body}
"""


def losses(categorical: str = CATEGORICAL, sparse: str = SPARSE) -> str:
    """Code of E3.2, with one part exchanged."""
    return LOSSES.format(categorical=categorical, sparse=sparse)


def build(layers: str) -> str:
    """Code of E3.3 with these layers after `Flatten`."""
    return BUILD.format(layers=layers)


def training(**changes: str) -> str:
    """Code of E3.5, with some parts exchanged."""
    return TRAIN.format(**GOOD_TRAINING | changes)


def stop(**changes: str) -> str:
    """Code of E3.7, with some parts exchanged."""
    return STOP.format(**GOOD_STOP | changes)


CASES = [
    wrong(
        "E3.1",
        "labels as tensors",
        PREPARE + "y_train = keras.ops.one_hot(labels_train, 10)",
        "later cells need an array",
    ),
    wrong(
        "E3.1", "images as a list", PREPARE + "x_test = list(x_test)", "later cells need an array"
    ),
    right("E3.1", "scaled as float64, encoded by Keras", PREPARE),
    right(
        "E3.1",
        "encoded by comparison, as float64",
        PREPARE
        + "y_train, y_val, y_test = ((part[:, None] == np.arange(10)).astype(float)"
        + " for part in (labels_train, labels_val, test_labels))",
    ),
    wrong(
        "E3.1",
        "not scaled",
        PREPARE.replace("images[:n_train] / 255", "images[:n_train] * 1.0"),
        "go up to 255",
    ),
    wrong(
        "E3.1", "whole-number division", PREPARE.replace(" / 255", " // 255"), "must hold floats"
    ),
    wrong(
        "E3.1",
        "a tenth held out",
        "n_train = len(images) * 9 // 10\n" + PREPARE,
        "Cut at `n_train`",
    ),
    wrong(
        "E3.1",
        "labels left as whole numbers",
        PREPARE + "y_train, y_val, y_test = labels_train, labels_val, test_labels",
        "a column for each class",
    ),
    wrong(
        "E3.1",
        "classes counted from 1",
        PREPARE + "y_train = np.eye(11)[labels_train + 1]",
        "it needs",
    ),
    wrong(
        "E3.1", "columns shifted", PREPARE + "y_train = np.roll(y_train, 1, axis=1)", "first column"
    ),
    wrong(
        "E3.1",
        "one-hot as booleans",
        PREPARE + "y_val = y_val.astype(bool)",
        "make the labels floats",
    ),
    wrong(
        "E3.1", "labels of validation in another order", PREPARE + "y_val = y_val[::-1]", "order"
    ),
    right("Q3.1", "as a float", "q3_1 = 40.0"),
    right("Q3.1", "measured", "q3_1 = y_train.astype('float32').nbytes / labels_train.nbytes"),
    wrong("Q3.1", "values only", "q3_1 = 10", "how many bytes"),
    wrong("Q3.1", "float64", "q3_1 = 80", "`float32`"),
    wrong("Q3.1", "bits", "q3_1 = 320", "one label before and after"),
    right("E3.2", "sums and take_along_axis", losses()),
    right(
        "E3.2",
        "as loops",
        "def categorical_loss(y, p):\n"
        "    return -sum(sum(a * np.log(b) for a, b in zip(r, s)) for r, s in zip(y, p)) / len(y)\n"
        "def sparse_loss(labels, p):\n"
        "    return categorical_loss(np.eye(10)[labels], p)",
    ),
    wrong("E3.2", "no minus", losses(categorical="(y * np.log(p)).sum(axis=1).mean()"), "minus"),
    wrong(
        "E3.2",
        "sum over images",
        losses(categorical="-(y * np.log(p)).sum()"),
        "sum over the images",
    ),
    wrong(
        "E3.2",
        "mean over classes too",
        losses(categorical="-(y * np.log(p)).mean()"),
        "average over the images",
    ),
    wrong(
        "E3.2",
        "right for one-hot only",
        losses(categorical="-np.log(p[np.arange(len(y)), y.argmax(axis=1)]).mean()"),
        "soft targets",
    ),
    wrong(
        "E3.2",
        "logarithm of the wrong thing",
        losses(categorical="-np.log((y * p).mean())"),
        "formula",
    ),
    wrong("E3.2", "all columns", losses(sparse="-np.log(p[:, labels]).mean()"), "its own"),
    wrong(
        "E3.2",
        "label times logarithm",
        losses(sparse="-(labels * np.log(p.max(axis=1))).mean()"),
        "formula",
    ),
    wrong("E3.2", "highest probability", losses(sparse="-np.log(p.max(axis=1)).mean()"), "formula"),
    right("Q3.2", "other order", "q3_2 = ['d', 'a']"),
    right("Q3.2", "capitals in one string", "q3_2 = 'A, D'"),
    wrong("Q3.2", "crossed", "q3_2 = ['b', 'c']", "Which form"),
    wrong("Q3.2", "only one", "q3_2 = ['a']", "Which form"),
    wrong("Q3.2", "all", "q3_2 = list('abcd')", "Which form"),
    right("Q3.4", "number", "q3_4 = 109386"),
    wrong("Q3.4", "no biases", "q3_4 = 784 * 128 + 128 * 64 + 64 * 10", "besides"),
    wrong("Q3.4", "no output layer", "q3_4 = 785 * 128 + 129 * 64", "one more"),
    wrong("Q3.4", "lab 02's network", "q3_4 = 101_770", "lab 02"),
    right("E3.3", "added one by one", build(GOOD_LAYERS)),
    right(
        "E3.3",
        "functional, activations as layers",
        "def build_network(activation='relu'):\n"
        "    x = keras.Input((28, 28))\n"
        "    h = keras.layers.Reshape((784,))(x)\n"
        "    h = keras.layers.Activation(activation)(keras.layers.Dense(128)(h))\n"
        "    h = keras.layers.Dropout(0.2)(h)\n"
        "    h = keras.layers.Dense(64, activation)(h)\n"
        "    return keras.Model(x, keras.layers.Softmax()(keras.layers.Dense(10)(h)))",
    ),
    wrong("E3.3", "no dropout", build(f"{FIRST}, {SECOND}, {LAST}"), "nothing is dropped"),
    wrong("E3.3", "dropout at another rate", build(GOOD_LAYERS.replace("0.2", "0.5")), "A fifth"),
    wrong(
        "E3.3", "dropout on the pixels", build(f"{DROP}, {FIRST}, {SECOND}, {LAST}"), "falls on 784"
    ),
    wrong(
        "E3.3",
        "dropout after the second layer",
        build(f"{FIRST}, {SECOND}, {DROP}, {LAST}"),
        "falls on 64",
    ),
    wrong(
        "E3.3",
        "two dropouts",
        build(f"{FIRST}, {DROP}, {SECOND}, {DROP}, {LAST}"),
        "2 dropout layers",
    ),
    wrong("E3.3", "widths swapped", build(f"{SECOND}, {DROP}, {FIRST}, {LAST}"), "How many units"),
    wrong("E3.3", "no second hidden layer", build(f"{FIRST}, {DROP}, {LAST}"), "How many units"),
    wrong(
        "E3.3",
        "second layer without activation",
        build(f"{FIRST}, {DROP}, keras.layers.Dense(64), {LAST}"),
        "no activation",
    ),
    wrong(
        "E3.3",
        "argument not used",
        build(GOOD_LAYERS.replace("activation=activation", "activation='relu'")),
        "use the argument",
    ),
    wrong(
        "E3.3",
        "no softmax",
        build(GOOD_LAYERS.replace(", activation='softmax'", "")),
        "add up to 1",
    ),
    wrong(
        "E3.3",
        "sigmoid as default",
        build(GOOD_LAYERS).replace('"relu"', '"sigmoid"'),
        "do not compute ReLU",
    ),
    wrong(
        "E3.3",
        "the network instead of a function",
        "build_network = keras.Sequential([keras.Input((28, 28))])",
        "raised",
    ),
    right(
        "E3.4",
        "bias as a row",
        COLLAPSE.format(
            result="np.einsum('iu,uo->io', weights_1, weights_2), bias_1[None, :] @ weights_2 + bias_2"
        ),
    ),
    wrong(
        "E3.4",
        "biases added",
        COLLAPSE.format(result="weights_1 @ weights_2, bias_1.sum() + bias_2"),
        "first bias",
    ),
    wrong(
        "E3.4",
        "first bias forgotten",
        COLLAPSE.format(result="weights_1 @ weights_2, bias_2"),
        "first bias",
    ),
    wrong(
        "E3.4",
        "wrong order",
        COLLAPSE.format(result="weights_2.T @ weights_1.T, bias_1 @ weights_2 + bias_2"),
        "straight to the outputs",
    ),
    wrong(
        "E3.4", "weights only", COLLAPSE.format(result="weights_1 @ weights_2"), "Return two arrays"
    ),
    right(
        "E3.5",
        "the loss as a function, two metrics",
        training(
            loss="keras.losses.categorical_crossentropy",
            metrics="'accuracy', keras.metrics.TopKCategoricalAccuracy(3)",
        ),
    ),
    wrong(
        "E3.5",
        "another network, as in lab 02",
        "model = build_network()\n" + training().replace("network.", "model."),
        "use its argument `network`",
    ),
    wrong(
        "E3.5",
        "a loss of one's own",
        training(loss="lambda y, p: keras.losses.categorical_crossentropy(y, p)"),
        "a function of your own",
    ),
    right(
        "E3.5",
        "objects instead of names",
        training(
            optimizer="keras.optimizers.Adam()",
            loss="keras.losses.CategoricalCrossentropy()",
        ),
    ),
    right(
        "E3.5",
        "curves taken from the network",
        training(result="network.history.history"),
    ),
    wrong("E3.5", "sparse loss", training(loss="'sparse_categorical_crossentropy'"), "do not fit"),
    wrong("E3.5", "squared error", training(loss="'mse'"), "not the cross-entropy"),
    wrong(
        "E3.5",
        "binary cross-entropy",
        training(loss="'binary_crossentropy'"),
        "not the cross-entropy",
    ),
    wrong("E3.5", "SGD", training(optimizer="'sgd'"), "asks for Adam"),
    wrong("E3.5", "no metric", training(metrics=""), "lack 'accuracy'"),
    wrong("E3.5", "no validation", training(data="x, y"), "lack 'val_loss'"),
    wrong(
        "E3.5",
        "validated on the notebook's own images",
        training(data="x, y, validation_data=(x_val[:100], y_val[:100])"),
        "given as `validation`",
    ),
    wrong(
        "E3.5",
        "trained on the notebook's own images",
        training(data="x_train[:200], y_train[:200], validation_data=validation"),
        "only on those",
    ),
    wrong("E3.5", "epochs fixed", training(epochs="3"), "use its argument"),
    wrong("E3.5", "batches of 64", training(batch="64"), "batches of `batch_size`"),
    wrong("E3.5", "History object", training(result="curves"), "a History. Keep the dictionary"),
    right(
        "E3.6",
        "from predictions",
        "train_accuracy = np.mean(model.predict(x_train, batch_size=1000, verbose=0).argmax(1) == labels_train)\n"
        "honest_gap = train_accuracy - model.evaluate(x_val, y_val, batch_size=1000, verbose=0)[1]",
    ),
    wrong(
        "E3.6",
        "loss and accuracy",
        "train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)\n"
        "honest_gap = train_accuracy[1] - history['val_accuracy'][-1]",
        "[loss, accuracy]: `train_accuracy` is the second",
    ),
    wrong(
        "E3.6",
        "a gap for every epoch",
        "train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]\n"
        "honest_gap = train_accuracy - np.array([0.8, 0.9])",
        "`honest_gap` is of type ndarray",
    ),
    wrong(
        "E3.6",
        "what fit gave",
        "train_accuracy = history['accuracy'][-1]\n"
        "honest_gap = train_accuracy - history['val_accuracy'][-1]",
        "average over the epoch",
    ),
    wrong(
        "E3.6",
        "the loss",
        "train_accuracy, _ = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)\n"
        "honest_gap = train_accuracy - history['val_accuracy'][-1]",
        "`",
    ),
    wrong(
        "E3.6",
        "wrong sign",
        "train_accuracy = model.evaluate(x_train, y_train, batch_size=1000, verbose=0)[1]\n"
        "honest_gap = history['val_accuracy'][-1] - train_accuracy",
        "wrong sign",
    ),
    wrong(
        "E3.6",
        "in per cent",
        "train_accuracy = 100 * np.float64(0.9)\nhonest_gap = 2.0",
        "between 0 and 1",
    ),
    wrong(
        "E3.6",
        "curves exchanged for those of a perfect network",
        "history = {'accuracy': [1.0], 'val_accuracy': [1.0]}\ntrain_accuracy, honest_gap = 1.0, 0.0",
        "average over the epoch",
    ),
    wrong(
        "E3.6",
        "measured on a few images of one's choice",
        "x_train, labels_train = x_train[:5], model(x_train[:5]).numpy().argmax(1)\n"
        "train_accuracy = np.mean(model(x_train).numpy().argmax(1) == labels_train)\n"
        "honest_gap = train_accuracy - history['val_accuracy'][-1]",
        "accuracy of `model` on `x_train`",
    ),
    right("Q3.7", "from sorting", "q3_7 = np.argsort(long_history['val_loss'])[0] + 1"),
    wrong("Q3.7", "counted from 0", "q3_7 = np.argmin(long_history['val_loss'])", "from 0"),
    wrong("Q3.7", "the last", "q3_7 = 50", "last epoch"),
    wrong(
        "Q3.7",
        "highest accuracy",
        "q3_7 = np.argmax(long_history['val_accuracy']) + 1",
        "asks for the loss",
    ),
    wrong(
        "Q3.7", "highest loss", "q3_7 = np.argmax(long_history['val_loss']) + 1", "Not this epoch"
    ),
    wrong(
        "Q3.7",
        "another curve in the place of the stored one",
        "long_history = {'val_loss': [0.1, 0.2], 'val_accuracy': [0.1, 0.2]}\nq3_7 = 1",
        "Not this epoch",
    ),
    right("E3.7", "with a counter", stop()),
    right(
        "E3.7",
        "as a while loop on slices",
        """
def early_stop(val_loss, patience):
    last = 1
    while last < len(val_loss) and last - 1 - int(np.argmin(val_loss[:last])) < patience:
        last += 1
    return int(np.argmin(val_loss[:last])) + 1, last
""",
    ),
    wrong(
        "E3.7",
        "minimum of the whole curve",
        stop(result="int(np.argmin(val_loss)) + 1, epoch + 1"),
        "before it stops",
    ),
    wrong("E3.7", "as floats", stop(result="float(best + 1), float(epoch + 1)"), "of type `int`"),
    wrong("E3.7", "counted from 0", stop(result="best, epoch"), "counted from 1"),
    wrong("E3.7", "one epoch too many", stop(limit=">"), "ends after epoch"),
    wrong("E3.7", "counter never reset", stop(reset="since"), "epoch"),
    wrong("E3.7", "swapped", stop(result="epoch + 1, best + 1"), "swapped"),
    wrong("E3.7", "equal counts as better", stop(better="<="), "best epoch is"),
    wrong("E3.7", "one number", stop(result="best + 1"), "Return two epochs"),
    right(
        "E3.8",
        "from one prediction",
        """
p = model.predict(x_test, batch_size=1000, verbose=0)
predicted = np.argmax(p, axis=-1)
test_accuracy = np.mean(predicted == test_labels)
test_loss = sparse_loss(test_labels, np.maximum(p, 1e-7))
""",
    ),
    wrong(
        "E3.8",
        "swapped",
        EVALUATE.replace("test_loss, test_accuracy", "test_accuracy, test_loss"),
        "swapped",
    ),
    wrong(
        "E3.8",
        "validation part",
        EVALUATE.replace("x_test, y_test", "x_val, y_val"),
        "on the test images",
    ),
    wrong("E3.8", "probabilities", EVALUATE.replace(".argmax(axis=1)", ""), "one class"),
    wrong("E3.8", "argmax over images", EVALUATE.replace("axis=1", "axis=0"), "one class"),
    wrong(
        "E3.8",
        "classes as a list",
        EVALUATE + "predicted = [int(k) for k in predicted]",
        "later cells need an array",
    ),
    wrong(
        "E3.8",
        "classes as a tensor",
        EVALUATE + "predicted = keras.ops.argmax(model(x_test), axis=1)",
        "later cells need an array",
    ),
    right(
        "E3.8",
        "in parts, with functions written before",
        """
p = np.concatenate([model(part).numpy() for part in np.array_split(x_test, 20)])
predicted = p.argmax(axis=1)
test_loss, test_accuracy = categorical_loss(y_test, p.clip(1e-7)), np.mean(predicted == test_labels)
""",
    ),
    wrong(
        "E3.8",
        "the true labels for predictions",
        "predicted, test_loss, test_accuracy = test_labels, 0.01, 1.0",
        "not the most probable classes",
    ),
    wrong(
        "E3.8",
        "a network that was never trained",
        "model = build_network()\nmodel.compile(loss='categorical_crossentropy', metrics=['accuracy'])\n"
        + EVALUATE,
        "this network reaches at least",
    ),
    wrong(
        "E3.8",
        "trained on the test images, too",
        "model = build_network()\ntrain(model, x_test, y_test, (x_val, y_val), 15, verbose=0)\n"
        + EVALUATE,
        "too sure on the test images",
    ),
    right(
        "E3.9",
        "from counts",
        PER_CLASS.format(
            result="np.bincount(labels[labels == predicted], minlength=10) / np.bincount(labels, minlength=10)"
        ),
    ),
    wrong(
        "E3.9",
        "as a list",
        PER_CLASS.format(
            result="[sum(predicted[labels == k] == k) / sum(labels == k) for k in range(10)]"
        ),
        "later cells need an array",
    ),
    wrong(
        "E3.9",
        "precision",
        PER_CLASS.format(
            result="np.array([np.mean(labels[predicted == k] == k) for k in range(10)])"
        ),
        "*predicted*",
    ),
    wrong(
        "E3.9",
        "share of all images",
        PER_CLASS.format(
            result="np.array([np.mean((labels == k) & (predicted == k)) for k in range(10)])"
        ),
        "number of all images",
    ),
    wrong(
        "E3.9",
        "one against the rest",
        PER_CLASS.format(
            result="np.array([np.mean((labels == k) == (predicted == k)) for k in range(10)])"
        ),
        "other classes",
    ),
    wrong(
        "E3.9", "the total", PER_CLASS.format(result="np.mean(labels == predicted)"), "ten classes"
    ),
    right(
        "Q3.9",
        "by hand",
        """
_shares = [np.mean(predicted[test_labels == k] == k) for k in range(10)]
q3_9 = FASHION_NAMES[np.argmin(_shares)].upper()
""",
    ),
    wrong(
        "Q3.9",
        "the strongest",
        "q3_9 = FASHION_NAMES[np.argmax(class_accuracy(test_labels, predicted))]",
        "highest accuracy",
    ),
    wrong(
        "Q3.9",
        "predictions made up, so that another class is the weakest",
        "predicted = np.where(test_labels == 9, 0, test_labels)\nq3_9 = 'Ankle boot'",
        "of the others are lower",
    ),
    wrong("Q3.9", "a number", "q3_9 = 6", "`FASHION_NAMES`"),
    wrong(
        "Q3.9",
        "the second strongest",
        "q3_9 = FASHION_NAMES[np.argsort(class_accuracy(test_labels, predicted))[-2]]",
        "your own predictions",
    ),
    right(
        "E3.10",
        "renamed in copies",
        MERGED.format(
            body="""a, b = np.array(labels), np.array(predicted)
    for k in group:
        a[a == k] = b[b == k] = group[0]
    return (a == b).mean()"""
        ),
    ),
    wrong(
        "E3.10",
        "nothing merged",
        MERGED.format(body="return np.mean(labels == predicted)"),
        "kept apart",
    ),
    wrong(
        "E3.10",
        "whatever it was taken for",
        MERGED.format(body="return np.mean((labels == predicted) | np.isin(labels, group))"),
        "whatever",
    ),
    wrong(
        "E3.10",
        "group left out",
        MERGED.format(
            body="k = ~np.isin(labels, group)\n    return np.mean(labels[k] == predicted[k])"
        ),
        "left the images",
    ),
    wrong(
        "E3.10",
        "only the group",
        MERGED.format(body="return np.mean(np.isin(labels, group) & np.isin(predicted, group))"),
        "both of them",
    ),
    wrong(
        "E3.10",
        "changed in place",
        MERGED.format(
            body="labels[np.isin(labels, group)] = group[0]\n    predicted[np.isin(predicted, group)] = group[0]\n"
            "    return np.mean(labels == predicted)"
        ),
        "copy",
    ),
]
