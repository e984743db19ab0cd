# %% right · one scale for all
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% right · each on its own scale, with a colour bar
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        picture = ax.imshow(
            filters[:, :, number] / abs(filters[:, :, number]).max(),
            cmap=DIVERGING,
            vmin=-1,
            vmax=1,
        )
        ax.set_title(f"filter {number}")
    figure.colorbar(picture, ax=axes)
    return figure


# %% right · panels added one by one
def draw_filters(filters):
    figure = plt.figure()
    for number in range(filters.shape[2]):
        ax = figure.add_subplot(4, 8, number + 1)
        ax.imshow(filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% wrong · nothing returned → must be a figure
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    plt.close(figure)


# %% wrong · rows for columns → rows and columns
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, number].T, cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% wrong · the first axis taken → The last axis
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[number % 3], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% wrong · the same filter everywhere → does not show filter 1
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, 0], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% wrong · turned to its negative → does not show filter 0
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(-filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure


# %% wrong · counted from 1 → counted from 0
def draw_filters(filters):
    figure, axes = plt.subplots(4, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number + 1)
    return figure


# %% wrong · eight of them → each filter needs one
def draw_filters(filters):
    figure, axes = plt.subplots(1, 8)
    for number, ax in enumerate(axes.flat):
        ax.imshow(filters[:, :, number], cmap=DIVERGING, vmin=-1, vmax=1)
        ax.set_title(number)
    return figure
