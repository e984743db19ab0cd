"""What Keras' second trace of a training step costs: `course/running/tuning.py` spares it.

    python benchmarks/tracing.py

Small networks are trained for two epochs of 15 steps, in turn as Keras does it, and with metrics and optimizer
built before. The baseline is Keras alone, in the same run. Half a minute on two cores.
"""

from __future__ import annotations

import itertools
import statistics
import time

import numpy as np

from course.running import isolation, tuning

ROUNDS = 15


def main() -> None:
    import keras

    rng = np.random.default_rng(0)
    x, labels = rng.random((2000, 784), dtype="float32"), rng.integers(0, 10, 2000)

    def seconds() -> float:
        widths = [keras.layers.Dense(width, activation="relu") for width in (128, 64)]
        layers = [keras.Input((784,)), *widths, keras.layers.Dense(10, activation="softmax")]
        network = keras.Sequential(layers)
        network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        parts = {"x": x[:1500], "y": labels[:1500], "validation_data": (x[1500:], labels[1500:])}
        start = time.process_time()
        network.fit(**parts, batch_size=100, epochs=2, verbose=0)
        return time.process_time() - start

    fits = {"twice": keras.Model.fit}
    tuning.apply()
    fits["once"] = keras.Model.fit
    measured = {name: [] for name in fits}
    for _, name in itertools.product(range(ROUNDS), fits):
        keras.Model.fit = fits[name]
        measured[name].append(seconds())
    medians = {name: statistics.median(measured[name]) for name in fits}
    for name, median in medians.items():
        ratio = median / medians["twice"]
        print(f"traced {name}: median {median:.2f} s of a core, {ratio:.2f} of Keras alone")


if __name__ == "__main__":
    isolation.enter()
    main()
