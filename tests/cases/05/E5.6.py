# %% right · by a model with many outputs
def layer_outputs(model, x):
    outputs = [layer.output for layer in model.layers]
    return keras.Model(model.inputs, outputs).predict(x, verbose=0)


# %% right · cut at each layer
def layer_outputs(model, x):
    parts = [keras.Model(model.inputs, layer.output) for layer in model.layers]
    return [part(x, training=False) for part in parts]


# %% wrong · final output only → has 1 entries
def layer_outputs(model, x):
    return [np.asarray(model(x))]


# %% wrong · dropout on → Is dropout off
def layer_outputs(model, x):
    outputs = []
    for layer in model.layers:
        x = layer(x, training=True) if isinstance(layer, layers.Dropout) else layer(x)
        outputs.append(np.asarray(x))
    return outputs


# %% wrong · first image only → axis for the images comes first
def layer_outputs(model, x):
    outputs = []
    for layer in model.layers:
        x = layer(x)
        outputs.append(np.asarray(x)[0])
    return outputs


# %% wrong · inputs instead of outputs → layer 1, Conv2D
def layer_outputs(model, x):
    outputs = []
    for layer in model.layers:
        outputs.append(np.asarray(x))
        x = layer(x)
    return outputs


# %% wrong · weights set to zero, outputs as they follow → changed the weights
def layer_outputs(model, x):
    model.set_weights([0 * w for w in model.get_weights()])
    outputs = []
    for layer in model.layers:
        x = layer(x)
        outputs.append(np.asarray(x))
    return outputs


# %% wrong · kept from the student's own network → layer 1, Conv2D
def layer_outputs(model, x):
    outputs = []
    for layer in cnn.layers:
        x = layer(x)
        outputs.append(np.asarray(x))
    return outputs
