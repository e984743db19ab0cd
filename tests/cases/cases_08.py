"""Answers to lab 08 with the verdict each must get."""

from tests.cases.case import right, wrong

GAP = "def accuracy_gap(network, training, validation):\n    {body}"
EVALUATED = (
    "a, b = (network.evaluate(*part, batch_size=1000, verbose=0)[{index}] "
    "for part in (training, validation))\n    return {result}"
)
SUMMARY = """
def summarize(history):
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    return {{
        "final_val_accuracy": {final}, "best_val_accuracy": {best},
        "final_val_loss": loss[-1], "best_val_loss": {lowest}, "actual_epochs": {epochs},
    }}
"""
GOOD_SUMMARY = {
    "final": "accuracy[-1]",
    "best": "sorted(accuracy)[-1]",
    "lowest": "float(np.min(loss))",
    "epochs": "len(loss)",
}


def summary(**changes: str) -> str:
    """Code of E8.2, with some parts exchanged."""
    return SUMMARY.format(**GOOD_SUMMARY | changes)


BASELINE = """
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
with tracking.run("baseline", {params}, dataset="mnist") as run:
    baseline_history = baseline.fit(
        {data}, epochs={epochs}, batch_size=batch_size, callbacks={callbacks}, verbose=0
    ){end}
    {log}
    {figure}
baseline_run_id = {identifier}
"""
GOOD_BASELINE = {
    "params": "baseline_params",
    "data": "x_train, y_train, validation_data=(x_val, y_val)",
    "epochs": "epochs",
    "callbacks": "tracking.EpochCurves()",
    "end": ".history",
    "log": "tracking.log_metrics(summarize(baseline_history))",
    "figure": "log_curves(baseline_history)",
    "identifier": "run.info.run_id",
}


def baseline(**changes: str) -> str:
    """Code of E8.3, with some parts exchanged."""
    return BASELINE.format(**GOOD_BASELINE | changes)


PENALTY = "def l2_penalty(weights, l2_lambda):\n    return {result}"
NORM = "def batch_norm(z, gamma, beta, epsilon=0.001):\n    {body}"
STOPPING = "def early_stopping(val_losses, patience):\n    {body}"
BUILD = """
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [keras.Input((784,)), {first}]
    {middle}
    return keras.Sequential([*parts, {last}])
"""
GOOD_BUILD = {
    "first": "layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda))",
    "middle": (
        "parts += [layers.BatchNormalization()] * use_batch_norm\n"
        "    parts += [layers.Activation('relu'), layers.Dropout(dropout_rate)]"
    ),
    "last": "layers.Dense(10), layers.Softmax()",
}


def build(**changes: str) -> str:
    """Code of E8.7, with some parts exchanged."""
    return BUILD.format(**GOOD_BUILD | changes)


IMPROVED = """
improved = build({parts})
compile_network(improved, optimizer_called({optimizer!r}, updates))
stopper = keras.callbacks.EarlyStopping({stopping})
with tracking.run("improved", improved_params, dataset="mnist") as run:
    improved_history = improved.fit(
        x_train, y_train, validation_data=(x_val, y_val), epochs={epochs}, batch_size=batch_size,
        callbacks=[tracking.EpochCurves(), stopper], verbose=0,
    ).history
    tracking.log_metrics(summarize(improved_history))
    log_curves(improved_history)
    {model}
improved_run_id = run.info.run_id
"""
GOOD_IMPROVED = {
    "parts": "0.3, 0.001, True",
    "optimizer": "adam, cosine decay",
    "stopping": "patience=patience, restore_best_weights=True",
    "epochs": "epochs_improved",
    "model": "tracking.log_model(improved, x_val[:1])",
}


def improved(**changes: str) -> str:
    """Code of E8.8, with some parts exchanged."""
    return IMPROVED.format(**GOOD_IMPROVED | changes)


# Logging a model costs half a second; an answer that fails before its model is looked at goes without.
NO_MODEL = {"model": "pass"}


