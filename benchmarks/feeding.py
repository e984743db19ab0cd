"""What the tuner of `tf.data` costs a training: `helpers.tf_data.stop_tuning` switches it off.

    python benchmarks/feeding.py

Lab 05's network is trained with the tuner and without it in turn, each time for one epoch of 12,000 images, and
validated on 12,000. The baseline is the training with the tuner, in the same run. About two minutes on two cores.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

ROUNDS = 12
SIZE = 12_000


def main() -> None:
    import tensorflow as tf

    from helpers import fashion_cnn
    from helpers.data import load_fashion_mnist
    from helpers.tf_data import stop_tuning

    (images, labels), _ = load_fashion_mnist()
    x = (images / np.float32(255))[..., np.newaxis]
    options = tf.data.experimental.AutotuneOptions
    enabled = {"with": options.enabled}
    stop_tuning()
    enabled["without"] = options.enabled
    networks = {name: fashion_cnn.build(seed=1) for name in enabled}
    seconds, curves = {name: [] for name in enabled}, {}
    for _ in range(ROUNDS + 1):
        for name, network in networks.items():
            options.enabled = enabled[name]
            start = time.perf_counter()
            curves[name] = network.fit(
                x[:SIZE],
                labels[:SIZE],
                validation_data=(x[-SIZE:], labels[-SIZE:]),
                batch_size=128,
                verbose=0,
            ).history
            seconds[name].append(time.perf_counter() - start)
    for name, measured in seconds.items():
        del measured[0]  # the graph is built
        print(
            f"{name:7} the tuner: median {statistics.median(measured):.2f} s, "
            f"lowest {min(measured):.2f} s, highest {max(measured):.2f} s"
        )
    ratio = sum(seconds["with"]) / sum(seconds["without"])
    print(f"In all, a training with the tuner takes {ratio:.2f} times as long.")
    print(f"Same curves: {curves['with'] == curves['without']}")


if __name__ == "__main__":
    main()
