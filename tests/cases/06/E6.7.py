# %% wrong · lists → make it one with `np.array
test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))
test_matrix = test_matrix.tolist()

# %% wrong · a text → without quotes
test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = "0.9"
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))

# %% right · by scikit-learn
test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = metrics.recall_score(y_test, test_probabilities.argmax(1), average=None)[6]
test_macro_f1 = metrics.f1_score(y_test, test_probabilities.argmax(1), average="macro")

# %% wrong · of the validation images → validation images
test_matrix = matrix
test_accuracy = val_right.mean()
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))

# %% wrong · shares instead of counts → in counts
test_matrix = confusion_matrix(y_test, test_probabilities.argmax(axis=1), 10) / 10_000
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))

# %% wrong · F1 weighted by the predictions → each class counting the same
test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.average(
    2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)), weights=test_matrix.sum(0)
)

# %% wrong · recall of another class → recall of Shirt
test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[1, 1] / test_matrix[1].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))

# %% wrong · probabilities made up → not what `cnn` gives
test_probabilities = np.full((len(y_test), 10), 0.01)
test_probabilities[np.arange(len(y_test)), y_test] = 0.91

test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))

# %% wrong · probabilities of some images only → a row for each
y_test, test_probabilities = y_test[:100], test_probabilities[:100]

test_matrix = metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))
test_accuracy = np.mean(test_probabilities.argmax(axis=1) == y_test)
test_shirt_recall = test_matrix[6, 6] / test_matrix[6].sum()
test_macro_f1 = np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))
