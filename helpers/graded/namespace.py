"""The names of a notebook, as the graded tests see them."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from helpers.graded import run_rows, stock_networks

_Result = TypeVar("_Result")


class NotAttempted(Exception):
    """A test asked for a name that is not filled in yet; `advice` says what to do."""

    def __init__(self, name: str, advice: str = "") -> None:
        super().__init__(name)
        self.advice = advice or f"fill in `{name}` and run its cell, then check again."


class Namespace:
    """The names a notebook defines, as a graded test sees them: `nb.x_train`.

    A name that is missing, or still `...`, ends the test as *not attempted*; so does calling a function that
    raises NotImplementedError. A network that grading could not build again ends it as *failed*, also one in a
    list or dictionary and one that a function returns.

    Parameters
    ----------
    names : mapping
        What the notebook's names stand for.
    waiting : mapping, optional
        By name that a cell would have made which was not run: what to do.
    """

    def __init__(
        self, names: Mapping[str, object], waiting: Mapping[str, str] | None = None
    ) -> None:
        self._names = names
        self._waiting = waiting or {}
        self.asked: list[str] = []  # names, in the order in which tests asked for them
        self._functions: dict[str, Callable[..., Any]] = {}  # by name, as the tests call them
        self._made: dict[object, Any] = {}  # see `once`

    def __getattr__(self, name: str) -> object:
        if name == run_rows.NAME:
            return run_rows.rows
        self.asked.append(name)
        value = self._names.get(name, ...)
        if value is ...:
            raise NotAttempted(name, self._waiting.get(name, ""))
        _assert_can_be_graded(f"`{name}`", value)
        if isinstance(value, types.FunctionType):
            return self._functions.setdefault(name, self._as_tests_call_it(name, value))
        return value

    def _as_tests_call_it(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, which must be the student's own and return what can be graded."""
        assert not _borrows(function), (
            f"`{name}` uses what belongs to the checks (`helpers.graded`). Write the calculation yourself."
        )

        @functools.wraps(function)
        def graded(*args: object, **kwargs: object) -> object:
            try:
                result = function(*args, **kwargs)
            except NotImplementedError as error:
                raise NotImplementedError(name) from error
            _assert_can_be_graded(f"What `{name}` returns", result)
            return result

        return graded


def once(make: Callable[..., _Result]) -> Callable[..., _Result]:
    """Let all tests that look at one `Namespace` share what `make(nb, ...)` gives: it is called for the first.

    Parameters
    ----------
    make : callable
        Of a Namespace and what else can be hashed. A test must not change what it gives.

    Example
    -------
    >>> @once
    ... def doubled(nb):
    ...     print("It is doubled.")
    ...     return 2 * nb.x
    >>> nb = Namespace({"x": 3})
    >>> doubled(nb), doubled(nb)
    It is doubled.
    (6, 6)
    """

    @functools.wraps(make)
    def shared(nb: Namespace, *args: object) -> _Result:
        made = nb._made
        if (make, args) not in made:
            made[make, args] = make(nb, *args)
        result: _Result = made[make, args]
        return result

    return shared


def _borrows(function: Callable[..., Any]) -> bool:
    """Whether a student's function uses the checks' own code; half of an answer may stand there."""
    codes, texts = [function.__code__], {str(function.__module__)}
    while codes:
        code = codes.pop()
        codes += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        texts |= set(code.co_names)  # of an import inside the function, too
    used = [function.__globals__[name] for name in texts if name in function.__globals__]
    texts |= {
        str(getattr(value, "__module__", None) or getattr(value, "__name__", "")) for value in used
    }
    if {"helpers", "graded"} <= texts:
        return True
    return any(text.startswith("helpers.graded") for text in texts)


def _assert_can_be_graded(what: str, value: object) -> None:
    """Refuse a network, alone or in a container, that grading could not build again."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            _assert_can_be_graded(what, item)
    elif stock_networks.is_network(value) and (problem := stock_networks.problem(value)):
        raise AssertionError(f"{what} cannot be graded. {problem}")
