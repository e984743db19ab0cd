# %% right · a float
q5_6 = 264.0

# %% wrong · a text → without quotes
q5_6 = "264"

# %% right · a number of NumPy's
q5_6 = np.int64(264)

# %% right · typed
q5_6 = 264

# %% right · by search
q5_6 = min(range(1, 600), key=lambda w: abs(785 * w + (w + 1) * 64 + 650 - cnn.count_params()))

# %% wrong · rounded up → neighbours
q5_6 = 265

# %% wrong · second layer forgotten → two layers
q5_6 = 225_034 // 785

# %% wrong · not whole → whole number
q5_6 = 224_320 / 849
