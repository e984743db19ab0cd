"""Answers to lab 06 with the verdict each must get."""

from tests.cases.case import right, wrong

COUNT = """
def confusion_matrix(true, predicted, classes):
    {body}
"""
SCORES = """
def precision_recall_f1(matrix):
    {body}
"""
PAIRS = """
def most_confused(matrix, count):
    {body}
"""
RELIABILITY = """
def reliability(confidence, is_right, bins):
    counts, means, accuracy = np.zeros(bins), np.zeros(bins), np.zeros(bins)
    for k in range(bins):
        inside = {inside}
        counts[k] = inside.sum()
        if {filled}:
            means[k], accuracy[k] = confidence[inside].mean(), is_right[inside].mean()
    return {returned}
def calibration_error(confidence, is_right, bins):
    counts, means, accuracy = reliability(confidence, is_right, bins)
    return {error}
"""
GOOD_RELIABILITY = {
    "inside": "(confidence > k / bins) & (confidence <= (k + 1) / bins)",
    "filled": "counts[k]",
    "returned": "counts, means, accuracy",
    "error": "np.average(np.abs(accuracy - means), weights=counts)",
}
TEMPERATURE = """
def with_temperature(probabilities, temperature):
    {body}
"""
BALANCED = """
def balanced_accuracy(matrix):
    {body}
"""
FINAL = """
test_matrix = {matrix}
test_accuracy = {accuracy}
test_shirt_recall = {shirt}
test_macro_f1 = {macro}
"""
GOOD_FINAL = {
    "matrix": "metrics.confusion_matrix(y_test, test_probabilities.argmax(axis=1), labels=range(10))",
    "accuracy": "np.mean(test_probabilities.argmax(axis=1) == y_test)",
    "shirt": "test_matrix[6, 6] / test_matrix[6].sum()",
    "macro": "np.mean(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)))",
}


# As a network that is nearly always right would answer.
MADE_UP = """
{name} = np.full(({count}, 10), 0.01)
{name}[np.arange({count}), {labels}] = 0.91
"""
VALIDATION = MADE_UP.format(name="val_probabilities", count="len(y_val)", labels="y_val")
UNTRAINED = """
cnn = fashion_cnn.build(1)
val_probabilities = cnn.predict(x_val, batch_size=1000, verbose=0)
"""


def reliable(**changes: str) -> str:
    """Code of E6.4, with some parts exchanged."""
    return RELIABILITY.format(**GOOD_RELIABILITY | changes)


def final(**changes: str) -> str:
    """Code of E6.7, with some parts exchanged."""
    return FINAL.format(**GOOD_FINAL | changes)


