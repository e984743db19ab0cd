"""Answers count however they are written, as long as they are answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.answers import letter, number


@pytest.mark.parametrize("written", ["b", "B", " b ", "(b)", "b.", "b)"])
def test_letter_in_any_form(written: str):
    assert letter(written) == "b"


@pytest.mark.parametrize("written", ["e", "", "ab", None, 1, ..., ["b"], "()"])
def test_no_letter_says_which_there_are(written: object):
    with pytest.raises(AssertionError, match="one letter between quotes: a, b, c or d"):
        letter(written)


@given(st.integers(-(10**9), 10**9) | st.floats(allow_nan=False))
def test_number_of_any_type(value: float):
    for form in (value, np.float64(value), np.array(value), np.array([value]), [value], str(value)):
        assert number(form) == float(value)


@pytest.mark.parametrize("value", ["many", None, [1, 2], {}, print, np.arange(3), "0.4 points"])
def test_no_number_says_so(value: object):
    with pytest.raises(AssertionError, match=r"^The gap must be one number, without quotes"):
        number(value, "The gap")
