"""Shared by all tests: the order of work, and its distribution over processes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from hypothesis import settings

from course.running import isolation

isolation.from_here()
isolation.enter()  # tests hold whatever is set for other work
os.environ["MPLBACKEND"] = "agg"

# A busy machine is no failure: no time limit for a single example.
settings.register_profile("course", parent=settings(), deadline=None)
settings.load_profile("course")

collect_ignore_glob = ["**/*.ipynb"]  # fixtures, some of them broken on purpose


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first."""
    for item in items:
        if item.path.parent.name == "labs" or item.get_closest_marker("acceptance"):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


def unit_of(nodeid: str) -> str:
    """What goes to one process as a whole: all that needs one lab's names, else a file.

    Running a lab's cells costs seconds, so its graded tests and its cases share one run.
    """
    path, _, name = nodeid.partition("::")
    lab = re.search(r"\[(?:lab)?(\d\d)[-_\]]", name) or re.search(r"/test_(\d\d)_", path)
    return f"lab {lab[1]}" if lab else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Distribute by `unit_of`.

    The public way, `--dist loadgroup` with `xdist_group` marks, does nothing under pytest 9.2:
    https://github.com/pytest-dev/pytest-xdist/issues/1386
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByUnit(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit_of(nodeid)

    return ByUnit(config, log)


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium or Chrome; its absence fails in CI, where someone is to install it."""
    from playwright.sync_api import Error, sync_playwright

    from course.pages import printing

    program = printing.browser()
    with sync_playwright() as playwright:
        how = {"executable_path": program} if program else {"channel": "chrome"}
        try:
            # The machine may be busy.
            launched = playwright.chromium.launch(**how, timeout=180_000)
        except Error as error:
            if program or os.environ.get("CI"):
                raise
            pytest.skip(f"no Chromium or Chrome on this computer: {error.message.splitlines()[0]}")
        yield launched
        launched.close()
