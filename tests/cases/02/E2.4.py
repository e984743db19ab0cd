# %% right · in percent, with pyplot, losses on the right
def draw_curves(history):
    curves_figure = plt.figure()
    epochs = range(1, len(history["loss"]) + 1)
    for place, name, scale in ((1, "accuracy", 100), (2, "loss", 1)):
        plt.subplot(1, 2, place)
        for key, label in ((name, "Train"), (f"val_{name}", "Val")):
            plt.plot(epochs, [scale * v for v in history[key]], label=label)
        plt.title(name)
        plt.xlabel("epoch")
        plt.ylabel(name)
        plt.legend()
    return curves_figure


# %% right · one legend for the whole figure
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
    curves_figure.legend(["training", "validation"])
    return curves_figure


# %% wrong · all in one panel → one for the losses, one for the accuracies
def draw_curves(history):
    curves_figure, ax = plt.subplots()
    for name in history:
        ax.plot(range(1, len(history[name]) + 1), history[name], label=name)
    ax.set(title="curves", xlabel="epoch", ylabel="value")
    ax.legend()
    return curves_figure


# %% wrong · training left, validation right → belong in one panel
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend()
    return curves_figure


# %% wrong · no validation accuracy → history['val_accuracy']
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend()
    return curves_figure


# %% wrong · epochs from 0 → count the epochs from 1
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(len(history["loss"]))
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend()
    return curves_figure


# %% wrong · no legend → has no legend
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
    return curves_figure


# %% wrong · no titles → has no title
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(xlabel="epoch", ylabel=name)
        ax.legend()
    return curves_figure


# %% wrong · an axis without a name → an axis has no name
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch")
        ax.legend()
    return curves_figure


# %% wrong · a legend that tells nothing apart → which line is training
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend(["one", "two"])
    return curves_figure


# %% wrong · the notebook's training instead of the given one → goes through the values
def draw_curves(history):
    curves = globals()["history"]
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(curves["loss"]) + 1)
    left.plot(n, curves["loss"], label="training")
    left.plot(n, curves["val_loss"], label="validation")
    right.plot(n, curves["accuracy"], label="training")
    right.plot(n, curves["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend()
    return curves_figure


# %% wrong · nothing returned → must be a figure
def draw_curves(history):
    curves_figure, (left, right) = plt.subplots(1, 2)
    n = np.arange(1, len(history["loss"]) + 1)
    left.plot(n, history["loss"], label="training")
    left.plot(n, history["val_loss"], label="validation")
    right.plot(n, history["accuracy"], label="training")
    right.plot(n, history["val_accuracy"], label="validation")
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.set(title=name, xlabel="epoch", ylabel=name)
        ax.legend()
