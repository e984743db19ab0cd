"""After a green check the provided cells run, in whatever form the answer came."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from course import labs
from tests import lab_session

pytestmark = pytest.mark.slow


def _as_frame(value: np.ndarray) -> object:
    """What pandas makes of an array."""
    return {1: pd.Series, 2: pd.DataFrame}.get(value.ndim, lambda array: array)(value)


def _as_lists(value: np.ndarray) -> list:
    """Lists of numbers; of arrays where it is large: as numbers, a dataset would take gigabytes and a minute."""
    return value.tolist() if value.size < 1e6 else [*value]


# What an array may come as. A number stays what it is: the graded tests themselves ask for its type.
FORMS: dict[str, Callable[[np.ndarray], object]] = {
    "lists": _as_lists,
    "list of rows": list,
    "tuple of rows": tuple,
    "table": _as_frame,
    "matrix": lambda array: np.asmatrix(array) if array.ndim == 2 else array,
    "float64": lambda array: array.astype(float),
    "objects": lambda array: array.astype(object),
    "read only": lambda array: np.broadcast_to(array, array.shape),
}
# Some answers of each lab that are right as lists, so that something is tried.
TAKEN = {"00": {"numerical_gradient", "minibatches"}, "01": {"class_counts", "flatten"}}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", TAKEN, ids=lambda number: f"lab{number}_")
def test_provided_cells_take_what_the_check_takes(number: str, form: str):
    lab = next(lab for lab in labs.all_labs() if lab.number == number)
    converted = lab_session.run_in_form(
        lab, lambda value: FORMS[form](value) if isinstance(value, np.ndarray) else value
    )
    assert form != "list of rows" or set(converted) >= TAKEN[number]
