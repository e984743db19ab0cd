"""What a notebook of the course imports. Importing this package imports nothing heavy."""

import os

# TensorFlow reads this when it is first imported: without it, each notebook opens with ten lines of
# advice about instruction sets.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
