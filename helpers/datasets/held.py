"""Reads both datasets when it is imported, once for this process and all that are forked from it."""

from __future__ import annotations

import contextlib

from helpers.datasets import sources
from helpers.datasets.idx import FILES, DataError

for dataset in FILES:
    with contextlib.suppress(DataError):  # who needs it will hear of it
        sources.hold(dataset)
