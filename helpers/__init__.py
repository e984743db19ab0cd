"""What a notebook of the course imports. Importing this package imports nothing heavy."""

import os

# TensorFlow reads this when it is first imported. Below level 3 each notebook opens with ten lines about
# instruction sets and absent GPUs; errors that matter come as Python exceptions all the same.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
