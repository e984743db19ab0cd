# %% right · from Figure 4.4
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
q4_2 = "ReLU"


# %% right · spelt another way
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
q4_2 = " relu"


# %% wrong · two good runs of three → higher mean than tanh
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
q4_2 = "tanh"


# %% wrong · the lowest → higher mean than sigmoid
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
q4_2 = "sigmoid"

# %% wrong · accuracies typed in → by its weights
val_accuracy = val_accuracy | {"tanh": [0.99] * n_seeds}
q4_2 = "tanh"


# %% wrong · the networks of another activation → by its weights
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
weights["sigmoid"] = weights["ReLU"]
val_accuracy["sigmoid"] = val_accuracy["ReLU"]
q4_2 = "ReLU"

# %% wrong · too few seeds for a race → fewer images or seeds
q4_2 = max(names, key=lambda name: np.mean(val_accuracy[name]))

# %% wrong · networks that were never trained → nearly every seed gives at least
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

# %% wrong · one network for all seeds → the same network
val_accuracy = {name: 3 * values for name, values in val_accuracy.items()}
weights = {name: 3 * values for name, values in weights.items()}
q4_2 = "ReLU"

# %% wrong · another activation → not one of the four
q4_2 = "softmax"
