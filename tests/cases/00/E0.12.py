# %% right · the velocity holds the learning rate; epsilon inside the root
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return state, state


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / np.sqrt(state + epsilon), state


# %% wrong · momentum as a running mean → first update is already wrong
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * (1 - beta) * gradient
    return state, state


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / np.sqrt(state + epsilon), state


# %% wrong · momentum that forgets → Momentum's first update is right
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return state, 0.0


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / np.sqrt(state + epsilon), state


# %% wrong · uphill → sign is wrong
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return -state, state


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / np.sqrt(state + epsilon), state


# %% wrong · RMSprop without the root → first update is already wrong
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return state, state


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / (state + epsilon), state


# %% wrong · RMSprop as a sum → RMSprop's first update is right
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return state, state


def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * gradient * gradient
    return -learning_rate * gradient / np.sqrt(state + epsilon), state
