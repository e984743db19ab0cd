"""Answers to lab 07 with the verdict each must get."""

from tests.cases.case import right, wrong

LAYERS = """
rotation = {rotation}
zoom = {zoom}
flip = {flip}
"""
GOOD_LAYERS = {
    "rotation": "layers.RandomRotation(10 / 360, fill_mode='constant', interpolation='nearest')",
    "zoom": "layers.RandomZoom(0.1, fill_mode='constant', interpolation='nearest')",
    "flip": "layers.RandomFlip('horizontal')",
}


def three_layers(**changes: str) -> str:
    """Code of E7.1, with some layers exchanged."""
    return LAYERS.format(**GOOD_LAYERS | changes)


BATCHES = """
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    {body}
    return data
"""
TRAIN = """
{start}
augmented_history = cnn_augmented.fit(
    batches(x_train, y_train, {batch_size}, training=True, augment=augment),
    validation_data={validation}, epochs={epochs}, verbose=0){end}
"""
GOOD_TRAINING = {
    "start": "cnn_augmented = fashion_cnn.build(seed)",
    "batch_size": "batch_size",
    "validation": "validation",
    "epochs": "epochs",
    "end": ".history",
}


def training(**changes: str) -> str:
    """Code of E7.3, with some parts exchanged."""
    return TRAIN.format(**GOOD_TRAINING | changes)


CONTINUE = """
def continue_training(network, data, epochs, validation_data, learning_rate):
    {copy}
    curves = second.fit(data, epochs=epochs, validation_data=validation_data, verbose=0)
    return {result}
"""
COPY = (
    "second = fashion_cnn.build(seed); second.set_weights(network.get_weights()); "
    "second.optimizer.learning_rate = learning_rate"
)
RESULT = "second, curves.history"
GAIN = """
def gain_with_noise(after, before):
    {body}
"""
CLEAR = """
clear = []
for name in ("rotation", "zoom", "flip", "all three"):
    d = np.subtract(results[name], results["none"])
    if abs(d.mean()) > 2 * d.std(ddof=1) / len(d) ** 0.5:
        clear.append(name)
"""
MADE_UP = """
results = {
    "none": [0.80, 0.82],
    "rotation": [0.81, 0.83],
    "zoom": [0.83, 0.81],
    "flip": [0.82, 0.84],
    "all three": [0.79, 0.80],
}
"""
FINAL = """
a, b = correct["augmented, from scratch"], correct["lab 05"]
c, d = correct["lab 05, continued with"], correct["lab 05, continued without"]
"""

