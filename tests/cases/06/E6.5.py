# %% wrong · lists → make it one with `np.array
def with_temperature(probabilities, temperature):
    q = probabilities ** (1 / temperature)
    return (q / q.sum(axis=1, keepdims=True)).tolist()


# %% right · through logits
def with_temperature(probabilities, temperature):
    logits = np.log(np.maximum(probabilities, 1e-300)) / temperature
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% right · row by row
def with_temperature(probabilities, temperature):
    return np.array([p ** (1 / temperature) / sum(p ** (1 / temperature)) for p in probabilities])


# %% wrong · power instead of root → should soften
def with_temperature(probabilities, temperature):
    q = probabilities**temperature
    return q / q.sum(axis=1, keepdims=True)


# %% wrong · not normalised → add up to 1
def with_temperature(probabilities, temperature):
    return probabilities ** (1 / temperature)


# %% wrong · probabilities divided → not those of the formula
def with_temperature(probabilities, temperature):
    q = probabilities / temperature
    return q / q.sum(axis=1, keepdims=True)


# %% wrong · softmax of the probabilities → not those of the formula
def with_temperature(probabilities, temperature):
    q = np.exp(probabilities / temperature)
    return q / q.sum(axis=1, keepdims=True)
