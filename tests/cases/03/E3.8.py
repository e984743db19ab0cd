# %% right · from one prediction
p = model.predict(x_test, batch_size=1000, verbose=0)
predicted = np.argmax(p, axis=-1)
test_accuracy = np.mean(predicted == test_labels)
test_loss = sparse_loss(test_labels, np.maximum(p, 1e-7))

# %% wrong · swapped → swapped
test_accuracy, test_loss = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)

# %% wrong · validation part → on the test images
test_loss, test_accuracy = model.evaluate(x_val, y_val, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)

# %% wrong · probabilities → one class
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0)

# %% wrong · argmax over images → one class
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=0)

# %% wrong · classes as a list → later cells need an array
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
predicted = [int(k) for k in predicted]

# %% wrong · classes as a tensor → later cells need an array
test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
predicted = keras.ops.argmax(model(x_test), axis=1)

# %% right · in parts, with functions written before
p = np.concatenate([model(part).numpy() for part in np.array_split(x_test, 20)])
predicted = p.argmax(axis=1)
test_loss, test_accuracy = categorical_loss(y_test, p.clip(1e-7)), np.mean(predicted == test_labels)

# %% wrong · the true labels for predictions → not the most probable classes
predicted, test_loss, test_accuracy = test_labels, 0.01, 1.0

# %% wrong · a network that was never trained → this network reaches at least
model = build_network()
model.compile(loss="categorical_crossentropy", metrics=["accuracy"])

test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)

# %% wrong · trained on the test images, too → too sure on the test images
model = build_network()
train(model, x_test, y_test, (x_val, y_val), 15, verbose=0)

test_loss, test_accuracy = model.evaluate(x_test, y_test, batch_size=1000, verbose=0)
predicted = model.predict(x_test, batch_size=1000, verbose=0).argmax(axis=1)
