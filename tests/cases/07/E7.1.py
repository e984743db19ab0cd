# %% wrong · a function → must be a layer
rotation = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = lambda x, training: x

# %% right · ranges as pairs, other ways to say black
rotation = layers.RandomRotation((-10 / 360, 10 / 360), "constant", "nearest")
zoom = layers.RandomZoom(height_factor=(-0.1, 0.1), fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip(mode="horizontal", seed=3)

# %% wrong · a tenth of a turn → unit
rotation = layers.RandomRotation(0.1, "constant")
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip("horizontal")

# %% wrong · radians → unit
rotation = layers.RandomRotation(np.radians(10), "constant")
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip("horizontal")

# %% wrong · one way only → both ways
rotation = layers.RandomRotation((0, 10 / 360), "constant")
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip("horizontal")

# %% wrong · default filling → not black
rotation = layers.RandomRotation(10 / 360)
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip("horizontal")

# %% wrong · blurred → neighbouring pixels
rotation = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
zoom = layers.RandomZoom(0.1, fill_mode="constant")
flip = layers.RandomFlip("horizontal")

# %% wrong · all flips → upside down
rotation = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
zoom = layers.RandomZoom(0.1, fill_mode="constant", interpolation="nearest")
flip = layers.RandomFlip()

# %% wrong · zoom by half → too much
rotation = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
zoom = layers.RandomZoom(0.5, fill_mode="constant")
flip = layers.RandomFlip("horizontal")

# %% wrong · zoom in only → both ways
rotation = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
zoom = layers.RandomZoom((-0.1, 0), fill_mode="constant")
flip = layers.RandomFlip("horizontal")
