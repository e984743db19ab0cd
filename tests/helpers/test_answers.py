"""Answers count however they are written, as long as they are answers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.graded.answers import (
    array,
    as_array,
    curves_of,
    given_copies,
    letter,
    letters,
    number,
    scalar,
)


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


@pytest.mark.parametrize("value", [2.5, 3, np.float32(0.5), np.array(7), Fraction(1, 2)], ids=repr)
def test_a_scalar_is_one_number(value: object):
    assert scalar(value) == float(value)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([0.5], "of type list"),
        ((0.5,), "of type tuple"),
        (np.array([0.5]), "of type ndarray"),
        (pd.Series([0.5]), "of type Series"),
        ("0.5", "without quotes"),
        (None, "one number"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_printed_as_a_number_is_no_scalar(value: object, reason: str):
    with pytest.raises(AssertionError, match=rf"^`p50` .*{reason}"):
        scalar(value, "`p50`")


@pytest.mark.parametrize(
    "value",
    [
        np.arange(3),
        np.eye(2, dtype=np.float32)[:, ::-1],
        np.array(2.5),
        np.arange(6) > 2,
        np.arange(3).view(np.memmap),
    ],
    ids=lambda value: f"{type(value).__name__}-{value.dtype}",
)
def test_an_array_comes_as_it_is(value: np.ndarray):
    assert array(value, "The answer") is value


@pytest.mark.parametrize("value", [3, 2.5, True, np.float32(0.5)])
def test_a_number_counts_as_an_array_without_axes(value: float):
    assert array(value, "The answer").shape == ()
    assert array(value, "The answer") == value


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([1, 2], "list"),
        ((1, 2), "tuple"),
        ([np.arange(2)], "list"),
        ({1, 2}, "set"),
        (pd.Series([1, 2]), "Series"),
        (pd.DataFrame({"a": [1]}), "DataFrame"),
        (np.asmatrix("1 2"), "matrix"),
        (np.ma.masked_less([1, 2], 2), "MaskedArray"),
        ("12", "str"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_array_says_how_to_make_it_one(value: object, kind: str):
    with pytest.raises(AssertionError, match=rf"^`counts` is a {kind}, .* `np.array\(…\)`"):
        array(value, "`counts`")


def test_an_iterator_is_made_a_list_first():
    with pytest.raises(AssertionError, match=r"is a generator, .* `np.array\(list\(…\)\)`"):
        array((k for k in range(3)), "`counts`")


@pytest.mark.parametrize(
    ("value", "of"),
    [
        (np.array(["1", "2"]), "numbers"),
        (np.array([1, None]), "numbers"),
        (np.array([1j]), "numbers"),
        (np.array([1.0]), "whole numbers"),
        (np.array([True]), "whole numbers"),
        (np.array([0, 1]), "True or False"),
    ],
)
def test_an_array_of_something_else_says_what_it_must_hold(value: np.ndarray, of: str):
    with pytest.raises(AssertionError, match=f"is an array of {value.dtype}; .* {of}"):
        array(value, "`counts`", of)


@pytest.mark.parametrize(
    "value",
    [[1, 2], (1, 2), [np.int8(1), np.array(2)], pd.Series([1, 2]), np.ma.masked_array([1, 2])],
    ids=lambda value: type(value).__name__,
)
def test_any_form_of_an_array_is_read_as_one(value: object):
    assert type(as_array(value, "`labels`")) is np.ndarray
    assert as_array(value, "`labels`", "whole numbers").tolist() == [1, 2]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ((k for k in range(3)), "is a generator, and later cells need an array"),
        ({1, 2}, "is a set, and"),
        ([[1], [1, 2]], "is a list, and"),
        (None, "end it with `return`"),
        (["1", "2"], "it must hold whole numbers"),
        ([1.0, 2.0], "is an array of float64; it must hold whole numbers"),
    ],
)
def test_what_is_read_as_no_array_says_why(value: object, reason: str):
    with pytest.raises(AssertionError, match=reason):
        as_array(value, "`labels`", "whole numbers")


@pytest.mark.parametrize("written", [["a", "c"], ("A", "c"), "ac", "A, C", ["a, c"], "(a) (c)"])
def test_letters_in_any_form(written: object):
    assert letters(written) == ["a", "c"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (["a", "x"], "no choice 'x'"),
        (["a", "a"], "comes twice"),
        (3, "list of letters"),
        (..., "list of letters"),
    ],
)
def test_no_letters_say_why(written: object, reason: str):
    with pytest.raises(AssertionError, match=reason):
        letters(written)


def test_a_function_gets_copies():
    table = np.arange(3)
    assert given_copies(lambda a, n: a.sum() + n, table, 2) == 5

    def shift(a: np.ndarray) -> np.ndarray:
        a += 1
        return a

    with pytest.raises(AssertionError, match="`shift` changed an array"):
        given_copies(shift, table)
    assert table.tolist() == [0, 1, 2]


CURVES = {name: [0.5, 0.25] for name in ("loss", "accuracy", "val_loss", "val_accuracy")}


def test_curves_come_as_they_are():
    assert curves_of(CURVES, 2) is CURVES
    assert curves_of(CURVES) is CURVES


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "The curves are a NoneType"),
        ({**CURVES, "loss": ["a", "b"]}, "'loss' must be a list of numbers"),
        ({**CURVES, "val_loss": 0.5}, "'val_loss' must be a list of numbers"),
        ({**CURVES, "val_accuracy": [0.5]}, "'val_accuracy' has 1 epochs; 2 were asked for"),
        ({name: CURVES[name] for name in ("loss", "accuracy")}, "The curves lack 'val_loss'"),
    ],
)
def test_curves_that_are_none_say_why(value: object, reason: str):
    with pytest.raises(AssertionError, match=reason):
        curves_of(value, 2)
