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
            axes[i, j].set_axis_off()
    return figure


# %% right · ticks taken away, another name of the map
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="binary_r", norm=plt.Normalize(0, 255))
        ax.set(title=title, xticks=[], yticks=[])
    return figure


# %% wrong · one panel for all → make 6 panels
def draw_grid(images, titles, rows, columns):
    figure, ax = plt.subplots()
    ax.imshow(np.hstack(list(images)), cmap="gray", vmin=0, vmax=255)
    ax.set_title(titles[0])
    return figure


# %% wrong · always two rows of five → make 6 panels
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(2, 5)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
        ax.set_title(title)
    return figure


# %% wrong · the notebook's images → none of those that the function is given
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(x_mnist[i], cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
        ax.set_title(titles[i])
    return figure


# %% wrong · column by column → image 1 to the right of it
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.T.flat):
        ax.imshow(images[i], cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
        ax.set_title(titles[i])
    return figure


# %% wrong · no titles → has no title
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
    return figure


# %% wrong · the same title everywhere → it should be
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
        ax.set_title(titles[0])
    return figure


# %% wrong · drawn, and nothing returned → must be a figure
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for i, ax in enumerate(axes.flat):
        ax.imshow(images[i], cmap="gray", vmin=0, vmax=255)
        ax.axis("off")
        ax.set_title(titles[i])


# %% wrong · only the image and its title → still shows its axes
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image)
        ax.set_title(title)
    return figure


# %% wrong · no limits → draws 0 as black and 63 as white
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray")
        ax.set_title(title)
        ax.axis("off")
    return figure


# %% wrong · limits of scaled pixels → draws 0 as black and 1 as white
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray", vmin=0, vmax=1)
        ax.set_title(title)
        ax.axis("off")
    return figure


# %% wrong · scaled, with the limits of others → draws 0 as black and 255 as white
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image / 255, cmap="gray", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return figure


# %% wrong · in colours → is not drawn in grey
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="cividis", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return figure


# %% wrong · black on white → with black for the lowest value
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray_r", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return figure


# %% wrong · axes left on → still shows its axes
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.set_title(title)
    return figure


# %% wrong · an empty figure → make 6 panels
def draw_grid(images, titles, rows, columns):
    return plt.figure()


# %% wrong · axes returned → must be a figure
def draw_grid(images, titles, rows, columns):
    figure, axes = plt.subplots(rows, columns)
    for ax, image, title in zip(axes.flat, images, titles):
        ax.imshow(image, cmap="gray", vmin=0, vmax=255)
        ax.set_title(title)
        ax.axis("off")
    return ax
