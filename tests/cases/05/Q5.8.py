# %% wrong · a float → of type float
q5_8 = 264.0

# %% wrong · a text → without quotes
q5_8 = "264"

# %% wrong · a number of NumPy's → of type int64
q5_8 = np.int64(264)

# %% right · typed
q5_8 = 264

# %% right · by search
q5_8 = min(range(1, 600), key=lambda w: abs(785 * w + (w + 1) * 64 + 650 - cnn.count_params()))

# %% wrong · rounded up → neighbours
q5_8 = 265

# %% wrong · second layer forgotten → two layers
q5_8 = 225_034 // 785

# %% wrong · not whole → whole number
q5_8 = 224_320 / 849
