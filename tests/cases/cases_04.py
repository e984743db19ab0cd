"""Answers to lab 04 with the verdict each must get."""

from tests.cases.case import right, wrong

FUNCTIONS = """
def sigmoid(z):
    return {sigmoid}
def tanh(z):
    return {tanh}
def relu(z):
    return {relu}
def leaky_relu(z, negative_slope=0.1):
    return {leaky_relu}
"""
GOOD_FUNCTIONS = {
    "sigmoid": "0.5 * (1 + np.tanh(z / 2))",
    "tanh": "np.tanh(z)",
    "relu": "z * (z > 0)",
    "leaky_relu": "np.maximum(z, 0) + negative_slope * np.minimum(z, 0)",
}


def functions(**changes: str) -> str:
    """Code of E4.1, with some of its functions exchanged."""
    return FUNCTIONS.format(**GOOD_FUNCTIONS | changes)


SLOPES = """
def sigmoid_slope(z):
    return {sigmoid}
def tanh_slope(z):
    return {tanh}
def relu_slope(z):
    return {relu}
def leaky_relu_slope(z, negative_slope=0.1):
    return {leaky_relu}
"""
GOOD_SLOPES = {
    "sigmoid": "sigmoid(z) * sigmoid(-z)",
    "tanh": "1 / np.cosh(z) ** 2",
    "relu": "z > 0",
    "leaky_relu": "np.where(z >= 0, 1, negative_slope)",
}


def slopes(**changes: str) -> str:
    """Code of E4.2, with some of its functions exchanged."""
    return SLOPES.format(**GOOD_SLOPES | changes)


BUILD = """
def build(activation, seed, learning_rate=0.001):
    {seed}
    network = keras.Sequential([
        keras.Input((28, 28)), keras.layers.Flatten(),
        keras.layers.Dense({first}, activation=activation),
        keras.layers.Dense(64, activation={second}),
        keras.layers.Dense(10{last}),
    ])
    network.compile({compile})
    return network
"""
GOOD_BUILD = {
    "seed": "keras.utils.set_random_seed(seed)",
    "first": "128",
    "second": "activation",
    "last": ", activation='softmax'",
    "compile": "keras.optimizers.Adam(learning_rate), 'sparse_categorical_crossentropy', metrics=['accuracy']",
}


def build(**changes: str) -> str:
    """Code of E4.3, with some parts exchanged."""
    return BUILD.format(**GOOD_BUILD | changes)


PAIRED = """
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return {result}
"""
# Three runs of each activation, some of them spoilt: ReLU leads clearly over sigmoid, and not over the others.
RUNS = """
def run(name, scale):
    network, kept = networks[name], networks[name].get_weights()
    network.set_weights([w + scale * rng.normal(size=w.shape) for w in kept])
    result = accuracy(network, x_val, y_val), network.get_weights()
    network.set_weights(kept)
    return result
rng = np.random.default_rng(0)
scales = {"sigmoid": (9, 9, 9), "tanh": (0, 1e-3, 9), "ReLU": (0, 1e-3, 2e-3), "LeakyReLU": (0, 1e-3, 9)}
pairs = {name: [run(name, scale) for scale in scales[name]] for name in names}
val_accuracy = {name: [one[0] for one in some] for name, some in pairs.items()}
weights = {name: [one[1] for one in some] for name, some in pairs.items()}
"""
GRADIENTS = """
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [{size} for g in tape.gradient(loss, kernels)]
"""
DEAD = """
def dead_units(outputs):
    return {result}
"""

