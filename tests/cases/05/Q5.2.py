# %% right · as an array
q5_2 = np.array([[3.0, 5.0], [6.0, 2.0]])

# %% wrong · means → These are means
q5_2 = [[1.5, 1.5], [2.5, 1]]

# %% wrong · rest kept → fills none
q5_2 = [[3, 5, 2], [6, 2, 7]]

# %% wrong · by columns → exchanged
q5_2 = [[3, 6], [5, 2]]

# %% wrong · overlapping → without overlap
q5_2 = [[3, 3], [4, 1]]
