# %% wrong · lists → The precision is a list
def precision_recall_f1(matrix):
    hits = np.diag(matrix)
    p = hits / np.maximum(matrix.sum(0), 1)
    r = hits / np.maximum(matrix.sum(1), 1)
    return list(p), list(r), list(2 * p * r / np.maximum(p + r, 1e-9))


# %% right · with nan_to_num
def precision_recall_f1(matrix):
    with np.errstate(all="ignore"):
        p = np.nan_to_num(np.diag(matrix) / matrix.sum(0))
        r = np.nan_to_num(np.diag(matrix) / matrix.sum(1))
        return p, r, np.nan_to_num(2 * p * r / (p + r))


# %% right · a loop
def precision_recall_f1(matrix):
    p, r, f = [], [], []
    for k in range(len(matrix)):
        hit, called, are = matrix[k, k], matrix[:, k].sum(), matrix[k].sum()
        p.append(hit / called if called else 0)
        r.append(hit / are if are else 0)
        f.append(2 * hit / (called + are) if hit else 0)
    return [np.array(p), np.array(r), np.array(f)]


# %% wrong · precision along the row → exchanged
def precision_recall_f1(matrix):
    p, r = np.diag(matrix) / matrix.sum(1), np.diag(matrix) / matrix.sum(0)
    return p, r, 2 * p * r / (p + r)


# %% wrong · nan where undefined → `nan`
def precision_recall_f1(matrix):
    p, r = np.diag(matrix) / matrix.sum(0), np.diag(matrix) / matrix.sum(1)
    return p, r, 2 * p * r / (p + r)


# %% wrong · arithmetic mean → harmonic
def precision_recall_f1(matrix):
    p = np.diag(matrix) / np.maximum(matrix.sum(0), 1)
    r = np.diag(matrix) / np.maximum(matrix.sum(1), 1)
    return p, r, (p + r) / 2


# %% wrong · in percent → between 0 and 1
def precision_recall_f1(matrix):
    p, r = 100 * np.diag(matrix) / matrix.sum(0), 100 * np.diag(matrix) / matrix.sum(1)
    return p, r, 2 * p * r / (p + r)


# %% wrong · divided by all images → Precision: among
def precision_recall_f1(matrix):
    p, r = np.diag(matrix) / matrix.sum(), np.diag(matrix) / matrix.sum(1)
    return p, r, 2 * p * r / (p + r)


# %% wrong · the matrix is emptied → changed an array
def precision_recall_f1(matrix):
    matrix[:] = 0
    return [np.zeros(len(matrix))] * 3
