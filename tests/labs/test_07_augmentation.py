"""Graded tests of lab 07."""

from __future__ import annotations

import functools
import itertools
import math
import types

import numpy as np

from helpers import fashion_cnn
from helpers.graded.answers import curves_of, given_copies, number, scalar
from helpers.graded.bars import required_bar
from helpers.graded.evaluation import accuracy, course_images, cross_entropy, predict, share_right
from helpers.graded.figures import Panel, panels
from helpers.graded.namespace import Namespace
from helpers.graded.tests import exercise, fresh_rng, measured

VARIANTS = ("rotation", "zoom", "flip", "all three")


NETWORKS = {
    "lab 05": "cnn",
    "augmented, from scratch": "cnn_augmented",
    "lab 05, continued with": "continued_with",
    "lab 05, continued without": "continued_without",
}
VALIDATION_START = 48_000


course_part = functools.partial(course_images, "fashion-mnist", shape=(28, 28, 1))


def share_validated(nb: Namespace, model) -> float:
    """Share of the notebook's validation images, as the course has them, that the model gets right."""
    stop = VALIDATION_START + int(number(nb.val_size, "`val_size`"))
    return share_right(model, *course_part("training", VALIDATION_START, stop))


def same_weights(first, second) -> bool:
    """Whether two networks have the same weights."""
    a, b = first.get_weights(), second.get_weights()
    return len(a) == len(b) and all(map(np.array_equal, a, b))


def sequence(value: object, count: int, what: str) -> list:
    """`value` as a list of `count` entries; `what` says what is asked for."""
    is_right = isinstance(value, list | tuple | np.ndarray) and len(value) == count
    assert is_right, f"Give {what}."
    return list(value)


def drawn(layer: object, name: str, image: np.ndarray, count: int) -> np.ndarray:
    """`count` variants of `image`, shape (28, 28), out of `layer`: shape (count, 28, 28)."""
    is_layer = callable(layer) and not isinstance(layer, types.FunctionType | type)
    assert is_layer, (
        f"`{name}` must be a layer, such as `layers.RandomFlip(...)`: it becomes part of a network."
    )
    batch = np.repeat(image[None, ..., None], count, axis=0).astype("float32")
    result = np.asarray(layer(batch, training=True))
    assert result.shape == batch.shape, (
        f"`{name}` made the shape {result.shape} out of {batch.shape}. It must keep the size of an image."
    )
    return result[..., 0].astype("float64")


