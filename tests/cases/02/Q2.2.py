# %% right · major and minor only
q2_2 = tuple(".".join(m.__version__.split(".")[:2]) for m in (tf, keras))

# %% right · asked by functions
q2_2 = [tf.version.VERSION, keras.version()]

# %% wrong · the wrong way round → TensorFlow
q2_2 = [keras.__version__, tf.__version__]

# %% wrong · one for both → of Keras
q2_2 = [tf.__version__, tf.__version__]

# %% wrong · one string → two strings
q2_2 = keras.__version__
