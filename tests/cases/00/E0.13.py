# %% wrong · a list → The update is a list
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return list(-rate * m / (np.sqrt(v) + epsilon)), [m, v, t]


# %% right · corrected through the learning rate, state as a list
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t]


# %% wrong · no correction → not corrected
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t]


# %% wrong · the step is not counted → t counts up
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t - 1]


# %% wrong · counted after use → divided by zero
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t + 1]


# %% wrong · times t instead of to the power t → a root taken of a negative number
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2 * t) / (1 - beta_1 * t)
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t]


# %% wrong · uphill → sign is wrong
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return rate * m / (np.sqrt(v) + epsilon), [m, v, t]


# %% wrong · corrected moments kept as the state → before their correction
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return -rate * m / (np.sqrt(v) + epsilon), [m / (1 - beta_1**t), v / (1 - beta_2**t), t]
