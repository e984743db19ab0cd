# %% right · with plt.subplot, floats and tight_layout at the end
def draw_grid(images, titles, rows, columns):
    figure = plt.figure(figsize=(9, 4), layout="none")
    for i in range(rows * columns):
        plt.subplot(rows, columns, i + 1)
        plt.imshow(images[i] / 255, cmap="gray", vmin=0, vmax=1)
        plt.title(titles[i])
        plt.axis("off")
    plt.tight_layout()
    return figure


# %% right · with axes as a table
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i in range(rows):
        for j in range(columns):
            axes[i, j].imshow(images[i * columns + j], cmap="gray", vmin=0, vmax=255)
            axes[i, j].set_title(titles[i * columns + j])
    return figure


# %% wrong · one panel for all → make 6 panels
def draw_grid(images, titles, rows, columns):
    figure, ax = plt.subplots()
    ax.imshow(np.hstack(list(images)), cmap="gray")
    ax.set_title(titles[0])
    return figure


# %% wrong · always two rows of five → make 6 panels
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(2, 5)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray")
        ax.set_title(title)
    return figure


# %% wrong · the notebook's images → none of those that the function is given
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(x_mnist[i], cmap="gray")
        ax.set_title(titles[i])
    return figure


# %% wrong · column by column → image 1 to the right of it
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.T.flat):
        ax.imshow(images[i], cmap="gray")
        ax.set_title(titles[i])
    return figure


# %% wrong · no titles → has no title
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray")
    return figure


# %% wrong · the same title everywhere → it should be
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray")
        ax.set_title(titles[0])
    return figure


# %% wrong · drawn, and nothing returned → must be a figure
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray")
        ax.set_title(titles[i])
