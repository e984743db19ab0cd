# %% wrong · labels as tensors → later cells need an array
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_train = keras.ops.one_hot(labels_train, 10)

# %% wrong · images as a list → later cells need an array
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
x_test = list(x_test)

# %% right · scaled as float64, encoded by Keras
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)

# %% right · encoded by comparison, as float64
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_train, y_val, y_test = (
    (part[:, None] == np.arange(10)).astype(float)
    for part in (labels_train, labels_val, test_labels)
)

# %% wrong · not scaled → go up to 255
x_train, x_val = images[:n_train] * 1.0, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)

# %% wrong · whole-number division → must hold floats
x_train, x_val = images[:n_train] // 255, images[n_train:] // 255
x_test = test_images // 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)

# %% wrong · a tenth held out → Cut at `n_train`
n_train = len(images) * 9 // 10

x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)

# %% wrong · labels left as whole numbers → a column for each class
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_train, y_val, y_test = labels_train, labels_val, test_labels

# %% wrong · classes counted from 1 → it needs
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_train = np.eye(11)[labels_train + 1]

# %% wrong · columns shifted → first column
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_train = np.roll(y_train, 1, axis=1)

# %% wrong · one-hot as booleans → make the labels floats
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_val = y_val.astype(bool)

# %% wrong · labels of validation in another order → order
x_train, x_val = images[:n_train] / 255, images[n_train:] / 255
x_test = test_images / 255
y_train, y_val, y_test = (
    keras.utils.to_categorical(part, 10) for part in (labels_train, labels_val, test_labels)
)
y_val = y_val[::-1]
