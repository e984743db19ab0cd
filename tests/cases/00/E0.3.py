# %% right · a list, with the rows of the identity matrix
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + step * e) - function(point - step * e)) / step / 2)
    return result


# %% right · shifted in place and put back
def numerical_gradient(function, point, step=1e-5):
    w, result = np.array(point, dtype=float), np.empty(len(point))
    for j in range(len(w)):
        kept = w[j]
        w[j] = kept + step
        up = function(w)
        w[j] = kept - step
        result[j] = (up - function(w)) / (2 * step)
        w[j] = kept
    return result


# %% wrong · one-sided → not a central difference
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + step * e) - function(point)) / step)
    return result


# %% wrong · divided by one step → factor of 2
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + step * e) - function(point - step * e)) / step)
    return result


# %% wrong · brackets forgotten in the denominator → order of operations
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + step * e) - function(point - step * e)) / 2 * step)
    return result


# %% wrong · subtracted the other way round → sign is wrong
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point - step * e) - function(point + step * e)) / (2 * step))
    return result


# %% wrong · all coordinates shifted at once → one coordinate at a time
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + step) - function(point - step)) / (2 * step))
    return result


# %% wrong · step ignored → with the given step
def numerical_gradient(function, point, step=1e-5):
    result = []
    for e in np.eye(len(point)):
        result.append((function(point + 1e-5 * e) - function(point - 1e-5 * e)) / 2e-5)
    return result


# %% wrong · the point changed for good → Leave `point` as it was
def numerical_gradient(function, point, step=1e-5):
    result = np.zeros(len(point))
    for j in range(len(point)):
        point[j] += step
        up = function(point)
        point[j] -= 2 * step
        result[j] = (up - function(point)) / (2 * step)
    return result