def moments(pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Angle of the long axis in degrees, and the extent along it in pixels, of a bright bar in each picture."""
    rows, columns = np.mgrid[:28, :28] - 13.5
    mass = pictures.sum(axis=(1, 2))

    def mean(values: np.ndarray) -> np.ndarray:
        return (pictures * values).sum(axis=(1, 2)) / mass

    cx, cy = mean(columns), mean(rows)
    xx, yy, xy = (
        mean(columns**2) - cx**2,
        mean(rows**2) - cy**2,
        mean(columns * rows) - cx * cy,
    )
    angle = np.degrees(np.arctan2(2 * xy, xx - yy) / 2)
    longest = (xx + yy + np.hypot(xx - yy, 2 * xy)) / 2
    return angle, np.sqrt(12 * longest)


def bar_picture() -> np.ndarray:
    """A horizontal bar, 16 pixels long and 4 high, in the middle of a black picture."""
    picture = np.zeros((28, 28))
    picture[12:16, 6:22] = 1
    return picture


def assert_filled_with_black(layer: object, name: str) -> None:
    white = drawn(layer, name, np.ones((28, 28)), 60)
    corners = white[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert corners.min() < 0.2, (
        f"The empty corners that `{name}` leaves are not black. See its arguments `fill_mode` and `fill_value`."
    )


def assert_sharp(layer: object, name: str) -> None:
    pictures = drawn(layer, name, bar_picture(), 60)
    assert np.mean((pictures > 0.05) & (pictures < 0.95)) < 1e-3, (
        f"`{name}` blurs: it mixes neighbouring pixels. Which argument takes the nearest one?"
    )


@exercise("E7.1", points=0.5)
def test_rotation_turns_by_up_to_ten_degrees(nb: Namespace):
    "`rotation` turns by up to 10 degrees either way, on black."
    rotation = nb.rotation
    angles, lengths = moments(drawn(rotation, "rotation", bar_picture(), 300))
    assert np.ptp(lengths) < 1.5, (
        "`rotation` also changes the size, or distorts. It must only turn."
    )
    largest = np.abs(angles).max()
    assert largest > 0.2, "`rotation` leaves the images as they are."
    assert largest < 11, (
        f"`rotation` turns by {largest:.0f} degrees or more. In which unit is the layer's factor?"
    )
    assert largest > 8.5, (
        f"In 300 draws `rotation` turned by {largest:.1f} degrees at most. In which unit is the layer's factor?"
    )
    assert angles.min() < -5 < 5 < angles.max(), "`rotation` must turn both ways."
    assert_filled_with_black(rotation, "rotation")
    assert_sharp(rotation, "rotation")


@exercise("E7.1", points=0.5)
def test_zoom_resizes_by_up_to_ten_percent(nb: Namespace):
    "`zoom` makes images up to 10 % larger or smaller, on black."
    zoom = nb.zoom
    angles, lengths = moments(drawn(zoom, "zoom", bar_picture(), 300))
    assert np.abs(angles).max() < 1, "`zoom` also turns the images. It must only resize them."
    scale = lengths / moments(bar_picture()[None])[1]
    assert np.ptp(scale) > 0.01, "`zoom` leaves the images as they are."
    assert scale.min() < 0.97 < 1.03 < scale.max(), (
        "`zoom` must go both ways: some images larger, some smaller."
    )
    assert 0.87 < scale.min() < scale.max() < 1.15, (
        f"`zoom` changes sizes by a factor of {scale.min():.2f} to {scale.max():.2f}: that is too much."
    )
    assert scale.min() < 0.94 < 1.07 < scale.max(), (
        f"`zoom` changes sizes by a factor of {scale.min():.2f} to {scale.max():.2f} only."
    )
    assert_filled_with_black(zoom, "zoom")
    assert_sharp(zoom, "zoom")


@exercise("E7.1", points=0.5)
def test_flip_mirrors_left_and_right(nb: Namespace):
    "`flip` mirrors half of the images, left to right."
    picture = np.zeros((28, 28))
    picture[3:8, 3:12] = 1
    pictures = drawn(nb.flip, "flip", picture, 200)
    assert np.allclose(pictures[:, 14:].max(), 0), (
        "`flip` turns some images upside down. Nobody wears garments that way: which mode is for left and right?"
    )
    mirrored = np.array([np.allclose(p, picture[:, ::-1], atol=1e-4) for p in pictures])
    same = np.array([np.allclose(p, picture, atol=1e-4) for p in pictures])
    assert (mirrored | same).all(), "`flip` must only mirror; here it changes the images otherwise."
    assert mirrored.any(), "`flip` leaves the images as they are."
    assert 0.25 < mirrored.mean() < 0.75, "`flip` must mirror about half of the images."


def coded_images(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images whose brightness says which they are: image i is a block of value (i + 1) / (count + 1)."""
    x = np.zeros((count, 28, 28, 1), "float32")
    x[:, 8:20, 5:18] = (np.arange(1, count + 1, dtype="float32") / (count + 1)).reshape(-1, 1, 1, 1)
    return x, (np.arange(count) % 10).astype("int32")


def collected(data: object, count: int) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Images, labels and sizes of all batches; reading stops soon after `count` images."""
    try:
        batches = iter(data)
    except TypeError as error:
        raise AssertionError(
            f"`batches` returned a {type(data).__name__}; return the dataset."
        ) from error
    parts = []
    for part in itertools.islice(batches, count + 1):
        is_pair = isinstance(part, list | tuple) and len(part) == 2
        assert is_pair, "Each batch must be a pair: images, labels."
        parts.append([np.asarray(p) for p in part])
    assert parts, "`batches` gave no batch, or none in a second pass: return the dataset itself."
    for x, y in parts:
        assert (x.ndim, y.ndim) == (4, 1), (
            f"A batch has images of shape {x.shape} and labels of shape {y.shape}. Expected were (n, 28, 28, 1) "
            "and (n,): are the images batched, and once only?"
        )
    x, y = (np.concatenate(values) for values in zip(*parts, strict=True))
    return x, y, [len(part[1]) for part in parts]


def identity(x: np.ndarray, count: int) -> np.ndarray:
    """Which of `coded_images` each image is, read from the brightness in its middle."""
    return np.rint(x[:, 13:15, 13:15, 0].mean(axis=(1, 2)) * (count + 1)).astype(int) - 1


def course_augment() -> object:
    """A transform of the course's own: it mirrors images at random and shifts none."""
    import keras

    return keras.layers.RandomFlip("horizontal")


@exercise("E7.2", points=0.5)
def test_images_for_validation_stay_as_they_are(nb: Namespace):
    "With `training=False`, images and labels come in order and unchanged."
    batches = nb.batches
    x, y = coded_images(50)
    data = given_copies(batches, x, y, 20, False, course_augment())
    collected(data, 50)
    got_x, got_y, sizes = collected(data, 50)  # `fit` reads validation images once in every epoch
    assert len(got_x) == 50, f"50 images went in, {len(got_x)} came out in the second pass."
    assert max(sizes) == 20, f"Asked for batches of 20, it gave batches of {max(sizes)}."
    assert np.array_equal(identity(got_x, 50), np.arange(50)), (
        "With `training=False` the images must come in their own order."
    )
    assert np.allclose(got_x, x, atol=1e-6), (
        "With `training=False` images are changed. Validation and test images must stay as they are."
    )
    assert np.array_equal(got_y, y), "With `training=False` the labels no longer fit the images."


@exercise("E7.2", points=0.5)
def test_training_images_come_in_random_order(nb: Namespace):
    "With `training=True` every image comes once, with its label, in another order at each pass."
    batches = nb.batches
    x, y = coded_images(50)
    data = given_copies(batches, x, y, 20, True)
    orders = []
    for _ in range(2):
        got_x, got_y, sizes = collected(data, 50)
        assert len(got_x) == 50, f"50 images went in, {len(got_x)} came out."
        assert max(sizes) == 20, f"Asked for batches of 20, it gave batches of {max(sizes)}."
        order = identity(got_x, 50)
        assert np.array_equal(np.sort(order), np.arange(50)), "Every image must come exactly once."
        assert np.array_equal(got_y, y[order]), "The labels no longer fit the images."
        assert np.allclose(got_x, x[order], atol=1e-6), (
            "Without an `augment` the images must stay unchanged, also in training."
        )
        orders.append(order)
    assert not np.array_equal(orders[0], np.arange(50)), (
        "With `training=True` the images come in their own order; they must be shuffled."
    )
    assert np.mean(np.diff(orders[0]) == 1) < 0.5, (
        "Whole batches change places, unchanged inside. Must one shuffle before or after making batches?"
    )
    assert len(set(orders[0][:20]) - set(range(20))) > 2, (
        "Images only change places within a batch. Must one shuffle before or after making batches?"
    )
    assert not np.array_equal(*orders), "The second pass has the same order as the first."
    assert_any_image_may_come_first(batches)


def assert_any_image_may_come_first(batches) -> None:
    """The first of many images do not all come from the beginning, as with a small shuffle buffer."""
    count = 2400
    x, y = np.zeros((count, 28, 28, 1), "float32"), np.arange(count, dtype="int32")
    _, first = next(iter(given_copies(batches, x, y, 50, True)))
    assert np.max(np.asarray(first)) >= count // 2, (
        f"Of {count:,} images, those of the first half come first. From how many images does the shuffle draw?"
    )


