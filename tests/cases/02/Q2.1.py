# %% right · major and minor only, letters in one word
q2_1 = "ktkttk"
q2_1_versions = tuple(".".join(m.__version__.split(".")[:2]) for m in (tf, keras))

# %% right · asked by functions
q2_1 = ("K", "T", "K", "T", "T", "K")
q2_1_versions = [tf.version.VERSION, keras.version()]

# %% wrong · the engine cannot be replaced → Not all of them yet
q2_1 = ["K", "T", "K", "T", "K", "K"]
q2_1_versions = [tf.__version__, keras.__version__]

# %% wrong · Keras derives the gradients → Not all of them yet
q2_1 = ["K", "T", "K", "K", "T", "K"]
q2_1_versions = [tf.__version__, keras.__version__]

# %% wrong · five letters → six letters
q2_1 = ["K", "T", "K", "T", "T"]
q2_1_versions = [tf.__version__, keras.__version__]

# %% wrong · other letters → K or T
q2_1 = list("abcdef")
q2_1_versions = [tf.__version__, keras.__version__]

# %% wrong · the wrong way round → TensorFlow
q2_1 = ["K", "T", "K", "T", "T", "K"]
q2_1_versions = [keras.__version__, tf.__version__]

# %% wrong · one for both → of Keras
q2_1 = ["K", "T", "K", "T", "T", "K"]
q2_1_versions = [tf.__version__, tf.__version__]

# %% wrong · one string → two strings
q2_1 = ["K", "T", "K", "T", "T", "K"]
q2_1_versions = keras.__version__
