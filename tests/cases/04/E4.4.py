# %% right · with error bars and a loop over places
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% right · one dot a call
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        for value in values:
            ax.plot(place, 100 * value, "k.")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · nothing returned → must be a figure
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    plt.close(figure)


# %% wrong · shares → Draw percent
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · the best run → the mean
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.max(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · sorted by height → in the order of the names
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), sorted(means, reverse=True), yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · lying bars → upright: `ax.bar`
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.barh([0], means[:1])
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · the first runs only → have no dot
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values[:1] * len(values)), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · no title → has no title
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · heights without a name → What do the heights show
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    return figure


# %% wrong · two panels → it needs one
def draw_bars(accuracies):
    figure, ax = plt.subplots(1, 2)
    ax = ax[0]
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means, yerr=2, capsize=4)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set_title("Activations")
    ax.set_ylabel("accuracy (%)")
    return figure


# %% wrong · close up → let the axis begin at 0
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set(title="Activations", ylabel="accuracy (%)", ylim=(60, 100))
    return figure


# %% wrong · the tops cut off → Let it end higher
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set(title="Activations", ylabel="accuracy (%)", ylim=(0, 50))
    return figure


# %% wrong · axes returned → must be a figure
def draw_bars(accuracies):
    figure, ax = plt.subplots()
    means = [100 * np.mean(values) for values in accuracies.values()]
    ax.bar(list(accuracies), means)
    for place, values in enumerate(accuracies.values()):
        ax.plot([place] * len(values), 100 * np.array(values), "o")
    ax.set(title="Activations", ylabel="accuracy (%)")
    return ax
