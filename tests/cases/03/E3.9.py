# %% right · from counts
def class_accuracy(labels, predicted):
    return np.bincount(labels[labels == predicted], minlength=10) / np.bincount(
        labels, minlength=10
    )


# %% wrong · as a list → later cells need an array
def class_accuracy(labels, predicted):
    return [sum(predicted[labels == k] == k) / sum(labels == k) for k in range(10)]


# %% wrong · precision → *predicted*
def class_accuracy(labels, predicted):
    return np.array([np.mean(labels[predicted == k] == k) for k in range(10)])


# %% wrong · share of all images → number of all images
def class_accuracy(labels, predicted):
    return np.array([np.mean((labels == k) & (predicted == k)) for k in range(10)])


# %% wrong · one against the rest → other classes
def class_accuracy(labels, predicted):
    return np.array([np.mean((labels == k) == (predicted == k)) for k in range(10)])


# %% wrong · the total → ten classes
def class_accuracy(labels, predicted):
    return np.mean(labels == predicted)
