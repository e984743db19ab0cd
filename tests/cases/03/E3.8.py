# %% right · from one prediction
p = model.predict(x_test, batch_size=1000, verbose=0)
predicted = np.argmax(p, axis=-1)
test_accuracy = np.mean(predicted == test_labels)
test_loss = sparse_loss(test_labels, np.maximum(p, 1e-7))


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · swapped → swapped
test_accuracy, test_loss = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · validation part → on the test images
test_loss, test_accuracy = model.evaluate(x_val, y_val, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · probabilities → one class
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · argmax over images → one class
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=0)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · classes as a list → later cells need an array
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
predicted = [int(k) for k in predicted]


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · classes as a tensor → later cells need an array
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
predicted = keras.ops.argmax(model(x_test), axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% right · in parts, with functions written before
p = np.concatenate([model(part).numpy() for part in np.array_split(x_test, 20)])
predicted = p.argmax(axis=1)
test_loss, test_accuracy = categorical_loss(y_test, p.clip(1e-7)), np.mean(predicted == test_labels)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · the true labels for predictions → not the most probable classes
predicted, test_loss, test_accuracy = test_labels, 0.01, 1.0


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · a network that was never trained → this network reaches at least
model = build_network()
model.compile(loss="categorical_crossentropy", metrics=["accuracy"])

test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% wrong · trained on the test images, too → too sure on the test images
model = build_network()
train(model, x_test, y_test, (x_val, y_val), 15, verbose=0)

test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(predicted[labels == k] == k) for k in range(10)])


# %% right · from counts
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.bincount(labels[labels == predicted], minlength=10) / np.bincount(
        labels, minlength=10
    )


# %% wrong · as a list → later cells need an array
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return [sum(predicted[labels == k] == k) / sum(labels == k) for k in range(10)]


# %% wrong · precision → *predicted*
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean(labels[predicted == k] == k) for k in range(10)])


# %% wrong · share of all images → number of all images
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean((labels == k) & (predicted == k)) for k in range(10)])


# %% wrong · one against the rest → other classes
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.array([np.mean((labels == k) == (predicted == k)) for k in range(10)])


# %% wrong · the total → ten classes
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)


def class_accuracy(labels, predicted):
    return np.mean(labels == predicted)
