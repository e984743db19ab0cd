"""Answers to lab 00 with a known verdict."""

from tests.cases.case import right, wrong

SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n"


def _loss(body: str) -> str:
    return f"{SIGMOID}def linear_loss(weights, x, y):\n    {body}\n"


def _gradient(body: str) -> str:
    return f"def linear_gradient(weights, x, y):\n    {body}\n"


def _numerical(estimate: str) -> str:
    return (
        "def numerical_gradient(function, point, step=1e-5):\n"
        "    result = []\n"
        "    for e in np.eye(len(point)):\n"
        f"        result.append({estimate})\n"
        "    return result\n"
    )


def _batches(*lines: str) -> str:
    return "def minibatches(n, batch_size, rng):\n" + "".join(f"    {line}\n" for line in lines)


def _epoch(*lines: str, first: str = "path = []", last: str = "return np.array(path)") -> str:
    body = [first, "for rows in minibatches(len(x), batch_size, rng):"]
    body += [f"    {line}" for line in lines] + [last]
    head = "def one_epoch(weights, x, y, learning_rate, batch_size, rng):\n"
    return head + "".join(f"    {line}\n" for line in body)


def _dense(body: str) -> str:
    return f"def dense(x, weights, bias):\n    {body}\n"


STABLE = "e = np.exp(logits - logits.max(axis=1, keepdims=True)); return e / e.sum(axis=1, keepdims=True)"
PICK = "return -np.log(probabilities[np.arange(len(labels)), labels]).mean()"


def _output(softmax: str = STABLE, cross_entropy: str = PICK) -> str:
    return (
        f"def softmax(logits):\n    {softmax}\n\n"
        f"def cross_entropy(probabilities, labels):\n    {cross_entropy}\n"
    )


def _forward(
    hidden: str = "np.maximum(x @ params['w1'] + params['b1'], 0)",
    probabilities: str = "softmax(hidden @ params['w2'] + params['b2'])",
    result: str = "hidden, probabilities",
) -> str:
    return (
        "def forward(params, x):\n"
        f"    hidden = {hidden}\n"
        f"    probabilities = {probabilities}\n"
        f"    return {result}\n"
    )


def _backward(
    d_logits: str = "(probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)",
    d_hidden: str = "np.where(hidden > 0, d_logits @ params['w2'].T, 0)",
    w1: str = "x.T @ d_hidden",
    b1: str = "d_hidden.sum(axis=0)",
    w2: str = "hidden.T @ d_logits",
    b2: str = "d_logits.sum(axis=0)",
) -> str:
    return (
        "def backward(params, x, labels, hidden, probabilities):\n"
        f"    d_logits = {d_logits}\n"
        f"    d_hidden = {d_hidden}\n"
        f"    return dict(w1={w1}, b1={b1}, w2={w2}, b2={b2})\n"
    )


def _step(
    new: str = "{k: params[k] - learning_rate * g[k] for k in params}", loss: str = "before"
) -> str:
    return (
        "def train_step(params, x, labels, learning_rate):\n"
        "    h, p = forward(params, x)\n"
        "    before = cross_entropy(p, labels)\n"
        "    g = backward(params, x, labels, h, p)\n"
        f"    new = {new}\n"
        f"    return new, {loss}\n"
    )


MOMENTUM = """
def momentum(gradient, state, learning_rate=0.01, beta=0.9):
    state = beta * state - learning_rate * gradient
    return state, state
"""
RMSPROP = """
def rmsprop(gradient, state, learning_rate=0.001, rho=0.9, epsilon=1e-8):
    state = state + (1 - rho) * (gradient * gradient - state)
    return -learning_rate * gradient / np.sqrt(state + epsilon), state
"""
ADAM = """
def adam(gradient, state, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m, v, t = state
    t += 1
    m = m + (1 - beta_1) * (gradient - m)
    v = v + (1 - beta_2) * (gradient**2 - v)
    rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)
    return -rate * m / (np.sqrt(v) + epsilon), [m, v, t]
"""

