# %% right · with loops
def max_pool(feature_map, size=2):
    h, w = feature_map.shape
    return np.array(
        [
            [feature_map[i : i + size, j : j + size].max() for j in range(0, w - size + 1, size)]
            for i in range(0, h - size + 1, size)
        ]
    )


# %% right · largest of strided views
def max_pool(feature_map, size=2):
    h, w = feature_map.shape[0] // size * size, feature_map.shape[1] // size * size
    parts = [feature_map[a:h:size, b:w:size] for a in range(size) for b in range(size)]
    return np.maximum.reduce(parts)


# %% wrong · mean → largest number of each block
def max_pool(feature_map, size=2):
    h, w = feature_map.shape[0] // size, feature_map.shape[1] // size
    return feature_map[: h * size, : w * size].reshape(h, size, w, size).mean(axis=(1, 3))


# %% wrong · overlapping blocks → whole blocks
def max_pool(feature_map, size=2):
    view = np.lib.stride_tricks.sliding_window_view(feature_map, (size, size))
    return view.max(axis=(2, 3))


# %% wrong · unfinished blocks kept → whole blocks
def max_pool(feature_map, size=2):
    h, w = feature_map.shape
    return np.array(
        [
            [feature_map[i : i + size, j : j + size].max() for j in range(0, w, size)]
            for i in range(0, h, size)
        ]
    )


# %% wrong · always 2 → blocks of 3 × 3
def max_pool(feature_map, size=2):
    h, w = feature_map.shape[0] // 2, feature_map.shape[1] // 2
    return feature_map[: h * 2, : w * 2].reshape(h, 2, w, 2).max(axis=(1, 3))


# %% wrong · every other number → largest number of each block
def max_pool(feature_map, size=2):
    h, w = feature_map.shape[0] // size * size, feature_map.shape[1] // size * size
    return feature_map[:h:size, :w:size]


# %% wrong · lists → make it one with `np.array
def max_pool(feature_map, size=2):
    h, w = feature_map.shape
    return [
        [feature_map[i : i + size, j : j + size].max() for j in range(0, w - size + 1, size)]
        for i in range(0, h - size + 1, size)
    ]
