# %% right · one is beaten
def run(name, scale):
    network, kept = networks[name], networks[name].get_weights()
    network.set_weights([w + scale * rng.normal(size=w.shape) for w in kept])
    result = accuracy(network, x_val, y_val), network.get_weights()
    network.set_weights(kept)
    return result


rng = np.random.default_rng(0)
scales = {
    "sigmoid": (9, 9, 9),
    "tanh": (0, 1e-3, 9),
    "ReLU": (0, 1e-3, 2e-3),
    "LeakyReLU": (0, 1e-3, 9),
}
pairs = {name: [run(name, scale) for scale in scales[name]] for name in names}
val_accuracy = {name: [one[0] for one in some] for name, some in pairs.items()}
weights = {name: [one[1] for one in some] for name, some in pairs.items()}
q4_3 = ("Sigmoid",)

# %% right · computed with the paired differences
from scipy.stats import ttest_rel

q4_3 = [
    name
    for name in names
    if name != winner and ttest_rel(val_accuracy[winner], val_accuracy[name]).pvalue < 0.05
]


# %% wrong · every difference counts → over tanh is not larger
def run(name, scale):
    network, kept = networks[name], networks[name].get_weights()
    network.set_weights([w + scale * rng.normal(size=w.shape) for w in kept])
    result = accuracy(network, x_val, y_val), network.get_weights()
    network.set_weights(kept)
    return result


rng = np.random.default_rng(0)
scales = {
    "sigmoid": (9, 9, 9),
    "tanh": (0, 1e-3, 9),
    "ReLU": (0, 1e-3, 2e-3),
    "LeakyReLU": (0, 1e-3, 9),
}
pairs = {name: [run(name, scale) for scale in scales[name]] for name in names}
val_accuracy = {name: [one[0] for one in some] for name, some in pairs.items()}
weights = {name: [one[1] for one in some] for name, some in pairs.items()}
q4_3 = ["sigmoid", "tanh", "LeakyReLU"]


# %% wrong · none counts → One is missing
def run(name, scale):
    network, kept = networks[name], networks[name].get_weights()
    network.set_weights([w + scale * rng.normal(size=w.shape) for w in kept])
    result = accuracy(network, x_val, y_val), network.get_weights()
    network.set_weights(kept)
    return result


rng = np.random.default_rng(0)
scales = {
    "sigmoid": (9, 9, 9),
    "tanh": (0, 1e-3, 9),
    "ReLU": (0, 1e-3, 2e-3),
    "LeakyReLU": (0, 1e-3, 9),
}
pairs = {name: [run(name, scale) for scale in scales[name]] for name in names}
val_accuracy = {name: [one[0] for one in some] for name, some in pairs.items()}
weights = {name: [one[1] for one in some] for name, some in pairs.items()}
q4_3 = []


# %% wrong · the winner too → the winner itself
def run(name, scale):
    network, kept = networks[name], networks[name].get_weights()
    network.set_weights([w + scale * rng.normal(size=w.shape) for w in kept])
    result = accuracy(network, x_val, y_val), network.get_weights()
    network.set_weights(kept)
    return result


rng = np.random.default_rng(0)
scales = {
    "sigmoid": (9, 9, 9),
    "tanh": (0, 1e-3, 9),
    "ReLU": (0, 1e-3, 2e-3),
    "LeakyReLU": (0, 1e-3, 9),
}
pairs = {name: [run(name, scale) for scale in scales[name]] for name in names}
val_accuracy = {name: [one[0] for one in some] for name, some in pairs.items()}
weights = {name: [one[1] for one in some] for name, some in pairs.items()}
q4_3 = ["sigmoid", "ReLU"]

# %% wrong · accuracies typed in, so that all are beaten → by its weights
val_accuracy = {name: [0.5] * n_seeds for name in names} | {"ReLU": [0.9] * n_seeds}
q4_3 = ["sigmoid", "tanh", "LeakyReLU"]

# %% wrong · a word → Give a list
q4_3 = "sigmoid"
