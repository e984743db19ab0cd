# %% right · plain, legend of the figure, names by hand
def draw_means(epochs, accuracy):
    figure = plt.figure()
    ax = figure.add_subplot()
    for name, runs in accuracy.items():
        ax.plot(
            list(epochs), [100 * sum(column) / len(column) for column in zip(*runs)], label=name
        )
    ax.set_xlabel("Epoche")
    ax.set_ylabel("exactitude (%)")
    figure.suptitle("long runs")
    figure.legend()
    return figure


# %% right · with pyplot, each run thin behind
def draw_means(epochs, accuracy):
    plt.figure()
    for name, values in accuracy.items():
        plt.plot(epochs, 100 * values.mean(axis=0), label=name)
        plt.plot(epochs, 100 * values.T, lw=0.5)
    plt.xlabel("epoch")
    plt.ylabel("%")
    plt.title("Means")
    plt.legend()
    return plt.gcf()


# %% wrong · nothing returned → must be a figure
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, 100 * accuracy[name].mean(axis=0), label=name)


# %% wrong · as shares → draw percent
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", ylabel="accuracy", title="Means")
    ax.legend()
    return figure


# %% wrong · one run in the place of the mean → mean over the runs
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, 100 * accuracy[name][0], label=name)
    ax.set(xlabel="epoch", ylabel="accuracy (%)", title="Means")
    ax.legend()
    return figure


# %% wrong · against the number of the value → against `epochs`
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(100 * accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", ylabel="accuracy (%)", title="Means")
    ax.legend()
    return figure


# %% wrong · the course's runs, whatever is given → No line is called
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in long_accuracy:
        ax.plot(validated, 100 * long_accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", ylabel="accuracy (%)", title="Means")
    ax.legend()
    return figure


# %% wrong · no legend → legend does not say
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, 100 * accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", ylabel="accuracy (%)", title="Means")
    return figure


# %% wrong · an axis without a name → vertical axis has no name
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, 100 * accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", title="Means")
    ax.legend()
    return figure


# %% wrong · no title → no title
def draw_means(epochs, accuracy):
    figure, ax = plt.subplots()
    for name in accuracy:
        ax.plot(epochs, 100 * accuracy[name].mean(axis=0), label=name)
    ax.set(xlabel="epoch", ylabel="accuracy (%)")
    ax.legend()
    return figure


# %% wrong · a panel for each → pairs of axes
def draw_means(epochs, accuracy):
    figure, panels = plt.subplots(1, len(accuracy))
    for ax, name in zip(panels, accuracy):
        ax.plot(epochs, 100 * accuracy[name].mean(axis=0), label=name)
        ax.set(xlabel="epoch", ylabel="accuracy (%)", title=name)
        ax.legend()
    return figure
