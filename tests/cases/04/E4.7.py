# %% right · no unit ever speaks
def dead_units(outputs):
    return ~np.any(outputs, axis=0)


# %% right · unit by unit
def dead_units(outputs):
    return np.array([max(abs(column)) == 0 for column in outputs.T])


# %% wrong · as a list → later cells need an array
def dead_units(outputs):
    return [max(abs(column)) == 0 for column in outputs.T]


# %% wrong · ones and zeros → must hold True or False
def dead_units(outputs):
    return np.all(outputs == 0, axis=0).astype(int)


# %% right · counted
def dead_units(outputs):
    return (outputs != 0).sum(axis=0) == 0


# %% wrong · images instead of units → each image
def dead_units(outputs):
    return np.all(outputs == 0, axis=1)


# %% wrong · 0 for one image → some images only
def dead_units(outputs):
    return np.any(outputs == 0, axis=0)


# %% wrong · sum is 0 → look at each of them
def dead_units(outputs):
    return outputs.sum(axis=0) == 0


# %% wrong · never positive → negative outputs
def dead_units(outputs):
    return outputs.max(axis=0) <= 0


# %% wrong · nearly 0 → 0.000001
def dead_units(outputs):
    return np.abs(outputs).max(axis=0) < 1e-3


# %% wrong · the same two units always → unit
def dead_units(outputs):
    return np.isin(range(outputs.shape[1]), [1, 6])


# %% wrong · outputs set to zero, so that all would be dead → `dead_units` changed an array
def dead_units(outputs):
    outputs[:] = 0
    return np.ones(outputs.shape[1], bool)


# %% wrong · a count → each unit
def dead_units(outputs):
    return np.all(outputs == 0, axis=0).sum()


# %% wrong · their numbers → each unit
def dead_units(outputs):
    return np.flatnonzero(np.all(outputs == 0, axis=0))
