# %% right · transposed
kernel_horizontal = kernel_vertical.T

# %% right · one column
kernel_horizontal = np.array([[0, -1, 0], [0, 0, 0], [0, 1, 0]])

# %% right · weighted middle
kernel_horizontal = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]) / 4

# %% right · neighbouring rows
kernel_horizontal = np.array([[0, 0, 0], [-1, -1, -1], [1, 1, 1]])

# %% wrong · the same filter → left to right
kernel_horizontal = kernel_vertical

# %% wrong · upside down → negative number
kernel_horizontal = np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]])

# %% wrong · weights do not balance → even area
kernel_horizontal = np.array([[-1, -1, -1], [0, 0, 0], [2, 2, 2]])

# %% wrong · a level line, not an edge → both signs
kernel_horizontal = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]])

# %% wrong · all zero → gives 0 where
kernel_horizontal = np.zeros((3, 3))

# %% wrong · lists → make it one with `np.array
kernel_horizontal = [[-1, -1, -1], [0, 0, 0], [1, 1, 1]]
