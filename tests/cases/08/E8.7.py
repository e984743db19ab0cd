# %% right · layers always there, λ and rate of 0
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% right · functional, no bias before the norm
def build(dropout_rate, l2_lambda, use_batch_norm):
    inputs = keras.Input((784,))
    l2 = keras.regularizers.L2(l2_lambda)
    x = layers.Dense(512, use_bias=not use_batch_norm, kernel_regularizer=l2)(inputs)
    if use_batch_norm:
        x = layers.BatchNormalization(momentum=0.9)(x)
    x = keras.activations.relu(x)
    x = layers.Dropout(dropout_rate)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


# %% wrong · ReLU before the norm → ReLU comes before
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.ReLU()] + [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · dropout before the norm → Where does dropout stand
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.Dropout(dropout_rate)]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm + [layers.ReLU()]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · no activation → not just ReLU
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm + [
        layers.Dropout(dropout_rate)
    ]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · always batch normalisation → use_batch_norm=False
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9), layers.ReLU(), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · fixed rate → rate of 0
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm + [
        layers.ReLU(),
        layers.Dropout(0.3),
    ]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · fixed λ → penalty is not λ
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.L2(0.001)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · no penalty → no penalty
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [keras.Input((784,)), layers.Dense(512)]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])


# %% wrong · penalty on both layers → another layer
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential(
        [*parts, layers.Dense(10, "softmax", kernel_regularizer=keras.regularizers.L2(l2_lambda))]
    )


# %% wrong · logits → probabilities
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization(momentum=0.9)] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10)])


# %% wrong · momentum as Keras has it → still those of the start
def build(dropout_rate, l2_lambda, use_batch_norm):
    parts = [
        keras.Input((784,)),
        layers.Dense(512, kernel_regularizer=keras.regularizers.l2(l2_lambda)),
    ]
    parts += [layers.BatchNormalization()] * use_batch_norm
    parts += [layers.Activation("relu"), layers.Dropout(dropout_rate)]
    return keras.Sequential([*parts, layers.Dense(10), layers.Softmax()])
