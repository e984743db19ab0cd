"""Answers to lab 05 with the verdict each must get."""

from tests.cases.case import right, wrong

CONVOLVE = "def convolve(image, kernel):\n    {body}"
LOOP = """rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - {down}, image.shape[1] - {across}))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = {value}
    return output"""
GOOD_LOOP = {
    "down": "rows + 1",
    "across": "columns + 1",
    "value": "np.sum(image[i : i + rows, j : j + columns] * kernel)",
}


def convolution(**changes: str) -> str:
    """Code of E5.1 with loops, with some parts exchanged."""
    return CONVOLVE.format(body=LOOP.format(**GOOD_LOOP | changes))


POOL = "def max_pool(feature_map, size=2):\n    {body}"
SHAPES = "[(26, 26, 32), (13, 13, 32), (11, 11, 64), (5, 5, 64), (1600,), (128,), (128,), (10,)]"
COUNTS = "[320, 0, 18_496, 0, 0, 204_928, 0, 1290]"
CNN = """
keras.utils.set_random_seed(seed)
cnn = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D({filters}, {kernel}, activation={activation}{padding}),
    {pooling},
    layers.Conv2D(64, 3, activation={activation}{padding}),
    {pooling},
    layers.Flatten(),
    layers.Dense(128, activation={activation}),
    {dropout}
    layers.Dense(10, activation={last}),
])
"""
GOOD_CNN = {
    "filters": "32",
    "kernel": "3",
    "activation": "'relu'",
    "padding": "",
    "pooling": "layers.MaxPooling2D(2)",
    "dropout": "layers.Dropout(0.3),",
    "last": "'softmax'",
}


def network(**changes: str) -> str:
    """Code of E5.4, with some parts exchanged."""
    return CNN.format(**GOOD_CNN | changes)


# Eagerly: to trace the graph of a network that makes a few steps would take longer than the steps.
TRAIN = """
cnn.compile(optimizer={optimizer}, loss={loss}, metrics=["accuracy"], run_eagerly=True)
history = cnn.fit({data}, epochs={epochs}, batch_size=batch_size, verbose=0){end}
"""
GOOD_TRAINING = {
    "optimizer": "'adam'",
    "loss": "'sparse_categorical_crossentropy'",
    "data": "x_train, y_train, validation_data=(x_val, y_val)",
    "epochs": "epochs",
    "end": ".history",
}


# Enough where the curves alone give the mistake away.
FEW = "x_train[:64], y_train[:64], validation_data=(x_val[:64], y_val[:64])"


def training(**changes: str) -> str:
    """Code of E5.5 on a network of its own, with some parts exchanged."""
    return network() + TRAIN.format(**GOOD_TRAINING | changes)


OUTPUTS = "def layer_outputs(model, x):\n    {body}"
SHIFT = "def shift(x, down, right):\n    {body}"
EVALUATE = """
cnn_result = {cnn}
dense_result = {dense}
wide_result = {wide}
"""
GOOD_EVALUATION = {
    name: f"{name}.evaluate(x_test, y_test, batch_size=1000, verbose=0)"
    for name in ("cnn", "dense", "wide")
}


def evaluation(**changes: str) -> str:
    """Code of E5.7, with some parts exchanged."""
    return EVALUATE.format(**GOOD_EVALUATION | changes)


def only_cnn(code: str) -> str:
    """Code of E5.7 that goes wrong with the first network, so that the others need not be evaluated."""
    return evaluation(cnn=code, dense="None", wide="None")


CONVOLVED_AS_LISTS = """
as_array = convolve
def convolve(image, kernel):
    return as_array(image, kernel).tolist()
"""