CASES = [
    wrong(
        "E7.4",
        "numbers only for a learning rate",
        CONTINUE.format(
            copy=COPY.replace(
                "second.optimizer.learning_rate = learning_rate",
                "second.optimizer.learning_rate.assign(learning_rate)",
            ),
            result=RESULT,
        ),
        "with a plan",
    ),
    wrong("E7.1", "a function", three_layers(flip="lambda x, training: x"), "must be a layer"),
    wrong(
        "E7.2",
        "batches that can be read once",
        "def batches(x, y, batch_size, training, augment=None):\n"
        "    starts = range(0, len(x), batch_size)\n"
        "    return ((x[i : i + batch_size], y[i : i + batch_size]) for i in starts)",
        "second pass",
    ),
    wrong(
        "E7.5",
        "arrays of one number",
        GAIN.format(
            body="d = np.asarray(after, float) - np.asarray(before, float)\n"
            "    return np.array([[d.mean()], [d.std(ddof=1) / np.sqrt(len(d))]])"
        ),
        "later cells need one number",
    ),
    right(
        "E7.1",
        "ranges as pairs, other ways to say black",
        three_layers(
            rotation="layers.RandomRotation((-10 / 360, 10 / 360), 'constant', 'nearest')",
            zoom="layers.RandomZoom(height_factor=(-0.1, 0.1), fill_mode='constant', interpolation='nearest')",
            flip="layers.RandomFlip(mode='horizontal', seed=3)",
        ),
    ),
    wrong(
        "E7.1",
        "a tenth of a turn",
        three_layers(rotation="layers.RandomRotation(0.1, 'constant')"),
        "unit",
    ),
    wrong(
        "E7.1",
        "radians",
        three_layers(rotation="layers.RandomRotation(np.radians(10), 'constant')"),
        "unit",
    ),
    wrong(
        "E7.1",
        "one way only",
        three_layers(rotation="layers.RandomRotation((0, 10 / 360), 'constant')"),
        "both ways",
    ),
    wrong(
        "E7.1",
        "default filling",
        three_layers(rotation="layers.RandomRotation(10 / 360)"),
        "not black",
    ),
    wrong(
        "E7.1",
        "blurred",
        three_layers(zoom="layers.RandomZoom(0.1, fill_mode='constant')"),
        "neighbouring pixels",
    ),
    wrong("E7.1", "all flips", three_layers(flip="layers.RandomFlip()"), "upside down"),
    wrong(
        "E7.1",
        "zoom by half",
        three_layers(zoom="layers.RandomZoom(0.5, fill_mode='constant')"),
        "too much",
    ),
    wrong(
        "E7.1",
        "zoom in only",
        three_layers(zoom="layers.RandomZoom((-0.1, 0), fill_mode='constant')"),
        "both ways",
    ),
    right("Q7.1", "rounded", "q7_1 = (0.0417, 0.20)"),
    wrong("Q7.1", "degrees kept", "q7_1 = [15, 0.2]", "above 1"),
    wrong("Q7.1", "radians", "q7_1 = [np.radians(15), 0.2]", "radians"),
    wrong("Q7.1", "zoom converted too", "q7_1 = [15 / 360, 0.2 / 360]", "second factor"),
    right(
        "E7.2",
        "a larger shuffle buffer, two calls at a time",
        BATCHES.format(
            body="if training:\n"
            "        data = data.shuffle(10 * len(x), reshuffle_each_iteration=True)\n"
            "    data = data.batch(batch_size)\n"
            "    if training and augment:\n"
            "        data = data.map(lambda a, b: (augment(a, training=True), b), num_parallel_calls=2)"
        ),
    ),
    right(
        "E7.2",
        "augmented one by one, before batching",
        BATCHES.format(
            body="if training:\n"
            "        data = data.shuffle(len(x))\n"
            "        if augment is not None:\n"
            "            data = data.map(lambda a, b: (augment(a[None], training=True)[0], b))\n"
            "    data = data.batch(batch_size).prefetch(1)"
        ),
    ),
    right(
        "E7.2",
        "a Keras dataset",
        """
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, training, augment):
        super().__init__()
        self.x, self.y, self.size, self.training, self.augment = x, y, batch_size, training, augment
        self.order = np.arange(len(x))
        self.on_epoch_end()
    def on_epoch_end(self):
        if self.training:
            np.random.shuffle(self.order)
    def __len__(self):
        return -(-len(self.x) // self.size)
    def __iter__(self):
        self.on_epoch_end()
        return (self[i] for i in range(len(self)))
    def __getitem__(self, i):
        some = self.order[i * self.size : (i + 1) * self.size]
        x = self.x[some]
        if self.training and self.augment is not None:
            x = np.asarray(self.augment(x, training=True))
        return x, self.y[some]
def batches(x, y, batch_size, training, augment=None):
    return Batches(x, y, batch_size, training, augment)
""",
    ),
    wrong(
        "E7.2",
        "validation images augmented too",
        BATCHES.format(
            body="data = (data.shuffle(len(x)) if training else data).batch(batch_size)\n"
            "    if augment is not None:\n"
            "        data = data.map(lambda a, b: (augment(a, training=True), b))"
        ),
        "must stay as they are",
    ),
    wrong(
        "E7.2",
        "validation images shuffled",
        BATCHES.format(
            body="data = data.shuffle(len(x)).batch(batch_size)\n"
            "    if training and augment is not None:\n"
            "        data = data.map(lambda a, b: (augment(a, training=True), b))"
        ),
        "own order",
    ),
    wrong(
        "E7.2",
        "batches shuffled",
        BATCHES.format(
            body="data = data.batch(batch_size)\n"
            "    if training:\n"
            "        data = data.shuffle(len(x))\n"
            "    if training and augment is not None:\n"
            "        data = data.map(lambda a, b: (augment(a, training=True), b))"
        ),
        "shuffle",
    ),
    wrong(
        "E7.2",
        "augmented once and kept",
        BATCHES.format(
            body="if training and augment is not None:\n"
            "        x = np.asarray(augment(x, training=True))\n"
            "        data = tf.data.Dataset.from_tensor_slices((x, y))\n"
            "    data = (data.shuffle(len(x)) if training else data).batch(batch_size)"
        ),
        "same variants",
    ),
    wrong(
        "E7.2",
        "transform not in training mode",
        BATCHES.format(
            body="data = (data.shuffle(len(x)) if training else data).batch(batch_size)\n"
            "    if training and augment is not None:\n"
            "        data = data.map(lambda a, b: (augment(a, training=False), b))"
        ),
        "unchanged",
    ),
    wrong(
        "E7.2",
        "last batch dropped",
        BATCHES.format(
            body="data = (data.shuffle(len(x)) if training else data).batch(batch_size, drop_remainder=True)"
        ),
        "came out",
    ),
    wrong(
        "E7.2",
        "labels left behind",
        "def batches(x, y, batch_size, training, augment=None):\n"
        "    order = np.random.permutation(len(x)) if training else np.arange(len(x))\n"
        "    return tf.data.Dataset.from_tensor_slices((x[order], y)).batch(batch_size)",
        "no longer fit",
    ),
    right(
        "E7.3",
        "compiled once more",
        training(
            start="cnn_augmented = fashion_cnn.build(seed)\nfashion_cnn.compile(cnn_augmented)",
            validation="(x_val, y_val)",
        ),
    ),
    wrong(
        "E7.3",
        "lab 05's network trained further",
        training(start="cnn_augmented = cnn"),
        "lab 05's network itself",
    ),
    wrong(
        "E7.3",
        "a copy of lab 05's network",
        "cnn_augmented = fashion_cnn.build(seed)\n"
        "cnn_augmented.set_weights(cnn.get_weights())\n"
        "cnn_augmented.optimizer.iterations.assign(epochs * -(-train_size // batch_size))\n"
        "augmented_history = history",
        "lab 05's network itself",
    ),
    wrong(
        "E7.3",
        "curves made up",
        "cnn_augmented = fashion_cnn.build(seed)\n"
        "cnn_augmented.optimizer.iterations.assign(epochs * -(-train_size // batch_size))\n"
        "augmented_history = {key: [0.93] * epochs for key in history}",
        "plain validation part",
    ),
    wrong(
        "E7.3",
        "curves made up, not trained",
        "cnn_augmented = fashion_cnn.build(seed)\n"
        "augmented_history = {key: [0.93] * epochs for key in history}",
        "has made 0 updates",
    ),
    wrong("E7.3", "one epoch too many", training(epochs="epochs + 1"), "were asked for"),
    wrong("E7.3", "History object kept", training(end=""), "a History. Keep the dictionary"),
    wrong("E7.3", "another batch size", training(batch_size="32"), "updates"),
    wrong(
        "E7.3",
        "validated on augmented images",
        training(validation="batches(x_val, 9 - y_val, 1000, True, augment)"),
        "plain validation part",
    ),
    right("Q7.3", "capital letter", "q7_3 = 'B'"),
    wrong("Q7.3", "overfitting", "q7_3 = 'a'", "On which images"),
    wrong("Q7.3", "wrong labels", "q7_3 = 'c'", "On which images"),
    right(
        "E7.4",
        "cloned",
        CONTINUE.format(
            copy="second = keras.models.clone_model(network)\n"
            "    second.set_weights(network.get_weights())\n"
            "    second.compile(keras.optimizers.Adam(learning_rate),\n"
            "        'sparse_categorical_crossentropy', metrics=['accuracy'])",
            result="[second, curves.history]",
        ),
    ),
    wrong(
        "E7.4",
        "the network itself",
        CONTINUE.format(copy="second = network", result=RESULT),
        "has changed",
    ),
    wrong(
        "E7.4",
        "weights not carried over",
        CONTINUE.format(copy="second = fashion_cnn.build(seed)", result=RESULT),
        "did not start from the weights",
    ),
    wrong(
        "E7.4",
        "learning rate ignored",
        CONTINUE.format(copy=COPY.rpartition(";")[0], result=RESULT),
        "larger steps",
    ),
    wrong(
        "E7.4",
        "network forgotten",
        CONTINUE.format(copy=COPY, result="curves.history"),
        "two things",
    ),
    wrong(
        "E7.4",
        "one epoch",
        CONTINUE.format(copy=COPY + "; epochs = 1", result=RESULT),
        "2 were asked for",
    ),
    wrong(
        "E7.4",
        "moved at random",
        "def continue_training(network, data, epochs, validation_data, learning_rate):\n"
        "    second = fashion_cnn.build(seed)\n"
        "    second.set_weights([w + learning_rate * np.sign(np.random.normal(size=w.shape))\n"
        "                        for w in network.get_weights()])\n"
        "    return second, {key: [0.5] * epochs for key in ('loss', 'accuracy', 'val_loss', 'val_accuracy')}",
        "has made 0 updates",
    ),
    wrong(
        "E7.4",
        "curves made up",
        CONTINUE.format(
            copy=COPY,
            result="second, {key: [0.5] * epochs for key in curves.history}",
        ),
        "do not end with",
    ),
    wrong(
        "E7.4",
        "validated on the training images",
        CONTINUE.format(copy=COPY + "; validation_data = data", result=RESULT),
        "Which images did `fit` validate on",
    ),
    right(
        "Q7.4",
        "rounded",
        "q7_4 = round(100 * (with_history['val_accuracy'][-1] - without_history['val_accuracy'][-1]), 2)",
    ),
    wrong(
        "Q7.4", "the accuracy itself", "q7_4 = 100 * with_history['val_accuracy'][-1]", "Not yet"
    ),
    wrong(
        "Q7.4",
        "of the losses",
        "q7_4 = 7 + with_history['val_loss'][-1] - without_history['val_loss'][-1]",
        "Not yet",
    ),
    wrong(
        "Q7.4",
        "curves made up",
        "with_history, without_history = {'val_accuracy': [0.92]}, {'val_accuracy': [0.91]}\nq7_4 = 1.0",
        "does not end with",
    ),
    wrong(
        "Q7.4",
        "not continued",
        "continued_with = continued_without = cnn\nwith_history = without_history = history\nq7_4 = 0.0",
        "not a network of its own",
    ),
    wrong("Q7.4", "as text", "q7_4 = '0.4 points'", "one number"),
    right(
        "E7.5",
        "with the statistics module",
        "import math, statistics\n"
        + GAIN.format(
            body="d = [float(a) - float(b) for a, b in zip(after, before)]\n"
            "    return [statistics.fmean(d), statistics.stdev(d) / math.sqrt(len(d))]"
        ),
    ),
    wrong(
        "E7.5",
        "n in the denominator",
        GAIN.format(
            body="d = np.subtract(after, before, dtype=float)\n    return d.mean(), d.std() / len(d) ** 0.5"
        ),
        "n - 1",
    ),
    wrong(
        "E7.5",
        "standard deviation",
        GAIN.format(
            body="d = np.subtract(after, before, dtype=float)\n    return d.mean(), d.std(ddof=1)"
        ),
        "more certain",
    ),
    wrong(
        "E7.5",
        "unpaired",
        GAIN.format(
            body="a, b = np.asarray(after, float), np.asarray(before, float)\n"
            "    return a.mean() - b.mean(), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))"
        ),
        "in pairs",
    ),
    wrong(
        "E7.5",
        "before less after",
        GAIN.format(
            body="d = np.subtract(before, after, dtype=float)\n    return d.mean(), d.std(ddof=1) / len(d) ** 0.5"
        ),
        "wrong sign",
    ),
    right("Q7.6", "as a set, with capitals", CLEAR + "q7_6 = {name.upper() for name in clear}"),
    wrong(
        "Q7.6",
        "all others",
        CLEAR + "q7_6 = {'rotation', 'zoom', 'flip', 'all three'} ^ set(clear)",
        "two of its standard errors",
    ),
    wrong("Q7.6", "table made up", MADE_UP + "q7_6 = ['rotation', 'flip']", "does not hold what"),
    wrong(
        "Q7.6",
        "table and weights made up",
        MADE_UP
        + "small_weights = {name: [cnn.get_weights()] * 2 for name in results}\n"
        + "q7_6 = ['rotation', 'flip']",
        "does not hold what",
    ),
    wrong("Q7.6", "a name that is not there", "q7_6 = ['none']", "not one of the four"),
    wrong("Q7.6", "one text", "q7_6 = 'flip'", "list of names"),
    right("Q7.9", "another order, as text", "q7_9 = ('8', '0', '1')"),
    wrong("Q7.9", "three instead of one", "q7_9 = [0, 3, 8]", "mirrored 3"),
    wrong("Q7.9", "two only", "q7_9 = [0, 8]", "three different"),
    right(
        "E7.6",
        "in counts",
        FINAL + "scratch_gain, continued_gain = a.mean() - b.mean(), c.mean() - d.mean()\n"
        "n = len(a)\n"
        "scratch_error = np.sqrt((np.mean(a != b) - scratch_gain**2) / (n - 1))\n"
        "continued_error = np.sqrt((np.mean(c != d) - continued_gain**2) / (n - 1))",
    ),
    wrong(
        "E7.6",
        "unpaired errors",
        FINAL + "scratch_gain, continued_gain = a.mean() - b.mean(), c.mean() - d.mean()\n"
        "scratch_error = np.sqrt((a.var() + b.var()) / len(a)) * 1.1\n"
        "continued_error = np.sqrt((c.var() + d.var()) / len(c)) * 1.1",
        "standard error",
    ),
    wrong(
        "E7.6",
        "in percent",
        FINAL + "scratch_gain, scratch_error = 100 * np.array(gain_with_noise(a, b)) + 1\n"
        "continued_gain, continued_error = 100 * np.array(gain_with_noise(c, d)) + 1",
        "share of right answers",
    ),
    wrong(
        "E7.6",
        "answers made up",
        "correct = {name: np.arange(10_000) % 100 < 90 + i for i, name in enumerate(correct)}\n"
        + FINAL
        + "scratch_gain, scratch_error = gain_with_noise(a, b)\n"
        "continued_gain, continued_error = gain_with_noise(c, d)",
        "on the test images. Run section 8 again",
    ),
    wrong(
        "E7.6",
        "one network under two names",
        "continued_with = continued_without\n"
        "correct = correct | {'lab 05, continued with': correct['lab 05, continued without']}\n"
        + FINAL
        + "scratch_gain, scratch_error = gain_with_noise(a, b)\n"
        "continued_gain, continued_error = 0.0, 0.0",
        "not a network of its own",
    ),
]
