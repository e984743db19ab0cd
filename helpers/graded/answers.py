"""Answers as the graded tests read them: written in any sensible way, they count."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from helpers.graded import runs
from helpers.languages.catalogue import later, translate

if TYPE_CHECKING:
    import numpy as np

    from helpers.graded.namespace import Namespace
    from helpers.graded.runs import Run

# Kinds of NumPy types, by what they hold.
_KINDS = {later("numbers"): "biuf", later("whole numbers"): "iu", later("True or False"): "b"}


def letter(value: object, choices: str = "abcd") -> str:
    """A choice as one small letter: `"b"`, `" B"` and `"(b)"` are the same.

    Raises
    ------
    AssertionError
        When it is none of `choices`; says how to write it.
    """
    answer = str(value).strip().strip("().").lower()
    assert answer in tuple(choices), (
        f"Answer with one letter between quotes: {', '.join(choices[:-1])} or {choices[-1]}."
    )
    return answer


def letters(value: object, choices: str = "abcd") -> list[str]:
    """Several choices as small letters, in the order given: `["a", "c"]`, `"ac"` and `"A, C"` are the same.

    Raises
    ------
    AssertionError
        When it is no list of letters, one of them is none of `choices`, or one comes twice.
    """
    assert isinstance(value, str | list | tuple | set | frozenset), (
        'Give a list of letters, such as ["a", "b"].'
    )
    answer = [sign for sign in "".join(map(str, value)).lower() if sign not in " ,().[]'\""]
    unknown = [sign for sign in answer if sign not in choices]
    assert not unknown, f"There is no choice {unknown[0]!r}; the choices are {', '.join(choices)}."
    assert len(set(answer)) == len(answer), "A letter comes twice."
    return answer


def number(value: object, what: str = "") -> float:
    """One number, of any type; an array of one element counts.

    Raises
    ------
    AssertionError
        When it is none; begins with `what`, by default *The answer*.
    """
    import numpy as np

    try:
        return float(np.asarray(value).reshape(()))
    except (TypeError, ValueError) as error:
        what = what or "The answer"
        raise AssertionError(f"{what} must be one number, without quotes.") from error


def scalar(value: object, what: str = "") -> float:
    """One number that is no array, list or text of one: for an answer that later cells print or calculate with.

    Raises
    ------
    AssertionError
        When it is anything else; begins with `what`, and says how to make it one.
    """
    what = what or "The answer"
    assert not isinstance(value, str | bytes), f"{what} must be one number, without quotes."
    plain = not isinstance(value, list | tuple) and getattr(value, "shape", ()) == ()
    assert plain, (
        f"{what} is of type {type(value).__name__}, and later cells need one number: take it out, "
        "such as `float(x[0])`."
    )
    return number(value, what)


def array(value: object, what: str, of: str = "numbers") -> np.ndarray:
    """A NumPy array, as it is: for an answer that later cells calculate with.

    A single number counts as an array without axes: the test that wants a shape says which.

    Parameters
    ----------
    value : object
    what : str
        Begins the message: "`class_counts`", "The gradient".
    of : "numbers", "whole numbers" or "True or False"
        What it must hold.

    Raises
    ------
    AssertionError
        When it is a list, a tensor, a table or anything else, or holds something else; says how to make it one.
    """
    import numpy as np

    assert value is not None, f"{what} is None: if a function makes it, end it with `return`."
    if isinstance(value, bool | int | float | np.generic):
        value = np.asarray(value)
    # No subclass: a matrix keeps two axes whatever is done to it, and a masked array leaves numbers out.
    plain = type(value) in (np.ndarray, np.memmap)
    how = (
        "np.array(…)"
        if hasattr(value, "__len__") or hasattr(value, "shape")
        else "np.array(list(…))"
    )
    kind = type(value).__name__
    assert plain or kind[0] in "AEIOUaeiou", (
        f"{what} is a {kind}, and later cells need an array: make it one with `{how}`."
    )
    assert plain, f"{what} is an {kind}, and later cells need an array: make it one with `{how}`."
    assert isinstance(value, np.ndarray)
    assert value.dtype.kind in _KINDS[of], (
        f"{what} is an array of {value.dtype}; it must hold {translate(of)}."
    )
    return value


def as_array(value: object, what: str, of: str = "numbers") -> np.ndarray:
    """An answer as an array, in whatever form NumPy reads as one: for what later cells read in the same way.

    Raises
    ------
    AssertionError
        As `array` does, when NumPy makes no array of numbers of it.
    """
    import numpy as np

    try:
        read = np.asarray(value)
    except (TypeError, ValueError):  # rows of different lengths, for example
        return array(value, what, of)
    # A matrix does not become an array where it is used: it keeps two axes.
    is_none = read.dtype.kind == "O" or type(value).__name__ == "matrix"
    return array(value if is_none else read, what, of)


def curves_of(value: object, epochs: int | None = None) -> dict[str, list[float]]:
    """The curves of a training, as the dictionary `history` of what `fit` returns.

    Parameters
    ----------
    value : object
        What the notebook kept.
    epochs : int
        How many there must be; without it, as many as there are.

    Raises
    ------
    AssertionError
        When it is no such dictionary, a curve is missing, or the number of epochs is another.
    """
    import numpy as np

    assert isinstance(value, dict), (
        f"The curves are a {type(value).__name__}. Keep the dictionary: `….fit(...).history`."
    )
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert name in value, (
            f"The curves lack {name!r}: did `compile` get metrics=['accuracy'], and `fit` a validation_data?"
        )
        curve = np.asarray(value[name])
        are_numbers = curve.ndim == 1 and curve.dtype.kind == "f"
        assert are_numbers, (
            f"The curve {name!r} must be a list of numbers, one for each epoch, as `fit` has made it."
        )
        assert epochs is None or len(curve) == epochs, (
            f"The curve {name!r} has {len(curve)} epochs; {epochs} were asked for."
        )
    return value


def finished_run(nb: Namespace, identifier: object) -> Run:
    """The finished MLflow run of this identifier.

    Raises
    ------
    AssertionError
        When there is none; says why.
    """
    assert isinstance(identifier, str), (
        f"The identifier of a run is a string; this is a {type(identifier).__name__}. Take `run.info.run_id`."
    )
    run = runs.find(nb, identifier)
    assert run is not None, (
        f"MLflow knows no run with the identifier {identifier!r}. Take `run.info.run_id` of your run."
    )
    assert run.status == "FINISHED", (
        f"The run is {run.status.lower()}. Only a block that ends without an error leaves a finished run."
    )
    return run


def given_copies(function: Callable[..., Any], *arguments: object) -> object:
    """What `function` makes of copies of the arrays among `arguments`, once it has left them as they were.

    A test that computes the right result from its own arrays cannot be led astray by a function that changes them.

    Raises
    ------
    AssertionError
        When the function changes an array: later cells of a notebook use it, too.
    """
    import numpy as np

    copies: list[Any] = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    result = function(*copies)
    for before, after in zip(arguments, copies, strict=True):
        assert not isinstance(before, np.ndarray) or np.array_equal(before, after), (
            f"`{getattr(function, '__name__', 'the function')}` changed an array it was given, which is still "
            "needed as it was: work on a copy."
        )
    return result
