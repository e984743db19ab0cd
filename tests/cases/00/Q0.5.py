# %% right · an array
q0_5 = np.array([[1.0], [2.0]]) * np.array([-0.5, 0.0])

# %% right · four numbers in a row
q0_5 = (-0.5, 0, -1, 0)

# %% wrong · the slope passes through a silent unit → What does the ReLU do
q0_5 = [[-0.5, 1], [-1, 2]]

# %% wrong · rows and columns exchanged → in other places
q0_5 = [[-0.5, -1], [0, 0]]

# %% wrong · uphill and downhill exchanged → The sign is wrong
q0_5 = [[0.5, 0], [1, 0]]

# %% wrong · both pixels taken as 1 → The pixels are 1 and 2
q0_5 = [[-0.5, 0], [-0.5, 0]]

# %% wrong · the gradient of W2 again → Not yet
q0_5 = [[-1, 1], [0, 0]]

# %% wrong · two numbers only → W1 has four weights
q0_5 = [-0.5, 0]
