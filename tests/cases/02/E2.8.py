# %% right · with np.delete
def choose_best(correct, seen):
    i = np.argmax(np.mean(correct[:, seen], axis=1))
    return [i, correct[i][seen].mean(), np.delete(correct[i], seen).mean()]


# %% wrong · a score as a list of one → take it out
def choose_best(correct, seen):
    i = np.argmax(np.mean(correct[:, seen], axis=1))
    return i, [correct[i][seen].mean()], np.delete(correct[i], seen).mean()


# %% wrong · fresh score on all images → leave the seen ones out
def choose_best(correct, seen):
    i = correct[:, seen].mean(axis=1).argmax()
    return i, correct[i, seen].mean(), correct[i].mean()


# %% wrong · chosen by all images → not the candidate
def choose_best(correct, seen):
    i = correct.mean(axis=1).argmin()
    return i, correct[i, seen].mean(), np.delete(correct[i], seen).mean()


# %% wrong · counts instead of shares → as a share
def choose_best(correct, seen):
    i = correct[:, seen].mean(axis=1).argmax()
    return i, correct[i, seen].sum(), np.delete(correct[i], seen).sum()


# %% right · with a set of the others
def choose_best(correct, seen):
    others = [i for i in range(correct.shape[1]) if i not in set(seen)]
    best = max(range(len(correct)), key=lambda c: sum(correct[c][i] for i in seen))
    return best, np.mean(correct[best][seen]), np.mean(correct[best][others])


# %% wrong · the last of equals → first of equals
def choose_best(correct, seen):
    i = np.argsort(correct[:, seen].mean(axis=1), kind="stable")[-1]
    return i, correct[i, seen].mean(), np.delete(correct[i], seen).mean()


# %% wrong · indices inverted as if they were a mask → not the accuracy of that candidate
def choose_best(correct, seen):
    i = correct[:, seen].mean(axis=1).argmax()
    return i, correct[i, seen].mean(), correct[i, ~seen].mean()


# %% wrong · the best score on the others → not the accuracy of that candidate
def choose_best(correct, seen):
    i = correct[:, seen].mean(axis=1).argmax()
    return i, correct[i, seen].mean(), np.delete(correct, seen, axis=1).mean(axis=1).max()