CASES = [
    right("E4.1", "sigmoid from tanh", functions()),
    right(
        "E4.1",
        "sigmoid with logaddexp, leaky with where",
        functions(
            sigmoid="np.exp(-np.logaddexp(0, -z))",
            leaky_relu="z * np.where(z > 0, 1, negative_slope)",
            relu="np.where(z < 0, 0, z)",
        ),
    ),
    right("E4.1", "sums clipped", functions(sigmoid="1 / (1 + np.exp(-np.clip(z, -500, 500)))")),
    right(
        "E4.1",
        "tanh from the sigmoid, leaky as a maximum",
        functions(tanh="2 * sigmoid(2 * z) - 1", leaky_relu="np.maximum(z, negative_slope * z)"),
    ),
    right(
        "E4.1",
        "masks, each branch on its own values",
        functions(sigmoid="_sigmoid(z)")
        + """
def _sigmoid(z):
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    result[z < 0] = e / (1 + e)
    return result
""",
    ),
    wrong(
        "E4.1",
        "the formula as it stands",
        functions(sigmoid="1 / (1 + np.exp(-z))"),
        "overflows on the way",
    ),
    wrong(
        "E4.1",
        "the other formula",
        functions(sigmoid="np.exp(z) / (1 + np.exp(z))"),
        "gives nan for z = 720",
    ),
    wrong(
        "E4.1",
        "both branches computed",
        functions(sigmoid="np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))"),
        "overflows on the way",
    ),
    wrong(
        "E4.1",
        "clipped too early",
        functions(sigmoid="1 / (1 + np.exp(-np.clip(z, -5, 5)))"),
        "its formula",
    ),
    wrong(
        "E4.1",
        "sign forgotten",
        functions(sigmoid="1 / (1 + np.exp(np.clip(z, -500, 500)))"),
        "sigmoid of -z",
    ),
    wrong(
        "E4.1",
        "absolute value everywhere",
        functions(sigmoid="1 / (1 + np.exp(-np.abs(z)))"),
        "its formula",
    ),
    wrong("E4.1", "relu as absolute value", functions(relu="np.abs(z)"), "`relu` must be 0"),
    wrong("E4.1", "relu as a step", functions(relu="1.0 * (z > 0)"), "leave positive values"),
    wrong(
        "E4.1",
        "slope fixed",
        functions(leaky_relu="np.where(z > 0, z, 0.1 * z)"),
        "second argument",
    ),
    wrong(
        "E4.1",
        "leaky with the wrong sign",
        functions(leaky_relu="np.where(z > 0, z, -negative_slope * z)"),
        "*negative* number",
    ),
    wrong(
        "E4.1",
        "leaky adds the slope",
        functions(leaky_relu="np.where(z > 0, z, negative_slope)"),
        "a tenth",
    ),
    wrong("E4.1", "one number for all", functions(relu="max(0, z.max())"), "made the shape ()"),
    right("E4.2", "other forms", slopes()),
    right(
        "E4.2",
        "finite differences, but at kinks",
        slopes(
            sigmoid="(sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5",
            tanh="(tanh(z + 1e-5) - tanh(z - 1e-5)) / 2e-5",
            relu="np.heaviside(z, 0.5)",
            leaky_relu="negative_slope + (1 - negative_slope) * (z > 0)",
        ),
    ),
    wrong(
        "E4.2",
        "takes the value for the sum",
        slopes(sigmoid="z * (1 - z)"),
        "not the value of the sigmoid",
    ),
    wrong(
        "E4.2",
        "overflow far out",
        slopes(sigmoid="np.exp(-z) / (1 + np.exp(-z)) ** 2"),
        "the slope must be 0",
    ),
    wrong("E4.2", "square forgotten", slopes(tanh="1 - tanh(z)"), "`tanh_slope` gives"),
    wrong(
        "E4.2", "tanh like sigmoid", slopes(tanh="tanh(z) * (1 - tanh(z))"), "`tanh_slope` gives"
    ),
    wrong("E4.2", "the function itself", slopes(relu="relu(z)"), "`relu_slope` gives"),
    wrong(
        "E4.2",
        "leaky without a leak",
        slopes(leaky_relu="1.0 * (z > 0)"),
        "`leaky_relu_slope` gives",
    ),
    wrong(
        "E4.2",
        "leaky slope fixed",
        slopes(leaky_relu="np.where(z > 0, 1, 0.1)"),
        "use its second argument",
    ),
    wrong(
        "E4.2",
        "leaky slope without a second argument",
        slopes(leaky_relu="np.where(z > 0, 1, 0.1)").replace(", negative_slope=0.1", ""),
        "as its second argument",
    ),
    wrong(
        "E4.2",
        "leaky slope times z",
        slopes(leaky_relu="np.where(z > 0, 1, negative_slope * z)"),
        "`leaky_relu_slope` gives",
    ),
    right(
        "Q4.1", "read from the slopes", "q4_1 = (sigmoid_slope(grid).max(), tanh_slope(grid).max())"
    ),
    right("Q4.1", "as an array", "q4_1 = np.array([1 / 4, 1])"),
    wrong("Q4.1", "the largest values", "q4_1 = [1, 1]", "look again at sigmoid"),
    wrong("Q4.1", "value at zero", "q4_1 = [0.25, 0]", "look again at tanh"),
    wrong("Q4.1", "swapped", "q4_1 = [1, 0.25]", "Neither"),
    wrong("Q4.1", "one number", "q4_1 = 0.25", "list of two numbers"),
    right(
        "E4.3",
        "functional, activations as layers",
        """
def build(activation, seed, learning_rate=0.001):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((28, 28))
    x = keras.layers.Reshape((784,))(inputs)
    for units in (128, 64):
        x = keras.layers.Activation(activation)(keras.layers.Dense(units)(x))
    network = keras.Model(inputs, keras.layers.Softmax()(keras.layers.Dense(10)(x)))
    network.compile(keras.optimizers.Adam(learning_rate=learning_rate),
                    keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return network
""",
    ),
    right("E4.3", "without a default, compiled by position", build().replace("=0.001", "")),
    wrong(
        "E4.3",
        "without an input",
        build().replace("keras.Input((28, 28)), ", ""),
        "Begin it with `keras.Input((28, 28))`",
    ),
    wrong(
        "E4.3",
        "dropout, as in lab 03",
        build(last=", activation='softmax'").replace(
            "keras.layers.Dense(64", "keras.layers.Dropout(0.2), keras.layers.Dense(64"
        ),
        "such as Dropout",
    ),
    wrong(
        "E4.3",
        "a network inside the network",
        build()
        .replace("Sequential([", "Sequential([keras.Input((28, 28)), keras.Sequential([")
        .replace("    ])\n", "    ])])\n"),
        "not into a network inside the network",
    ),
    wrong(
        "E4.3",
        "a loss of one's own",
        build(
            compile="keras.optimizers.Adam(learning_rate), "
            "lambda y, p: keras.losses.sparse_categorical_crossentropy(y, p), metrics=['accuracy']"
        ),
        "a function of your own",
    ),
    wrong("E4.3", "no seed", build(seed="pass"), "Where is the seed set"),
    wrong(
        "E4.3",
        "always the same seed",
        build(seed="keras.utils.set_random_seed(42)"),
        "Use the argument `seed`",
    ),
    wrong("E4.3", "ReLU in the second layer", build(second="'relu'"), "Do both hidden layers"),
    wrong(
        "E4.3", "no activation in the second layer", build(second="None"), "Do both hidden layers"
    ),
    wrong("E4.3", "activation at the output", build(last=", activation=activation"), "add up to 1"),
    wrong("E4.3", "no softmax", build(last=""), "add up to 1"),
    wrong("E4.3", "64 and 64 units", build(first="64"), "parameters. Count"),
    wrong("E4.3", "not returned", build().replace("return network", "pass"), "returned a NoneType"),
    wrong(
        "E4.3",
        "learning rate not handed on",
        build(compile="'adam', 'sparse_categorical_crossentropy', metrics=['accuracy']"),
        "Hand the argument on",
    ),
    wrong(
        "E4.3",
        "SGD",
        build(
            compile="keras.optimizers.SGD(learning_rate), 'sparse_categorical_crossentropy', ['accuracy']"
        ),
        "asks for Adam",
    ),
    wrong(
        "E4.3",
        "loss for one-hot labels",
        build(
            compile="keras.optimizers.Adam(learning_rate), 'categorical_crossentropy', metrics=['accuracy']"
        ),
        "labels that are whole numbers",
    ),
    wrong(
        "E4.3",
        "no metric",
        build(compile="keras.optimizers.Adam(learning_rate), 'sparse_categorical_crossentropy'"),
        "metric accuracy",
    ),
    wrong(
        "E4.3",
        "not compiled",
        build(compile="").replace("network.compile()", "pass"),
        "not compiled",
    ),
    right("Q4.2", "from Figure 4.4", RUNS + "q4_2 = 'ReLU'"),
    right("Q4.2", "spelt another way", RUNS + "q4_2 = ' relu'"),
    wrong("Q4.2", "two good runs of three", RUNS + "q4_2 = 'tanh'", "higher mean than tanh"),
    wrong("Q4.2", "the lowest", RUNS + "q4_2 = 'sigmoid'", "higher mean than sigmoid"),
    wrong(
        "Q4.2",
        "accuracies typed in",
        "val_accuracy = val_accuracy | {'tanh': [0.99] * n_seeds}\nq4_2 = 'tanh'",
        "by its weights",
    ),
    wrong(
        "Q4.2",
        "the networks of another activation",
        RUNS
        + "weights['sigmoid'] = weights['ReLU']; val_accuracy['sigmoid'] = val_accuracy['ReLU']\n"
        "q4_2 = 'ReLU'",
        "by its weights",
    ),
    wrong(
        "Q4.2",
        "too few seeds for a race",
        "q4_2 = max(names, key=lambda name: np.mean(val_accuracy[name]))",
        "fewer images or seeds",
    ),
    wrong(
        "Q4.2",
        "networks that were never trained",
        """
train_size = 60_000
(all_images, all_labels), _ = load_fashion_mnist()
x_val, y_val = all_images[48_000:] / np.float32(255), all_labels[48_000:]
val_accuracy, weights = ({name: [] for name in names} for _ in range(2))
for run_seed in range(3):
    for name in names:
        network = build(activations[name], run_seed)
        val_accuracy[name].append(accuracy(network, x_val, y_val))
        weights[name].append(network.get_weights())
q4_2 = max(names, key=lambda name: np.mean(val_accuracy[name]))
""",
        "nearly every seed gives at least",
    ),
    wrong(
        "Q4.2",
        "one network for all seeds",
        "val_accuracy = {name: 3 * values for name, values in val_accuracy.items()}\n"
        "weights = {name: 3 * values for name, values in weights.items()}\nq4_2 = 'ReLU'",
        "the same network",
    ),
    wrong("Q4.2", "another activation", "q4_2 = 'softmax'", "not one of the four"),
    right(
        "E4.4",
        "written out",
        PAIRED.format(result="sum(d) / n, (sum((d - sum(d) / n) ** 2) / (n - 1) / n) ** 0.5"),
    ),
    right(
        "E4.4",
        "with SciPy",
        "from scipy import stats\n" + PAIRED.format(result="[d.mean(), stats.sem(d)]"),
    ),
    wrong(
        "E4.4",
        "divided by n",
        PAIRED.format(result="d.mean(), d.std() / np.sqrt(n)"),
        "asks for n - 1",
    ),
    wrong(
        "E4.4",
        "scatter of one difference",
        PAIRED.format(result="d.mean(), d.std(ddof=1)"),
        "scatters less",
    ),
    wrong(
        "E4.4",
        "unpaired",
        PAIRED.format(result="d.mean(), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)"),
        "come in pairs",
    ),
    wrong(
        "E4.4",
        "b less a",
        PAIRED.format(result="-d.mean(), d.std(ddof=1) / np.sqrt(n)"),
        "sign is wrong",
    ),
    wrong(
        "E4.4",
        "both lists set to zero, so that zero would be right",
        "def paired_difference(a, b):\n    a[:], b[:] = [0] * len(a), [0] * len(b)\n    return 0.0, 0.0\n",
        "not the mean of the differences",
    ),
    wrong(
        "E4.4",
        "an array of one among the two",
        PAIRED.format(result="d.mean(keepdims=True), d.std(ddof=1) / np.sqrt(n)"),
        "take it out",
    ),
    wrong("E4.4", "one number", PAIRED.format(result="d.mean()"), "two numbers"),
    wrong(
        "E4.4",
        "divided by n twice",
        PAIRED.format(result="d.mean(), d.std(ddof=1) / n"),
        "the formula for s",
    ),
    right("Q4.3", "one is beaten", RUNS + "q4_3 = ('Sigmoid',)"),
    right(
        "Q4.3",
        "computed with the paired differences",
        """
from scipy.stats import ttest_rel
q4_3 = [name for name in names if name != winner
        and ttest_rel(val_accuracy[winner], val_accuracy[name]).pvalue < 0.05]
""",
    ),
    wrong(
        "Q4.3",
        "every difference counts",
        RUNS + "q4_3 = ['sigmoid', 'tanh', 'LeakyReLU']",
        "over tanh is not larger",
    ),
    wrong("Q4.3", "none counts", RUNS + "q4_3 = []", "One is missing"),
    wrong("Q4.3", "the winner too", RUNS + "q4_3 = ['sigmoid', 'ReLU']", "the winner itself"),
    wrong(
        "Q4.3",
        "accuracies typed in, so that all are beaten",
        "val_accuracy = {name: [0.5] * n_seeds for name in names} | {'ReLU': [0.9] * n_seeds}\n"
        "q4_3 = ['sigmoid', 'tanh', 'LeakyReLU']",
        "by its weights",
    ),
    wrong("Q4.3", "a word", "q4_3 = 'sigmoid'", "Give a list"),
    right(
        "E4.5",
        "from the trainable weights, as an array",
        """
def gradient_sizes(network, x, y):
    kernels = [w for w in network.trainable_weights if len(w.shape) == 2]
    with tf.GradientTape() as tape:
        loss = network.compute_loss(x=x, y=y, y_pred=network(x))
    return np.array([float(tf.sqrt(tf.reduce_mean(g * g))) for g in tape.gradient(loss, kernels)])
""",
    ),
    right(
        "E4.5",
        "norm by the root of the size",
        GRADIENTS.format(size="tf.norm(g) / np.sqrt(tf.size(g))"),
    ),
    wrong(
        "E4.5",
        "biases too",
        GRADIENTS.format(size="np.sqrt(np.mean(np.square(g)))").replace(
            "tape.gradient(loss, kernels)", "tape.gradient(loss, network.trainable_weights)"
        ),
        "without the biases",
    ),
    wrong(
        "E4.5",
        "losses added up",
        GRADIENTS.format(size="np.sqrt(np.mean(np.square(g)))").replace(
            "reduce_mean", "reduce_sum"
        ),
        "not their sum",
    ),
    wrong(
        "E4.5",
        "network asked before the tape runs",
        GRADIENTS.format(size="np.sqrt(np.mean(np.square(g)))")
        .replace("    with", "    probabilities = network(x)\n    with")
        .replace("(y, network(x))", "(y, probabilities)"),
        "The tape saw no way",
    ),
    wrong(
        "E4.5",
        "predict inside the tape",
        GRADIENTS.format(size="g if g is None else float(tf.norm(g))").replace(
            "network(x)", "network.predict(x, verbose=0)"
        ),
        "The tape saw no way",
    ),
    wrong(
        "E4.5",
        "the loss by NumPy",
        GRADIENTS.format(size="g.numpy().std()").replace("tf.reduce_mean", "np.mean"),
        "The tape saw no way",
    ),
    wrong(
        "E4.5",
        "a generator",
        GRADIENTS.format(size="tf.sqrt(tf.reduce_mean(g * g))")
        .replace("[tf.sqrt", "(tf.sqrt")
        .replace("kernels)]", "kernels))"),
        "must return a list of numbers",
    ),
    wrong("E4.5", "norm", GRADIENTS.format(size="float(tf.norm(g))"), "grows with the number"),
    wrong(
        "E4.5",
        "mean of the gradient",
        GRADIENTS.format(size="np.mean(g)"),
        "in which signs cancel",
    ),
    wrong("E4.5", "mean square", GRADIENTS.format(size="np.mean(np.square(g))"), "square root"),
    wrong(
        "E4.5", "absolute mean", GRADIENTS.format(size="np.mean(np.abs(g))"), "mean of the absolute"
    ),
    wrong(
        "E4.5",
        "as the gradient travels",
        GRADIENTS.format(size="np.sqrt(np.mean(np.square(g)))").replace(
            "kernels)]", "kernels[::-1])]"
        ),
        "order is reversed",
    ),
    wrong(
        "E4.5",
        "the weights instead of their gradient",
        GRADIENTS.format(size="np.sqrt(np.mean(np.square(g)))").replace(
            "tape.gradient(loss, kernels)", "kernels"
        ),
        "not those of the gradient",
    ),
    right("Q4.5", "as a fraction", "q4_5 = 1 / 65536"),
    right("Q4.5", "rounded", "q4_5 = 1.53e-5"),
    wrong("Q4.5", "added up", "q4_5 = 8 * 0.25", "*multiplied*"),
    wrong("Q4.5", "slope one", "q4_5 = 1", "Not yet"),
    wrong("Q4.5", "seven slopes", "q4_5 = 0.25 ** 7", "Not yet"),
    right("Q4.6", "capital letter", "q4_6 = 'B'"),
    wrong("Q4.6", "slope of ReLU", "q4_6 = 'c'", "of their squares"),
    wrong("Q4.6", "larger is faster", "q4_6 = 'd'", "of their squares"),
    right("Q4.8", "with a bracket", "q4_8 = 'b)'"),
    wrong("Q4.8", "one of ten classes", "q4_8 = 'c'", "what do ten of them lack"),
    wrong("Q4.8", "first layer", "q4_8 = 'a'", "lend itself"),
    right("E4.6", "no unit ever speaks", DEAD.format(result="~np.any(outputs, axis=0)")),
    right(
        "E4.6",
        "unit by unit",
        DEAD.format(result="np.array([max(abs(column)) == 0 for column in outputs.T])"),
    ),
    wrong(
        "E4.6",
        "as a list",
        DEAD.format(result="[max(abs(column)) == 0 for column in outputs.T]"),
        "later cells need an array",
    ),
    wrong(
        "E4.6",
        "ones and zeros",
        DEAD.format(result="np.all(outputs == 0, axis=0).astype(int)"),
        "must hold True or False",
    ),
    right("E4.6", "counted", DEAD.format(result="(outputs != 0).sum(axis=0) == 0")),
    wrong(
        "E4.6",
        "images instead of units",
        DEAD.format(result="np.all(outputs == 0, axis=1)"),
        "each image",
    ),
    wrong(
        "E4.6",
        "0 for one image",
        DEAD.format(result="np.any(outputs == 0, axis=0)"),
        "some images only",
    ),
    wrong(
        "E4.6", "sum is 0", DEAD.format(result="outputs.sum(axis=0) == 0"), "look at each of them"
    ),
    wrong(
        "E4.6", "never positive", DEAD.format(result="outputs.max(axis=0) <= 0"), "negative outputs"
    ),
    wrong("E4.6", "nearly 0", DEAD.format(result="np.abs(outputs).max(axis=0) < 1e-3"), "0.000001"),
    wrong(
        "E4.6",
        "the same two units always",
        "def dead_units(outputs):\n    return np.isin(range(outputs.shape[1]), [1, 6])\n",
        "unit",
    ),
    wrong(
        "E4.6",
        "outputs set to zero, so that all would be dead",
        "def dead_units(outputs):\n    outputs[:] = 0\n    return np.ones(outputs.shape[1], bool)\n",
        "`dead_units` changed an array",
    ),
    wrong("E4.6", "a count", DEAD.format(result="np.all(outputs == 0, axis=0).sum()"), "each unit"),
    wrong(
        "E4.6",
        "their numbers",
        DEAD.format(result="np.flatnonzero(np.all(outputs == 0, axis=0))"),
        "each unit",
    ),
    right("Q4.9", "capital letter", "q4_9 = 'C'"),
    wrong("Q4.9", "recovers", "q4_9 = 'a'", "an update of such a weight"),
    wrong("Q4.9", "smaller learning rate", "q4_9 = 'b'", "an update of such a weight"),
]
