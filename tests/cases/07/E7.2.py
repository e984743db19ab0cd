# %% wrong · batches that can be read once → second pass
def batches(x, y, batch_size, training, augment=None):
    starts = range(0, len(x), batch_size)
    return ((x[i : i + batch_size], y[i : i + batch_size]) for i in starts)


# %% right · a larger shuffle buffer, two calls at a time
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    if training:
        data = data.shuffle(10 * len(x), reshuffle_each_iteration=True)
    data = data.batch(batch_size)
    if training and augment:
        data = data.map(lambda a, b: (augment(a, training=True), b), num_parallel_calls=2)
    return data


# %% right · augmented one by one, before batching
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    if training:
        data = data.shuffle(len(x))
        if augment is not None:
            data = data.map(lambda a, b: (augment(a[None], training=True)[0], b))
    data = data.batch(batch_size).prefetch(1)
    return data


# %% right · a Keras dataset
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, training, augment):
        super().__init__()
        self.x, self.y, self.size, self.training, self.augment = x, y, batch_size, training, augment
        self.order = np.arange(len(x))
        self.on_epoch_end()

    def on_epoch_end(self):
        if self.training:
            np.random.shuffle(self.order)

    def __len__(self):
        return -(-len(self.x) // self.size)

    def __iter__(self):
        self.on_epoch_end()
        return (self[i] for i in range(len(self)))

    def __getitem__(self, i):
        some = self.order[i * self.size : (i + 1) * self.size]
        x = self.x[some]
        if self.training and self.augment is not None:
            x = np.asarray(self.augment(x, training=True))
        return x, self.y[some]


def batches(x, y, batch_size, training, augment=None):
    return Batches(x, y, batch_size, training, augment)


# %% wrong · validation images augmented too → must stay as they are
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = (data.shuffle(len(x)) if training else data).batch(batch_size)
    if augment is not None:
        data = data.map(lambda a, b: (augment(a, training=True), b))
    return data


# %% wrong · validation images shuffled → own order
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = data.shuffle(len(x)).batch(batch_size)
    if training and augment is not None:
        data = data.map(lambda a, b: (augment(a, training=True), b))
    return data


# %% wrong · batches shuffled → shuffle
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = data.batch(batch_size)
    if training:
        data = data.shuffle(len(x))
    if training and augment is not None:
        data = data.map(lambda a, b: (augment(a, training=True), b))
    return data


# %% wrong · augmented once and kept → same variants
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    if training and augment is not None:
        x = np.asarray(augment(x, training=True))
        data = tf.data.Dataset.from_tensor_slices((x, y))
    data = (data.shuffle(len(x)) if training else data).batch(batch_size)
    return data


# %% wrong · transform not in training mode → unchanged
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = (data.shuffle(len(x)) if training else data).batch(batch_size)
    if training and augment is not None:
        data = data.map(lambda a, b: (augment(a, training=False), b))
    return data


# %% wrong · last batch dropped → came out
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = (data.shuffle(len(x)) if training else data).batch(batch_size, drop_remainder=True)
    return data


# %% wrong · labels left behind → no longer fit
def batches(x, y, batch_size, training, augment=None):
    order = np.random.permutation(len(x)) if training else np.arange(len(x))
    return tf.data.Dataset.from_tensor_slices((x[order], y)).batch(batch_size)


# %% wrong · a small shuffle buffer → does the shuffle draw
def batches(x, y, batch_size, training, augment=None):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = (data.shuffle(1000) if training else data).batch(batch_size)
    if training and augment is not None:
        data = data.map(lambda a, b: (augment(a, training=True), b))
    return data
