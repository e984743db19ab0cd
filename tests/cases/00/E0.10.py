# %% wrong · lists → is a list, and later cells need an array
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: (params[k] - learning_rate * g[k]).tolist() for k in params}
    return new, before


# %% right · a dict by hand
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = dict((k, v - learning_rate * g[k]) for k, v in params.items())
    return new, before


# %% right · a deep copy, then in place
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: v.copy() for k, v in params.items()}
    for k in g:
        new[k] -= learning_rate * g[k]
    return new, before


# %% wrong · uphill → uphill
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: params[k] + learning_rate * g[k] for k in params}
    return new, before


# %% wrong · learning rate forgotten → learning rate times
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: params[k] - g[k] for k in params}
    return new, before


# %% wrong · biases left behind → b1 did not move
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = params | {k: params[k] - learning_rate * g[k] for k in ("w1", "w2")}
    return new, before


# %% wrong · in place → old params have changed
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = params
    for k in g:
        new[k] -= learning_rate * g[k]
    return new, before


# %% wrong · loss after the update → after the update
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: params[k] - learning_rate * g[k] for k in params}
    return new, cross_entropy(forward(new, x)[1], labels)


# %% wrong · a copy of the dictionary that shares its arrays → old params have changed
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = params.copy()
    for k in g:
        new[k] -= learning_rate * g[k]
    return new, before


# %% wrong · probabilities for the loss → one number
def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    before = cross_entropy(p, labels)
    g = backward(params, x, labels, h, p)
    new = {k: params[k] - learning_rate * g[k] for k in params}
    return new, p


# %% wrong · on a backward pass that is wrong → first mend your `backward` (E0.9)
def backward(params, x, labels, hidden, probabilities):
    return {name: value * 0 + 1 for name, value in params.items()}


def train_step(params, x, labels, learning_rate):
    h, p = forward(params, x)
    g = backward(params, x, labels, h, p)
    return {k: params[k] - learning_rate * g[k] for k in params}, cross_entropy(p, labels)