@exercise("E7.2", points=1)
def test_training_images_are_augmented(nb: Namespace):
    "With `training=True` each image goes through `augment`, with a new draw at each pass."
    batches = nb.batches
    x, y = coded_images(200)
    data = given_copies(batches, x, y, 50, True, course_augment())
    passes = []
    for _ in range(2):
        got_x, got_y, _ = collected(data, 200)
        order = identity(got_x, 200)
        assert np.array_equal(np.sort(order), np.arange(200)), "Every image must come exactly once."
        assert np.array_equal(got_y, y[order]), "The labels no longer fit the images."
        passes.append((got_x[:, 13, 5:8, 0].max(axis=1) == 0)[np.argsort(order)])
    share = passes[0].mean()
    assert share > 0, (
        "With `training=True` and an `augment`, the images come out unchanged. Is it called, and in training mode?"
    )
    assert 0.2 < share < 0.8, (
        f"{share:.0%} of the images went through the transform in a way that one draw for each image cannot give."
    )
    assert not np.array_equal(*passes), (
        "The second pass shows the same variants as the first. When must the random draw be made?"
    )


@exercise("E7.3", points=1)
def test_augmented_network_is_trained(nb: Namespace):
    "`cnn_augmented` is a network of its own, trained from the start for `epochs` epochs."
    model, curves = nb.cnn_augmented, nb.augmented_history
    assert hasattr(model, "count_params"), "`cnn_augmented` must be a Keras network."
    assert not same_weights(model, nb.cnn), (
        "`cnn_augmented` is lab 05's network itself. Build a fresh one, and train that."
    )
    assert model.count_params() - 225_034 in range(-20, 20), (
        "`cnn_augmented` is not the network of lab 05. `fashion_cnn` builds that."
    )
    curves_of(curves, nb.epochs)
    images = min(int(number(nb.train_size, "`train_size`")), VALIDATION_START)
    updates, per_epoch = int(model.optimizer.iterations), math.ceil(images / nb.batch_size)
    assert updates == nb.epochs * per_epoch, (
        f"The network has made {updates:,} updates; {nb.epochs} epochs of the training part in batches of "
        f"{nb.batch_size} make {nb.epochs * per_epoch:,}. Was it trained before, or in other batches?"
    )
    if updates >= 1000:  # at reduced settings it has hardly begun
        share = share_right(model, *course_part("test", 0, 1000))
        assert share > 0.7, (
            f"After {updates:,} updates the network gets {share:.0%} of new images right. Do images and labels "
            "belong together in your `batches`?"
        )