SPLIT = "def split_loss(network, x, y):\n    {body}"
SPREAD = "def spread_by_variant(table, metric):\n    {body}"
SWEEP = "def sweep(grid, finished, train):\n    {body}"
EXPERIMENT = 'experiment_names=["08-sweep"], filter_string=this_sweep'

CASES = [
    wrong(
        "E8.1",
        "an array of one number",
        GAP.format(
            body="a, b = (network.evaluate(*part, batch_size=1000, verbose=0)[1] "
            "for part in (training, validation))\n    return np.array([a - b])"
        ),
        "later cells need one number",
    ),
    wrong(
        "E8.2",
        "a text beside the numbers",
        summary()
        + "\nfive = summarize\ndef summarize(history):\n    return five(history) | {'of': 'mnist'}",
        "`of` must be one number",
    ),
    wrong(
        "E8.3",
        "batches of another size",
        baseline().replace("batch_size=batch_size", "batch_size=batch_size // 2"),
        "in other batches",
    ),
    wrong(
        "E8.3",
        "compiled without the cross-entropy",
        baseline().replace(
            'compile_network(baseline, "adam")',
            "baseline.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])",
        ),
        "compile with `compile_network`",
    ),
    wrong(
        "E8.5",
        "no ε unless it is given",
        NORM.replace("=0.001", "").format(
            body="return gamma * (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon) + beta"
        ),
        "begin with `epsilon=0.001`",
    ),
    wrong(
        "E8.5",
        "lists",
        NORM.format(
            body="return (gamma * (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon) + beta).tolist()"
        ),
        "make it one with `np.array",
    ),
    wrong(
        "E8.6",
        "floats",
        STOPPING.format(
            body="best = 0\n    for epoch, loss in enumerate(val_losses):\n"
            "        if loss < val_losses[best]: best = epoch\n"
            "        if epoch - best >= patience: break\n    return epoch + 1.0, best + 1.0"
        ),
        "whole numbers",
    ),
    right(
        "E8.1",
        "from predictions",
        GAP.format(
            body="a, b = [np.mean(network.predict(x, batch_size=500, verbose=0).argmax(1) == y) "
            "for x, y in (training, validation)]\n    return a - b"
        ),
    ),
    right(
        "E8.1",
        "as a dictionary",
        GAP.format(
            body="get = lambda p: network.evaluate(*p, batch_size=1000, verbose=0, return_dict=True)['accuracy']\n"
            "    return get(training) - get(validation)"
        ),
    ),
    wrong(
        "E8.1",
        "the other way round",
        GAP.format(body=EVALUATED.format(index=1, result="b - a")),
        "sign",
    ),
    wrong(
        "E8.1",
        "loss instead of accuracy",
        GAP.format(body=EVALUATED.format(index=0, result="a - b")),
        "which order",
    ),
    wrong(
        "E8.1",
        "in points",
        GAP.format(body=EVALUATED.format(index=1, result="100 * (a - b)")),
        "share",
    ),
    wrong(
        "E8.1",
        "trains the network on what it is to be measured on",
        GAP.format(
            body="network.fit(*training, epochs=1, batch_size=1000, verbose=0)\n    "
            + EVALUATED.format(index=1, result="a - b")
        ),
        "only to be measured",
    ),
    wrong(
        "E8.1",
        "the gap of one network for all",
        GAP.format(body="network = memorizer\n    " + EVALUATED.format(index=1, result="a - b")),
        "not the difference",
    ),
    right("E8.2", "with sorted and NumPy", summary()),
    right("E8.2", "with more than asked for", summary(epochs="len(loss), 'extra': 1")),
    wrong("E8.2", "highest loss", summary(lowest="max(loss)"), "high or low"),
    wrong("E8.2", "best is the last", summary(best="accuracy[-1]"), "`best_val_accuracy`"),
    wrong(
        "E8.2",
        "accuracy of the epoch with the lowest loss",
        summary(best="accuracy[int(np.argmin(loss))]"),
        "`best_val_accuracy`",
    ),
    wrong("E8.2", "training curve", summary(final="history['accuracy'][-1]"), "Which curve"),
    wrong("E8.2", "epochs counted from 0", summary(epochs="len(loss) - 1"), "`actual_epochs`"),
    right("E8.3", "callback not in a list", baseline()),
    right(
        "E8.3",
        "identifier taken inside",
        baseline(
            figure="log_curves(baseline_history); the_id = run.info.run_id", identifier="the_id"
        ),
    ),
    wrong("E8.3", "History object kept", baseline(end="", log="pass", figure="pass"), "a History"),
    wrong("E8.3", "no curves sent", baseline(callbacks="None"), "Which callback"),
    wrong("E8.3", "no summary", baseline(log="pass"), "Log your summary"),
    wrong("E8.3", "no figure", baseline(figure="pass"), "no figure"),
    wrong("E8.3", "the run instead of its id", baseline(identifier="run"), "run.info.run_id"),
    wrong("E8.3", "other parameters", baseline(params="settings()"), "not that of this network"),
    wrong(
        "E8.3",
        "no parameters",
        baseline(params="{'epochs': epochs}"),
        "lacks the parameters",
    ),
    wrong("E8.3", "one epoch too many", baseline(epochs="epochs + 1"), "its parameters say"),
    wrong(
        "E8.3",
        "validated on the test set",
        baseline(data="x_train, y_train, validation_data=(x_test[:500], y_test[:500])"),
        "Which images",
    ),
    wrong(
        "E8.3",
        "a run without training",
        """
baseline = keras.models.clone_model(baseline)
compile_network(baseline, "adam")
numbers = ("loss", "accuracy", "val_loss", "val_accuracy", "val_cross_entropy")
with tracking.run("baseline", baseline_params, dataset="mnist") as run:
    baseline_history = {name: [0.98] * epochs for name in numbers}
    for epoch in range(epochs):
        tracking.log_metrics({name: 0.98 for name in numbers}, step=epoch + 1)
    tracking.log_metrics(summarize(baseline_history))
    log_curves(baseline_history)
baseline_run_id = run.info.run_id
""",
        "has made 0 updates",
    ),
    right(
        "E8.4",
        "array by array",
        PENALTY.format(result="sum(l2_lambda * (w.ravel() @ w.ravel()) for w in weights)"),
    ),
    right(
        "E8.4",
        "by norms",
        PENALTY.format(result="l2_lambda * sum(np.linalg.norm(w.ravel()) ** 2 for w in weights)"),
    ),
    wrong(
        "E8.4",
        "absolute values",
        PENALTY.format(result="l2_lambda * sum(np.abs(w).sum() for w in weights)"),
        "L1",
    ),
    wrong(
        "E8.4",
        "means",
        PENALTY.format(result="l2_lambda * sum((w**2).mean() for w in weights)"),
        "means",
    ),
    wrong(
        "E8.4",
        "λ forgotten",
        PENALTY.format(result="sum((w**2).sum() for w in weights)"),
        "price",
    ),
    wrong(
        "E8.4",
        "first array only",
        PENALTY.format(result="l2_lambda * (weights[0] ** 2).sum()"),
        "all arrays",
    ),
    right("Q8.2", "typed", "q8_2 = 1e-3"),
    wrong("Q8.2", "the cost", "q8_2 = 0.001 * 0.5**2", "what this weight costs"),
    wrong("Q8.2", "factor 2 forgotten", "q8_2 = 0.0005", "differentiate the square"),
    right(
        "E8.5",
        "variance by hand",
        NORM.format(
            body="d = z - np.mean(z, 0, keepdims=True)\n"
            "    return beta + d * gamma / ((d**2).mean(0) + epsilon) ** 0.5"
        ),
    ),
    wrong(
        "E8.5",
        "over the units",
        NORM.format(
            body="z = z.T\n    return gamma * ((z - z.mean(0)) / np.sqrt(z.var(0) + epsilon)).T + beta"
        ),
        "Which axis",
    ),
    wrong(
        "E8.5",
        "divided by the variance",
        NORM.format(body="return gamma * (z - z.mean(0)) / (z.var(0) + epsilon) + beta"),
        "divide by",
    ),
    wrong(
        "E8.5",
        "γ and β forgotten",
        NORM.format(body="return (z - z.mean(0)) / np.sqrt(z.var(0) + epsilon)"),
        "Where does each stand",
    ),
    wrong(
        "E8.5",
        "ε outside the root",
        NORM.format(body="return gamma * (z - z.mean(0)) / (z.std(0) + epsilon) + beta"),
        "Where does each stand",
    ),
    right(
        "E8.6",
        "counting bad epochs",
        STOPPING.format(
            body="lowest, best, bad = float('inf'), 0, 0\n"
            "    for epoch, loss in enumerate(val_losses, start=1):\n"
            "        if loss < lowest:\n"
            "            lowest, best, bad = loss, epoch, 0\n"
            "        else:\n"
            "            bad += 1\n"
            "            if bad == patience:\n"
            "                return epoch, best\n"
            "    return len(val_losses), best"
        ),
    ),
    wrong(
        "E8.6",
        "from 0",
        STOPPING.format(
            body="best = 0\n    for e, loss in enumerate(val_losses):\n"
            "        if loss < val_losses[best]: best = e\n"
            "        if e - best >= patience: break\n    return e, best"
        ),
        "from 1",
    ),
    wrong(
        "E8.6",
        "best of all epochs",
        STOPPING.format(body="return len(val_losses), int(np.argmin(val_losses)) + 1"),
        "must not count",
    ),
    wrong(
        "E8.6",
        "bad epochs never reset",
        STOPPING.format(
            body="best, bad = 0, 0\n    for e, loss in enumerate(val_losses):\n"
            "        if loss < val_losses[best]: best = e\n"
            "        elif e:\n            bad += 1\n"
            "            if bad == patience: break\n    return e + 1, best + 1"
        ),
        "anew",
    ),
    wrong(
        "E8.6",
        "compared with the epoch before",
        STOPPING.format(
            body="best, bad = 0, 0\n    for e, loss in enumerate(val_losses):\n"
            "        if e and loss >= val_losses[e - 1]:\n            bad += 1\n"
            "            if bad == patience: break\n        else:\n            bad = 0\n"
            "        if loss < val_losses[best]: best = e\n    return e + 1, best + 1"
        ),
        "Not yet for the losses",
    ),
    right("Q8.4", "capital letter", "q8_4 = 'A'"),
    wrong("Q8.4", "where it stopped", "q8_4 = 'b'", "last of the three"),
    wrong("Q8.4", "mean", "q8_4 = 'd'", "last of the three"),
    right("Q8.5", "as a string", "q8_5 = 'cdab'"),
    wrong("Q8.5", "activation first", "q8_5 = ['c', 'a', 'd', 'b']", "which side"),
    wrong("Q8.5", "dropout before the norm", "q8_5 = ['c', 'b', 'd', 'a']", "zeros"),
    wrong("Q8.5", "weights last", "q8_5 = ['d', 'a', 'b', 'c']", "numbers that all"),
    right("E8.7", "layers always there, λ and rate of 0", build()),
    right(
        "E8.7",
        "functional, no bias before the norm",
        "def build(dropout_rate, l2_lambda, use_batch_norm):\n"
        "    inputs = keras.Input((784,))\n"
        "    l2 = keras.regularizers.L2(l2_lambda)\n"
        "    x = layers.Dense(512, use_bias=not use_batch_norm, kernel_regularizer=l2)(inputs)\n"
        "    if use_batch_norm: x = layers.BatchNormalization()(x)\n"
        "    x = keras.activations.relu(x)\n"
        "    x = layers.Dropout(dropout_rate)(x)\n"
        "    return keras.Model(inputs, layers.Dense(10, activation='softmax')(x))",
    ),
    wrong(
        "E8.7",
        "ReLU before the norm",
        build(
            middle="parts += [layers.ReLU()] + [layers.BatchNormalization()] * use_batch_norm\n"
            "    parts += [layers.Dropout(dropout_rate)]"
        ),
        "ReLU comes before",
    ),
    wrong(
        "E8.7",
        "dropout before the norm",
        build(
            middle="parts += [layers.Dropout(dropout_rate)]\n"
            "    parts += [layers.BatchNormalization()] * use_batch_norm + [layers.ReLU()]"
        ),
        "Where does dropout stand",
    ),
    wrong(
        "E8.7",
        "no activation",
        build(
            middle="parts += [layers.BatchNormalization()] * use_batch_norm + [layers.Dropout(dropout_rate)]"
        ),
        "not just ReLU",
    ),
    wrong(
        "E8.7",
        "always batch normalisation",
        build(
            middle="parts += [layers.BatchNormalization(), layers.ReLU(), layers.Dropout(dropout_rate)]"
        ),
        "use_batch_norm=False",
    ),
    wrong(
        "E8.7",
        "fixed rate",
        build(
            middle="parts += [layers.BatchNormalization()] * use_batch_norm + [layers.ReLU(), layers.Dropout(0.3)]"
        ),
        "rate of 0",
    ),
    wrong(
        "E8.7",
        "fixed λ",
        build(first="layers.Dense(512, kernel_regularizer=keras.regularizers.L2(0.001))"),
        "penalty is not λ",
    ),
    wrong("E8.7", "no penalty", build(first="layers.Dense(512)"), "no penalty"),
    wrong(
        "E8.7",
        "penalty on both layers",
        build(
            last="layers.Dense(10, 'softmax', kernel_regularizer=keras.regularizers.L2(l2_lambda))"
        ),
        "another layer",
    ),
    wrong("E8.7", "logits", build(last="layers.Dense(10)"), "probabilities"),
    right("E8.8", "monitor by default", improved()),
    right(
        "E8.8",
        "patience longer than training, stated",
        improved(
            stopping="monitor='val_loss', mode='min', patience=patience, restore_best_weights=True"
        ),
    ),
    wrong(
        "E8.8", "constant steps", improved(optimizer="adam", **NO_MODEL), "learning rate is still"
    ),
    wrong("E8.8", "no penalty", improved(parts="0.3, 0.0, True", **NO_MODEL), "no penalty"),
    wrong(
        "E8.8",
        "no batch normalisation",
        improved(parts="0.3, 0.001, False", **NO_MODEL),
        "lacks batch",
    ),
    wrong("E8.8", "no model", improved(**NO_MODEL), "no model"),
    wrong(
        "E8.8",
        "one epoch too many",
        improved(epochs="epochs_improved + 1", **NO_MODEL),
        "its parameters say",
    ),
    wrong(
        "E8.8",
        "small constant steps, no training",
        """
improved = build(0.3, 0.001, True)
compile_network(improved, keras.optimizers.Adam(0.0001))
improved_history, improved_run_id = constant_history, constant_run_id
""",
        "learning rate is still",
    ),
    wrong(
        "E8.8",
        "schedule, but no training",
        """
improved = build(0.3, 0.001, True)
compile_network(improved, optimizer_called("adam, cosine decay", updates))
improved_history, improved_run_id = constant_history, constant_run_id
""",
        "has made 0 updates",
    ),
    wrong(
        "E8.8",
        "schedule of one epoch",
        improved(optimizer="adam, cosine decay", **NO_MODEL).replace(
            "updates))", "updates // epochs_improved))"
        ),
        "in the middle of the training",
    ),
    right(
        "E8.9",
        "loss less penalty",
        SPLIT.format(
            body="penalty = float(sum(network.losses))\n"
            "    return network.evaluate(x, y, batch_size=1000, verbose=0)[0] - penalty, penalty"
        ),
    ),
    right(
        "E8.9",
        "by hand",
        SPLIT.format(
            body="p = network.predict(x, batch_size=1000, verbose=0)[np.arange(len(y)), y]\n"
            "    l2 = network.layers[0].kernel_regularizer\n"
            "    price = float(l2.l2) if l2 else 0\n"
            "    return -np.log(p).mean(), price * np.sum(network.layers[0].get_weights()[0] ** 2)"
        ),
    ),
    wrong(
        "E8.9",
        "loss with its penalty",
        SPLIT.format(
            body="return network.evaluate(x, y, batch_size=1000, verbose=0)[0], float(sum(network.losses))"
        ),
        "still contains",
    ),
    wrong(
        "E8.9",
        "accuracy instead",
        SPLIT.format(
            body="return network.evaluate(x, y, batch_size=1000, verbose=0)[1], float(sum(network.losses))"
        ),
        "not the cross-entropy",
    ),
    wrong(
        "E8.9",
        "the other order",
        SPLIT.format(
            body="return float(sum(network.losses)), network.evaluate(x, y, batch_size=1000, verbose=0)[2]"
        ),
        "order",
    ),
    wrong(
        "E8.9",
        "one λ for every network",
        SPLIT.format(
            body="return network.evaluate(x, y, batch_size=1000, verbose=0)[2], "
            "0.001 * np.sum(network.layers[0].get_weights()[0] ** 2)"
        ),
        "penalty of 0",
    ),
    wrong(
        "E8.9",
        "of the improved network",
        SPLIT.format(
            body="return improved.evaluate(x, y, batch_size=1000, verbose=0)[2], "
            "float(sum(improved.losses))"
        ),
        "not the cross-entropy",
    ),
    right(
        "E8.10",
        "renamed columns",
        SPREAD.format(
            body="return table.groupby('variant')[metric].agg(['mean', 'std']).rename(columns={'std': 'sd'})"
        ),
    ),
    right(
        "E8.10",
        "by a loop",
        SPREAD.format(
            body="import pandas as pd\n"
            "    groups = {v: table[table['variant'] == v][metric] for v in set(table['variant'])}\n"
            "    rows = {v: {'mean': g.mean(), 'sd': np.std(g, ddof=1)} for v, g in groups.items()}\n"
            "    return pd.DataFrame(rows).T"
        ),
    ),
    wrong(
        "E8.10",
        "deviation of a population",
        SPREAD.format(
            body="g = table.groupby('variant')[metric]\n"
            "    return g.mean().to_frame('mean').assign(sd=g.std(ddof=0))"
        ),
        "n - 1",
    ),
    wrong(
        "E8.10",
        "column called std",
        SPREAD.format(body="return table.groupby('variant')[metric].agg(['mean', 'std'])"),
        "`mean` and `sd`",
    ),
    wrong(
        "E8.10",
        "variant as a column",
        SPREAD.format(
            body="return table.groupby('variant')[metric].agg(mean='mean', sd='std').reset_index()"
        ),
        "as the index",
    ),
    right(
        "Q8.8",
        "by a loop",
        "q8_8 = max(['dropout', 'L2', 'batch norm', 'early stopping'], "
        "key=lambda n: ablation[ablation['variant'] == n]['kept_val_accuracy'].mean())",
    ),
    wrong(
        "Q8.8",
        "the worst one",
        "q8_8 = ablation[ablation['variant'].isin(['dropout', 'L2', 'batch norm', 'early stopping'])]"
        ".groupby('variant')['kept_val_accuracy'].mean().idxmin()",
        "higher mean",
    ),
    wrong(
        "Q8.8",
        "table made up",
        "ablation = ablation.assign(kept_val_accuracy=[0.9 + 0.05 * (v == 'L2') for v in ablation['variant']])\n"
        "q8_8 = 'L2'",
        "does not hold what",
    ),
    wrong(
        "Q8.8",
        "table and weights made up",
        "ablation = ablation.assign(kept_val_accuracy=[0.9 + 0.05 * (v == 'L2') for v in ablation['variant']])\n"
        "ablation_weights = {key: baseline.get_weights() for key in ablation_weights}\n"
        "q8_8 = 'L2'",
        "does not hold what",
    ),
    wrong("Q8.8", "all of them", "q8_8 = 'all four'", "not a single technique"),
    wrong("Q8.8", "no such name", "q8_8 = 'augmentation'", "not a name"),
    right(
        "E8.11",
        "with continue",
        SWEEP.format(
            body="for i in range(len(grid)):\n"
            "        print(i + 1, '/', len(grid))\n"
            "        if finished(grid[i]):\n            continue\n"
            "        train(grid[i])"
        ),
    ),
    wrong(
        "E8.11",
        "trains everything",
        SWEEP.format(body="for i, p in enumerate(grid):\n        print(i)\n        train(p)"),
        "exactly the other two",
    ),
    wrong(
        "E8.11",
        "the wrong way round",
        SWEEP.format(
            body="for i, p in enumerate(grid):\n        print(i)\n        if finished(p): train(p)"
        ),
        "trained nothing",
    ),
    wrong(
        "E8.11",
        "silent",
        SWEEP.format(body="for p in grid:\n        if finished(p) is None: train(p)"),
        "Nothing was printed",
    ),
    wrong(
        "E8.11",
        "asked once, before",
        SWEEP.format(
            body="todo = [p for p in grid if finished(p) is None]\n"
            "    for i, p in enumerate(todo):\n        print(i)\n        train(p)"
        ),
        "When do you ask",
    ),
    wrong(
        "E8.11",
        "stops at the first finished one",
        SWEEP.format(
            body="for i, p in enumerate(grid):\n        print(i)\n"
            "        if finished(p): break\n        train(p)"
        ),
        "exactly the other two",
    ),
    wrong(
        "E8.11",
        "swallows the interruption",
        SWEEP.format(
            body="for i, p in enumerate(grid):\n        print(i)\n        if finished(p): continue\n"
            "        try:\n            train(p)\n        except BaseException:\n            return"
        ),
        "do not catch",
    ),
    wrong(
        "E8.11",
        "swallows nothing but the interruption",
        SWEEP.format(
            body="for i, p in enumerate(grid):\n        print(i)\n        if finished(p): continue\n"
            "        try:\n            train(p)\n        except KeyboardInterrupt:\n            return"
        ),
        "do not catch",
    ),
    right(
        "E8.11",
        "survives a run that fails",
        SWEEP.format(
            body="for i, p in enumerate(grid):\n        print(i)\n        if finished(p): continue\n"
            "        try:\n            train(p)\n        except Exception as error:\n            print(error)"
        ),
    ),
    right("Q8.10", "capital letter", "q8_10 = 'B'"),
    wrong("Q8.10", "training images", "q8_10 = 'a'", "What is in the loss"),
    wrong("Q8.10", "smaller number", "q8_10 = 'd'", "What is in the loss"),
    right(
        "E8.12",
        "lowest row of the frame",
        f"frame = mlflow.search_runs({EXPERIMENT})\n"
        "best_run_id = frame.loc[frame['metrics.kept_val_cross_entropy'].idxmin(), 'run_id']",
    ),
    right(
        "E8.12",
        "as a list",
        f"best_run_id = mlflow.search_runs({EXPERIMENT}, output_format='list', max_results=1, "
        "order_by=['metrics.kept_val_cross_entropy'])[0].info.run_id",
    ),
    wrong(
        "E8.12",
        "worst first",
        f"best_run_id = mlflow.search_runs({EXPERIMENT}, "
        "order_by=['metrics.kept_val_cross_entropy DESC']).loc[0, 'run_id']",
        "which direction",
    ),
    wrong(
        "E8.12",
        "a run of another experiment",
        "best_run_id = mlflow.search_runs(experiment_names=['08-headline'], "
        "filter_string=\"attributes.status = 'FINISHED'\").loc[0, 'run_id']",
        "does not belong",
    ),
    wrong(
        "E8.12",
        "the whole row",
        f"best_run_id = mlflow.search_runs({EXPERIMENT}).iloc[0]",
        "is a string",
    ),
    wrong(
        "E8.12",
        "sweep not finished",
        "sweep_dropout = [*sweep_dropout, 0.45]\n"
        f"best_run_id = mlflow.search_runs({EXPERIMENT}, "
        "order_by=['metrics.kept_val_cross_entropy']).loc[0, 'run_id']",
        "no finished run, such as",
    ),
    wrong(
        "E8.12",
        "a run made up",
        "tracking.use('08-sweep')\n"
        "with tracking.run('best', sweep_params(0.5, 0.5) | {'epochs': 1000}, dataset='mnist') as run:\n"
        "    tracking.log_metrics({'kept_val_cross_entropy': 0.0})\n"
        "best_run_id = run.info.run_id",
        "does not belong",
    ),
]
