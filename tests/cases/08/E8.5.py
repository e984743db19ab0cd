# %% wrong · no ε unless it is given → begin with `epsilon=0.001`
def batch_norm(z, gamma, beta, epsilon):
    return gamma * (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon) + beta


# %% wrong · lists → make it one with `np.array
def batch_norm(z, gamma, beta, epsilon=0.001):
    return (gamma * (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon) + beta).tolist()


# %% right · variance by hand
def batch_norm(z, gamma, beta, epsilon=0.001):
    d = z - np.mean(z, 0, keepdims=True)
    return beta + d * gamma / ((d**2).mean(0) + epsilon) ** 0.5


# %% wrong · over the units → Which axis
def batch_norm(z, gamma, beta, epsilon=0.001):
    z = z.T
    return gamma * ((z - z.mean(0)) / np.sqrt(z.var(0) + epsilon)).T + beta


# %% wrong · divided by the variance → divide by
def batch_norm(z, gamma, beta, epsilon=0.001):
    return gamma * (z - z.mean(0)) / (z.var(0) + epsilon) + beta


# %% wrong · γ and β forgotten → Where does each stand
def batch_norm(z, gamma, beta, epsilon=0.001):
    return (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon)


# %% wrong · ε outside the root → Where does each stand
def batch_norm(z, gamma, beta, epsilon=0.001):
    return gamma * (z - z.mean(0)) / (z.std(0) + epsilon) + beta