@exercise("E7.3", points=0.5)
def test_augmented_network_is_validated_on_plain_images(nb: Namespace):
    "`augmented_history` was validated on the unchanged validation part."
    curves = curves_of(nb.augmented_history, nb.epochs)
    share = share_validated(nb, nb.cnn_augmented)
    assert math.isclose(curves["val_accuracy"][-1], share, abs_tol=5e-4), (
        "The last `val_accuracy` is not the network's accuracy on the plain validation part. "
        "Which images did `fit` validate on, and has the network been trained since?"
    )


@exercise("E7.3", points=0.5, full_training=True)
def test_augmented_network_reaches_its_bar(nb: Namespace):
    "`cnn_augmented` was trained on augmented images and reaches the test accuracy that nearly every seed gives."
    model, lowest = nb.cnn_augmented, required_bar("07/from_scratch_test_accuracy")
    # On plain images, with all units on. Measured with one seed: 0.940 after ten epochs without augmentation;
    # with it 0.890, 0.898 and 0.905 after six, seven and eight.
    seen = course_part("training", 0, 4000)
    gap = share_right(model, *seen) - share_right(nb.cnn, *seen)
    assert gap < -0.01, (
        "The network knows its training images as well as the one without augmentation. Did they go through "
        "`augment`?"
    )
    share = share_right(model, *course_part("test"))
    measured("07/from_scratch_test_accuracy", share)
    assert share >= lowest, (
        "On images that it has not seen, this network is not as good as it is with nearly every seed. "
        "Check the epochs, the batch size, and whether your `augment` is too strong."
    )


