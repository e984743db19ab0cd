# %% wrong · arrays of one number → later cells need one number
def gain_with_noise(after, before):
    d = np.asarray(after, float) - np.asarray(before, float)
    return np.array([[d.mean()], [d.std(ddof=1) / np.sqrt(len(d))]])


# %% right · with the statistics module
import math
import statistics


def gain_with_noise(after, before):
    d = [float(a) - float(b) for a, b in zip(after, before)]
    return [statistics.fmean(d), statistics.stdev(d) / math.sqrt(len(d))]


# %% wrong · n in the denominator → n - 1
def gain_with_noise(after, before):
    d = np.subtract(after, before, dtype=float)
    return d.mean(), d.std() / len(d) ** 0.5


# %% wrong · standard deviation → more certain
def gain_with_noise(after, before):
    d = np.subtract(after, before, dtype=float)
    return d.mean(), d.std(ddof=1)


# %% wrong · unpaired → in pairs
def gain_with_noise(after, before):
    a, b = np.asarray(after, float), np.asarray(before, float)
    return a.mean() - b.mean(), np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / len(a))


# %% wrong · before less after → wrong sign
def gain_with_noise(after, before):
    d = np.subtract(before, after, dtype=float)
    return d.mean(), d.std(ddof=1) / len(d) ** 0.5
