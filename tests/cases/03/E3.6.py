# %% right · in a loop
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% right · in percent, one above the other, accuracy first
def draw_curves(history):
    figure, (top, bottom) = plt.subplots(2, 1)
    steps = range(1, 1 + len(history["loss"]))
    top.plot(steps, 100 * np.array(history["val_accuracy"]), "o", label="val_accuracy")
    top.plot(steps, 100 * np.array(history["accuracy"]), "s", label="accuracy")
    top.set(xlabel="Epoch", ylabel="%", title="Exactitude")
    bottom.plot(steps, history["loss"], label="loss")
    bottom.plot(steps, history["val_loss"], label="val_loss")
    bottom.set(xlabel="Epoch", ylabel="loss", title="Perte")
    top.legend()
    bottom.legend()
    return figure


# %% wrong · nothing returned → must be a figure
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    plt.close(figure)


# %% wrong · epochs from 0 → after epoch 1
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name]))
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% wrong · no legend → a name for each line
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
    return figure


# %% wrong · both lines of one name → the same name
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="training")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% wrong · names exchanged → say that it is validation
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="validation")
        ax.plot(x, history["val_" + name], label="training")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% wrong · no titles → has no title
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.legend()
    return figure


# %% wrong · axis without a name → along the lower axis
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history["val_" + name], label="validation")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% wrong · the training curves twice → the values of `val_loss`
def draw_curves(history):
    figure, axes = plt.subplots(1, 2)
    for ax, name in zip(axes, ("loss", "accuracy")):
        x = np.arange(len(history[name])) + 1
        ax.plot(x, history[name], label="training")
        ax.plot(x, history[name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.set_title(name)
        ax.legend()
    return figure


# %% wrong · all in one panel → it needs two
def draw_curves(history):
    figure, ax = plt.subplots()
    for name in history:
        ax.plot(range(1, 8), history[name], label=name)
    return figure


# %% wrong · the curves of the notebook → a line through the values
kept = history


def draw_curves(history):
    return training_curves(kept)
