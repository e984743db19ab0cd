# %% right · shares, with pyplot, one after the other
def draw_comparison(runs):
    figure = plt.figure()
    for name in runs:
        shares = runs[name]["val_accuracy"]
        plt.plot(np.arange(len(shares)) + 1, shares, label=name)
    plt.title("Validation accuracy")
    plt.xlabel("epoch")
    plt.ylabel("share")
    plt.legend()
    return figure


# %% right · in percent, names in `legend`, a line for guessing
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for style, curves in zip(("o-", "s--", "^:", "D-."), runs.values()):
        values = [100 * share for share in curves["val_accuracy"]]
        ax.plot(range(1, 1 + len(values)), values, style)
    ax.set(xlabel="Epoch", ylabel="validation accuracy (%)", title="Runs")
    ax.legend(list(runs))
    ax.axhline(10)
    return figure


# %% right · longer names, a legend of the figure
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=f"the {name} network")
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    figure.legend()
    return figure


# %% right · from a table, which is longer than some trainings
def draw_comparison(runs):
    import pandas as pd

    columns = {name: pd.Series(curves["val_accuracy"]) for name, curves in runs.items()}
    table = pd.DataFrame(columns)
    table.index += 1
    ax = table.plot(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    return ax.figure


# %% right · a line for guessing first, names given to the legend
def draw_comparison(runs):
    figure, ax = plt.subplots()
    ax.axhline(0.1, color="black")
    lines = []
    for curves in runs.values():
        values = curves["val_accuracy"]
        lines += ax.plot(range(1, 1 + len(values)), values)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend(lines, list(runs))
    return figure


# %% wrong · the answer of E2.4 → names of trainings only
def draw_comparison(history):
    figure, axes = plt.subplots(1, 2, figsize=(9.5, 3.4))
    for ax, name in zip(axes, ("loss", "accuracy"), strict=True):
        numbers = range(1, len(history[name]) + 1)
        ax.plot(numbers, history[name], "o-", label="training")
        ax.plot(numbers, history[f"val_{name}"], "s--", label="validation")
        ax.set(title=f"The {name} of my network", xlabel="epoch", ylabel=name)
        ax.legend()
    return figure


# %% wrong · the course's function → names of trainings only
def draw_comparison(runs):
    return training_curves(runs)


# %% wrong · the course's function for one training → it needs one
def draw_comparison(runs):
    return training_curves(next(iter(runs.values())))


# %% wrong · a panel for each training → it needs one
def draw_comparison(runs):
    figure, axes = plt.subplots(1, len(runs))
    for ax, (name, curves) in zip(axes, runs.items()):
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
        ax.set(xlabel="epoch", ylabel="validation accuracy", title=name)
        ax.legend()
    return figure


# %% wrong · two trainings only → No line goes through
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name in list(runs)[:2]:
        values = runs[name]["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · the same epochs for all → raised
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        ax.plot(range(1, epochs + 1), curves["val_accuracy"], label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · the training accuracy → No line goes through
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · both accuracies → has one line only
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        for key in ("accuracy", "val_accuracy"):
            ax.plot(range(1, 1 + len(curves[key])), curves[key], label=f"{name}, {key}")
    ax.set(xlabel="epoch", ylabel="accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · epochs from 0 → after epoch 1
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        ax.plot(curves["val_accuracy"], label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · no legend → has no legend
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    return figure


# %% wrong · names of this notebook's trainings → The names are the keys
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in zip(("with ReLU", "without", "other"), runs.values()):
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · names exchanged → The names are the keys
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in zip(reversed(runs), runs.values()):
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · no title → has no title
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy")
    ax.legend()
    return figure


# %% wrong · axis without a name → along the lower axis
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · the trainings of the notebook → No line goes through
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in {"plain": history, "wide": linear_history}.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · nothing returned → must be a figure
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    plt.close(figure)


# %% wrong · axes returned → must be a figure
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return ax


# %% wrong · all names on each line → look the same or have the same text
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for curves in runs.values():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, label=" ".join(runs))
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure


# %% wrong · lines that look alike → look the same or have the same text
def draw_comparison(runs):
    figure, ax = plt.subplots()
    for name, curves in runs.items():
        values = curves["val_accuracy"]
        ax.plot(range(1, 1 + len(values)), values, "k-", label=name)
    ax.set(xlabel="epoch", ylabel="validation accuracy", title="Runs")
    ax.legend()
    return figure
