# %% right · from predictions
def judged(model):
    p = model.predict(x_test, batch_size=1000, verbose=0)
    return -np.log(p[np.arange(len(p)), y_test]).mean(), (p.argmax(axis=1) == y_test).mean()


cnn_result, dense_result, wide_result = judged(cnn), judged(dense), judged(wide)

# %% wrong · on the validation part → which images
cnn_result = cnn.evaluate(x_val, y_val, verbose=0)
dense_result = None
wide_result = None

# %% wrong · accuracy only → must be a pair
cnn_result = cnn.evaluate(x_test, y_test, batch_size=1000, verbose=0)[1]
dense_result = None
wide_result = None

# %% wrong · other order → other order
cnn_result = cnn.evaluate(x_test, y_test, batch_size=1000, verbose=0)[::-1]
dense_result = None
wide_result = None

# %% wrong · another network's → Which network
cnn_result = dense.evaluate(x_test, y_test, batch_size=1000, verbose=0)
dense_result = None
wide_result = None

# %% wrong · results made up → not what `cnn` gives
cnn_result, dense_result, wide_result = (0.25, 0.91), (0.35, 0.88), (0.34, 0.88)

# %% wrong · one network under three names → must be three networks
dense = wide = cnn

cnn_result = cnn.evaluate(x_test, y_test, batch_size=1000, verbose=0)
dense_result = None
wide_result = None
dense_result = wide_result = cnn_result
