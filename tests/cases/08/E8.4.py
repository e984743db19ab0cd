# %% right · array by array
def l2_penalty(weights, l2_lambda):
    return sum(l2_lambda * (w.ravel() @ w.ravel()) for w in weights)


# %% right · by norms
def l2_penalty(weights, l2_lambda):
    return l2_lambda * sum(np.linalg.norm(w.ravel()) ** 2 for w in weights)


# %% wrong · absolute values → L1
def l2_penalty(weights, l2_lambda):
    return l2_lambda * sum(np.abs(w).sum() for w in weights)


# %% wrong · means → means
def l2_penalty(weights, l2_lambda):
    return l2_lambda * sum((w**2).mean() for w in weights)


# %% wrong · λ forgotten → price
def l2_penalty(weights, l2_lambda):
    return sum((w**2).sum() for w in weights)


# %% wrong · first array only → all arrays
def l2_penalty(weights, l2_lambda):
    return l2_lambda * (weights[0] ** 2).sum()