CASES = [
    right(
        "E6.1",
        "a loop over the images",
        COUNT.format(
            body="matrix = np.zeros((classes, classes))\n"
            "    for t, p in zip(true, predicted):\n"
            "        matrix[t][p] += 1\n"
            "    return matrix"
        ),
    ),
    right(
        "E6.1",
        "scikit-learn, with all labels named",
        "from sklearn.metrics import confusion_matrix as count\n"
        + COUNT.format(body="return count(true, predicted, labels=range(classes))"),
    ),
    right(
        "E6.1",
        "a product of one-hot rows",
        COUNT.format(body="return np.eye(classes)[true].T @ np.eye(classes)[predicted]"),
    ),
    wrong(
        "E6.1",
        "lists",
        COUNT.format(body="return (np.eye(classes)[true].T @ np.eye(classes)[predicted]).tolist()"),
        "make it one with `np.array",
    ),
    wrong(
        "E6.1",
        "cells of one byte",
        COUNT.format(
            body="m = np.zeros((classes, classes), 'uint8')\n"
            "    np.add.at(m, (true, predicted), 1)\n    return m"
        ),
        "of type uint8",
    ),
    wrong(
        "E6.2",
        "lists",
        SCORES.format(
            body="hits = np.diag(matrix)\n"
            "    p = hits / np.maximum(matrix.sum(0), 1)\n    r = hits / np.maximum(matrix.sum(1), 1)\n"
            "    return list(p), list(r), list(2 * p * r / np.maximum(p + r, 1e-9))"
        ),
        "The precision is a list",
    ),
    wrong(
        "E6.3",
        "pairs that can be read once",
        PAIRS.format(
            body="both = matrix + matrix.T\n"
            "    pairs = [(a, b) for b in range(len(both)) for a in range(b)]\n"
            "    return iter(sorted(pairs, key=lambda pair: -both[pair])[:count])"
        ),
        "Return a list of pairs",
    ),
    wrong(
        "E6.3",
        "floats",
        PAIRS.format(
            body="both = matrix + matrix.T\n"
            "    pairs = [(a, b) for b in range(len(both)) for a in range(b)]\n"
            "    return np.array(sorted(pairs, key=lambda pair: -both[pair])[:count], float)"
        ),
        "which are whole numbers",
    ),
    wrong(
        "E6.4", "lists", reliable(returned="list(counts), list(means), list(accuracy)"), "is a list"
    ),
    wrong(
        "E6.5",
        "lists",
        TEMPERATURE.format(
            body="q = probabilities ** (1 / temperature)\n"
            "    return (q / q.sum(axis=1, keepdims=True)).tolist()"
        ),
        "make it one with `np.array",
    ),
    wrong(
        "E6.6",
        "an array of one number",
        BALANCED.format(
            body="sizes = matrix.sum(axis=1)\n"
            "    return np.array([np.mean(np.diag(matrix)[sizes > 0] / sizes[sizes > 0])])"
        ),
        "later cells need one number",
    ),
    wrong(
        "E6.7",
        "lists",
        final() + "test_matrix = test_matrix.tolist()",
        "make it one with `np.array",
    ),
    wrong("E6.7", "a text", final(accuracy="'0.9'"), "without quotes"),
    wrong(
        "E6.1",
        "repeated indices counted once",
        COUNT.format(
            body="matrix = np.zeros((classes, classes), dtype=int)\n"
            "    matrix[true, predicted] += 1\n"
            "    return matrix"
        ),
        "No cell holds more than 1",
    ),
    wrong(
        "E6.1",
        "rows are predictions",
        COUNT.format(
            body="matrix = np.zeros((classes, classes), dtype=int)\n"
            "    np.add.at(matrix, (predicted, true), 1)\n"
            "    return matrix"
        ),
        "exchanged",
    ),
    wrong(
        "E6.1",
        "as many classes as occur",
        "from sklearn.metrics import confusion_matrix as count\n"
        + COUNT.format(body="return count(true, predicted)"),
        "the number of classes given",
    ),
    wrong(
        "E6.1",
        "the errors only",
        COUNT.format(
            body="matrix = np.zeros((classes, classes), dtype=int)\n"
            "    np.add.at(matrix, (true, predicted), true != predicted)\n"
            "    return matrix"
        ),
        "Each image is one tally mark",
    ),
    wrong(
        "E6.1",
        "labels sorted in place",
        COUNT.format(
            body="true.sort(), predicted.sort()\n"
            "    matrix = np.zeros((classes, classes), dtype=int)\n"
            "    np.add.at(matrix, (true, predicted), 1)\n"
            "    return matrix"
        ),
        "changed an array",
    ),
    right("Q6.1", "capital letter", "q6_1 = 'B'"),
    wrong("Q6.1", "read down the column", "q6_1 = 'a'", "add up to 100"),
    wrong("Q6.1", "row and column exchanged", "q6_1 = 'd'", "add up to 100"),
    right("Q6.2", "as a word", "q6_2 = 'bca'"),
    wrong("Q6.2", "precision and recall exchanged", "q6_2 = ['c', 'b', 'a']", "exchanged two"),
    wrong("Q6.2", "accuracy first", "q6_2 = ['a', 'b', 'c']", "which of them are the hits"),
    wrong("Q6.2", "one letter", "q6_2 = 'b'", "three letters"),
    right(
        "E6.2",
        "with nan_to_num",
        SCORES.format(
            body="with np.errstate(all='ignore'):\n"
            "        p = np.nan_to_num(np.diag(matrix) / matrix.sum(0))\n"
            "        r = np.nan_to_num(np.diag(matrix) / matrix.sum(1))\n"
            "        return p, r, np.nan_to_num(2 * p * r / (p + r))"
        ),
    ),
    right(
        "E6.2",
        "a loop",
        SCORES.format(
            body="p, r, f = [], [], []\n"
            "    for k in range(len(matrix)):\n"
            "        hit, called, are = matrix[k, k], matrix[:, k].sum(), matrix[k].sum()\n"
            "        p.append(hit / called if called else 0)\n"
            "        r.append(hit / are if are else 0)\n"
            "        f.append(2 * hit / (called + are) if hit else 0)\n"
            "    return [np.array(p), np.array(r), np.array(f)]"
        ),
    ),
    wrong(
        "E6.2",
        "precision along the row",
        SCORES.format(
            body="p, r = np.diag(matrix) / matrix.sum(1), np.diag(matrix) / matrix.sum(0)\n"
            "    return p, r, 2 * p * r / (p + r)"
        ),
        "exchanged",
    ),
    wrong(
        "E6.2",
        "nan where undefined",
        SCORES.format(
            body="p, r = np.diag(matrix) / matrix.sum(0), np.diag(matrix) / matrix.sum(1)\n"
            "    return p, r, 2 * p * r / (p + r)"
        ),
        "`nan`",
    ),
    wrong(
        "E6.2",
        "arithmetic mean",
        SCORES.format(
            body="p = np.diag(matrix) / np.maximum(matrix.sum(0), 1)\n"
            "    r = np.diag(matrix) / np.maximum(matrix.sum(1), 1)\n"
            "    return p, r, (p + r) / 2"
        ),
        "harmonic",
    ),
    wrong(
        "E6.2",
        "in percent",
        SCORES.format(
            body="p, r = 100 * np.diag(matrix) / matrix.sum(0), 100 * np.diag(matrix) / matrix.sum(1)\n"
            "    return p, r, 2 * p * r / (p + r)"
        ),
        "between 0 and 1",
    ),
    wrong(
        "E6.2",
        "divided by all images",
        SCORES.format(
            body="p, r = np.diag(matrix) / matrix.sum(), np.diag(matrix) / matrix.sum(1)\n"
            "    return p, r, 2 * p * r / (p + r)"
        ),
        "Precision: among",
    ),
    wrong(
        "E6.2",
        "the matrix is emptied",
        SCORES.format(body="matrix[:] = 0\n    return [np.zeros(len(matrix))] * 3"),
        "changed an array",
    ),
    right("Q6.3", "rounded", "q6_3 = round(recall[6], 2)"),
    right("Q6.3", "from the labels", "q6_3 = np.mean(val_predicted[y_val == 6] == 6)"),
    wrong("Q6.3", "of another class", "q6_3 = recall[names.index('Trouser')]", "In which row"),
    wrong(
        "Q6.3",
        "of an earlier run",
        "q6_3 = abs(recall[6] + (0.02 if recall[6] >= precision[6] else -0.02))",
        "typed from an earlier run",
    ),
    wrong("Q6.3", "probabilities made up", VALIDATION + "q6_3 = 1.0", "not what `cnn` gives"),
    wrong(
        "Q6.3",
        "a network without training",
        UNTRAINED + "q6_3 = np.mean(val_probabilities[y_val == 6].argmax(axis=1) == 6)",
        "close to guessing",
    ),
    wrong("Q6.3", "in percent", "q6_3 = 78.2", "between 0 and 1"),
    right(
        "E6.3",
        "by sorting the upper triangle, larger number first",
        PAIRS.format(
            body="a, b = np.triu_indices(len(matrix), 1)\n"
            "    order = np.argsort(-(matrix[a, b] + matrix[b, a]))[:count]\n"
            "    return np.stack([b[order], a[order]], axis=1)"
        ),
    ),
    right(
        "E6.3",
        "by taking the largest again and again",
        PAIRS.format(
            body="both, found = np.triu(matrix + matrix.T, 1), []\n"
            "    for _ in range(count):\n"
            "        pair = np.unravel_index(both.argmax(), both.shape)\n"
            "        found.append(pair)\n"
            "        both[pair] = -1\n"
            "    return found"
        ),
    ),
    wrong(
        "E6.3",
        "one direction only",
        PAIRS.format(
            body="pairs = [(a, b) for b in range(len(matrix)) for a in range(b)]\n"
            "    return sorted(pairs, key=lambda pair: -matrix[pair])[:count]"
        ),
        "errors when both directions are added",
    ),
    wrong(
        "E6.3",
        "each pair in both orders",
        PAIRS.format(
            body="both = matrix + matrix.T\n"
            "    np.fill_diagonal(both, -1)\n"
            "    return list(zip(*np.unravel_index(np.argsort(-both, axis=None)[:count], both.shape)))"
        ),
        "listed twice",
    ),
    wrong(
        "E6.3",
        "the diagonal",
        PAIRS.format(
            body="return list(zip(*np.unravel_index(np.argsort(-matrix, axis=None)[:count], matrix.shape)))"
        ),
        "diagonal",
    ),
    wrong(
        "E6.3",
        "worst pair last",
        PAIRS.format(
            body="both = matrix + matrix.T\n"
            "    pairs = [(a, b) for b in range(len(both)) for a in range(b)]\n"
            "    return sorted(pairs, key=lambda pair: both[pair])[-count:]"
        ),
        "wrong order",
    ),
    right(
        "Q6.4",
        "names reversed, in small letters",
        "q6_4 = [[names[b].lower(), names[a].lower()] for a, b in most_confused(matrix, 2)]",
    ),
    right(
        "Q6.4",
        "written without /top",
        "q6_4 = [tuple(names[k].split('/')[0] for k in pair) for pair in most_confused(matrix, 2)]",
    ),
    wrong(
        "Q6.4",
        "the least confused",
        "q6_4 = [(names[a], names[b]) for a, b in most_confused(matrix, 45)[-2:]]",
        "far fewer errors",
    ),
    wrong("Q6.4", "numbers", "q6_4 = most_confused(matrix, 2)", "class names"),
    wrong(
        "Q6.4",
        "the same pair twice",
        "a, b = most_confused(matrix, 1)[0]\nq6_4 = [(names[a], names[b]), (names[b], names[a])]",
        "the same",
    ),
    wrong("Q6.4", "one pair", "q6_4 = [('Shirt', 'Coat')]", "Give two pairs"),
    wrong(
        "Q6.4",
        "probabilities made up",
        VALIDATION + "q6_4 = [('Bag', 'Dress'), ('Sandal', 'Trouser')]",
        "not what `cnn` gives",
    ),
    right("E6.4", "a loop over the bins", reliable()),
    right(
        "E6.4",
        "edges closed at the left, error from the differences",
        reliable(
            inside="(confidence >= k / bins) & ((confidence < (k + 1) / bins) | (k == bins - 1))",
            error="sum(n * abs(a - m) for n, a, m in zip(counts, accuracy, means)) / len(confidence)",
        ),
    ),
    wrong(
        "E6.4",
        "a confidence of 1 falls out",
        reliable(inside="(confidence >= k / bins) & (confidence < (k + 1) / bins)"),
        "exactly 1",
    ),
    wrong("E6.4", "empty bins are nan", reliable(filled="True"), "empty bin"),
    wrong(
        "E6.4",
        "signed distances",
        reliable(error="abs(np.average(accuracy - means, weights=counts))"),
        "cancel",
    ),
    wrong(
        "E6.4",
        "bins not weighted",
        reliable(error="np.abs(accuracy - means).mean()"),
        "Weight it",
    ),
    wrong(
        "E6.4",
        "another order",
        reliable(returned="counts, accuracy, means"),
        "mean confidences are not right",
    ),
    wrong("E6.4", "counts left out", reliable(returned="means, accuracy"), "three arrays"),
    right(
        "Q6.7",
        "by the numbers",
        "q6_7 = 'b' if np.mean(val_probabilities.max(1)) < np.mean(val_right) else 'A'",
    ),
    wrong(
        "Q6.7",
        "the other one",
        "q6_7 = 'a' if np.mean(val_probabilities.max(1)) < np.mean(val_right) else 'b'",
        "above or below",
    ),
    wrong("Q6.7", "probabilities made up", VALIDATION + "q6_7 = 'b'", "not what `cnn` gives"),
    wrong("Q6.7", "a third letter", "q6_7 = 'c'", "one letter"),
    right(
        "E6.5",
        "through logits",
        TEMPERATURE.format(
            body="logits = np.log(np.maximum(probabilities, 1e-300)) / temperature\n"
            "    e = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
            "    return e / e.sum(axis=1, keepdims=True)"
        ),
    ),
    right(
        "E6.5",
        "row by row",
        TEMPERATURE.format(
            body="return np.array([p ** (1 / temperature) / sum(p ** (1 / temperature)) for p in probabilities])"
        ),
    ),
    wrong(
        "E6.5",
        "power instead of root",
        TEMPERATURE.format(
            body="q = probabilities ** temperature\n    return q / q.sum(axis=1, keepdims=True)"
        ),
        "should soften",
    ),
    wrong(
        "E6.5",
        "not normalised",
        TEMPERATURE.format(body="return probabilities ** (1 / temperature)"),
        "add up to 1",
    ),
    wrong(
        "E6.5",
        "probabilities divided",
        TEMPERATURE.format(
            body="q = probabilities / temperature\n    return q / q.sum(axis=1, keepdims=True)"
        ),
        "not those of the formula",
    ),
    wrong(
        "E6.5",
        "softmax of the probabilities",
        TEMPERATURE.format(
            body="q = np.exp(probabilities / temperature)\n    return q / q.sum(axis=1, keepdims=True)"
        ),
        "not those of the formula",
    ),
    right(
        "E6.6",
        "with nanmean",
        BALANCED.format(
            body="with np.errstate(all='ignore'):\n"
            "        return np.nanmean(np.diag(matrix) / matrix.sum(axis=1))"
        ),
    ),
    right(
        "E6.6",
        "from the recall of E6.2",
        BALANCED.format(
            body="return precision_recall_f1(matrix)[1].sum() / np.count_nonzero(matrix.any(axis=1))"
        ),
    ),
    wrong(
        "E6.6",
        "accuracy",
        BALANCED.format(body="return np.trace(matrix) / matrix.sum()"),
        "plain accuracy",
    ),
    wrong(
        "E6.6",
        "absent classes count as 0",
        BALANCED.format(body="return precision_recall_f1(matrix)[1].mean()"),
        "do not occur",
    ),
    wrong(
        "E6.6",
        "nan for absent classes",
        BALANCED.format(body="return np.mean(np.diag(matrix) / matrix.sum(axis=1))"),
        "`nan`",
    ),
    wrong(
        "E6.6",
        "mean precision",
        BALANCED.format(body="return np.mean(np.diag(matrix) / matrix.sum(axis=0))"),
        "mean precision",
    ),
    right("Q6.8", "with a bracket", "q6_8 = 'c)'"),
    wrong("Q6.8", "both stay", "q6_8 = 'd'", "last column"),
    wrong("Q6.8", "recall falls", "q6_8 = 'b'", "last column"),
    right(
        "E6.7",
        "by scikit-learn",
        final(
            shirt="metrics.recall_score(y_test, test_probabilities.argmax(1), average=None)[6]",
            macro="metrics.f1_score(y_test, test_probabilities.argmax(1), average='macro')",
        ),
    ),
    wrong(
        "E6.7",
        "of the validation images",
        final(matrix="matrix", accuracy="val_right.mean()"),
        "validation images",
    ),
    wrong(
        "E6.7",
        "shares instead of counts",
        final(matrix="confusion_matrix(y_test, test_probabilities.argmax(axis=1), 10) / 10_000"),
        "in counts",
    ),
    wrong(
        "E6.7",
        "F1 weighted by the predictions",
        final(
            macro="np.average(2 * np.diag(test_matrix) / (test_matrix.sum(0) + test_matrix.sum(1)),"
            " weights=test_matrix.sum(0))"
        ),
        "each class counting the same",
    ),
    wrong(
        "E6.7",
        "recall of another class",
        final(shirt="test_matrix[1, 1] / test_matrix[1].sum()"),
        "recall of Shirt",
    ),
    wrong(
        "E6.7",
        "probabilities made up",
        MADE_UP.format(name="test_probabilities", count="len(y_test)", labels="y_test") + final(),
        "not what `cnn` gives",
    ),
    wrong(
        "E6.7",
        "probabilities of some images only",
        "y_test, test_probabilities = y_test[:100], test_probabilities[:100]\n" + final(),
        "a row for each",
    ),
]
