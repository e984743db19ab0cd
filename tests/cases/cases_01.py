"""Answers to the exercises of lab 01, and the verdict each must get."""

from tests.cases.case import right, wrong

DESCRIBE = """
def describe(images, labels):
    return {{
        "count": {count}, "shape": {shape}, "dtype": {dtype},
        "lowest": {lowest}, "highest": {highest}, "classes": {classes},
    }}
"""
FACTS = {
    "count": "images.shape[0]",
    "shape": "images[0].shape",
    "dtype": "images.dtype.name",
    "lowest": "np.min(images)",
    "highest": "float(np.max(images))",
    "classes": "len(set(labels.tolist()))",
}


def describe(**changed: str) -> str:
    return DESCRIBE.format(**(FACTS | changed))


def samples(body: str) -> str:
    return f"def samples_of_class(images, labels, label, count, seed):\n    {body}\n"


def counts(body: str) -> str:
    return f"def class_counts(labels, classes=10):\n    {body}\n"


def means(body: str) -> str:
    return f"def class_means(images, labels, classes=10):\n    {body}\n"


PAIRWISE = """
def pairwise_distances(means):
    {pairwise}

def nearest_pair(distances):
    {nearest}
"""
GOOD_PAIRWISE = (
    "return np.array([[np.sqrt(((a - b) ** 2).sum()) for b in means.astype('float32')] "
    "for a in means.astype('float32')])"
)
GOOD_NEAREST = (
    "t = distances.copy(); np.fill_diagonal(t, np.inf); "
    "return tuple(sorted(np.unravel_index(t.argmin(), t.shape)))"
)


def pairs(pairwise: str = GOOD_PAIRWISE, nearest: str = GOOD_NEAREST) -> str:
    return PAIRWISE.format(pairwise=pairwise, nearest=nearest)


def scale(body: str) -> str:
    return f"def scale(images):\n    {body}\n"


def one_hot(body: str) -> str:
    return f"def one_hot(labels, classes=10):\n    {body}\n"


def reshape(
    flat: str = "images.reshape(-1, 784)", channel: str = "np.expand_dims(images, -1)"
) -> str:
    return (
        f"def flatten(images):\n    return {flat}\ndef add_channel(images):\n    return {channel}\n"
    )


def nearest_mean(body: str) -> str:
    return f"def nearest_mean_predict(images, means):\n    {body}\n"


def logistic(body: str) -> str:
    return (
        "from sklearn.linear_model import LogisticRegression\n"
        "def logistic_predict(train_images, train_labels, test_images):\n"
        "    model = LogisticRegression(C=0.03, max_iter=300)\n"
        "    X = train_images.reshape(len(train_images), -1)\n"
        "    T = test_images.reshape(len(test_images), -1)\n"
        f"    {body}\n"
    )


def nearly(labels: str) -> str:
    """Labels with every twelfth replaced: as often right as a good baseline, without its training."""
    return f"np.where(np.arange(10_000) % 12, {labels}, 0)"


def predicted(name: str) -> str:
    """What the regression makes of the chosen images of a dataset."""
    return f"logistic_predict(scale(x_{name}[chosen]), y_{name}[chosen], scale(x_{name}_test))"


RANDOM = "np.random.default_rng(seed).permutation(60_000)[:train_size]"


def run(chosen: str = RANDOM, mnist: str = "", fashion: str = "") -> str:
    """An answer to E1.11."""
    mnist, fashion = mnist or predicted("mnist"), fashion or predicted("fashion")
    return f"chosen = {chosen}\npredicted_mnist = {mnist}\npredicted_fashion = {fashion}\n"


