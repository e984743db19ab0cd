# %% right · read from the array
q1_2_shape = x_mnist[0].shape
q1_2_dtype = x_mnist.dtype

# %% right · a list and a type
q1_2_shape = [28, 28]
q1_2_dtype = np.uint8

# %% wrong · number of pixels → as a tuple
q1_2_shape = 784
q1_2_dtype = "uint8"

# %% wrong · with a channel → one axis too many
q1_2_shape = (28, 28, 1)
q1_2_dtype = "uint8"

# %% wrong · wrong type → names the type
q1_2_shape = (28, 28)
q1_2_dtype = "float32"

# %% wrong · no type at all → names the type
q1_2_shape = (28, 28)
q1_2_dtype = "pixels"

# %% wrong · shape of the stack → one axis too many
q1_2_shape = x_mnist.shape
q1_2_dtype = "uint8"

# %% wrong · Python's type for NumPy's → names the type
q1_2_shape = (28, 28)
q1_2_dtype = "int"