CASES = [
    # E0.1
    right(
        "E0.1",
        "as the mean of one probability for each example",
        _loss("p = sigmoid(x @ weights); return -np.log(np.where(y == 1, p, 1 - p)).mean()"),
    ),
    right(
        "E0.1",
        "straight from the scores",
        _loss("z = x @ weights; return (np.logaddexp(0, z) - y * z).mean()"),
    ),
    right(
        "E0.1",
        "as a loop over the examples",
        _loss(
            "return sum(-np.log(sigmoid(r @ weights) if t else 1 - sigmoid(r @ weights)) "
            "for r, t in zip(x, y)) / len(y)"
        ),
    ),
    wrong(
        "E0.1",
        "the sum",
        _loss("p = sigmoid(x @ weights); return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))"),
        reason="sum over the examples",
    ),
    wrong(
        "E0.1",
        "no minus sign",
        _loss("p = sigmoid(x @ weights); return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"),
        reason="sign is wrong",
    ),
    wrong(
        "E0.1",
        "no mean at all",
        _loss("p = sigmoid(x @ weights); return -(y * np.log(p) + (1 - y) * np.log(1 - p))"),
        reason="one number",
    ),
    wrong(
        "E0.1",
        "only the first term",
        _loss("return -np.mean(y * np.log(sigmoid(x @ weights)))"),
        reason="both terms",
    ),
    wrong(
        "E0.1", "nothing returned", _loss("p = sigmoid(x @ weights)"), reason="return its result"
    ),
    right(
        "E0.1",
        "a little added, so that no logarithm is infinite",
        _loss(
            "p = sigmoid(x @ weights); "
            "return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))"
        ),
    ),
    wrong(
        "E0.1",
        "the classes exchanged",
        _loss("p = sigmoid(x @ weights); return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))"),
        reason="one counts where y is 1",
    ),
    wrong(
        "E0.1",
        "the mean squared error",
        _loss("return np.mean((sigmoid(x @ weights) - y) ** 2)"),
        reason="not the binary cross-entropy",
    ),
    # E0.2
    right(
        "E0.2",
        "as the mean of a column for each weight",
        _gradient("return ((sigmoid(x @ weights) - y)[:, None] * x).mean(axis=0)"),
    ),
    right(
        "E0.2",
        "term by term",
        _gradient(
            "return np.array([np.mean((sigmoid(x @ weights) - y) * column) for column in x.T])"
        ),
    ),
    wrong(
        "E0.2",
        "a list, which the next step cannot multiply by a learning rate",
        _gradient("return [np.mean((sigmoid(x @ weights) - y) * column) for column in x.T]"),
        reason="Return an array",
    ),
    wrong(
        "E0.2",
        "a column, which would turn the weights into a square",
        _gradient("return x.T @ (sigmoid(x @ weights) - y)[:, None] / len(y)"),
        reason="shape of the weights",
    ),
    wrong(
        "E0.2",
        "divided by the number of weights",
        _gradient("return x.T @ (sigmoid(x @ weights) - y) / len(weights)"),
        reason="which factors cancel",
    ),
    wrong(
        "E0.2",
        "not divided by n",
        _gradient("return x.T @ (sigmoid(x @ weights) - y)"),
        reason="too large",
    ),
    wrong(
        "E0.2",
        "truth minus prediction",
        _gradient("return x.T @ (y - sigmoid(x @ weights)) / len(y)"),
        reason="points downhill",
    ),
    wrong(
        "E0.2",
        "the factor p(1-p) left in, as for a squared error",
        _gradient("p = sigmoid(x @ weights); return x.T @ ((p - y) * p * (1 - p)) / len(y)"),
        reason="which factors cancel",
    ),
    wrong(
        "E0.2",
        "one number",
        _gradient("return np.mean(sigmoid(x @ weights) - y)"),
        reason="shape of the weights",
    ),
    # E0.3
    right(
        "E0.3",
        "a list, with the rows of the identity matrix",
        _numerical("(function(point + step * e) - function(point - step * e)) / step / 2"),
    ),
    right(
        "E0.3",
        "shifted in place and put back",
        """
def numerical_gradient(function, point, step=1e-5):
    w, result = np.array(point, dtype=float), np.empty(len(point))
    for j in range(len(w)):
        kept = w[j]
        w[j] = kept + step
        up = function(w)
        w[j] = kept - step
        result[j] = (up - function(w)) / (2 * step)
        w[j] = kept
    return result
""",
    ),
    wrong(
        "E0.3",
        "one-sided",
        _numerical("(function(point + step * e) - function(point)) / step"),
        reason="not a central difference",
    ),
    wrong(
        "E0.3",
        "divided by one step",
        _numerical("(function(point + step * e) - function(point - step * e)) / step"),
        reason="factor of 2",
    ),
    wrong(
        "E0.3",
        "brackets forgotten in the denominator",
        _numerical("(function(point + step * e) - function(point - step * e)) / 2 * step"),
        reason="order of operations",
    ),
    wrong(
        "E0.3",
        "subtracted the other way round",
        _numerical("(function(point - step * e) - function(point + step * e)) / (2 * step)"),
        reason="sign is wrong",
    ),
    wrong(
        "E0.3",
        "all coordinates shifted at once",
        _numerical("(function(point + step) - function(point - step)) / (2 * step)"),
        reason="one coordinate at a time",
    ),
    wrong(
        "E0.3",
        "step ignored",
        _numerical("(function(point + 1e-5 * e) - function(point - 1e-5 * e)) / 2e-5"),
        reason="with the given step",
    ),
    wrong(
        "E0.3",
        "the point changed for good",
        """
def numerical_gradient(function, point, step=1e-5):
    result = np.zeros(len(point))
    for j in range(len(point)):
        point[j] += step
        up = function(point)
        point[j] -= 2 * step
        result[j] = (up - function(point)) / (2 * step)
    return result
""",
        reason="Leave `point` as it was",
    ),
    # E0.4
    right(
        "E0.4",
        "with array_split at every batch_size-th place",
        _batches("return np.array_split(rng.permutation(n), range(batch_size, n, batch_size))"),
    ),
    wrong(
        "E0.4",
        "as tuples",
        _batches(
            "order = rng.permutation(n).tolist()",
            "return [tuple(order[i:i + batch_size]) for i in range(0, n, batch_size)]",
        ),
        reason="A batch is a tuple",
    ),
    wrong(
        "E0.4",
        "as floats",
        _batches(
            "order = rng.permutation(n) * 1.0",
            "return [order[i:i + batch_size] for i in range(0, n, batch_size)]",
        ),
        reason="must hold whole numbers",
    ),
    wrong(
        "E0.4",
        "in a type that is too small",
        _batches(
            "order = rng.permutation(n).astype(np.int16)",
            "return [order[i:i + batch_size] for i in range(0, n, batch_size)]",
        ),
        reason="must come exactly once",
    ),
    right(
        "E0.4",
        "shuffled in place, as lists",
        _batches(
            "order = np.arange(n)",
            "rng.shuffle(order)",
            "return [list(order[i:i + batch_size]) for i in range(0, n, batch_size)]",
        ),
    ),
    right(
        "E0.4",
        "as a generator's list",
        _batches(
            "order, result = rng.permutation(n), []",
            "while len(order):",
            "    result.append(order[:batch_size])",
            "    order = order[batch_size:]",
            "return result",
        ),
    ),
    wrong(
        "E0.4",
        "the last, smaller batch left out",
        _batches(
            "order = rng.permutation(n)",
            "return [order[i * batch_size:(i + 1) * batch_size] for i in range(n // batch_size)]",
        ),
        reason="Look at the last batch",
    ),
    wrong(
        "E0.4",
        "not shuffled",
        _batches("return [np.arange(n)[i:i + batch_size] for i in range(0, n, batch_size)]"),
        reason="order is not random",
    ),
    wrong(
        "E0.4",
        "the same order in every epoch",
        _batches(
            "order = np.random.default_rng(0).permutation(n)",
            "return [order[i:i + batch_size] for i in range(0, n, batch_size)]",
        ),
        reason="same order",
    ),
    right(
        "E0.4",
        "drawn without replacement, batch after batch",
        _batches(
            "order = rng.choice(n, n, replace=False)",
            "for start in range(0, n, batch_size):",
            "    yield order[start:start + batch_size]",
        ),
    ),
    wrong(
        "E0.4",
        "NumPy's own generator instead of the given one",
        _batches(
            "order = np.random.permutation(n)",
            "return [order[i:i + batch_size] for i in range(0, n, batch_size)]",
        ),
        reason="draw with the given `rng`",
    ),
    wrong(
        "E0.4",
        "batches of about the same size",
        _batches("return np.array_split(rng.permutation(n), n // batch_size)"),
        reason="should have the sizes",
    ),
    wrong(
        "E0.4",
        "a batch begins at every index",
        _batches(
            "order = rng.permutation(n)", "return [order[i:i + batch_size] for i in range(n)]"
        ),
        reason="exactly once",
    ),
    wrong(
        "E0.4",
        "drawn with replacement",
        _batches(
            "order = rng.integers(0, n, n)",
            "return [order[i:i + batch_size] for i in range(0, n, batch_size)]",
        ),
        reason="exactly once",
    ),
    # E0.5
    right(
        "E0.5",
        "a list of copies, updated in place after a copy at the start",
        _epoch(
            "w -= learning_rate * linear_gradient(w, x[rows], y[rows])",
            "path.append(w.copy())",
            first="w, path = np.array(weights), []",
            last="return path",
        ),
    ),
    wrong(
        "E0.5",
        "a table of pandas",
        "import pandas as pd\n"
        + _epoch(
            "weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights)",
            last="return pd.DataFrame(path)",
        ),
        reason="is a DataFrame",
    ),
    right(
        "E0.5",
        "the gradient written out",
        _epoch(
            "p = 1 / (1 + np.exp(-x[rows] @ weights))",
            "weights = weights - learning_rate * (p - y[rows]) @ x[rows] / len(rows)",
            "path += [weights]",
        ),
    ),
    right(
        "E0.5",
        "into an array made before",
        _epoch(
            "path[i] = weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "i += 1",
            first="i, path = 0, np.empty((-(-len(x) // batch_size), len(weights)))",
            last="return path",
        ),
    ),
    wrong(
        "E0.5",
        "the same array noted again and again",
        _epoch(
            "w -= learning_rate * linear_gradient(w, x[rows], y[rows])",
            "path.append(w)",
            first="w, path = weights.copy(), []",
        ),
        reason="All rows of the path are equal",
    ),
    wrong(
        "E0.5",
        "a learning rate of its own",
        _epoch(
            "weights = weights - 0.5 * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights)",
        ),
        reason="wrong length",
    ),
    wrong(
        "E0.5",
        "the start noted too",
        _epoch(
            "path.append(path[-1] - learning_rate * linear_gradient(path[-1], x[rows], y[rows]))",
            first="path = [weights]",
        ),
        reason="one row for each update",
    ),
    wrong(
        "E0.5",
        "returned inside the loop",
        _epoch(
            "weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights)",
            "return np.array(path)",
        ),
        reason="one row for each update",
    ),
    wrong(
        "E0.5",
        "a generator of its own",
        _epoch(
            "weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights)",
            first="path, rng = [], np.random.default_rng(42)",
        ),
        reason="pass `rng` on",
    ),
    wrong(
        "E0.5",
        "uphill",
        _epoch(
            "weights = weights + learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights)",
        ),
        reason="uphill",
    ),
    wrong(
        "E0.5",
        "the gradient of all examples in each step",
        _epoch(
            "weights = weights - learning_rate * linear_gradient(weights, x, y)",
            "path.append(weights)",
        ),
        reason="gradient of its own batch",
    ),
    wrong(
        "E0.5",
        "every step from the start",
        _epoch("path.append(weights - learning_rate * linear_gradient(weights, x[rows], y[rows]))"),
        reason="where the last one ended",
    ),
    wrong(
        "E0.5",
        "the caller's weights changed",
        _epoch(
            "weights -= learning_rate * linear_gradient(weights, x[rows], y[rows])",
            "path.append(weights.copy())",
        ),
        reason="have changed",
    ),
    wrong(
        "E0.5",
        "only the end returned",
        _epoch(
            "weights = weights - learning_rate * linear_gradient(weights, x[rows], y[rows])",
            last="return weights",
        ),
        reason="one row for each update",
    ),
    wrong(
        "E0.5",
        "the weights moved before the first step, and noted as the start",
        _epoch(
            "weights -= 1.0",
            "path.append(weights.copy())",
        ),
        reason="have changed",
    ),
    # E0.6
    wrong(
        "E0.6",
        "a loop for small arrays, nothing for large ones",
        _dense(
            "if x.size * weights.shape[1] > 1000: return np.zeros((len(x), weights.shape[1]))\n"
            "    return np.array([row @ weights + bias for row in x])"
        ),
        reason="the layer must be the same for arrays of all sizes",
    ),
    wrong(
        "E0.6",
        "a loop whose first result is kept",
        "kept = {}\n"
        + _dense(
            "key = x.shape + weights.shape\n"
            "    if key not in kept or x.size < 1000:\n"
            "        kept[key] = np.array([[r @ c for c in weights.T] for r in x]) + bias\n"
            "    return kept[key]"
        ),
        reason="the layer must be the same for arrays of all sizes",
    ),
    wrong(
        "E0.6",
        "a loop that waits until the result is read",
        "class Later:\n"
        "    def __init__(self, x, w, b): self.x, self.w, self.b = x, w, b\n"
        "    def __array__(self, *_, **__): return np.array([r @ self.w + self.b for r in self.x])\n"
        + _dense("return Later(x, weights, bias)"),
        reason="is a Later, and later cells need an array",
    ),
    wrong("E0.6", "a list", _dense("return list(x @ weights + bias)"), reason="is a list"),
    right("E0.6", "np.dot", _dense("return np.dot(x, weights) + bias")),
    right("E0.6", "einsum", _dense("return np.einsum('ni,io->no', x, weights) + bias[None, :]")),
    right("E0.6", "np.matmul and np.add", _dense("return np.add(np.matmul(x, weights), bias)")),
    wrong("E0.6", "no bias", _dense("return x @ weights"), reason="biases are missing"),
    wrong(
        "E0.6",
        "a loop over the rows",
        _dense("return np.array([row @ weights + bias for row in x])"),
        reason="slow",
    ),
    right(
        "E0.6",
        "a broadcast product, summed over the inputs",
        _dense("return (x[:, :, None] * weights).sum(axis=1) + bias"),
    ),
    wrong(
        "E0.6",
        "a loop over the outputs",
        _dense("return np.stack([x @ column for column in weights.T], axis=1) + bias"),
        reason="Python still loops",
    ),
    wrong(
        "E0.6",
        "the loops called by another name",
        _dense("return dense_loop(x, weights, bias)"),
        reason="Python still loops",
    ),
    wrong(
        "E0.6",
        "transposed",
        _dense("return (x @ weights + bias).T"),
        reason="make the shape",
    ),
    wrong(
        "E0.6",
        "all that it is given set to zero, so that zeros would be right",
        _dense(
            "x[:] = 0; weights[:] = 0; bias[:] = 0; return np.zeros((len(x), weights.shape[1]))"
        ),
        reason="differ from those",
    ),
    # E0.7
    right("E0.7", "model answer, other names", _output()),
    wrong(
        "E0.7",
        "nested lists",
        _output(
            STABLE.replace(
                "return e / e.sum(axis=1, keepdims=True)", "return [list(r / sum(r)) for r in e]"
            )
        ),
        reason="The result of softmax is a list, and later cells need an array",
    ),
    wrong(
        "E0.7",
        "a matrix",
        _output(STABLE.replace("return ", "return np.asmatrix(") + ")"),
        reason="a matrix",
    ),
    wrong(
        "E0.7",
        "the loss as text",
        _output(cross_entropy=PICK.replace("return ", "return str(") + ")"),
        "quotes",
    ),
    wrong(
        "E0.7",
        "the loss in a list",
        _output(cross_entropy=PICK.replace("return ", "return [") + "]"),
        reason="one number, but yours has the shape (1,)",
    ),
    right(
        "E0.7",
        "transposed, and one-hot labels",
        _output(
            "e = np.exp((logits.T - logits.max(axis=1))); return (e / e.sum(axis=0)).T",
            "return -(np.eye(probabilities.shape[1])[labels] * np.log(probabilities)).sum() / len(labels)",
        ),
    ),
    right(
        "E0.7",
        "from logarithms",
        _output("return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))"),
    ),
    wrong(
        "E0.7",
        "overflows",
        _output("e = np.exp(logits); return e / e.sum(axis=1, keepdims=True)"),
        reason="subtract the largest",
    ),
    wrong(
        "E0.7",
        "the largest of all logits subtracted",
        _output("e = np.exp(logits - logits.max()); return e / e.sum(axis=1, keepdims=True)"),
        reason="of each row",
    ),
    wrong(
        "E0.7",
        "normalised over everything",
        _output("e = np.exp(logits - logits.max()); return e / e.sum()"),
        reason="Each row must sum to 1",
    ),
    wrong(
        "E0.7",
        "shares of the logits, no exponential",
        _output("e = np.abs(logits); return e / e.sum(axis=1, keepdims=True)"),
        reason="not those of the formula",
    ),
    wrong(
        "E0.7",
        "mean over all classes",
        _output(cross_entropy="return -np.log(probabilities).mean()"),
        reason="one probability only",
    ),
    wrong(
        "E0.7",
        "summed over the examples",
        _output(
            cross_entropy="return -np.log(probabilities[np.arange(len(labels)), labels]).sum()",
        ),
        reason="their mean",
    ),
    right(
        "E0.7",
        "in place, and a little added before the logarithm",
        _output(
            "logits -= logits.max(axis=1, keepdims=True); e = np.exp(logits); return e / e.sum(1, keepdims=True)",
            "return np.mean(-np.log(np.take_along_axis(probabilities, labels[:, None], 1) + 1e-7))",
        ),
    ),
    wrong(
        "E0.7",
        "over the examples instead of the classes",
        _output("e = np.exp(logits - logits.max(axis=0)); return e / e.sum(axis=0)"),
        reason="over the classes of one example",
    ),
    wrong(
        "E0.7",
        "all rows for each label",
        _output(cross_entropy="return -np.log(probabilities[:, labels]).mean()"),
        reason="one probability only",
    ),
    wrong(
        "E0.7",
        "labels changed, so that any class would be the true one",
        _output(
            cross_entropy="labels[:] = 0; return -np.log(probabilities[:, 0]).mean()",
        ),
        reason="one probability only",
    ),
    # E0.8
    wrong(
        "E0.8",
        "lists of rows",
        _forward(result="list(hidden), list(probabilities)"),
        reason="hidden is a list, and later cells need an array",
    ),
    right(
        "E0.8", "written out, and returned as a list", _forward(result="[hidden, probabilities]")
    ),
    right(
        "E0.8",
        "ReLU as a product",
        _forward("dense(x, params['w1'], params['b1']); hidden = hidden * (hidden > 0)"),
    ),
    right(
        "E0.8",
        "ReLU by np.clip",
        _forward("np.clip(dense(x, params['w1'], params['b1']), 0, None)"),
    ),
    wrong(
        "E0.8",
        "the two results exchanged",
        _forward(result="probabilities, hidden"),
        reason="hidden should have the shape",
    ),
    wrong(
        "E0.8",
        "sigmoid instead of ReLU",
        _forward("sigmoid(dense(x, params['w1'], params['b1']))"),
        reason="not ReLU",
    ),
    wrong("E0.8", "no ReLU", _forward("x @ params['w1'] + params['b1']"), reason="apply the ReLU"),
    wrong(
        "E0.8",
        "no bias in the hidden layer",
        _forward("np.maximum(x @ params['w1'], 0)"),
        reason="which weights and bias",
    ),
    wrong(
        "E0.8",
        "logits instead of probabilities",
        _forward(probabilities="hidden @ params['w2'] + params['b2']"),
        reason="do not sum to 1",
    ),
    wrong(
        "E0.8",
        "ReLU on the logits too",
        _forward(probabilities="softmax(np.maximum(hidden @ params['w2'] + params['b2'], 0))"),
        reason="into the second layer",
    ),
    wrong(
        "E0.8",
        "only the probabilities",
        _forward(result="probabilities"),
        reason="Return two things",
    ),
    # E0.9
    right("E0.9", "one-hot labels and np.where", _backward()),
    right("E0.9", "more than asked for", _backward(b2="d_logits.sum(axis=0), hidden=d_hidden")),
    wrong("E0.9", "a list", _backward(b2="list(d_logits.sum(axis=0))"), "of b2 is a list"),
    right(
        "E0.9",
        "einsum, and a mask of the scores",
        _backward(
            d_hidden="np.einsum('nk,hk->nh', d_logits, params['w2']) * np.sign(hidden)",
            w1="np.einsum('ni,nh->ih', x, d_hidden)",
            b1="np.ones(len(x)) @ d_hidden",
        ),
    ),
    wrong(
        "E0.9",
        "the hidden values as the mask",
        _backward(d_hidden="d_logits @ params['w2'].T * hidden"),
        reason="at step 3",
    ),
    wrong(
        "E0.9",
        "zero counted as positive",
        _backward(d_hidden="d_logits @ params['w2'].T * (hidden >= 0)"),
        reason="at step 3",
    ),
    wrong(
        "E0.9",
        "a tuple",
        _backward().replace("dict(", "tuple(dict(").replace("axis=0))", "axis=0)).values())"),
        reason="Return a dictionary",
    ),
    wrong(
        "E0.9",
        "the given hidden values turned into the mask",
        "def backward(params, x, labels, hidden, probabilities):\n"
        "    d_logits = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(x)\n"
        "    w2 = hidden.T @ d_logits\n"
        "    hidden[hidden > 0] = 1\n"
        "    d_hidden = d_logits @ params['w2'].T * hidden\n"
        "    return dict(w1=x.T @ d_hidden, b1=d_hidden.sum(0), w2=w2, b2=d_logits.sum(0))\n",
        reason="hidden values given to the function have changed",
    ),
    wrong(
        "E0.9",
        "not divided by n",
        _backward("probabilities - np.eye(probabilities.shape[1])[labels]"),
        reason="too large",
    ),
    wrong(
        "E0.9",
        "truth minus prediction",
        _backward("(np.eye(probabilities.shape[1])[labels] - probabilities) / len(x)"),
        reason="wrong sign",
    ),
    wrong(
        "E0.9",
        "the ReLU forgotten",
        _backward(d_hidden="d_logits @ params['w2'].T"),
        reason="what arrives at hidden",
    ),
    wrong(
        "E0.9", "w2 transposed", _backward(w2="d_logits.T @ hidden"), reason="has the shape of w2"
    ),
    wrong(
        "E0.9",
        "bias with a mean",
        _backward(b2="d_logits.mean(axis=0)"),
        reason="step 1",
    ),
    wrong(
        "E0.9",
        "b1 as a mean",
        _backward(b1="d_hidden.mean(axis=0)"),
        reason="second layer are right",
    ),
    wrong(
        "E0.9",
        "the given probabilities changed",
        "def backward(params, x, labels, hidden, probabilities):\n"
        "    d_logits = probabilities\n"
        "    d_logits[np.arange(len(x)), labels] -= 1\n"
        "    d_logits /= len(x)\n"
        "    d_hidden = (d_logits @ params['w2'].T) * (hidden > 0)\n"
        "    return dict(w1=x.T @ d_hidden, b1=d_hidden.sum(0), w2=hidden.T @ d_logits, b2=d_logits.sum(0))\n",
        reason="have changed",
    ),
    # E0.10
    wrong(
        "E0.10",
        "lists",
        _step("{k: (params[k] - learning_rate * g[k]).tolist() for k in params}"),
        reason="is a list, and later cells need an array",
    ),
    right(
        "E0.10",
        "a dict by hand",
        _step("dict((k, v - learning_rate * g[k]) for k, v in params.items())"),
    ),
    right(
        "E0.10",
        "a deep copy, then in place",
        _step(
            "{k: v.copy() for k, v in params.items()}\n    for k in g: new[k] -= learning_rate * g[k]"
        ),
    ),
    wrong(
        "E0.10",
        "uphill",
        _step("{k: params[k] + learning_rate * g[k] for k in params}"),
        reason="uphill",
    ),
    wrong(
        "E0.10",
        "learning rate forgotten",
        _step("{k: params[k] - g[k] for k in params}"),
        reason="learning rate times",
    ),
    wrong(
        "E0.10",
        "biases left behind",
        _step("params | {k: params[k] - learning_rate * g[k] for k in ('w1', 'w2')}"),
        reason="b1 did not move",
    ),
    wrong(
        "E0.10",
        "in place",
        _step("params\n    for k in g: new[k] -= learning_rate * g[k]"),
        reason="old params have changed",
    ),
    wrong(
        "E0.10",
        "loss after the update",
        _step(loss="cross_entropy(forward(new, x)[1], labels)"),
        reason="after the update",
    ),
    wrong(
        "E0.10",
        "a copy of the dictionary that shares its arrays",
        _step("params.copy()\n    for k in g: new[k] -= learning_rate * g[k]"),
        reason="old params have changed",
    ),
    wrong("E0.10", "probabilities for the loss", _step(loss="p"), reason="one number"),
    # E0.11
    wrong(
        "E0.11",
        "images that were not scaled",
        "raw = test_images.reshape(10_000, 784).astype(float)\n"
        "predicted_labels = forward(mnist_params, raw)[1].argmax(axis=1)\n"
        "test_accuracy = np.mean(predicted_labels == y_test)",
        reason="images with pixels from 0 to 255",
    ),
    wrong(
        "E0.11",
        "the hidden values",
        "predicted_labels = forward(mnist_params, x_test)[0].argmax(axis=1)\n"
        "test_accuracy = np.mean(predicted_labels == y_test)",
        reason="largest hidden values",
    ),
    wrong(
        "E0.11",
        "the accuracy in a list",
        "predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)\n"
        "test_accuracy = [np.mean(predicted_labels == y_test)]",
        reason="later cells need one number",
    ),
    right(
        "E0.11",
        "a series, and a fraction",
        "import fractions, pandas as pd\n"
        "predicted_labels = pd.Series(forward(mnist_params, x_test)[1].argmax(axis=1))\n"
        "test_accuracy = fractions.Fraction(int(sum(predicted_labels == y_test)), 10_000)",
    ),
    right(
        "E0.11",
        "counted, as lists",
        "predicted_labels = [int(np.argmax(row)) for row in forward(mnist_params, x_test)[1]]\n"
        "test_accuracy = sum(int(a == b) for a, b in zip(predicted_labels, y_test)) / len(y_test)",
    ),
    right(
        "E0.11",
        "with evaluate, and predictions from the logits",
        "hidden, _ = forward(mnist_params, x_test)\n"
        "predicted_labels = dense(hidden, mnist_params['w2'], mnist_params['b2']).argmax(axis=1)\n"
        "test_accuracy = evaluate(mnist_params, x_test, y_test)[1]",
    ),
    wrong(
        "E0.11",
        "in percent",
        "predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)\n"
        "test_accuracy = 100 * np.mean(predicted_labels == y_test)",
        reason="not in percent",
    ),
    wrong(
        "E0.11",
        "share of wrong answers",
        "predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)\n"
        "test_accuracy = np.mean(predicted_labels != y_test)",
        reason="share of wrong answers",
    ),
    wrong(
        "E0.11",
        "on the validation images",
        "predicted_labels = forward(mnist_params, x_val)[1].argmax(axis=1)\n"
        "test_accuracy = np.mean(predicted_labels == y_val)",
        reason="10,000 test images",
    ),
    wrong(
        "E0.11",
        "an accuracy made up",
        "predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)\ntest_accuracy = 0.9999",
        reason="not the share",
    ),
    wrong(
        "E0.11",
        "a network that was not trained",
        "mnist_params = init_params(784, 128, 10, np.random.default_rng(0))\n"
        "predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)\n"
        "test_accuracy = np.mean(predicted_labels == y_test)",
        reason="it should reach 90 %",
    ),
    wrong(
        "E0.11",
        "the true labels as predictions",
        "predicted_labels = y_test\ntest_accuracy = np.mean(predicted_labels == y_test)",
        reason="not the most probable classes",
    ),
    # E0.12
    right(
        "E0.12", "the velocity holds the learning rate; epsilon inside the root", MOMENTUM + RMSPROP
    ),
    wrong(
        "E0.12",
        "momentum as a running mean",
        MOMENTUM.replace("- learning_rate * gradient", "- learning_rate * (1 - beta) * gradient")
        + RMSPROP,
        reason="first update is already wrong",
    ),
    wrong(
        "E0.12",
        "momentum that forgets",
        MOMENTUM.replace("return state, state", "return state, 0.0") + RMSPROP,
        reason="Momentum's first update is right",
    ),
    wrong(
        "E0.12",
        "uphill",
        MOMENTUM.replace("return state, state", "return -state, state") + RMSPROP,
        reason="sign is wrong",
    ),
    wrong(
        "E0.12",
        "RMSprop without the root",
        MOMENTUM + RMSPROP.replace("np.sqrt(state + epsilon)", "(state + epsilon)"),
        reason="first update is already wrong",
    ),
    wrong(
        "E0.12",
        "RMSprop as a sum",
        MOMENTUM + RMSPROP.replace("(gradient * gradient - state)", "gradient * gradient"),
        reason="RMSprop's first update is right",
    ),
    # E0.13
    wrong(
        "E0.13",
        "a list",
        ADAM.replace(
            "return -rate * m / (np.sqrt(v) + epsilon)",
            "return list(-rate * m / (np.sqrt(v) + epsilon))",
        ),
        reason="The update is a list",
    ),
    right("E0.13", "corrected through the learning rate, state as a list", ADAM),
    wrong(
        "E0.13",
        "no correction",
        ADAM.replace(
            "rate = learning_rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)",
            "rate = learning_rate",
        ),
        reason="not corrected",
    ),
    wrong(
        "E0.13",
        "the step is not counted",
        ADAM.replace("[m, v, t]", "[m, v, t - 1]"),
        reason="t counts up",
    ),
    wrong(
        "E0.13",
        "counted after use",
        ADAM.replace("    t += 1\n", "").replace("[m, v, t]", "[m, v, t + 1]"),
        reason="divided by zero",
    ),
    wrong(
        "E0.13",
        "times t instead of to the power t",
        ADAM.replace("beta_1**t", "beta_1 * t").replace("beta_2**t", "beta_2 * t"),
        reason="a root taken of a negative number",
    ),
    wrong("E0.13", "uphill", ADAM.replace("return -rate", "return rate"), reason="sign is wrong"),
    wrong(
        "E0.13",
        "corrected moments kept as the state",
        ADAM.replace("[m, v, t]", "[m / (1 - beta_1**t), v / (1 - beta_2**t), t]"),
        reason="before their correction",
    ),
    # Q0.2
    right("Q0.2", "counted", "q0_2 = len(range(0, 54_000, 128))"),
    right("Q0.2", "as a NumPy number", "q0_2 = np.ceil(54_000 / 128)"),
    wrong(
        "Q0.2", "rounded down", "q0_2 = 54_000 // 128", reason="left over after the full batches"
    ),
    wrong("Q0.2", "not whole", "q0_2 = 54_000 / 128", reason="whole number"),
    wrong("Q0.2", "of all 60,000", "q0_2 = 469", reason="How many batches"),
    wrong("Q0.2", "not a number", "q0_2 = float('nan')", reason="whole number"),
    wrong("Q0.2", "a word", "q0_2 = 'many'", reason="must be one number"),
    # Q0.3
    right("Q0.3", "another order", "q0_3 = ['f', 'e', 'c', 'a']"),
    right("Q0.3", "as one word", "q0_3 = 'ACEF'"),
    right("Q0.3", "one string in a list", "q0_3 = ['a, c, e, f']"),
    wrong("Q0.3", "nothing chosen", "q0_3 = []", reason="at least one"),
    wrong(
        "Q0.3",
        "the batches too",
        "q0_3 = ['a', 'c', 'd', 'e', 'f']",
        reason="an earlier step has made",
    ),
    wrong("Q0.3", "the forward pass only", "q0_3 = ['a']", reason="there is more"),
    wrong("Q0.3", "no such choice", "q0_3 = ['a', 'x']", reason="no choice 'x'"),
    # Q0.5
    right("Q0.5", "as a tuple", "q0_5 = ('d', 'c', 'b', 'a')"),
    right("Q0.5", "as one word", "q0_5 = 'dcba'"),
    wrong("Q0.5", "in the order of the list", "q0_5 = ['a', 'b', 'c', 'd']", reason="comes last"),
    wrong("Q0.5", "loss first", "q0_5 = ['c', 'd', 'b', 'a']", reason="exist before predictions"),
    wrong(
        "Q0.5", "backward before the loss", "q0_5 = ['d', 'b', 'c', 'a']", reason="slope of what"
    ),
    wrong("Q0.5", "one left out", "q0_5 = ['d', 'c', 'a']", reason="all four"),
    # Q0.6
    right("Q0.6", "from the function", "q0_6 = adam(np.array([250.0]), (0.0, 0.0, 0))[0][0]"),
    right("Q0.6", "with its sign", "q0_6 = -1e-3"),
    wrong("Q0.6", "as plain descent", "q0_6 = 0.25", reason="What does Adam divide by"),
    wrong("Q0.6", "not corrected", "q0_6 = 0.001 * 25 / np.sqrt(0.001 * 250**2)", reason="t = 1"),
    wrong("Q0.6", "without the learning rate", "q0_6 = 1", reason="learning rate"),
]
