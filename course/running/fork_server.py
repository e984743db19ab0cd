"""What the fork server imports first (`course.running.forking`): silence, an environment, a place.

TensorFlow's C++ side writes to standard error when it is imported, whatever it is told; and matplotlib would take
up a `matplotlibrc` of the folder it is imported in.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import helpers  # noqa: F401 - sets what TensorFlow reads when it is imported
from course.running import isolation

gc.disable()  # while all is imported: it stays

SYS_PATH = ["", *sys.path[1:]]  # as a new `python -m ipykernel_launcher` has it

with Path(os.devnull).open("wb") as _nowhere:
    os.dup2(_nowhere.fileno(), 2)
isolation.enter()
os.chdir(os.sep)
