# %% right · scaled first, as float64
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

# %% right · split by np.split
x_train, x_val = np.split(images.astype("float32") / 255, [n_train])
y_train, y_val = np.split(labels.astype(int), [n_train])
x_test, y_test = np.float32(test_images) / 255.0, test_labels

# %% wrong · not scaled → go up to 255
scaled = images.astype("float32")
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images.astype("float32"), test_labels

# %% wrong · test set not scaled → x_test
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images * 1.0, test_labels

# %% wrong · scaled twice → go up to 0.0039
scaled = images / 255 / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255 / 255, test_labels

# %% wrong · validation taken from the front → Cut at `n_train`
scaled = images / 255
x_train, x_val = scaled[:-n_train], scaled[-n_train:]
y_train, y_val = labels[:-n_train], labels[-n_train:]
x_test, y_test = test_images / 255, test_labels

# %% wrong · validation part not removed from training → x_train
scaled = images / 255
x_train, x_val = scaled, scaled[n_train:]
y_train, y_val = labels, labels[n_train:]
x_test, y_test = test_images / 255, test_labels

# %% wrong · labels of another order → in order
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

y_val = y_val[::-1]

# %% wrong · one-hot labels → a whole number for each image
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

y_train = np.eye(10)[y_train]

# %% right · half precision, in place
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels
x_train = x_train.astype("float16")
x_test = np.multiply(test_images, 1 / 255, dtype="float32")

# %% wrong · whole-number division → floats, not uint8
scaled = images // 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images // 255, test_labels

# %% wrong · divided by 256 → 255 becomes 1
scaled = images / 256
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 256, test_labels

# %% wrong · standardised → 255 becomes 1
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

x_train = (x_train - x_train.mean()) / x_train.std()

# %% wrong · shuffled before the cut, images and labels alike → Keep the order
order = np.random.default_rng(0).permutation(train_size)

scaled = images[order] / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[order][:n_train], labels[order][n_train:]
x_test, y_test = test_images / 255, test_labels

# %% wrong · labels as a list → NumPy array
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

y_test = list(test_labels)

# %% wrong · labels as floats → whole numbers
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

y_val = y_val * 1.0

# %% wrong · images lined up → keep 28 × 28
scaled = images / 255
x_train, x_val = scaled[:n_train], scaled[n_train:]
y_train, y_val = labels[:n_train], labels[n_train:]
x_test, y_test = test_images / 255, test_labels

x_test = x_test.reshape(-1, 784)
