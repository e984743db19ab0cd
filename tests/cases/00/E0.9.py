# %% right · one-hot labels and np.where
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% right · more than asked for
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden,
        b1=d_hidden.sum(axis=0),
        w2=hidden.T @ d_logits,
        b2=d_logits.sum(axis=0),
        hidden=d_hidden,
    )


# %% wrong · a list → of b2 is a list
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden,
        b1=d_hidden.sum(axis=0),
        w2=hidden.T @ d_logits,
        b2=list(d_logits.sum(axis=0)),
    )


# %% right · einsum, and a mask of the scores
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.einsum("nk,hk->nh", d_logits, params["w2"]) * np.sign(hidden)
    return dict(
        w1=np.einsum("ni,nh->ih", x, d_hidden),
        b1=np.ones(len(x)) @ d_hidden,
        w2=hidden.T @ d_logits,
        b2=d_logits.sum(axis=0),
    )


# %% wrong · the hidden values as the mask → at step 3
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = d_logits @ params["w2"].T * hidden
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · zero counted as positive → at step 3
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = d_logits @ params["w2"].T * (hidden >= 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · a tuple → Return a dictionary
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return tuple(
        dict(
            w1=x.T @ d_hidden,
            b1=d_hidden.sum(axis=0),
            w2=hidden.T @ d_logits,
            b2=d_logits.sum(axis=0),
        ).values()
    )


# %% wrong · the given hidden values turned into the mask → hidden values given to the function have changed
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    w2 = hidden.T @ d_logits
    hidden[hidden > 0] = 1
    d_hidden = d_logits @ params["w2"].T * hidden
    return dict(w1=x.T @ d_hidden, b1=d_hidden.sum(0), w2=w2, b2=d_logits.sum(0))


# %% wrong · not divided by n → too large
def backward(params, x, labels, hidden, probabilities):
    d_logits = probabilities - np.eye(probabilities.shape[1])[labels]
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · truth minus prediction → wrong sign
def backward(params, x, labels, hidden, probabilities):
    d_logits = (np.eye(probabilities.shape[1])[labels] - probabilities) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · the ReLU forgotten → what arrives at hidden
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = d_logits @ params["w2"].T
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · w2 transposed → has the shape of w2
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=d_logits.T @ hidden, b2=d_logits.sum(axis=0)
    )


# %% wrong · bias with a mean → step 1
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.sum(axis=0), w2=hidden.T @ d_logits, b2=d_logits.mean(axis=0)
    )


# %% wrong · b1 as a mean → second layer are right
def backward(params, x, labels, hidden, probabilities):
    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)
    d_hidden = np.where(hidden > 0, d_logits @ params["w2"].T, 0)
    return dict(
        w1=x.T @ d_hidden, b1=d_hidden.mean(axis=0), w2=hidden.T @ d_logits, b2=d_logits.sum(axis=0)
    )


# %% wrong · the given probabilities changed → have changed
def backward(params, x, labels, hidden, probabilities):
    d_logits = probabilities
    d_logits[np.arange(len(x)), labels] -= 1
    d_logits /= len(x)
    d_hidden = (d_logits @ params["w2"].T) * (hidden > 0)
    return dict(w1=x.T @ d_hidden, b1=d_hidden.sum(0), w2=hidden.T @ d_logits, b2=d_logits.sum(0))
