# %% wrong · images that were not scaled → images with pixels from 0 to 255
raw = test_images.reshape(10_000, 784).astype(float)
predicted_labels = forward(mnist_params, raw)[1].argmax(axis=1)
test_accuracy = np.mean(predicted_labels == y_test)

# %% wrong · the hidden values → largest hidden values
predicted_labels = forward(mnist_params, x_test)[0].argmax(axis=1)
test_accuracy = np.mean(predicted_labels == y_test)

# %% wrong · the accuracy in a list → later cells need one number
predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)
test_accuracy = [np.mean(predicted_labels == y_test)]

# %% right · a series, and a fraction
import fractions
import pandas as pd

predicted_labels = pd.Series(forward(mnist_params, x_test)[1].argmax(axis=1))
test_accuracy = fractions.Fraction(int(sum(predicted_labels == y_test)), 10_000)

# %% right · counted, as lists
predicted_labels = [int(np.argmax(row)) for row in forward(mnist_params, x_test)[1]]
test_accuracy = sum(int(a == b) for a, b in zip(predicted_labels, y_test)) / len(y_test)

# %% right · with evaluate, and predictions from the logits
hidden, _ = forward(mnist_params, x_test)
predicted_labels = dense(hidden, mnist_params["w2"], mnist_params["b2"]).argmax(axis=1)
test_accuracy = evaluate(mnist_params, x_test, y_test)[1]

# %% wrong · in percent → not in percent
predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)
test_accuracy = 100 * np.mean(predicted_labels == y_test)

# %% wrong · share of wrong answers → share of wrong answers
predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)
test_accuracy = np.mean(predicted_labels != y_test)

# %% wrong · on the validation images → 10,000 test images
predicted_labels = forward(mnist_params, x_val)[1].argmax(axis=1)
test_accuracy = np.mean(predicted_labels == y_val)

# %% wrong · an accuracy made up → not the share
predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)
test_accuracy = 0.9999

# %% wrong · a network that was not trained → it should reach 90 %
mnist_params = init_params(784, 128, 10, np.random.default_rng(0))
predicted_labels = forward(mnist_params, x_test)[1].argmax(axis=1)
test_accuracy = np.mean(predicted_labels == y_test)

# %% wrong · the true labels as predictions → not the most probable classes
predicted_labels = y_test
test_accuracy = np.mean(predicted_labels == y_test)
