# %% right · a loop over the images
def confusion_matrix(true, predicted, classes):
    matrix = np.zeros((classes, classes))
    for t, p in zip(true, predicted):
        matrix[t][p] += 1
    return matrix


# %% right · scikit-learn, with all labels named: what a function does cannot tell how
from sklearn.metrics import confusion_matrix as count


def confusion_matrix(true, predicted, classes):
    return count(true, predicted, labels=range(classes))


# %% right · a product of one-hot rows
def confusion_matrix(true, predicted, classes):
    return np.eye(classes)[true].T @ np.eye(classes)[predicted]


# %% wrong · lists → make it one with `np.array
def confusion_matrix(true, predicted, classes):
    return (np.eye(classes)[true].T @ np.eye(classes)[predicted]).tolist()


# %% wrong · cells of one byte → of type uint8
def confusion_matrix(true, predicted, classes):
    m = np.zeros((classes, classes), "uint8")
    np.add.at(m, (true, predicted), 1)
    return m


# %% wrong · repeated indices counted once → No cell holds more than 1
def confusion_matrix(true, predicted, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    matrix[true, predicted] += 1
    return matrix


# %% wrong · rows are predictions → exchanged
def confusion_matrix(true, predicted, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (predicted, true), 1)
    return matrix


# %% wrong · as many classes as occur → the number of classes given
from sklearn.metrics import confusion_matrix as count


def confusion_matrix(true, predicted, classes):
    return count(true, predicted)


# %% wrong · the errors only → Each image is one tally mark
def confusion_matrix(true, predicted, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (true, predicted), true != predicted)
    return matrix


# %% wrong · labels sorted in place → changed an array
def confusion_matrix(true, predicted, classes):
    true.sort(), predicted.sort()
    matrix = np.zeros((classes, classes), dtype=int)
    np.add.at(matrix, (true, predicted), 1)
    return matrix
