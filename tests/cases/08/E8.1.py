# %% wrong · an array of one number → later cells need one number
def accuracy_gap(network, training, validation):
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[1] for part in (training, validation)
    )
    return np.array([a - b])


# %% right · from predictions
def accuracy_gap(network, training, validation):
    a, b = [
        np.mean(network.predict(x, batch_size=500, verbose=0).argmax(1) == y)
        for x, y in (training, validation)
    ]
    return a - b


# %% right · as a dictionary
def accuracy_gap(network, training, validation):
    get = lambda p: network.evaluate(*p, batch_size=1000, verbose=0, return_dict=True)["accuracy"]
    return get(training) - get(validation)


# %% wrong · the other way round → sign
def accuracy_gap(network, training, validation):
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[1] for part in (training, validation)
    )
    return b - a


# %% wrong · loss instead of accuracy → which order
def accuracy_gap(network, training, validation):
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[0] for part in (training, validation)
    )
    return a - b


# %% wrong · in points → share
def accuracy_gap(network, training, validation):
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[1] for part in (training, validation)
    )
    return 100 * (a - b)


# %% wrong · trains the network on what it is to be measured on → only to be measured
def accuracy_gap(network, training, validation):
    network.fit(*training, epochs=1, batch_size=1000, verbose=0)
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[1] for part in (training, validation)
    )
    return a - b


# %% wrong · the gap of one network for all → not the difference
def accuracy_gap(network, training, validation):
    network = memorizer
    a, b = (
        network.evaluate(*part, batch_size=1000, verbose=0)[1] for part in (training, validation)
    )
    return a - b
