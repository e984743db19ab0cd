"""The notebook's end of the connection: it answers the judge's questions until the judge has no more."""

from __future__ import annotations

import contextlib
import io
import itertools
import socket
from collections.abc import Callable
from typing import Any

from course.grading.inside import networks
from course.grading.inside.wire import End, Gone, Unreadable, packed

_TEXT = 2000  # letters of an error's message
_PRINTED = 100_000  # letters of what a function prints that are handed over
_CHUNK = 64  # items of an iterable that are fetched at once


class Server(End):
    """Answers for `names`, which gives the value of a name; each answer is computed within a `limited()`."""

    def __init__(
        self,
        connection: socket.socket,
        names: Callable[[str], object],
        limited: Callable[[], contextlib.AbstractContextManager[object]] = contextlib.nullcontext,
    ) -> None:
        super().__init__(connection)
        self._names, self._limited = names, limited
        self._objects: list[Any] = []  # that the judge may ask for
        self._numbers: dict[int, int] = {}  # of those, by `id`
        self._make |= {"mine": lambda number: self._objects[number], "dataset": networks.dataset}
        self._make["network"] = _built

    def serve(self) -> None:
        """Answer until the judge closes."""
        with contextlib.suppress(Gone):
            while True:
                self._answer(self._receive())

    def _answer(self, message: bytes) -> None:
        self._share()
        before: list[bytes] = []
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            try:
                what, *arguments = self._read(message)
                self._share(*arguments)
                before = [*map(self._frozen, self._shared)]
                with self._limited():
                    value = self._names(*arguments) if what == "ask" else self._call(*arguments)
                    answer = [None, self._value(value)]
            except (
                BaseException
            ) as error:  # `sys.exit` included: it ends the answer, not the server
                self._arrays = []
                answer = [type(error).__name__, _text(error)]
            said = printed.getvalue()[:_PRINTED]
        try:
            places = [i for i, b in enumerate(before) if b != self._frozen(self._shared[i])]
            self._send(*answer, [[i, self._content(self._shared[i])] for i in places], said)
        except Unreadable as error:  # nothing has been sent
            self._arrays = []
            self._send("Unreadable", _text(error), [], said)

    def _call(
        self, number: int, positional: tuple[object, ...], named: dict[str, object]
    ) -> object:
        value = self._objects[number]
        if callable(value):
            return value(*positional, **named)
        items = iter(value)
        return lambda: [*itertools.islice(items, _CHUNK)]

    def _frozen(self, argument: object) -> bytes:
        """All that an argument consists of."""
        kept, self._arrays = self._arrays, []
        text = packed(self._content(argument))
        frozen, self._arrays = b"".join([text, *self._arrays]), kept
        return frozen

    def _network(self, value: object) -> tuple[object, ...]:
        kind, *parts = networks.parts(value)
        return (kind, self._number(value), *parts) if kind == "network" else (kind, *parts)

    def _object(self, value: Any) -> tuple[object, ...]:
        name = str(getattr(value, "__name__", type(value).__name__))
        if callable(value):
            return "function", self._number(value), name
        if hasattr(type(value), "__iter__"):
            return "iterable", self._number(value), name
        return "opaque", name

    def _number(self, value: object) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)  # kept, so that its id stays its own
        return self._numbers[id(value)]


def _built(_: None, layers: str, *state: Any) -> object:
    """A network of the judge's, which has no number."""
    return networks.set_state(networks.build(layers), *state)


def _text(error: BaseException) -> str:
    try:
        return str(error)[:_TEXT]
    except Exception:  # whatever the message is made of cannot be shown
        return ""
