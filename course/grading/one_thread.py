"""One thread for whatever judges compute: the process that they are forked from imports this first.

Several submissions are judged at once; threads that NumPy makes anew in each judge work longer than most tests.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"