@exercise("Q7.2", points=0.5)
def test_accuracy_on_plain_training_images(nb: Namespace):
    "The accuracy on training images that no transform has touched, in percent."
    answer = number(nb.q7_2)
    stop = min(10_000, int(number(nb.train_size, "`train_size`")))
    share = share_right(nb.cnn_augmented, *course_part("training", 0, stop))
    if math.isclose(answer, 100 * share, abs_tol=0.02):
        return
    assert not math.isclose(answer, share, abs_tol=2e-4), "Give it in percent, not as a share."
    reported = 100 * curves_of(nb.augmented_history, nb.epochs)["accuracy"][-1]
    assert not math.isclose(answer, reported, abs_tol=0.02), (
        "That is what `fit` reported. Measure it now, on images that no transform has changed."
    )
    assert not math.isclose(answer, 100 * share_validated(nb, nb.cnn_augmented), abs_tol=0.02), (
        "That is the accuracy on the validation images. Which images are asked for?"
    )
    raise AssertionError(
        "Not yet. `evaluate` gives the loss, then the accuracy. Is it `cnn_augmented`, and are the images the "
        "first 10,000 of `x_train`?"
    )


@exercise("E7.4", points=1.5)
def test_training_continues_on_a_copy(nb: Namespace):
    "`continue_training` trains a second network from the first one's weights, and leaves the first alone."
    continue_training = nb.continue_training
    original = fashion_cnn.build(7)
    x, y = coded_images(40)
    validation = x[::-2], (y[::-2] + 1) % 10
    before = [w.copy() for w in original.get_weights()]
    loss_before = cross_entropy(predict(original, x), y)

    import tensorflow as tf

    data, validation_data = (
        tf.data.Dataset.from_tensor_slices(part).batch(20) for part in ((x, y), validation)
    )
    rate = 2e-4
    result = continue_training(original, data, 2, validation_data, rate)
    is_pair = isinstance(result, list | tuple) and len(result) == 2
    assert is_pair, "Return two things: the second network, and its curves."
    copy, curves = result
    untouched = all(
        np.array_equal(a, b) for a, b in zip(before, original.get_weights(), strict=True)
    )
    is_second = copy is not original
    assert untouched & is_second, (
        "The network it was given has changed. Train a second one, with the same weights."
    )
    assert hasattr(copy, "get_weights"), "The first thing returned must be the second network."
    curves_of(curves, 2)
    # Adam moves a weight by about its learning rate an update; four updates were made.
    after = copy.get_weights()
    assert [w.shape for w in after] == [w.shape for w in before], (
        "The second network must have the layers of the first."
    )
    moved = max(float(np.abs(a - b).max()) for a, b in zip(before, after, strict=True))
    assert moved > 1e-5, "The second network has the weights of the first: it was not trained."
    assert moved < 0.02, (
        "The second network did not start from the weights of the first one. How does it get them?"
    )
    assert moved < 5 * rate, (
        "The second network was trained in larger steps than it was asked for. Where does `learning_rate` go?"
    )
    updates = int(copy.optimizer.iterations)
    assert updates == 4, (
        f"The second network has made {updates} updates; two epochs of two batches make 4."
    )
    assert cross_entropy(predict(copy, x), y) < loss_before, (
        "The second network is no better on the images it was to be trained on. Which data does `fit` get?"
    )
    outputs = predict(copy, validation[0])
    same = math.isclose(curves["val_loss"][-1], cross_entropy(outputs, validation[1]), rel_tol=2e-3)
    same = same and math.isclose(
        curves["val_accuracy"][-1], accuracy(outputs, validation[1]), abs_tol=1e-3
    )
    assert same, (
        "The curves do not end with what the second network gives on `validation_data`. Which images did `fit` "
        "validate on?"
    )
    assert_takes_a_plan(continue_training, original, data, validation_data)


