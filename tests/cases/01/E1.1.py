# %% right · other ways to read the facts
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% right · dtype itself, shape as a list
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": list(images.shape[1:]),
        "dtype": images.dtype,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · typed values → count the images
def describe(images, labels):
    return {
        "count": 60_000,
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · shape of the stack → height and width of one image
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images.shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · typed dtype → read the type
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": "uint8",
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · range of the type → look at the pixels
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": 0,
        "highest": 255,
        "classes": len(set(labels.tolist())),
    }


# %% wrong · largest label → *different* labels
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": labels.max() + 1,
    }


# %% wrong · a key forgotten → lacks 'classes'
def describe(images, labels):
    return {"count": len(images)}


# %% wrong · a tuple → dictionary
def describe(images, labels):
    return len(images), images.shape


# %% right · a type's class, shape as an array, counts from a set
def describe(images, labels):
    return {
        "count": sum(1 for _ in images),
        "shape": np.array(images.shape)[1:],
        "dtype": images.dtype.type,
        "lowest": images.ravel()[images.argmin()],
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · the notebook's arrays for those it is given → images it is given
def describe(images, labels):
    return {
        "count": x_mnist.shape[0],
        "shape": x_mnist[0].shape,
        "dtype": x_mnist.dtype.name,
        "lowest": np.min(x_mnist),
        "highest": float(np.max(x_mnist)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · all pixels → first axis
def describe(images, labels):
    return {
        "count": images.size,
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · pixels made whole → give the pixel as it is, without `int()` or `round()`
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": int(images.min()),
        "highest": int(images.max()),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · pixels rounded → without `int()` or `round()`
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": np.min(images),
        "highest": round(float(images.max()), 1),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · brackets forgotten → must be one number
def describe(images, labels):
    return {
        "count": images.shape[0],
        "shape": images[0].shape,
        "dtype": images.dtype.name,
        "lowest": images.min,
        "highest": float(np.max(images)),
        "classes": len(set(labels.tolist())),
    }


# %% wrong · printed, not returned → must return a dictionary
def describe(images, labels):
    print({"count": len(images)})
