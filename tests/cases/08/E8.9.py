# %% right · loss less penalty
def split_loss(network, x, y):
    penalty = float(sum(network.losses))
    return network.evaluate(x, y, batch_size=1000, verbose=0)[0] - penalty, penalty


# %% right · by hand
def split_loss(network, x, y):
    p = network.predict(x, batch_size=1000, verbose=0)[np.arange(len(y)), y]
    l2 = network.layers[0].kernel_regularizer
    price = float(l2.l2) if l2 else 0
    return -np.log(p).mean(), price * np.sum(network.layers[0].get_weights()[0] ** 2)


# %% wrong · loss with its penalty → still contains
def split_loss(network, x, y):
    return network.evaluate(x, y, batch_size=1000, verbose=0)[0], float(sum(network.losses))


# %% wrong · accuracy instead → not the cross-entropy
def split_loss(network, x, y):
    return network.evaluate(x, y, batch_size=1000, verbose=0)[1], float(sum(network.losses))


# %% wrong · the other order → order
def split_loss(network, x, y):
    return float(sum(network.losses)), network.evaluate(x, y, batch_size=1000, verbose=0)[2]


# %% wrong · one λ for every network → penalty of 0
def split_loss(network, x, y):
    return network.evaluate(x, y, batch_size=1000, verbose=0)[2], 0.001 * np.sum(
        network.layers[0].get_weights()[0] ** 2
    )


# %% wrong · of the improved network → not the cross-entropy
def split_loss(network, x, y):
    return improved.evaluate(x, y, batch_size=1000, verbose=0)[2], float(sum(improved.losses))
