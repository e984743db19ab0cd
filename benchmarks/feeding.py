"""What the tuner of `tf.data` costs a training: `course/running/tuning.py` switches it off.

    python benchmarks/feeding.py

Lab 05's network is trained with the tuner and without it in turn, each time for one epoch of 12,000 images and a
validation on 12,000: on arrays, which `fit` makes a pipeline of, and on an augmented pipeline as in lab 07. The
baseline is the training with the tuner, in the same run. About four minutes on two cores.
"""

from __future__ import annotations

import itertools
import statistics
import time
import warnings

from course.running import isolation, tuning

ROUNDS = 15
SIZE = 12_000
BATCH_SIZE = 128


def main() -> None:
    import tensorflow as tf

    from helpers import fashion_cnn
    from helpers.data import load_fashion_mnist

    warnings.filterwarnings("ignore", message="`shuffle=True` was passed")
    (images, labels), _ = load_fashion_mnist()
    x = fashion_cnn.prepare(images)
    training, validation = (x[:SIZE], labels[:SIZE]), (x[-SIZE:], labels[-SIZE:])
    begin = {"with": tf.data.Dataset.__iter__}
    tuning.apply()
    begin["without"] = tf.data.Dataset.__iter__
    data = {
        "arrays": {
            "x": training[0],
            "y": training[1],
            "validation_data": validation,
            "batch_size": BATCH_SIZE,
        },
        "pipeline": {
            "x": augmented(*training),
            "validation_data": tf.data.Dataset.from_tensor_slices(validation).batch(1000),
        },
    }
    for kind, arguments in data.items():
        networks = {name: fashion_cnn.build(seed=1) for name in begin}
        seconds = {name: [] for name in begin}
        for _, name in itertools.product(range(ROUNDS + 1), begin):
            tf.data.Dataset.__iter__ = begin[name]
            start = time.perf_counter()
            networks[name].fit(**arguments, verbose=0)
            seconds[name].append(time.perf_counter() - start)
        for name, measured in seconds.items():
            del measured[0]  # the graph is built
            print(
                f"{kind:8} {name:7} the tuner: median {statistics.median(measured):.2f} s, "
                f"lowest {min(measured):.2f} s, highest {max(measured):.2f} s"
            )
        ratio = sum(seconds["with"]) / sum(seconds["without"])
        print(f"{kind:8} in all, a training with the tuner takes {ratio:.2f} times as long.")


def augmented(x, y):
    """Batches of images, turned a little at random."""
    import tensorflow as tf
    from keras import layers

    turn = layers.RandomRotation(10 / 360, fill_mode="constant", interpolation="nearest")
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(BATCH_SIZE)
    return data.map(lambda images, labels: (turn(images, training=True), labels)).prefetch(2)


if __name__ == "__main__":
    isolation.enter()
    main()
