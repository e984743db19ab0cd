# %% right · as plain floats
probabilities = model(x_test).numpy()
test_accuracy = sum(probabilities.argmax(1) == y_test) / 10_000
standard_error = (test_accuracy * (1 - test_accuracy)) ** 0.5 / 100

# %% right · accuracy by evaluate
probabilities = model.predict(x_test, verbose=0, batch_size=500)
test_accuracy = model.evaluate(x_test, y_test, verbose=0)[1]
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(x_test))

# %% wrong · of the validation part → test images
probabilities = model.predict(x_val, verbose=0)
test_accuracy = np.mean(probabilities.argmax(axis=1) == y_val)
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_val))

# %% wrong · in percent → between 0 and 1
probabilities = model.predict(x_test, verbose=0)
test_accuracy = 100 * np.mean(probabilities.argmax(axis=1) == y_test)
standard_error = 0.16

# %% wrong · square root forgotten → square root
probabilities = model.predict(x_test, verbose=0)
test_accuracy = np.mean(probabilities.argmax(axis=1) == y_test)
standard_error = test_accuracy * (1 - test_accuracy) / len(y_test)

# %% wrong · largest along the wrong axis → most probable digit
probabilities = model.predict(x_test, verbose=0)
test_accuracy = np.mean(probabilities.argmax(axis=0) == y_test[:10])
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))

# %% wrong · n of the training images → number of test images
probabilities = model.predict(x_test, verbose=0)
test_accuracy = np.mean(probabilities.argmax(axis=1) == y_test)
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_train))

# %% wrong · classes instead of probabilities → ten digits
probabilities = model.predict(x_test, verbose=0).argmax(axis=1)
test_accuracy = np.mean(probabilities == y_test)
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))

# %% wrong · left as a tensor → later cells need an array
probabilities = model(x_test)
test_accuracy = np.mean(np.argmax(probabilities, axis=1) == y_test)
standard_error = np.sqrt(test_accuracy * (1 - test_accuracy) / len(y_test))

# %% wrong · accuracy as a text → without quotes
probabilities = model.predict(x_test, verbose=0)
test_accuracy = str(np.mean(probabilities.argmax(axis=1) == y_test))
standard_error = 0.0016