def assert_takes_a_plan(continue_training, original, data, validation_data) -> None:
    """The learning rate may be a plan, as the next cell of the notebook has it."""
    import keras

    plan = keras.optimizers.schedules.CosineDecay(2e-4, decay_steps=2)
    try:
        copy, _ = continue_training(original, data, 1, validation_data, plan)
    except Exception as error:
        raise AssertionError(
            "With a number as the learning rate it works; with a plan, such as the `falling` of the next cell, it "
            f"raised {type(error).__name__}. Assign `learning_rate` to `optimizer.learning_rate` as it is."
        ) from error
    moved = max(
        float(np.abs(a - b).max())
        for a, b in zip(copy.get_weights(), original.get_weights(), strict=True)
    )
    assert 1e-5 < moved < 1e-3, (
        "With a plan of learning rates it was not trained in the steps of the plan. Where does `learning_rate` go?"
    )


def continued(nb: Namespace) -> tuple:
    """The two continued networks, once they differ from each other and from the one they began as."""
    networks = nb.continued_with, nb.continued_without
    for name, model, other in zip(
        ("continued_with", "continued_without"), networks, networks[::-1], strict=True
    ):
        alike = same_weights(model, nb.cnn) or same_weights(model, other)
        assert not alike, (
            f"`{name}` is not a network of its own, trained further. Run the cells of section 4 again, from your "
            "`continue_training` on."
        )
    return networks


@exercise("Q7.3", points=1)
def test_gain_at_equal_budget(nb: Namespace):
    "The gain in validation accuracy at equal budget, in percentage points."
    answer = number(nb.q7_3)
    with_, without = (100 * h["val_accuracy"][-1] for h in (nb.with_history, nb.without_history))
    for name, model, last in zip(("with", "without"), continued(nb), (with_, without), strict=True):
        assert math.isclose(last, 100 * share_validated(nb, model), abs_tol=0.05), (
            f"`{name}_history` does not end with the validation accuracy of `continued_{name}`. Run the cells of "
            "section 4 again, from your `continue_training` on."
        )
    past = 100 * nb.history["val_accuracy"][-1]
    gain = with_ - without
    if math.isclose(answer, gain, abs_tol=0.006):
        return
    assert not math.isclose(answer, with_ - past, abs_tol=0.006), (
        "That compares the network with its own past, which had fewer epochs. Which network had the same budget?"
    )
    assert not math.isclose(answer, -gain, abs_tol=0.006), "Check the sign: ahead is positive."
    assert not math.isclose(answer, gain / 100, abs_tol=6e-5), (
        "Give percentage points, not a share."
    )
    raise AssertionError(
        "Not yet. Take the last validation accuracy of the two continued networks, and their difference."
    )


@exercise("E7.5", points=1.5)
def test_gain_comes_with_its_noise(nb: Namespace):
    "`gain_with_noise` returns the mean of paired differences and its standard error."
    gain_with_noise = nb.gain_with_noise
    rng = fresh_rng()
    for n in (3, 10, 400):
        before = rng.normal(0.8, 0.05, n)
        after = before + rng.normal(0.03, 0.01, n)
        result = gain_with_noise(list(after), list(before))
        gain, error = (
            scalar(value, "Each of the two")
            for value in sequence(result, 2, "two things: the gain and its standard error")
        )
        d = after - before
        assert not math.isclose(gain, -d.mean(), rel_tol=1e-6), (
            "The gain has the wrong sign: it is after minus before."
        )
        assert math.isclose(gain, d.mean(), rel_tol=1e-6), (
            "The first value is not the mean of the differences, in the unit of the results."
        )
        assert not math.isclose(error, d.std(ddof=1), rel_tol=1e-6), (
            "That is the standard deviation of single differences. The mean of n of them is more certain."
        )
        assert not math.isclose(error, d.std() / math.sqrt(n), rel_tol=1e-6), (
            "Nearly: the standard deviation of a sample has n - 1 in its denominator."
        )
        unpaired = math.sqrt((after.var(ddof=1) + before.var(ddof=1)) / n)
        assert not math.isclose(error, unpaired, rel_tol=1e-6), (
            "That treats the two sequences as unrelated. They come in pairs: what varies is the difference."
        )
        assert math.isclose(error, d.std(ddof=1) / math.sqrt(n), rel_tol=1e-6), (
            "The second value is not the standard error of the mean difference."
        )
    gain, error = gain_with_noise(np.array([True, True, False]), np.array([False, True, False]))
    assert np.allclose((gain, error), 1 / 3), (
        "With results that are True or False (right or wrong) it must work too: count them as 1 and 0."
    )


