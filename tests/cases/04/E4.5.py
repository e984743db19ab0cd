# %% right · written out
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return sum(d) / n, (sum((d - sum(d) / n) ** 2) / (n - 1) / n) ** 0.5


# %% right · with SciPy
from scipy import stats


def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return [d.mean(), stats.sem(d)]


# %% wrong · divided by n → asks for n - 1
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean(), d.std() / np.sqrt(n)


# %% wrong · scatter of one difference → scatters less
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean(), d.std(ddof=1)


# %% wrong · unpaired → come in pairs
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean(), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / n)


# %% wrong · b less a → sign is wrong
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return -d.mean(), d.std(ddof=1) / np.sqrt(n)


# %% wrong · both lists set to zero, so that zero would be right → not the mean of the differences
def paired_difference(a, b):
    a[:], b[:] = [0] * len(a), [0] * len(b)
    return 0.0, 0.0


# %% wrong · an array of one among the two → take it out
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean(keepdims=True), d.std(ddof=1) / np.sqrt(n)


# %% wrong · one number → two numbers
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean()


# %% wrong · divided by n twice → the formula for s
def paired_difference(a, b):
    a, b = np.asarray(a), np.asarray(b)
    n, d = len(a), a - b
    return d.mean(), d.std(ddof=1) / n
