# %% wrong · a list of images → What `scale` returns is a list
def scale(images):
    return [(image / 255).astype("float32") for image in images]


# %% wrong · a masked array → is a MaskedArray
def scale(images):
    return np.ma.masked_array(images / np.float32(255))


# %% right · divided by a float, then converted
def scale(images):
    return (images / 255.0).astype("float32")


# %% right · a NumPy scalar
def scale(images):
    return images / np.float32(255)


# %% right · in place
def scale(images):
    x = images.astype("float32")
    x /= 255
    return x


# %% right · multiplied
def scale(images):
    return np.multiply(images, 1 / 255, dtype=np.float32)


# %% right · converted by NumPy's type
def scale(images):
    return np.float32(images) / np.float32(255.0)


# %% wrong · from the darkest to the brightest of the batch → depend on the other pixels
def scale(images):
    return ((images - images.min()) / (images.max() - images.min())).astype("float32")


# %% wrong · standardised → white must be 1
def scale(images):
    return ((images - images.mean()) / images.std()).astype("float32")


# %% wrong · float64 → float64
def scale(images):
    return images / 255


# %% wrong · not scaled → white must be 1
def scale(images):
    return images.astype("float32")


# %% wrong · scaled twice → divided twice
def scale(images):
    return images.astype("float32") / 255 / 255


# %% wrong · integer division → whole numbers
def scale(images):
    return images // 255


# %% wrong · integer division, then float → dropped the decimals
def scale(images):
    return (images // 255).astype("float32")


# %% wrong · by the largest of the batch → depend on the other pixels
def scale(images):
    return images.astype("float32") / images.max()


# %% wrong · by 256 → white 1
def scale(images):
    return images.astype("float32") / 256


# %% wrong · from -1 to 1 → black must be 0
def scale(images):
    return images.astype("float32") / 127.5 - 1


# %% wrong · half precision → make it float32
def scale(images):
    return (images / 255).astype("float16")


# %% wrong · flattened too → keeps the shape
def scale(images):
    return images.reshape(-1, 784).astype("float32") / 255
