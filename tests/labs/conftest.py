"""The graded tests under pytest: the solution must pass them."""

from __future__ import annotations

import pytest

from course import labs
from helpers.graded.namespace import Namespace
from tests import lab_session


@pytest.fixture
def nb(request: pytest.FixtureRequest) -> Namespace:
    """Names of the lab's solution, run at reduced settings."""
    graded = getattr(request.function, "graded", None)
    if graded is not None and graded.full_training:
        pytest.skip("holds at full settings only: `make run` and `make nbval` ask for it there")
    number = request.path.name.split("_")[1]
    lab = next(lab for lab in labs.all_labs() if lab.number == number)
    return Namespace(lab_session.solution(lab).names)