def measured_table(nb: Namespace) -> dict[str, list[float]]:
    """The table of the small runs, once an entry drawn at random is what its network gives."""
    results, weights, model = nb.results, nb.small_weights, fashion_cnn.build(0)
    rng = fresh_rng()
    name = str(rng.choice(["none", *VARIANTS]))
    run = int(rng.integers(len(results[name])))
    stop = VALIDATION_START + min(6_000, int(number(nb.val_size, "`val_size`")))
    try:
        model.set_weights(weights[name][run])
        share = share_right(model, *course_part("training", VALIDATION_START, stop))
    except (LookupError, TypeError, ValueError) as error:
        raise AssertionError(f"{AGAIN} ({name}, run {run + 1})") from error
    assert math.isclose(results[name][run], share, abs_tol=1e-3), f"{AGAIN} ({name}, run {run + 1})"
    return results


AGAIN = (
    "The table `results` does not hold what the networks in `small_weights` give on the validation images. Run "
    "section 5 again from its first cell."
)


@exercise("Q7.5", points=1)
def test_clear_gains_are_listed(nb: Namespace):
    "The variants whose gain or loss exceeds two standard errors in your own table."
    answer = nb.q7_5
    assert isinstance(answer, list | tuple | set), "Give a list of names; `[]` if there is none."
    names = {str(name).strip().lower() for name in answer}
    unknown = names - set(VARIANTS)
    assert not unknown, f"{sorted(unknown)[0]!r} is not one of the four names."
    results, clear = measured_table(nb), set()
    for name in VARIANTS:
        d = np.array(results[name]) - np.array(results["none"])
        if abs(d.mean()) > 2 * d.std(ddof=1) / math.sqrt(len(d)):
            clear.add(name)
    assert not names - clear, (
        f"The effect of {sorted(names - clear)[0]!r} is not larger than two of its standard errors in your table."
    )
    assert names == clear, (
        "At least one more effect is larger than two of its standard errors. Have you counted losses too?"
    )


@exercise("Q7.7", points=0.5)
def test_digits_that_survive_a_mirror(nb: Namespace):
    "The three digits that a mirror leaves as they are."
    answer = nb.q7_7
    assert isinstance(answer, list | tuple | set | np.ndarray), (
        "Give a list of three whole numbers."
    )
    digits = {int(number(value)) for value in answer}
    assert len(digits) == 3, "Give three different digits."
    wrong = sorted(digits - {0, 1, 8})
    assert not wrong, (
        f"Look at the mirrored {wrong[0]} in Figure 7.7: would you still read it as a {wrong[0]}?"
    )


@exercise("E7.6", points=1.5)
def test_means_of_runs_are_drawn(nb: Namespace):
    "`draw_means` draws the mean of the runs of each variant, in percent, and says what is what."
    draw_means, rng = nb.draw_means, fresh_rng()
    epochs = np.cumsum(rng.integers(2, 9, 7))
    names = ["plain", "turned", "resized", "both"]
    accuracy = {name: rng.uniform(0.5, 0.9, (3, 7)) for name in names}
    drawn_panels = panels_drawn(draw_means, epochs, accuracy)
    assert len(drawn_panels) == 1, (
        f"The figure has {len(drawn_panels)} pairs of axes; one is asked for."
    )
    (panel,) = drawn_panels
    lines = {line.label: line for line in panel.lines}
    missing = [name for name in names if name not in lines]
    assert not missing, f"No line is called {missing[0]!r}. Which argument of `plot` names a line?"
    for name in names:
        x, y, mean = lines[name].x, lines[name].y, accuracy[name].mean(axis=0)
        assert np.array_equal(x, epochs), f"The line of {name!r} is not drawn against `epochs`."
        y = y if y.shape == mean.shape else np.zeros(7)
        assert not np.allclose(y, mean), f"The line of {name!r} shows shares; draw percent."
        assert np.allclose(y, 100 * mean), (
            f"The line of {name!r} is not the mean over the runs. Along which axis do the runs lie?"
        )
    absent = [name for name in names if name not in panel.legend]
    assert not absent, f"The legend does not say which line is {absent[0]!r}."
    for text, what in ((panel.xlabel, "horizontal axis"), (panel.ylabel, "vertical axis")):
        assert text.strip(), f"The {what} has no name."
    assert panel.title.strip(), "The figure has no title."


