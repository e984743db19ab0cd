# %% right · with the colour bar
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(true, predicted, display_labels=names, ax=ax)
    ax.set_title("Confusions")
    return figure


# %% right · without axes of one's own
def draw_confusions(true, predicted):
    drawn = metrics.ConfusionMatrixDisplay.from_predictions(true, predicted, display_labels=names)
    drawn.ax_.set_title("Confusions")
    return drawn.figure_


# %% right · with one's own matrix
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    ax.imshow(confusion_matrix(true, predicted, 10))
    ax.set(xlabel="predicted", ylabel="true")
    ax.set_title("Confusions")
    return figure


# %% wrong · the display returned → must be a figure
def draw_confusions(true, predicted):
    drawn = metrics.ConfusionMatrixDisplay.from_predictions(true, predicted, display_labels=names)
    drawn.ax_.set_title("Confusions")
    plt.close(drawn.figure_)
    return drawn


# %% wrong · labels exchanged → the true ones come first
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(predicted, true, display_labels=names, ax=ax)
    ax.set_title("Confusions")
    return figure


# %% wrong · normalised → Draw the numbers of images
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(
        true, predicted, display_labels=names, normalize="true", ax=ax
    )
    ax.set_title("Confusions")
    return figure


# %% wrong · always the validation images → Does it use its arguments
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(
        y_val, val_predicted, display_labels=names, ax=ax
    )
    ax.set_title("Confusions")
    return figure


# %% wrong · no title → has no title
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(true, predicted, display_labels=names, ax=ax)
    return figure


# %% wrong · axes without names → must say that it shows the predicted labels
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    metrics.ConfusionMatrixDisplay.from_predictions(true, predicted, display_labels=names, ax=ax)
    ax.set(title="Confusions", xlabel="", ylabel="")
    return figure


# %% wrong · nothing drawn → it needs one
def draw_confusions(true, predicted):
    figure, ax = plt.subplots(figsize=(8, 7))
    ax.set_title("Confusions")
    return figure
