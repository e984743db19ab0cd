"""Shared by all tests: the order of work, and its distribution over processes."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "agg")

# A busy machine is no failure: no time limit for a single example.
settings.register_profile("course", parent=settings(), deadline=None)
settings.load_profile("course")

collect_ignore_glob = ["**/*.ipynb"]  # fixtures, some of them broken on purpose


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first; all that needs one lab's names goes to one process (pytest-xdist).

    Running a lab's cells costs seconds, so its graded tests and its cases share one run.
    """
    for item in items:
        if item.path.parent.name == "labs":
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    for item in items:
        lab = re.search(r"\[(?:lab)?(\d\d)[-_\]]", item.name) or re.search(
            r"test_(\d\d)_", item.path.name
        )
        group = f"lab {lab[1]}" if lab and item.path.suffix == ".py" else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
