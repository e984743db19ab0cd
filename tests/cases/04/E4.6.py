# %% right · from the trainable weights, as an array
def gradient_sizes(network, x, y):
    kernels = [w for w in network.trainable_weights if len(w.shape) == 2]
    with tf.GradientTape() as tape:
        loss = network.compute_loss(x=x, y=y, y_pred=network(x))
    return np.array([float(tf.sqrt(tf.reduce_mean(g * g))) for g in tape.gradient(loss, kernels)])


# %% right · norm by the root of the size
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [tf.norm(g) / np.sqrt(tf.size(g)) for g in tape.gradient(loss, kernels)]


# %% wrong · biases too → without the biases
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.sqrt(np.mean(np.square(g))) for g in tape.gradient(loss, network.trainable_weights)]


# %% wrong · losses added up → not their sum
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_sum(losses)
    return [np.sqrt(np.mean(np.square(g))) for g in tape.gradient(loss, kernels)]


# %% wrong · network asked before the tape runs → The tape saw no way
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    probabilities = network(x)
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, probabilities)
        loss = tf.reduce_mean(losses)
    return [np.sqrt(np.mean(np.square(g))) for g in tape.gradient(loss, kernels)]


# %% wrong · predict inside the tape → The tape saw no way
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network.predict(x, verbose=0))
        loss = tf.reduce_mean(losses)
    return [g if g is None else float(tf.norm(g)) for g in tape.gradient(loss, kernels)]


# %% wrong · the loss by NumPy → The tape saw no way
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = np.mean(losses)
    return [g.numpy().std() for g in tape.gradient(loss, kernels)]


# %% wrong · a generator → must return a list of numbers
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return (tf.sqrt(tf.reduce_mean(g * g)) for g in tape.gradient(loss, kernels))


# %% wrong · norm → grows with the number
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [float(tf.norm(g)) for g in tape.gradient(loss, kernels)]


# %% wrong · mean of the gradient → in which signs cancel
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.mean(g) for g in tape.gradient(loss, kernels)]


# %% wrong · mean square → square root
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.mean(np.square(g)) for g in tape.gradient(loss, kernels)]


# %% wrong · absolute mean → mean of the absolute
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.mean(np.abs(g)) for g in tape.gradient(loss, kernels)]


# %% wrong · as the gradient travels → order is reversed
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.sqrt(np.mean(np.square(g))) for g in tape.gradient(loss, kernels[::-1])]


# %% wrong · the weights instead of their gradient → not those of the gradient
def gradient_sizes(network, x, y):
    kernels = [layer.kernel for layer in network.layers if hasattr(layer, "kernel")]
    with tf.GradientTape() as tape:
        losses = keras.losses.sparse_categorical_crossentropy(y, network(x))
        loss = tf.reduce_mean(losses)
    return [np.sqrt(np.mean(np.square(g))) for g in kernels]
