"""A lab with many networks is not told that it compiles too often."""

import subprocess
import sys

import pytest

MANY_NETWORKS = """
import helpers
import keras, numpy as np
for _ in range(8):
    keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)]).predict(np.zeros((2, 2)), verbose=0)
"""


@pytest.mark.slow
def test_many_networks_bring_no_warning():
    run = subprocess.run([sys.executable, "-c", MANY_NETWORKS], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "retracing" not in run.stderr