CASES = [
    right("E1.1", "other ways to read the facts", describe()),
    right(
        "E1.1",
        "dtype itself, shape as a list",
        describe(dtype="images.dtype", shape="list(images.shape[1:])"),
    ),
    wrong("E1.1", "typed values", describe(count="60_000"), reason="count the images"),
    wrong(
        "E1.1",
        "shape of the stack",
        describe(shape="images.shape"),
        reason="height and width of one image",
    ),
    wrong("E1.1", "typed dtype", describe(dtype="'uint8'"), reason="read the type"),
    wrong(
        "E1.1",
        "range of the type",
        describe(lowest="0", highest="255"),
        reason="look at the pixels",
    ),
    wrong(
        "E1.1", "largest label", describe(classes="labels.max() + 1"), reason="*different* labels"
    ),
    wrong(
        "E1.1",
        "a key forgotten",
        "def describe(images, labels):\n    return {'count': len(images)}",
        reason="lacks 'classes'",
    ),
    wrong(
        "E1.1",
        "a tuple",
        "def describe(images, labels):\n    return len(images), images.shape",
        reason="dictionary",
    ),
    right(
        "E1.1",
        "a type's class, shape as an array, counts from a set",
        describe(
            count="sum(1 for _ in images)",
            shape="np.array(images.shape)[1:]",
            dtype="images.dtype.type",
            lowest="images.ravel()[images.argmin()]",
        ),
    ),
    wrong(
        "E1.1",
        "the notebook's arrays for those it is given",
        describe()
        .replace("images", "x_mnist")
        .replace("def describe(x_mnist", "def describe(images"),
        reason="images it is given",
    ),
    wrong("E1.1", "all pixels", describe(count="images.size"), reason="first axis"),
    wrong(
        "E1.1",
        "pixels made whole",
        describe(lowest="int(images.min())", highest="int(images.max())"),
        reason="give the pixel as it is, without `int()` or `round()`",
    ),
    wrong(
        "E1.1",
        "pixels rounded",
        describe(highest="round(float(images.max()), 1)"),
        reason="without `int()` or `round()`",
    ),
    wrong("E1.1", "brackets forgotten", describe(lowest="images.min"), reason="must be one number"),
    wrong(
        "E1.1",
        "printed, not returned",
        "def describe(images, labels):\n    print({'count': len(images)})",
        reason="must return a dictionary",
    ),
    right("Q1.1", "read from the array", "q1_1 = len(x_mnist)"),
    right("Q1.1", "as a float", "q1_1 = 6e4"),
    wrong("Q1.1", "with the test images", "q1_1 = 70000", reason="nothing is trained on those"),
    wrong("Q1.1", "the test images", "q1_1 = 10_000", reason="Those are the test images"),
    wrong("Q1.1", "a word", "q1_1 = 'sixty thousand'", reason="must be one number"),
    right(
        "Q1.2", "read from the array", "q1_2_shape = x_mnist[0].shape; q1_2_dtype = x_mnist.dtype"
    ),
    right("Q1.2", "a list and a type", "q1_2_shape = [28, 28]; q1_2_dtype = np.uint8"),
    wrong(
        "Q1.2", "number of pixels", "q1_2_shape = 784; q1_2_dtype = 'uint8'", reason="as a tuple"
    ),
    wrong(
        "Q1.2",
        "with a channel",
        "q1_2_shape = (28, 28, 1); q1_2_dtype = 'uint8'",
        reason="one axis too many",
    ),
    wrong(
        "Q1.2",
        "wrong type",
        "q1_2_shape = (28, 28); q1_2_dtype = 'float32'",
        reason="names the type",
    ),
    wrong(
        "Q1.2",
        "no type at all",
        "q1_2_shape = (28, 28); q1_2_dtype = 'pixels'",
        reason="names the type",
    ),
    wrong(
        "Q1.2",
        "shape of the stack",
        "q1_2_shape = x_mnist.shape; q1_2_dtype = 'uint8'",
        reason="one axis too many",
    ),
    wrong(
        "Q1.2",
        "Python's type for NumPy's",
        "q1_2_shape = (28, 28); q1_2_dtype = 'int'",
        reason="names the type",
    ),
    right("Q1.3", "rounded", "q1_3_uint8 = 47; q1_3_float32 = 188.2; q1_3_float64 = 376"),
    right(
        "Q1.3",
        "measured",
        "q1_3_uint8 = x_mnist.nbytes / 1e6; q1_3_float32 = 4 * q1_3_uint8; q1_3_float64 = 8 * q1_3_uint8",
    ),
    wrong(
        "Q1.3",
        "mebibytes",
        "n = 60000 * 784 / 1024 ** 2; q1_3_uint8 = n; q1_3_float32 = 4 * n; q1_3_float64 = 8 * n",
        reason="1,000,000 bytes",
    ),
    wrong(
        "Q1.3",
        "bits taken for bytes",
        "n = 60000 * 784 / 1e6; q1_3_uint8 = 8 * n; q1_3_float32 = 32 * n; q1_3_float64 = 64 * n",
        reason="how many bytes",
    ),
    wrong(
        "Q1.3",
        "test images too",
        "n = 70000 * 784 / 1e6; q1_3_uint8 = n; q1_3_float32 = 4 * n; q1_3_float64 = 8 * n",
        reason="training images only",
    ),
    wrong(
        "Q1.3",
        "in bytes",
        "n = 60000 * 784; q1_3_uint8 = n; q1_3_float32 = 4 * n; q1_3_float64 = 8 * n",
        reason="give megabytes",
    ),
    wrong(
        "Q1.3",
        "one size for all",
        "q1_3_uint8 = q1_3_float32 = q1_3_float64 = 60000 * 784 / 1e6",
        reason="q1_3_float32 is not right",
    ),
    wrong(
        "Q1.3",
        "in gigabytes",
        "n = 60000 * 784 / 1e9; q1_3_uint8 = n; q1_3_float32 = 4 * n; q1_3_float64 = 8 * n",
        reason="in gigabytes",
    ),
    wrong(
        "Q1.3",
        "one image",
        "n = 784 / 1e6; q1_3_uint8 = n; q1_3_float32 = 4 * n; q1_3_float64 = 8 * n",
        reason="memory of one image",
    ),
    wrong(
        "Q1.3",
        "with the unit",
        "q1_3_uint8 = '47 MB'; q1_3_float32 = '188 MB'; q1_3_float64 = '376 MB'",
        reason="must be one number",
    ),
    right("Q1.4", "capital letter", "q1_4 = 'C'"),
    wrong("Q1.4", "changes the array", "q1_4 = 'a'", reason="do they change"),
    wrong("Q1.4", "black and white", "q1_4 = 'b'", reason="two shades"),
    wrong("Q1.4", "scales", "q1_4 = 'd'", reason="hold afterwards"),
    wrong("Q1.4", "a sentence", "q1_4 = 'grey shades'", reason="one letter"),
    right("Q1.5", "with a blank", "q1_5 = 'b '"),
    wrong("Q1.5", "size of the figure", "q1_5 = 'a'", reason="images grow"),
    wrong("Q1.5", "all images", "q1_5 = 'c'", reason="What does it run over"),
    wrong("Q1.5", "batch", "q1_5 = 'd'", reason="No batch"),
    wrong("Q1.5", "two letters", "q1_5 = 'bc'", reason="one letter"),
    right(
        "E1.2",
        "shuffled, then the first",
        samples(
            "c = images[labels == label]; return np.random.default_rng(seed).permutation(c)[:count]"
        ),
    ),
    right(
        "E1.2",
        "the older generator",
        samples(
            "return images[np.random.RandomState(seed).permutation(np.where(labels == label)[0])[:count]]"
        ),
    ),
    right(
        "E1.2",
        "a sample from the standard library",
        "import random\n"
        + samples(
            "return np.array(random.Random(seed).sample(list(images[labels == label]), count))"
        ),
    ),
    wrong(
        "E1.2",
        "images shuffled without their labels",
        samples(
            "c = np.flatnonzero(labels == label); np.random.default_rng(seed).shuffle(images); "
            "return images[c[:count]]"
        ),
        reason="`samples_of_class` changed an array",
    ),
    wrong(
        "E1.2",
        "always the same seed",
        samples("return np.random.default_rng(42).permutation(images[labels == label])[:count]"),
        reason="Four seeds give the same",
    ),
    wrong(
        "E1.2",
        "positions within the class used for the whole",
        samples(
            "return images[np.random.default_rng(seed).choice(np.sum(labels == label), count, "
            "replace=False)]"
        ),
        reason="another class",
    ),
    wrong(
        "E1.2", "first ones", samples("return images[labels == label][:count]"), reason="at random"
    ),
    wrong(
        "E1.2",
        "any class",
        samples(
            "return images[np.random.default_rng(seed).choice(len(images), count, replace=False)]"
        ),
        reason="another class",
    ),
    wrong(
        "E1.2",
        "with repetition",
        samples("return np.random.default_rng(seed).choice(images[labels == label], count)"),
        reason="comes twice",
    ),
    wrong(
        "E1.2",
        "the seed forgotten",
        samples("return np.random.default_rng().permutation(images[labels == label])[:count]"),
        reason="same seed gives other images",
    ),
    wrong(
        "E1.2",
        "positions for images",
        samples(
            "return np.random.default_rng(seed).choice(np.where(labels == label)[0], count, replace=False)"
        ),
        reason="array of shape",
    ),
    right(
        "E1.2",
        "a list of images",
        samples(
            "return [images[i] for i in np.random.default_rng(seed).choice("
            "np.flatnonzero(labels == label), count, replace=False)]"
        ),
    ),
    wrong(
        "E1.2",
        "one block from a random place",
        samples(
            "c = images[labels == label]; "
            "first = np.random.default_rng(seed).integers(len(c) - count + 1); "
            "return c[first:first + count]"
        ),
        reason="only the first of them is drawn at random",
    ),
    wrong(
        "E1.2",
        "one block that goes on at the start",
        samples(
            "c = np.flatnonzero(labels == label); "
            "return images[np.roll(c, np.random.default_rng(seed).integers(len(c)))[:count]]"
        ),
        reason="follow each other in the file",
    ),
    wrong(
        "E1.2",
        "equal steps from a random place",
        samples(
            "c = np.flatnonzero(labels == label); first = np.random.default_rng(seed).integers(len(c)); "
            "return images[c[(first + np.arange(count) * (len(c) // count)) % len(c)]]"
        ),
        reason="at equal steps",
    ),
    wrong(
        "E1.2",
        "from the first images of the class",
        samples(
            "c = images[labels == label][:2 * count]; "
            "return np.random.default_rng(seed).permutation(c)[:count]"
        ),
        reason="Some images of the class are never drawn",
    ),
    wrong(
        "E1.2",
        "as floats, which are drawn white",
        samples(
            "c = images[labels == label].astype(float); "
            "return np.random.default_rng(seed).permutation(c)[:count]"
        ),
        reason="keep their type",
    ),
    wrong("E1.2", "no return", samples("images[labels == label]"), reason="end it with `return`"),
    wrong(
        "E1.3",
        "counted in a type that is too small",
        counts("return np.array([np.sum(labels == k) for k in range(classes)], np.uint8)"),
        reason="entry k must be",
    ),
    right("E1.3", "a loop", counts("return [int((labels == k).sum()) for k in range(classes)]")),
    right(
        "E1.3", "one comparison", counts("return (labels[:, None] == np.arange(classes)).sum(0)")
    ),
    right(
        "E1.3",
        "a histogram with an edge for each class",
        counts("return np.histogram(labels, np.arange(classes + 1))[0]"),
    ),
    wrong(
        "E1.3",
        "a histogram of equal bins",
        counts("return np.histogram(labels, classes)[0]"),
        reason="entry k must be",
    ),
    wrong(
        "E1.3",
        "always ten",
        counts("return np.bincount(labels, minlength=10)"),
        reason="For 8 classes",
    ),
    wrong(
        "E1.3",
        "unique",
        counts("return np.unique(labels, return_counts=True)[1]"),
        reason="do not occur",
    ),
    wrong("E1.3", "no minimum length", counts("return np.bincount(labels)"), reason="do not occur"),
    wrong(
        "E1.3",
        "shares",
        counts("return np.bincount(labels, minlength=classes) / len(labels)"),
        reason="These are shares",
    ),
    wrong(
        "E1.3",
        "classes from 1",
        counts("return [np.sum(labels == k) for k in range(1, classes + 1)]"),
        reason="entry k must be",
    ),
    wrong(
        "E1.3",
        "the labels sorted on the way",
        counts("labels.sort(); return np.bincount(labels, minlength=classes)"),
        reason="`class_counts` changed an array",
    ),
    right(
        "E1.4",
        "a list of means",
        means("return [images[labels == k].mean(0) for k in range(classes)]"),
    ),
    wrong(
        "E1.4",
        "a generator of means",
        means("return (images[labels == k].mean(0) for k in range(classes))"),
        reason="and later cells need an array: make it one with `np.array(list(…))`",
    ),
    right(
        "E1.4",
        "sums divided by counts",
        means(
            "codes = np.eye(classes)[labels]; "
            "return np.tensordot(codes.T, images.astype(float), 1) / codes.sum(0)[:, None, None]"
        ),
    ),
    right(
        "E1.4",
        "float32",
        means(
            "return np.array([images[labels == k].astype('float32').mean(0) for k in range(classes)], 'float32')"
        ),
    ),
    wrong(
        "E1.4",
        "always ten classes",
        means(
            "return np.array([images[labels == k].sum(0) / max(1, (labels == k).sum()) for k in range(10)])"
        ),
        reason="For 3 classes",
    ),
    wrong(
        "E1.4",
        "sums that overflow",
        means(
            "return np.array([images[labels == k].sum(0, dtype=np.uint8) / (labels == k).sum() "
            "for k in range(classes)])"
        ),
        reason="Some means are not right",
    ),
    wrong(
        "E1.4",
        "median",
        means("return np.array([np.median(images[labels == k], 0) + 0.1 for k in range(classes)])"),
        reason="Some means are not right",
    ),
    wrong(
        "E1.4",
        "one number a class",
        means("return np.array([images[labels == k].mean() for k in range(classes)])"),
        reason="keep the pixels apart",
    ),
    wrong(
        "E1.4",
        "whole numbers",
        means(
            "return np.array([images[labels == k].mean(0) for k in range(classes)]).astype(np.uint8)"
        ),
        reason="lost their decimals",
    ),
    wrong(
        "E1.4",
        "scaled already",
        means("return np.array([images[labels == k].mean(0) / 255 for k in range(classes)])"),
        reason="Keep the unit",
    ),
    wrong(
        "E1.4",
        "mean of all images",
        means("return np.array([images.mean(0) for k in range(classes)])"),
        reason="Some means are not right",
    ),
    wrong(
        "E1.4",
        "the images scaled on the way",
        means(
            "images //= 2; return np.array([images[labels == k].mean(0) for k in range(classes)])"
        ),
        reason="`class_means` changed an array",
    ),
    right("E1.5", "loops and a filled diagonal", pairs()),
    right(
        "E1.5",
        "scipy, and a search",
        pairs(
            "from scipy.spatial.distance import cdist; p = means.reshape(len(means), -1); return cdist(p, p)",
            "return min((d, i, j) for (i, j), d in np.ndenumerate(distances) if i < j)[1:]",
        ),
    ),
    right(
        "E1.5",
        "by products of float32, and the smallest positive entry",
        pairs(
            "p = means.reshape(len(means), -1).astype('float32'); s = (p ** 2).sum(1); "
            "return np.sqrt(np.maximum(s[:, None] - 2 * p @ p.T + s, 0))",
            "return np.argwhere(distances == distances[distances > 0].min())[0]",
        ),
    ),
    right(
        "E1.5",
        "an array for the pair",
        pairs(
            nearest="i, j = np.triu_indices(len(distances), 1); k = distances[i, j].argmin(); "
            "return np.array([i[k], j[k]])"
        ),
    ),
    wrong(
        "E1.5",
        "the pair from np.where, each number in an array of its own",
        pairs(
            nearest="t = np.triu(distances) + np.tril(np.full(distances.shape, np.inf)); "
            "return np.where(t == t.min())"
        ),
        reason="an array of them has the shape (2,), yours has (2, 1)",
    ),
    wrong(
        "E1.5",
        "the pair as floats",
        pairs(nearest=GOOD_NEAREST.replace("tuple(sorted", "np.float64(sorted")),
        reason="must hold whole numbers",
    ),
    right("E1.5", "nested lists", pairs(GOOD_PAIRWISE + ".tolist()")),
    right(
        "E1.5",
        "a table of pandas",
        "import pandas as pd\n" + pairs(GOOD_PAIRWISE.replace("np.array(", "pd.DataFrame(")),
    ),
    wrong(
        "E1.5",
        "the table itself filled",
        pairs(
            nearest="np.fill_diagonal(distances, np.inf); "
            "return np.unravel_index(distances.argmin(), distances.shape)"
        ),
        reason="work on a copy",
    ),
    wrong(
        "E1.5",
        "one half",
        pairs(GOOD_PAIRWISE.replace("return ", "return np.triu(") + ")"),
        reason="both halves",
    ),
    wrong(
        "E1.5",
        "mean of the squares",
        pairs("p = means.reshape(len(means), -1); return np.sqrt(((p[:, None] - p) ** 2).mean(2))"),
        reason="term by term",
    ),
    wrong(
        "E1.5",
        "position among the positive entries",
        pairs(nearest="return distances[distances > 0].argmin()"),
        reason="two class numbers",
    ),
    wrong(
        "E1.5",
        "diagonal counted",
        pairs(nearest="return np.unravel_index(distances.argmin(), distances.shape)"),
        reason="leave the diagonal out",
    ),
    wrong(
        "E1.5",
        "larger number first",
        pairs(
            nearest="t = distances + 99 * np.eye(len(distances)); "
            "return sorted(np.unravel_index(t.argmin(), t.shape))[::-1]"
        ),
        reason="smaller number first",
    ),
    wrong(
        "E1.5",
        "farthest",
        pairs(nearest="return np.unravel_index(distances.argmax(), distances.shape)"),
        reason="farthest pair",
    ),
    wrong(
        "E1.5",
        "no square root",
        pairs("p = means.reshape(len(means), -1); return ((p[:, None] - p) ** 2).sum(2)"),
        reason="squared distances",
    ),
    wrong(
        "E1.5",
        "absolute differences",
        pairs("p = means.reshape(len(means), -1); return np.abs(p[:, None] - p).sum(2)"),
        reason="absolute differences",
    ),
    wrong(
        "E1.5",
        "distance of the mean brightness",
        pairs("m = means.mean((1, 2)); return np.abs(m[:, None] - m)"),
        reason="distances are not right",
    ),
    wrong(
        "E1.5",
        "the means set to zero, so that zeros would be right",
        pairs("means[:] = 0; return np.zeros((len(means), len(means)))"),
        reason="`pairwise_distances` changed an array",
    ),
    wrong(
        "E1.6",
        "a list of images",
        scale("return [(image / 255).astype('float32') for image in images]"),
        reason="What `scale` returns is a list",
    ),
    wrong(
        "E1.6",
        "a masked array",
        scale("return np.ma.masked_array(images / np.float32(255))"),
        reason="is a MaskedArray",
    ),
    right(
        "E1.6",
        "divided by a float, then converted",
        scale("return (images / 255.0).astype('float32')"),
    ),
    right("E1.6", "a NumPy scalar", scale("return images / np.float32(255)")),
    right("E1.6", "in place", scale("x = images.astype('float32'); x /= 255; return x")),
    right("E1.6", "multiplied", scale("return np.multiply(images, 1 / 255, dtype=np.float32)")),
    right(
        "E1.6", "converted by NumPy's type", scale("return np.float32(images) / np.float32(255.0)")
    ),
    wrong(
        "E1.6",
        "from the darkest to the brightest of the batch",
        scale("return ((images - images.min()) / (images.max() - images.min())).astype('float32')"),
        reason="depend on the other pixels",
    ),
    wrong(
        "E1.6",
        "standardised",
        scale("return ((images - images.mean()) / images.std()).astype('float32')"),
        reason="white must be 1",
    ),
    wrong("E1.6", "float64", scale("return images / 255"), reason="float64"),
    wrong("E1.6", "not scaled", scale("return images.astype('float32')"), reason="white must be 1"),
    wrong(
        "E1.6",
        "scaled twice",
        scale("return images.astype('float32') / 255 / 255"),
        reason="divided twice",
    ),
    wrong("E1.6", "integer division", scale("return images // 255"), reason="whole numbers"),
    wrong(
        "E1.6",
        "integer division, then float",
        scale("return (images // 255).astype('float32')"),
        reason="dropped the decimals",
    ),
    wrong(
        "E1.6",
        "by the largest of the batch",
        scale("return images.astype('float32') / images.max()"),
        reason="depend on the other pixels",
    ),
    wrong("E1.6", "by 256", scale("return images.astype('float32') / 256"), reason="white 1"),
    wrong(
        "E1.6",
        "from -1 to 1",
        scale("return images.astype('float32') / 127.5 - 1"),
        reason="black must be 0",
    ),
    wrong(
        "E1.6",
        "half precision",
        scale("return (images / 255).astype('float16')"),
        reason="make it float32",
    ),
    wrong(
        "E1.6",
        "flattened too",
        scale("return images.reshape(-1, 784).astype('float32') / 255"),
        reason="keeps the shape",
    ),
    right(
        "E1.7",
        "a table of pandas",
        "import pandas as pd\n"
        + one_hot("return pd.get_dummies(pd.Categorical(labels, categories=range(classes)))"),
    ),
    wrong(
        "E1.7",
        "words",
        one_hot("return np.eye(classes)[labels].astype(str)"),
        reason="must hold numbers",
    ),
    wrong(
        "E1.7",
        "scikit-learn's sparse matrix",
        "from sklearn.preprocessing import OneHotEncoder\n"
        + one_hot(
            "return OneHotEncoder(categories=[range(classes)]).fit_transform(labels[:, None])"
        ),
        reason="is a csr_matrix",
    ),
    right("E1.7", "comparison", one_hot("return labels[:, None] == np.arange(classes)")),
    right(
        "E1.7",
        "fill in",
        one_hot(
            "c = np.zeros((len(labels), classes)); c[np.arange(len(labels)), labels] = 1; return c"
        ),
    ),
    right(
        "E1.7",
        "lists",
        one_hot("return [[int(k == label) for k in range(classes)] for label in labels]"),
    ),
    right(
        "E1.7",
        "flat positions",
        one_hot(
            "c = np.zeros(len(labels) * classes); "
            "c[np.arange(len(labels)) * classes + labels] = 1; return c.reshape(-1, classes)"
        ),
    ),
    wrong(
        "E1.7",
        "whole columns",
        one_hot("c = np.zeros((len(labels), classes)); c[:, labels] = 1; return c"),
        reason="exactly one 1",
    ),
    wrong(
        "E1.7",
        "compared without a new axis",
        one_hot("return (labels == np.arange(classes)).astype(int)"),
        reason="raised",
    ),
    wrong(
        "E1.7",
        "as many as occur",
        one_hot("return np.eye(labels.max() + 1)[labels]"),
        reason="do not occur",
    ),
    wrong("E1.7", "always ten", one_hot("return np.eye(10)[labels]"), reason="expected (8, 6)"),
    wrong("E1.7", "transposed", one_hot("return np.eye(classes)[labels].T"), reason="not a column"),
    wrong(
        "E1.7",
        "counted from 1",
        one_hot("return np.eye(classes)[labels - 1]"),
        reason="counted from 0",
    ),
    wrong(
        "E1.7",
        "thermometer",
        one_hot("return (np.arange(classes) <= labels[:, None]) * 1"),
        reason="exactly one 1",
    ),
    wrong(
        "E1.7",
        "labels for ones",
        one_hot("return np.eye(classes)[labels] * 2"),
        reason="values 0 and 1",
    ),
    wrong(
        "E1.7",
        "the labels set to zero, so that the first column would be right",
        one_hot("labels[:] = 0; return np.eye(classes)[labels]"),
        reason="`one_hot` changed an array",
    ),
    right("E1.8", "fixed sizes", reshape()),
    right(
        "E1.8",
        "each image alone",
        reshape("np.array([x.ravel() for x in images])", "images.reshape(-1, 28, 28, 1)"),
    ),
    right(
        "E1.8",
        "a list of vectors, and a stack on a new axis",
        reshape("[x.flatten() for x in images]", "np.stack([images], axis=-1)"),
    ),
    wrong(
        "E1.8",
        "a matrix",
        reshape("np.asmatrix(images.reshape(len(images), -1))"),
        reason="is a matrix",
    ),
    wrong("E1.8", "text", reshape("images.reshape(-1, 784).astype(str)"), reason="hold numbers"),
    wrong(
        "E1.8",
        "Fortran's order",
        reshape("images.reshape(len(images), -1, order='F')"),
        reason="columns",
    ),
    wrong(
        "E1.8", "three channels", reshape(channel="np.stack([images] * 3, -1)"), reason="any number"
    ),
    wrong(
        "E1.8",
        "columns first",
        reshape("images.transpose(0, 2, 1).reshape(-1, 784)"),
        reason="columns",
    ),
    wrong("E1.8", "all in one", reshape("images.reshape(-1)"), reason="come out with shape"),
    wrong("E1.8", "pixels first", reshape("images.reshape(784, -1).T"), reason="right order"),
    wrong(
        "E1.8",
        "images mixed",
        reshape("images.transpose(1, 2, 0).reshape(-1, 784)"),
        reason="right order",
    ),
    wrong(
        "E1.8", "channel first", reshape(channel="images[:, None]"), reason="come out with shape"
    ),
    wrong(
        "E1.8",
        "transposed",
        reshape(channel="images.T.T.transpose(0, 2, 1)[..., None]"),
        reason="transposed",
    ),
    wrong(
        "E1.8",
        "images mixed by the channel",
        reshape(channel="np.moveaxis(images, 0, -1).reshape(-1, 28, 28, 1)"),
        reason="changed their places",
    ),
    wrong("E1.8", "a fixed number", reshape("images.reshape(3, 784)"), reason="raised"),
    right(
        "E1.9",
        "by matrix product",
        nearest_mean(
            "x, m = images.reshape(len(images), -1), means.reshape(len(means), -1); "
            "return ((m ** 2).sum(1) - 2 * x @ m.T).argmin(1)"
        ),
    ),
    right(
        "E1.9",
        "as floats",
        nearest_mean(
            "return np.argmin([((images - m) ** 2).sum((1, 2)) for m in means], 0).astype(float)"
        ),
    ),
    wrong(
        "E1.9",
        "ten passes, typed",
        nearest_mean(
            "return np.argmin([((images - means[k]) ** 2).sum((1, 2)) for k in range(10)], 0)"
        ),
        reason="It works with 10 means. With 4 means it raised IndexError",
    ),
    wrong(
        "E1.9",
        "ten means, typed",
        nearest_mean(
            "m = means.reshape(10, -1); x = images.reshape(len(images), -1); "
            "return ((m ** 2).sum(1) - 2 * x @ m.T).argmin(1)"
        ),
        reason="Take the number of means from `means` itself",
    ),
    wrong(
        "E1.9",
        "a table of ten distances, typed",
        nearest_mean(
            "t = np.zeros((len(images), 10))\n"
            "    for k, m in enumerate(means): t[:, k] = ((images - m) ** 2).sum((1, 2))\n"
            "    return t.argmin(1)"
        ),
        reason="With 4 means it answers with class 4",
    ),
    right(
        "E1.9",
        "a list, image by image",
        nearest_mean(
            "return [int(np.linalg.norm(means - x, axis=(1, 2)).argmin()) for x in images]"
        ),
    ),
    right(
        "E1.9",
        "the nearest neighbour among the means",
        "from sklearn.neighbors import KNeighborsClassifier\n"
        + nearest_mean(
            "k = KNeighborsClassifier(1).fit(means.reshape(len(means), -1), range(len(means))); "
            "return k.predict(images.reshape(len(images), -1))"
        ),
    ),
    wrong(
        "E1.9",
        "brightness only",
        nearest_mean("return np.argmin([np.abs((images - m).sum((1, 2))) for m in means], 0)"),
        reason="distance of section 3",
    ),
    wrong(
        "E1.9",
        "the distance for the class",
        nearest_mean("return np.min([((images - m) ** 2).sum((1, 2)) for m in means], 0)"),
        reason="nearest mean",
    ),
    wrong(
        "E1.9",
        "farthest",
        nearest_mean("return np.argmax([((images - m) ** 2).sum((1, 2)) for m in means], 0)"),
        reason="farthest mean",
    ),
    wrong(
        "E1.9",
        "largest product",
        nearest_mean("return np.tensordot(images, means, ((1, 2), (1, 2))).argmax(1)"),
        reason="nearest mean",
    ),
    wrong(
        "E1.9",
        "absolute differences",
        nearest_mean("return np.argmin([np.abs(images - m).sum((1, 2)) for m in means], 0)"),
        reason="distance of section 3",
    ),
    wrong(
        "E1.9",
        "wrong axis",
        nearest_mean("return np.argmin([((images - m) ** 2).sum((1, 2)) for m in means], 1)"),
        reason="one class for each image",
    ),
    wrong(
        "E1.9",
        "the means set to zero",
        nearest_mean("means[:] = 0; return np.zeros(len(images), int)"),
        reason="`nearest_mean_predict` changed an array",
    ),
    wrong(
        "E1.10",
        "without C",
        logistic("return model.set_params(C=1.0).fit(X, train_labels).predict(T)"),
        reason="as another regression does: write `LogisticRegression(C=0.03",
    ),
    wrong(
        "E1.10",
        "C ten times too large",
        logistic("return model.set_params(C=0.3).fit(X, train_labels).predict(T)"),
        reason="as another regression does",
    ),
    wrong(
        "E1.10",
        "scaled a second time",
        logistic("return model.fit(X / 255, train_labels).predict(T / 255)"),
        reason="easy to tell apart",
    ),
    right(
        "E1.10",
        "another solver",
        logistic("return model.set_params(solver='newton-cg').fit(X, train_labels).predict(T)"),
    ),
    right("E1.10", "in one line", logistic("return model.fit(X, train_labels).predict(T)")),
    right(
        "E1.10",
        "by the probabilities",
        logistic(
            "model.fit(X, train_labels); return model.classes_[model.predict_proba(T).argmax(1)]"
        ),
    ),
    right(
        "E1.10",
        "with the functions written before",
        "from sklearn.linear_model import LogisticRegression\n"
        "def logistic_predict(train_images, train_labels, test_images):\n"
        "    model = LogisticRegression(C=0.03, max_iter=300).fit(flatten(train_images), train_labels)\n"
        "    return model.predict(flatten(test_images)).tolist()\n",
    ),
    wrong(
        "E1.10",
        "the notebook's arrays for those it is given",
        logistic("return model.fit(x_mnist[:200].reshape(200, -1), y_mnist[:200]).predict(T)"),
        reason="do not occur",
    ),
    wrong(
        "E1.10",
        "the accuracy",
        logistic("return model.fit(X, train_labels).score(X, train_labels)"),
        reason="one label for each test",
    ),
    wrong(
        "E1.10",
        "probabilities",
        logistic("return model.fit(X, train_labels).predict_proba(T)"),
        reason="These are probabilities",
    ),
    wrong(
        "E1.10",
        "positions of the classes",
        logistic("return model.fit(X, train_labels).predict_proba(T).argmax(1)"),
        reason="do not occur",
    ),
    wrong(
        "E1.10",
        "on the training images",
        logistic("return model.fit(X, train_labels).predict(X)"),
        reason="each test",
    ),
    wrong(
        "E1.10",
        "the model",
        logistic("return model.fit(X, train_labels)"),
        reason="one label for each test",
    ),
    wrong(
        "E1.10",
        "labels shuffled",
        logistic("return model.fit(X, np.roll(train_labels, 1)).predict(T)"),
        reason="easy to tell apart",
    ),
    right(
        "E1.11", "a permutation, and answers as a list", run(mnist=f"{predicted('mnist')}.tolist()")
    ),
    right(
        "E1.11",
        "positions from the standard library",
        "import random\n" + run("random.Random(seed).sample(range(60_000), train_size)"),
    ),
    right(
        "E1.11",
        "a pipeline that scales, written anew",
        f"""
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
chosen = {RANDOM}
def answers(x, y, x_test):
    model = make_pipeline(FunctionTransformer(lambda a: a.reshape(-1, 784) / 255),
                          LogisticRegression(C=0.03, max_iter=300))
    return model.fit(x[chosen], y[chosen]).predict(x_test)
predicted_mnist = answers(x_mnist, y_mnist, x_mnist_test)
predicted_fashion = answers(x_fashion, y_fashion, x_fashion_test)
""",
    ),
    wrong(
        "E1.11",
        "every sixth",
        run("np.arange(60_000)[:: 60_000 // train_size][:train_size]"),
        reason="equal steps",
    ),
    wrong(
        "E1.11",
        "a mask for positions",
        run(
            "np.random.default_rng(seed).random(60_000) < train_size / 60_000",
            "y_mnist_test",
            "y_fashion_test",
        ),
        reason="one position an image",
    ),
    wrong(
        "E1.11",
        "the datasets exchanged",
        run(mnist=predicted("fashion"), fashion=predicted("mnist")),
        reason="this dataset",
    ),
    wrong(
        "E1.11",
        "labels of other positions",
        run(mnist=predicted("mnist").replace("y_mnist[chosen]", "y_mnist[:train_size]")),
        reason="and their labels",
    ),
    wrong(
        "E1.11",
        "the test labels, some of them replaced",
        run(mnist=nearly("y_mnist_test"), fashion=nearly("y_fashion_test")),
        reason="makes other mistakes",
    ),
    wrong(
        "E1.11",
        "the mistakes of one dataset, the labels of the other",
        run(fashion=nearly("y_fashion_test")),
        reason="`predicted_fashion` makes other mistakes",
    ),
    wrong("E1.11", "the first ones", run("np.arange(train_size)"), reason="simply the first"),
    wrong(
        "E1.11",
        "with repetition",
        run("np.random.default_rng(seed).choice(60_000 // 60, train_size)"),
        reason="chosen twice",
    ),
    wrong(
        "E1.11",
        "too few",
        run("np.random.default_rng(seed).permutation(60_000)[:100]"),
        reason="one position an image",
    ),
    wrong(
        "E1.11",
        "images for positions",
        run("x_mnist[:train_size]", "y_mnist_test", "y_fashion_test"),
        reason="one position an image",
    ),
    wrong("E1.11", "accuracy for predictions", run(mnist="0.9"), reason="one label a test image"),
    wrong(
        "E1.11",
        "the test labels themselves",
        run(mnist="y_mnist_test"),
        reason="seen the test labels",
    ),
]
