# %% right · by hand
_shares = [np.mean(predicted[test_labels == k] == k) for k in range(10)]
q3_9 = FASHION_NAMES[np.argmin(_shares)].upper()

# %% wrong · the strongest → highest accuracy
q3_9 = FASHION_NAMES[np.argmax(class_accuracy(test_labels, predicted))]

# %% wrong · predictions made up, so that another class is the weakest → of the others are lower
predicted = np.where(test_labels == 9, 0, test_labels)
q3_9 = "Ankle boot"

# %% wrong · a number → `FASHION_NAMES`
q3_9 = 6

# %% wrong · the second strongest → your own predictions
q3_9 = FASHION_NAMES[np.argsort(class_accuracy(test_labels, predicted))[-2]]
