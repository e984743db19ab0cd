# %% right · a list of copies, updated in place after a copy at the start
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    w, path = np.array(weights), []
    for rows in minibatches(len(x), batch_size, rng):
        w -= learning_rate * linear_gradient(w, x[rows], y[rows])
        path.append(w.copy())
    return path


# %% wrong · a table of pandas → is a DataFrame
import pandas as pd


def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])
        path.append(weights)
    return pd.DataFrame(path)


# %% right · the gradient written out
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        p = 1 / (1 + np.exp(-x[rows] @ weights))
        weights = weights - learning_rate * (p - y[rows]) @ x[rows] / len(rows)
        path += [weights]
    return np.array(path)


# %% right · into an array made before
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    i, path = 0, np.empty((-(-len(x) // batch_size), len(weights)))
    for rows in minibatches(len(x), batch_size, rng):
        path[i] = weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])
        i += 1
    return path


# %% wrong · the same array noted again and again → All rows of the path are equal
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    w, path = weights.copy(), []
    for rows in minibatches(len(x), batch_size, rng):
        w -= learning_rate * linear_gradient(w, x[rows], y[rows])
        path.append(w)
    return np.array(path)


# %% wrong · a learning rate of its own → wrong length
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - 0.5 * linear_gradient(weights, x[rows], y[rows])
        path.append(weights)
    return np.array(path)


# %% wrong · the start noted too → one row for each update
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = [weights]
    for rows in minibatches(len(x), batch_size, rng):
        path.append(path[-1] - learning_rate * linear_gradient(path[-1], x[rows], y[rows]))
    return np.array(path)


# %% wrong · returned inside the loop → one row for each update
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])
        path.append(weights)
        return np.array(path)
    return np.array(path)


# %% wrong · a generator of its own → pass `rng` on
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path, rng = [], np.random.default_rng(42)
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])
        path.append(weights)
    return np.array(path)


# %% wrong · uphill → uphill
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights + learning_rate * linear_gradient(weights, x[rows], y[rows])
        path.append(weights)
    return np.array(path)


# %% wrong · the gradient of all examples in each step → gradient of its own batch
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x, y)
        path.append(weights)
    return np.array(path)


# %% wrong · every step from the start → where the last one ended
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        path.append(weights - learning_rate * linear_gradient(weights, x[rows], y[rows]))
    return np.array(path)


# %% wrong · the caller's weights changed → have changed
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights -= learning_rate * linear_gradient(weights, x[rows], y[rows])
        path.append(weights.copy())
    return np.array(path)


# %% wrong · only the end returned → one row for each update
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])
    return weights


# %% wrong · the weights moved before the first step, and noted as the start → have changed
def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights -= 1.0
        path.append(weights.copy())
    return np.array(path)


# %% wrong · on a gradient that is wrong → first mend your `linear_gradient` (E0.2)
def linear_gradient(weights, x, y):
    return x.T @ (sigmoid(x @ weights) - y)  # a sum


def one_epoch(weights, x, y, learning_rate, batch_size, rng):
    path = []
    for rows in minibatches(len(x), batch_size, rng):
        weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows]) / 1.5
        path.append(weights)
    return np.array(path)
