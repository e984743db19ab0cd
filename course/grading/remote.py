"""The judge's end of the connection: it asks a notebook in a sandbox for its names, and calls its functions.

It gets copies. A function arrives as one that sends its arguments over, and brings back its result and what it has
changed in them.
"""

from __future__ import annotations

import builtins
import functools
import socket
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from course.grading.inside import kinds, networks
from course.grading.inside.wire import NAMES, End, Gone, Unreadable

_TEXT = 2000  # letters of an error's message


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

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(connection)
        self._objects: dict[int, Any] = {}  # what stands for objects of the notebook, by number
        self._make |= {"function": self._function, "iterable": self._iterable}
        self._make["network"] = self._network

    def ask(self, name: str) -> Any:
        """Copy of, or stand-in for, what a name of the notebook stands for; raises what `call` raises."""
        return self.call(NAMES, name)

    def call(self, number: int, /, *args: object, **kwargs: object) -> Any:
        """Result of a function of the notebook; what it changes in its arguments changes here, too.

        Raises what the notebook raised, with its type's name and its text; AssertionError for a network that
        cannot be built here; Gone, or Unreadable.
        """
        self._share([])
        request = self._packed(*map(self._value, (number, args, (*kwargs.items(),))))
        self._share(self._mutable)
        try:
            self._send(request)
            message = self._receive()
        except (Gone, Unreadable):
            self.close()  # what comes later might be taken for the answer to another question
            raise
        try:
            error, value, changes = self._read(message)
            if error is None:
                for argument, now in zip(self._shared, changes, strict=True):
                    _restore(argument, now)
                return value
        except (AssertionError, Unreadable):
            raise
        except Exception as problem:
            raise Unreadable(f"{type(problem).__name__}: {str(problem)[:200]}") from problem
        raise _exception(str(error), str(value)[:_TEXT])

    def close(self) -> None:
        """Let the notebook end."""
        self._connection.close()

    def _object(self, value: Any) -> tuple[Any, ...]:
        for number, stand_in in self._objects.items():
            if stand_in is value:
                return "mine", number
        if networks.is_network(value):
            return networks.parts(value, None)
        if networks.is_dataset(value):
            return "dataset", *value
        raise Unreadable(f"a graded test hands over a {type(value).__name__}, which cannot cross")

    def _function(self, number: int, name: str) -> object:
        function = functools.partial(self.call, number)
        function.__name__ = name[:80]  # type: ignore[attr-defined]
        return self._objects.setdefault(number, function)

    def _iterable(self, number: int, name: str) -> object:
        iterable = kinds.subclass(Iterable, name)(functools.partial(self.call, number))
        return self._objects.setdefault(number, iterable)

    def _network(self, number: int, layers: str, *state: Any) -> object:
        if number not in self._objects:
            self._objects[number] = networks.build(layers)
        return networks.set_state(self._objects[number], *state)


def _restore(argument: Any, now: Any) -> None:
    """Change an argument of a call into what its copy in the notebook has become."""
    if isinstance(argument, np.ndarray):
        if argument.tobytes() != now.tobytes():
            argument[...] = now
    elif isinstance(argument, np.random.Generator):
        argument.bit_generator.state = now.bit_generator.state
    elif isinstance(argument, list):
        argument[:] = now
    elif isinstance(argument, dict):
        argument.clear()
        argument.update(now)
    elif networks.is_network(argument):  # a tensor or a series stays as it is
        networks.set_state(argument, *now)


def _exception(kind: str, text: str) -> Exception:
    """An exception with the name and text of that of the notebook; a builtin one where it is builtin."""
    base: Any = getattr(builtins, kind, None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = kinds.subclass(Exception, kind)
    try:
        error: Exception = base(text)
        return error
    except TypeError:  # UnicodeDecodeError and its like take more than a text
        return Exception(f"{kind}: {text}")
