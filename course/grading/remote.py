"""The judge's end of the connection: it asks a notebook in a sandbox for its names, and calls its functions.

It gets copies. A function arrives as one that sends its arguments over, and brings back its result and what it has
changed in them.
"""

from __future__ import annotations

import builtins
import functools
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from course.grading.inside import networks
from course.grading.inside.wire import End, Gone, Unreadable

_TEXT = 2000  # letters of an error's message
_PRINTED = 100_000  # letters of what a function prints


class Iterable:
    """Stands for an iterable of the notebook, such as a dataset; each pass reads it anew."""

    def __init__(self, start: Callable[[], Callable[[], list[object]]]) -> None:
        self._start = start

    def __iter__(self) -> Iterator[object]:
        following = self._start()
        while items := following():
            yield from items


class Notebook(End):
    """A notebook that answers at the other end of a connection, whose time-out is the longest wait."""

    def __init__(self, connection: socket.socket, **limit: int) -> None:
        super().__init__(connection, **limit)
        self._objects: dict[
            int, Any
        ] = {}  # what stands here for objects of the notebook, by number
        self._numbers: dict[int, int] = {}  # of those, by `id`
        self._make |= {name: getattr(self, f"_{name}") for name in ("function", "iterable")}
        self._make["network"] = self._built

    def ask(self, name: str) -> Any:
        """Copy of, or stand-in for, what a name of the notebook stands for.

        Raises
        ------
        Exception
            What the notebook raised, with its type's name and its text.
        AssertionError
            When it is a network that cannot be built here; says why.
        Gone, Unreadable
        """
        return self._answer_to("ask", name)

    def call(self, number: int, /, *args: object, **kwargs: object) -> Any:
        """Result of a function of the notebook; what it changes in its arguments changes here, too.

        Raises what `ask` raises.
        """
        return self._answer_to("call", number, args, kwargs)

    def close(self) -> None:
        """Let the notebook end."""
        self._connection.close()

    def _answer_to(self, *request: object) -> object:
        self._share()
        written = [*map(self._value, request)]
        self._share(*request)
        try:
            self._send(*written)
            message = self._receive()
        except (Gone, Unreadable):
            self.close()  # what comes later might be taken for the answer to another question
            raise
        try:
            error, value, changed, printed = self._read(message)
            for place, now in changed:
                _restore(self._shared[place], now)
        except (LookupError, TypeError, ValueError, AttributeError) as problem:
            raise Unreadable(f"not an answer: {type(problem).__name__}") from problem
        print(str(printed)[:_PRINTED], end="")
        if error is not None:
            raise _exception(str(error)[:80], str(value)[:_TEXT])
        return value

    def _network(self, value: object) -> tuple[object, ...]:
        if id(value) in self._numbers:
            return "mine", self._numbers[id(value)]
        kind, *parts = networks.parts(value)
        return (kind, None, *parts) if kind == "network" else (kind, *parts)

    def _object(self, value: Any) -> tuple[object, ...]:
        if id(value) in self._numbers:
            return "mine", self._numbers[id(value)]
        if networks.is_dataset(value):
            return "dataset", *value
        kind = type(value)
        if callable(value) or hasattr(kind, "__iter__"):
            raise Unreadable(
                f"a graded test hands over a {kind.__name__}, and it cannot be called there"
            )
        return "opaque", kind.__name__

    def _once(self, number: int, make: Callable[[], object]) -> object:
        """What stands for the object of this number: the same whenever it comes."""
        if number not in self._objects:
            self._objects[number] = make()
            self._numbers[id(self._objects[number])] = number
        return self._objects[number]

    def _function(self, number: int, name: str) -> object:
        def function(*args: object, **kwargs: object) -> object:
            return self.call(number, *args, **kwargs)

        function.__name__ = name[:80]
        return self._once(number, lambda: function)

    def _iterable(self, number: int, name: str) -> object:
        kind = type(name[:80], (Iterable,), {})
        return self._once(number, lambda: kind(functools.partial(self.call, number)))

    def _built(self, number: int, layers: str, *state: Any) -> object:
        return networks.set_state(self._once(number, lambda: networks.build(layers)), *state)


def _restore(value: Any, now: Any) -> None:
    """Change `value`, an argument of a call, into what its copy in the notebook has become."""
    if isinstance(value, np.ndarray):
        value[...] = now
    elif isinstance(value, np.random.Generator):
        value.bit_generator.state = now.bit_generator.state
    elif isinstance(value, list):
        value[:] = now
    elif isinstance(value, dict):
        items = [*now.items()]
        value.clear()
        value.update(items)
    else:
        networks.set_state(value, *now)


def _exception(kind: str, text: str) -> Exception:
    """An exception with the name and text of that of the notebook; a builtin one where it is builtin."""
    known = getattr(builtins, kind, None)
    if not (isinstance(known, type) and issubclass(known, Exception)):
        name = kind if re.fullmatch(r"\w{1,80}", kind) else "Exception"
        known = type(name, (Exception,), {})
    try:
        error: Exception = known(text)
        return error
    except TypeError:  # UnicodeDecodeError and its like take more than a text
        return Exception(f"{kind}: {text}")
