# %% wrong · an array of one number → later cells need one number
def balanced_accuracy(matrix):
    sizes = matrix.sum(axis=1)
    return np.array([np.mean(np.diag(matrix)[sizes > 0] / sizes[sizes > 0])])


# %% right · with nanmean
def balanced_accuracy(matrix):
    with np.errstate(all="ignore"):
        return np.nanmean(np.diag(matrix) / matrix.sum(axis=1))


# %% right · from the recall of E6.2
def balanced_accuracy(matrix):
    return precision_recall_f1(matrix)[1].sum() / np.count_nonzero(matrix.any(axis=1))


# %% wrong · accuracy → plain accuracy
def balanced_accuracy(matrix):
    return np.trace(matrix) / matrix.sum()


# %% wrong · absent classes count as 0 → do not occur
def balanced_accuracy(matrix):
    return precision_recall_f1(matrix)[1].mean()


# %% wrong · nan for absent classes → `nan`
def balanced_accuracy(matrix):
    return np.mean(np.diag(matrix) / matrix.sum(axis=1))


# %% wrong · mean precision → mean precision
def balanced_accuracy(matrix):
    return np.mean(np.diag(matrix) / matrix.sum(axis=0))
