# %% right · rounded
q1_3_uint8 = 47
q1_3_float32 = 188.2
q1_3_float64 = 376

# %% right · measured
q1_3_uint8 = x_mnist.nbytes / 1e6
q1_3_float32 = 4 * q1_3_uint8
q1_3_float64 = 8 * q1_3_uint8

# %% wrong · mebibytes → 1,000,000 bytes
n = 60000 * 784 / 1024**2
q1_3_uint8 = n
q1_3_float32 = 4 * n
q1_3_float64 = 8 * n

# %% wrong · bits taken for bytes → how many bytes
n = 60000 * 784 / 1e6
q1_3_uint8 = 8 * n
q1_3_float32 = 32 * n
q1_3_float64 = 64 * n

# %% wrong · test images too → training images only
n = 70000 * 784 / 1e6
q1_3_uint8 = n
q1_3_float32 = 4 * n
q1_3_float64 = 8 * n

# %% wrong · in bytes → give megabytes
n = 60000 * 784
q1_3_uint8 = n
q1_3_float32 = 4 * n
q1_3_float64 = 8 * n

# %% wrong · one size for all → q1_3_float32 is not right
q1_3_uint8 = q1_3_float32 = q1_3_float64 = 60000 * 784 / 1e6

# %% wrong · in gigabytes → in gigabytes
n = 60000 * 784 / 1e9
q1_3_uint8 = n
q1_3_float32 = 4 * n
q1_3_float64 = 8 * n

# %% wrong · one image → memory of one image
n = 784 / 1e6
q1_3_uint8 = n
q1_3_float32 = 4 * n
q1_3_float64 = 8 * n

# %% wrong · with the unit → must be one number
q1_3_uint8 = "47 MB"
q1_3_float32 = "188 MB"
q1_3_float64 = "376 MB"