CASES = [
    right("Q5.1", "computed by convolve's rule", "q5_1 = (toy[2:5, 1:4] * kernel_vertical).sum()"),
    wrong("Q5.1", "sum of the window", "q5_1 = 11", "Where did the filter"),
    wrong("Q5.1", "counted from 1", "q5_1 = 6", "count from 0"),
    wrong("Q5.1", "row and column exchanged", "q5_1 = 2", "row comes first"),
    wrong("Q5.1", "filter turned", "q5_1 = -8", "The sign"),
    wrong("Q5.1", "slip", "q5_1 = 7", "nine numbers"),
    right(
        "E5.1",
        "with sliding windows",
        CONVOLVE.format(
            body="windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)\n"
            "    return np.einsum('ijab,ab->ij', windows, kernel)"
        ),
    ),
    right(
        "E5.1",
        "sum of shifted images",
        CONVOLVE.format(
            body="h, w = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1\n"
            "    return sum(kernel[a, b] * image[a:a + h, b:b + w] for a, b in np.ndindex(kernel.shape))"
        ),
    ),
    right(
        "E5.1",
        "an array of nested lists",
        CONVOLVE.format(
            body="r, c = kernel.shape\n"
            "    return np.array([\n"
            "        [(image[i:i + r, j:j + c] * kernel).sum() for j in range(image.shape[1] - c + 1)]\n"
            "        for i in range(image.shape[0] - r + 1)])"
        ),
    ),
    right(
        "E5.1",
        "by SciPy",
        "from scipy.signal import correlate2d\n"
        + CONVOLVE.format(body="return correlate2d(image, kernel, mode='valid')"),
    ),
    wrong(
        "E5.1",
        "filter turned, as in mathematics",
        "from scipy.signal import convolve2d\n"
        + CONVOLVE.format(body="return convolve2d(image, kernel, mode='valid')"),
        "half a turn",
    ),
    wrong(
        "E5.1",
        "one place too few",
        convolution(down="rows", across="columns"),
        "At how many places",
    ),
    wrong("E5.1", "3 × 3 only", convolution(down="2", across="2"), "trying your answer raised"),
    wrong(
        "E5.1",
        "padded to the same size",
        "from scipy.signal import correlate2d\n"
        + CONVOLVE.format(body="return correlate2d(image, kernel, mode='same')"),
        "At how many places",
    ),
    wrong(
        "E5.1",
        "matrix product",
        convolution(value="np.sum(image[i : i + rows, j : j + columns] @ kernel)"),
        "window times filter",
    ),
    wrong(
        "E5.1",
        "mean instead of sum",
        convolution(value="np.mean(image[i : i + rows, j : j + columns] * kernel)"),
        "window times filter",
    ),
    wrong(
        "E5.1",
        "negative numbers lost",
        convolution(value="max(0, np.sum(image[i : i + rows, j : j + columns] * kernel))"),
        "whatever its sign",
    ),
    right("E5.2", "transposed", "kernel_horizontal = kernel_vertical.T"),
    right("E5.2", "one column", "kernel_horizontal = np.array([[0, -1, 0], [0, 0, 0], [0, 1, 0]])"),
    right(
        "E5.2",
        "weighted middle",
        "kernel_horizontal = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]) / 4",
    ),
    right(
        "E5.2",
        "neighbouring rows",
        "kernel_horizontal = np.array([[0, 0, 0], [-1, -1, -1], [1, 1, 1]])",
    ),
    wrong("E5.2", "the same filter", "kernel_horizontal = kernel_vertical", "left to right"),
    wrong(
        "E5.2",
        "upside down",
        "kernel_horizontal = np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]])",
        "negative number",
    ),
    wrong(
        "E5.2",
        "weights do not balance",
        "kernel_horizontal = np.array([[-1, -1, -1], [0, 0, 0], [2, 2, 2]])",
        "even area",
    ),
    wrong(
        "E5.2",
        "a level line, not an edge",
        "kernel_horizontal = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])",
        "both signs",
    ),
    wrong("E5.2", "all zero", "kernel_horizontal = np.zeros((3, 3))", "gives 0 where"),
    right("Q5.2", "as an array", "q5_2 = np.array([[3.0, 5.0], [6.0, 2.0]])"),
    wrong("Q5.2", "means", "q5_2 = [[1.5, 1.5], [2.5, 1]]", "These are means"),
    wrong("Q5.2", "rest kept", "q5_2 = [[3, 5, 2], [6, 2, 7]]", "fills none"),
    wrong("Q5.2", "by columns", "q5_2 = [[3, 6], [5, 2]]", "exchanged"),
    wrong("Q5.2", "overlapping", "q5_2 = [[3, 3], [4, 1]]", "without overlap"),
    right(
        "E5.3",
        "with loops",
        POOL.format(
            body="h, w = feature_map.shape\n"
            "    return np.array([[feature_map[i:i + size, j:j + size].max()\n"
            "        for j in range(0, w - size + 1, size)] for i in range(0, h - size + 1, size)])"
        ),
    ),
    right(
        "E5.3",
        "largest of strided views",
        POOL.format(
            body="h, w = feature_map.shape[0] // size * size, feature_map.shape[1] // size * size\n"
            "    parts = [feature_map[a:h:size, b:w:size] for a in range(size) for b in range(size)]\n"
            "    return np.maximum.reduce(parts)"
        ),
    ),
    wrong(
        "E5.3",
        "mean",
        POOL.format(
            body="h, w = feature_map.shape[0] // size, feature_map.shape[1] // size\n"
            "    return feature_map[:h * size, :w * size].reshape(h, size, w, size).mean(axis=(1, 3))"
        ),
        "largest number of each block",
    ),
    wrong(
        "E5.3",
        "overlapping blocks",
        POOL.format(
            body="view = np.lib.stride_tricks.sliding_window_view(feature_map, (size, size))\n"
            "    return view.max(axis=(2, 3))"
        ),
        "whole blocks",
    ),
    wrong(
        "E5.3",
        "unfinished blocks kept",
        POOL.format(
            body="h, w = feature_map.shape\n"
            "    return np.array([[feature_map[i:i + size, j:j + size].max()\n"
            "        for j in range(0, w, size)] for i in range(0, h, size)])"
        ),
        "whole blocks",
    ),
    wrong(
        "E5.3",
        "always 2",
        POOL.format(
            body="h, w = feature_map.shape[0] // 2, feature_map.shape[1] // 2\n"
            "    return feature_map[:h * 2, :w * 2].reshape(h, 2, w, 2).max(axis=(1, 3))"
        ),
        "blocks of 3 × 3",
    ),
    wrong(
        "E5.3",
        "every other number",
        POOL.format(
            body="h, w = feature_map.shape[0] // size * size, feature_map.shape[1] // size * size\n"
            "    return feature_map[:h:size, :w:size]"
        ),
        "largest number of each block",
    ),
    right("Q5.4", "lists with None", f"q5_4 = [[None, *shape] for shape in {SHAPES}]"),
    right("Q5.4", "vectors as numbers", f"q5_4 = {SHAPES[:-1]}]\nq5_4[4:] = [1600, 128, 128, 10]"),
    wrong("Q5.4", "padded", f"q5_4 = {SHAPES}\nq5_4[0] = (28, 28, 32)", "Layer 1, Conv2D"),
    wrong("Q5.4", "rounded up", f"q5_4 = {SHAPES}\nq5_4[3] = (6, 6, 64)", "fills no block"),
    wrong(
        "Q5.4", "maps multiplied", f"q5_4 = {SHAPES}\nq5_4[2] = (11, 11, 2048)", "number of filters"
    ),
    wrong("Q5.4", "dropout shrinks", f"q5_4 = {SHAPES}\nq5_4[6] = (90,)", "Does it remove any"),
    wrong("Q5.4", "a layer short", f"q5_4 = {SHAPES}[:7]", "eight entries"),
    right(
        "Q5.5",
        "typed, as a tuple of floats",
        "q5_5 = (320.0, 0, 18496, 0, 0, 204928, 0, 1290)",
    ),
    wrong("Q5.5", "no biases", f"q5_5 = {COUNTS}\nq5_5[0] = 288", "one bias"),
    wrong(
        "Q5.5",
        "filters not deep",
        f"q5_5 = {COUNTS}\nq5_5[2] = 9 * 64 + 64",
        "*each* of the maps",
    ),
    wrong("Q5.5", "pooling has weights", f"q5_5 = {COUNTS}\nq5_5[1] = 4", "to learn"),
    wrong(
        "Q5.5",
        "one map into the dense layer",
        f"q5_5 = {COUNTS}\nq5_5[5] = 25 * 128 + 128",
        "flattened vector",
    ),
    right(
        "E5.4",
        "functional",
        "keras.utils.set_random_seed(seed)\n"
        "inputs = keras.Input((28, 28, 1))\n"
        "x = layers.MaxPooling2D()(layers.Conv2D(32, (3, 3), activation='relu')(inputs))\n"
        "x = layers.MaxPooling2D()(layers.Conv2D(64, (3, 3), activation=keras.activations.relu)(x))\n"
        "x = layers.Dropout(0.3)(layers.Dense(128, 'relu')(layers.Flatten()(x)))\n"
        "cnn = keras.Model(inputs, layers.Dense(10, 'softmax')(x))",
    ),
    right(
        "E5.4",
        "shape found at the first call",
        network().replace("    keras.Input((28, 28, 1)),\n", ""),
    ),
    wrong("E5.4", "padding", network(padding=", padding='same'"), "without padding"),
    wrong("E5.4", "5 × 5 filters", network(kernel="5"), "how large are the filters"),
    wrong("E5.4", "16 filters", network(filters="16"), "how many filters"),
    wrong("E5.4", "no activation", network(activation="None"), "lack the activation"),
    wrong("E5.4", "tanh", network(activation="'tanh'"), "lack the activation"),
    wrong("E5.4", "no softmax", network(last="None"), "sum 1"),
    wrong(
        "E5.4",
        "average pooling",
        network(pooling="layers.AveragePooling2D(2)"),
        "AveragePooling2D",
    ),
    wrong(
        "E5.4", "pooling with stride 1", network(pooling="layers.MaxPooling2D(2, 1)"), "parameters"
    ),
    wrong("E5.4", "no dropout", network(dropout=""), "the table has Dropout"),
    wrong("E5.4", "share kept", network(dropout="layers.Dropout(0.7),"), "share that is set to 0"),
    right(
        "E5.5",
        "objects in place of names",
        training(
            optimizer="keras.optimizers.Adam()",
            loss="keras.losses.SparseCategoricalCrossentropy()",
        ),
    ),
    wrong(
        "E5.5",
        "one-hot labels, which later cells do not have",
        training(
            loss="'categorical_crossentropy'",
            data="x_train, np.eye(10)[y_train], validation_data=(x_val, np.eye(10)[y_val])",
        ),
        "labels as whole numbers",
    ),
    wrong(
        "E5.5",
        "a third metric, which later cells do not take",
        training().replace('["accuracy"]', '["accuracy", "sparse_top_k_categorical_accuracy"]'),
        "metrics=['accuracy'] alone",
    ),
    wrong(
        "E5.5",
        "other batches",
        training().replace("batch_size=batch_size", "batch_size=batch_size // 2"),
        "Which images and which `batch_size`",
    ),
    wrong(
        "E5.5",
        "curves as arrays",
        training() + "history = {name: np.array(curve) for name, curve in history.items()}",
        "as `fit` has made them",
    ),
    wrong(
        "E5.5", "History object kept", training(data=FEW, end=""), "a History. Keep the dictionary"
    ),
    wrong("E5.5", "no validation", training(data="x_train[:64], y_train[:64]"), "val_loss"),
    wrong("E5.5", "one epoch too many", training(data=FEW, epochs="epochs + 1"), "were asked for"),
    wrong(
        "E5.5",
        "validated on test images",
        training(data="x_train, y_train, validation_data=(x_test[:200], y_test[:200])"),
        "Which images",
    ),
    wrong(
        "E5.5",
        "curves made up",
        network()
        + "history = {key: [0.9] * epochs for key in ('loss', 'accuracy', 'val_loss', 'val_accuracy')}",
        "close to guessing",
    ),
    wrong(
        "E5.5",
        "curves made up for a trained network",
        training() + "history |= {key: [0.91] * epochs for key in ('val_loss', 'val_accuracy')}",
        "not that of this network",
    ),
    wrong(
        "E5.5",
        "validation part exchanged for one that is easy",
        "x_val, y_val = x_train[:val_size], y_train[:val_size]\n" + training(),
        "Which images",
    ),
    wrong(
        "E5.5",
        "labels out of order",
        training(data="x_train, y_train[::-1], validation_data=(x_val, y_val)"),
        "close to guessing",
    ),
    wrong(
        "E5.5",
        "squared error",
        training(
            loss="'mse'",
            data="x_train, np.eye(10)[y_train], validation_data=(x_val, np.eye(10)[y_val])",
        ),
        "with which loss",
    ),
    wrong("E5.1", "lists", convolution() + CONVOLVED_AS_LISTS, "make it one with `np.array"),
    wrong(
        "E5.2",
        "lists",
        "kernel_horizontal = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]",
        "make it one with `np.array",
    ),
    wrong(
        "E5.3",
        "lists",
        POOL.format(
            body="h, w = feature_map.shape\n"
            "    return [[feature_map[i : i + size, j : j + size].max() for j in range(0, w - size + 1, size)]\n"
            "            for i in range(0, h - size + 1, size)]"
        ),
        "make it one with `np.array",
    ),
    wrong(
        "E5.8",
        "a tensor",
        SHIFT.format(
            body="import tensorflow as tf\n"
            "    moved = np.zeros_like(x)\n"
            "    h, w = x.shape[1:3]\n"
            "    for i in range(h):\n        for j in range(w):\n"
            "            if 0 <= i - down < h and 0 <= j - right < w: moved[:, i, j] = x[:, i - down, j - right]\n"
            "    return tf.constant(moved)"
        ),
        "make it one with `np.array",
    ),
    wrong("Q5.8", "a float", "q5_8 = 264.0", "of type float"),
    wrong("Q5.8", "a text", "q5_8 = '264'", "without quotes"),
    wrong("Q5.8", "a number of NumPy's", "q5_8 = np.int64(264)", "of type int64"),
    right("Q5.7", "list method", "q5_7 = history['val_loss'].index(min(history['val_loss'])) + 1"),
    wrong(
        "Q5.7",
        "curves made up",
        "history = {key: [0.5] * epochs for key in history}\nq5_7 = 1",
        "not that of this network",
    ),
    wrong("Q5.7", "counted from 0", "q5_7 = np.argmin(history['val_loss'])", "counts as 1"),
    wrong(
        "Q5.7", "the loss itself", "q5_7 = min(history['val_loss']) + epochs", "number of an epoch"
    ),
    wrong("Q5.7", "the worst", "q5_7 = np.argmax(history['val_loss']) + 1 + 2 * epochs", "from 1"),
    right(
        "E5.6",
        "by a model with many outputs",
        OUTPUTS.format(
            body="outputs = [layer.output for layer in model.layers]\n"
            "    return keras.Model(model.inputs, outputs).predict(x, verbose=0)"
        ),
    ),
    right(
        "E5.6",
        "cut at each layer",
        OUTPUTS.format(
            body="parts = [keras.Model(model.inputs, layer.output) for layer in model.layers]\n"
            "    return [part(x, training=False) for part in parts]"
        ),
    ),
    wrong(
        "E5.6",
        "final output only",
        OUTPUTS.format(body="return [np.asarray(model(x))]"),
        "has 1 entries",
    ),
    wrong(
        "E5.6",
        "dropout on",
        OUTPUTS.format(
            body="outputs = []\n    for layer in model.layers:\n"
            "        x = layer(x, training=True) if isinstance(layer, layers.Dropout) else layer(x)\n"
            "        outputs.append(np.asarray(x))\n    return outputs"
        ),
        "Is dropout off",
    ),
    wrong(
        "E5.6",
        "first image only",
        OUTPUTS.format(
            body="outputs = []\n    for layer in model.layers:\n        x = layer(x)\n"
            "        outputs.append(np.asarray(x)[0])\n    return outputs"
        ),
        "axis for the images comes first",
    ),
    wrong(
        "E5.6",
        "inputs instead of outputs",
        OUTPUTS.format(
            body="outputs = []\n    for layer in model.layers:\n        outputs.append(np.asarray(x))\n"
            "        x = layer(x)\n    return outputs"
        ),
        "layer 1, Conv2D",
    ),
    wrong(
        "E5.6",
        "weights set to zero, outputs as they follow",
        OUTPUTS.format(
            body="model.set_weights([0 * w for w in model.get_weights()])\n    outputs = []\n"
            "    for layer in model.layers:\n        x = layer(x)\n"
            "        outputs.append(np.asarray(x))\n    return outputs"
        ),
        "changed the weights",
    ),
    wrong(
        "E5.6",
        "kept from the student's own network",
        OUTPUTS.format(
            body="outputs = []\n    for layer in cnn.layers:\n        x = layer(x)\n"
            "        outputs.append(np.asarray(x))\n    return outputs"
        ),
        "layer 1, Conv2D",
    ),
    right("Q5.8", "typed", "q5_8 = 264"),
    right(
        "Q5.8",
        "by search",
        "q5_8 = min(range(1, 600), key=lambda w: abs(785 * w + (w + 1) * 64 + 650 - cnn.count_params()))",
    ),
    wrong("Q5.8", "rounded up", "q5_8 = 265", "neighbours"),
    wrong("Q5.8", "second layer forgotten", "q5_8 = 225_034 // 785", "two layers"),
    wrong("Q5.8", "not whole", "q5_8 = 224_320 / 849", "whole number"),
    right(
        "E5.7",
        "from predictions",
        "def judged(model):\n"
        "    p = model.predict(x_test, batch_size=1000, verbose=0)\n"
        "    return -np.log(p[np.arange(len(p)), y_test]).mean(), (p.argmax(axis=1) == y_test).mean()\n"
        "cnn_result, dense_result, wide_result = judged(cnn), judged(dense), judged(wide)",
    ),
    wrong(
        "E5.7",
        "on the validation part",
        only_cnn("cnn.evaluate(x_val, y_val, verbose=0)"),
        "which images",
    ),
    wrong("E5.7", "accuracy only", only_cnn(GOOD_EVALUATION["cnn"] + "[1]"), "must be a pair"),
    wrong("E5.7", "other order", only_cnn(GOOD_EVALUATION["cnn"] + "[::-1]"), "other order"),
    wrong("E5.7", "another network's", only_cnn(GOOD_EVALUATION["dense"]), "Which network"),
    wrong(
        "E5.7",
        "results made up",
        "cnn_result, dense_result, wide_result = (0.25, 0.91), (0.35, 0.88), (0.34, 0.88)",
        "not what `cnn` gives",
    ),
    wrong(
        "E5.7",
        "one network under three names",
        "dense = wide = cnn\n"
        + only_cnn(GOOD_EVALUATION["cnn"])
        + "dense_result = wide_result = cnn_result",
        "must be three networks",
    ),
    right(
        "E5.8",
        "by slices",
        SHIFT.format(
            body="moved = np.zeros_like(x)\n    h, w = x.shape[1:3]\n"
            "    moved[:, max(down, 0):h + min(down, 0), max(right, 0):w + min(right, 0)] = (\n"
            "        x[:, max(-down, 0):h + min(-down, 0), max(-right, 0):w + min(-right, 0)])\n"
            "    return moved"
        ),
    ),
    right(
        "E5.8",
        "rolled and wiped",
        SHIFT.format(
            body="moved = np.roll(x, (down, right), axis=(1, 2))\n"
            "    if down > 0:\n        moved[:, :down] = 0\n"
            "    if down < 0:\n        moved[:, down:] = 0\n"
            "    if right > 0:\n        moved[:, :, :right] = 0\n"
            "    if right < 0:\n        moved[:, :, right:] = 0\n"
            "    return moved"
        ),
    ),
    wrong(
        "E5.8",
        "rolled only",
        SHIFT.format(body="return np.roll(x, (down, right), axis=(1, 2))"),
        "comes back in",
    ),
    wrong(
        "E5.8",
        "opposite way",
        SHIFT.format(
            body="padded = np.pad(x, ((0, 0), (8, 8), (8, 8), (0, 0)))\n    h, w = x.shape[1:3]\n"
            "    return padded[:, 8 + down:8 + down + h, 8 + right:8 + right + w]"
        ),
        "opposite way",
    ),
    wrong(
        "E5.8",
        "axes exchanged",
        SHIFT.format(
            body="padded = np.pad(x, ((0, 0), (8, 8), (8, 8), (0, 0)))\n    h, w = x.shape[1:3]\n"
            "    return padded[:, 8 - right:8 - right + h, 8 - down:8 - down + w]"
        ),
        "takes down for right",
    ),
    wrong(
        "E5.8",
        "positive numbers only",
        SHIFT.format(
            body="moved = np.zeros_like(x)\n    h, w = x.shape[1:3]\n"
            "    moved[:, down:, right:] = x[:, :h - down, :w - right] if min(down, right) >= 0 else 0\n"
            "    return moved"
        ),
        "shift(x, -2, 0)",
    ),
    wrong(
        "E5.8",
        "in place",
        SHIFT.format(
            body="x[:] = np.roll(x, (down, right), axis=(1, 2))\n    x[:, :down] = 0\n    return x"
        ),
        "changed an array",
    ),
]
