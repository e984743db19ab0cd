# %% right · as a set, with capitals
clear = []
for name in ("rotation", "zoom", "flip", "all three"):
    d = np.subtract(results[name], results["none"])
    if abs(d.mean()) > 2 * d.std(ddof=1) / len(d) ** 0.5:
        clear.append(name)
q7_5 = {name.upper() for name in clear}

# %% wrong · all others → two of its standard errors
clear = []
for name in ("rotation", "zoom", "flip", "all three"):
    d = np.subtract(results[name], results["none"])
    if abs(d.mean()) > 2 * d.std(ddof=1) / len(d) ** 0.5:
        clear.append(name)
q7_5 = {"rotation", "zoom", "flip", "all three"} ^ set(clear)

# %% wrong · table made up → does not hold what
results = {
    "none": [0.80, 0.82],
    "rotation": [0.81, 0.83],
    "zoom": [0.83, 0.81],
    "flip": [0.82, 0.84],
    "all three": [0.79, 0.80],
}
q7_5 = ["rotation", "flip"]

# %% wrong · table and weights made up → does not hold what
results = {
    "none": [0.80, 0.82],
    "rotation": [0.81, 0.83],
    "zoom": [0.83, 0.81],
    "flip": [0.82, 0.84],
    "all three": [0.79, 0.80],
}
small_weights = {name: [cnn.get_weights()] * 2 for name in results}
q7_5 = ["rotation", "flip"]

# %% wrong · a name that is not there → not one of the four
q7_5 = ["none"]

# %% wrong · one text → list of names
q7_5 = "flip"