def panels_drawn(draw_means, epochs: np.ndarray, accuracy: dict[str, np.ndarray]) -> list[Panel]:
    """What a student's function draws; nothing of it is shown below the check."""
    import matplotlib.pyplot as plt

    before = set(plt.get_fignums())
    try:
        figure = given_copies(draw_means, epochs, accuracy)
        return panels(figure, "What `draw_means` returns")
    finally:
        for opened in set(plt.get_fignums()) - before:
            plt.close(opened)


def right_or_wrong(nb: Namespace) -> dict[str, np.ndarray]:
    """`correct` as numbers, once it says of images drawn at random what the networks themselves say."""
    stored = nb.correct
    continued(nb)
    x, y = course_part("test")
    some = fresh_rng().choice(len(y), 300, replace=False)
    correct = {}
    for key, name in NETWORKS.items():
        correct[key] = np.asarray(stored[key]).astype(float)
        assert correct[key].shape == (len(y),), (
            f"`correct[{key!r}]` must say of each of the {len(y):,} test images whether it was right."
        )
        is_correct = predict(getattr(nb, name), x[some]).argmax(axis=1) == y[some]
        wrong = int(np.sum(correct[key][some] != is_correct))
        assert wrong <= 1, (  # one may lie on the edge between two classes
            f"`correct[{key!r}]` is not what `{name}` gives on the test images. Run section 8 again."
        )
    return correct


@exercise("Q7.9", points=0.5)
def test_gains_on_the_test_images(nb: Namespace):
    "Two gains on the test images, each with its standard error."
    names = ("scratch_gain", "scratch_error", "continued_gain", "continued_error")
    values = {name: scalar(getattr(nb, name), f"`{name}`") for name in names}
    correct = right_or_wrong(nb)
    pairs = {
        "scratch": ("augmented, from scratch", "lab 05"),
        "continued": ("lab 05, continued with", "lab 05, continued without"),
    }
    for kind, (after, before) in pairs.items():
        d = correct[after] - correct[before]
        gain, error = values[f"{kind}_gain"], values[f"{kind}_error"]
        if kind == "continued":
            past = correct[after].mean() - correct["lab 05"].mean()
            is_past = math.isclose(gain, past, abs_tol=1e-7)
            assert not is_past or math.isclose(past, d.mean(), abs_tol=1e-7), (
                "`continued_gain` compares the network with its own past. Which network had the same budget?"
            )
        assert math.isclose(gain, d.mean(), abs_tol=2e-6), (
            f"`{kind}_gain` is not the share of right answers of {after!r} minus that of its fair partner."
        )
        assert math.isclose(error, d.std(ddof=1) / 100, rel_tol=0.01), (
            f"`{kind}_error` is not the standard error of that gain, image by image."
        )


@exercise("Q7.9", points=0.5, full_training=True)
def test_continued_network_reaches_its_bar(nb: Namespace):
    "Lab 05's network, continued with augmentation, reaches the test accuracy that nearly every seed gives."
    nb.scratch_gain  # noqa: B018  not attempted before this exercise is
    model, lowest = continued(nb)[0], required_bar("07/test_accuracy")
    share = share_right(model, *course_part("test"))
    measured("07/test_accuracy", share)
    assert share >= lowest, (
        f"The network continued with augmentation has a test accuracy of {share:.4f}; at least {lowest:.3f} "
        "is expected. Check your layers and `batches`, then run sections 3 and 4 again."
    )
