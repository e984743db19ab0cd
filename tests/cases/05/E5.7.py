# %% wrong · a tensor → make it one with `np.array
def shift(x, down, right):
    import tensorflow as tf

    moved = np.zeros_like(x)
    h, w = x.shape[1:3]
    for i in range(h):
        for j in range(w):
            if 0 <= i - down < h and 0 <= j - right < w:
                moved[:, i, j] = x[:, i - down, j - right]
    return tf.constant(moved)


# %% right · by slices
def shift(x, down, right):
    moved = np.zeros_like(x)
    h, w = x.shape[1:3]
    moved[:, max(down, 0) : h + min(down, 0), max(right, 0) : w + min(right, 0)] = x[
        :, max(-down, 0) : h + min(-down, 0), max(-right, 0) : w + min(-right, 0)
    ]
    return moved


# %% right · rolled and wiped
def shift(x, down, right):
    moved = np.roll(x, (down, right), axis=(1, 2))
    if down > 0:
        moved[:, :down] = 0
    if down < 0:
        moved[:, down:] = 0
    if right > 0:
        moved[:, :, :right] = 0
    if right < 0:
        moved[:, :, right:] = 0
    return moved


# %% wrong · rolled only → comes back in
def shift(x, down, right):
    return np.roll(x, (down, right), axis=(1, 2))


# %% wrong · opposite way → opposite way
def shift(x, down, right):
    padded = np.pad(x, ((0, 0), (8, 8), (8, 8), (0, 0)))
    h, w = x.shape[1:3]
    return padded[:, 8 + down : 8 + down + h, 8 + right : 8 + right + w]


# %% wrong · axes exchanged → takes down for right
def shift(x, down, right):
    padded = np.pad(x, ((0, 0), (8, 8), (8, 8), (0, 0)))
    h, w = x.shape[1:3]
    return padded[:, 8 - right : 8 - right + h, 8 - down : 8 - down + w]


# %% wrong · positive numbers only → shift(x, -2, 0)
def shift(x, down, right):
    moved = np.zeros_like(x)
    h, w = x.shape[1:3]
    moved[:, down:, right:] = x[:, : h - down, : w - right] if min(down, right) >= 0 else 0
    return moved


# %% wrong · in place → changed an array
def shift(x, down, right):
    x[:] = np.roll(x, (down, right), axis=(1, 2))
    x[:, :down] = 0
    return x
