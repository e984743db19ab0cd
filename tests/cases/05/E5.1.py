# %% right · with sliding windows
def convolve(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


# %% right · sum of shifted images
def convolve(image, kernel):
    h, w = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    return sum(kernel[a, b] * image[a : a + h, b : b + w] for a, b in np.ndindex(kernel.shape))


# %% right · an array of nested lists
def convolve(image, kernel):
    r, c = kernel.shape
    return np.array(
        [
            [(image[i : i + r, j : j + c] * kernel).sum() for j in range(image.shape[1] - c + 1)]
            for i in range(image.shape[0] - r + 1)
        ]
    )


# %% right · by SciPy
from scipy.signal import correlate2d


def convolve(image, kernel):
    return correlate2d(image, kernel, mode="valid")


# %% wrong · filter turned, as in mathematics → half a turn
from scipy.signal import convolve2d


def convolve(image, kernel):
    return convolve2d(image, kernel, mode="valid")


# %% wrong · one place too few → At how many places
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - rows, image.shape[1] - columns))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return output


# %% wrong · 3 × 3 only → trying your answer raised
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return output


# %% wrong · padded to the same size → At how many places
from scipy.signal import correlate2d


def convolve(image, kernel):
    return correlate2d(image, kernel, mode="same")


# %% wrong · matrix product → window times filter
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] @ kernel)
    return output


# %% wrong · mean instead of sum → window times filter
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.mean(image[i : i + rows, j : j + columns] * kernel)
    return output


# %% wrong · negative numbers lost → whatever its sign
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = max(0, np.sum(image[i : i + rows, j : j + columns] * kernel))
    return output


# %% wrong · lists → make it one with `np.array
def convolve(image, kernel):
    rows, columns = kernel.shape
    output = np.zeros((image.shape[0] - rows + 1, image.shape[1] - columns + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(image[i : i + rows, j : j + columns] * kernel)
    return output


as_array = convolve


def convolve(image, kernel):
    return as_array(image, kernel).tolist()
