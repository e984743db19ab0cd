# %% right · renamed in copies
def merged_accuracy(labels, predicted, group):
    a, b = np.array(labels), np.array(predicted)
    for k in group:
        a[a == k] = b[b == k] = group[0]
    return (a == b).mean()


# %% wrong · nothing merged → kept apart
def merged_accuracy(labels, predicted, group):
    return np.mean(labels == predicted)


# %% wrong · whatever it was taken for → whatever
def merged_accuracy(labels, predicted, group):
    return np.mean((labels == predicted) | np.isin(labels, group))


# %% wrong · group left out → left the images
def merged_accuracy(labels, predicted, group):
    k = ~np.isin(labels, group)
    return np.mean(labels[k] == predicted[k])


# %% wrong · only the group → both of them
def merged_accuracy(labels, predicted, group):
    return np.mean(np.isin(labels, group) & np.isin(predicted, group))


# %% wrong · changed in place → copy
def merged_accuracy(labels, predicted, group):
    labels[np.isin(labels, group)] = group[0]
    predicted[np.isin(predicted, group)] = group[0]
    return np.mean(labels == predicted)
