"""The notebook's end of the connection: it answers the judge's questions until the judge has no more."""

from __future__ import annotations

import contextlib
import io
import itertools
import socket
from collections.abc import Callable
from typing import Any

from course.grading.inside import networks
from course.grading.inside.wire import NAMES, End, Gone

_TEXT = 2000  # letters of an error's message
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
        self._limited = limited
        self._objects: dict[int, Any] = {NAMES: names}  # that the judge may call, by `id`
        self._make |= {"mine": self._objects.__getitem__, "dataset": networks.dataset}
        self._make["network"] = networks.rebuild

    def serve(self) -> None:
        """Answer until the judge closes."""
        with contextlib.suppress(Gone):
            while True:
                self._send(self._answer(self._receive()))

    def _answer(self, message: bytearray) -> list[bytes | memoryview]:
        self._share([])
        try:
            number, args, kwargs = self._read(message)
            self._share(self._mutable)
            with self._limited(), contextlib.redirect_stdout(io.StringIO()):
                value = self._value(self._call(self._objects[number], args, dict(kwargs)))
            return self._packed(None, value, ["tuple", *map(self._now, self._shared)])
        except BaseException as error:  # `sys.exit` included: it ends the answer, not the server
            self._share([])
            return self._packed(type(error).__name__, _text(error), None)

    def _call(self, value: Any, args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        if callable(value):
            return value(*args, **kwargs)
        items = iter(value)
        return lambda: [*itertools.islice(items, _CHUNK)]

    def _now(self, argument: object) -> object:
        """What an argument has become."""
        is_network = networks.is_network(argument)
        return self._content(networks.state(argument) if is_network else argument)

    def _object(self, value: Any) -> tuple[Any, ...]:
        number, name = id(value), str(getattr(value, "__name__", type(value).__name__))
        if networks.is_network(value):
            described = networks.parts(value, number)
        elif callable(value) or hasattr(type(value), "__iter__"):
            described = "function" if callable(value) else "iterable", number, name
        else:
            return "opaque", name
        self._objects[number] = value  # kept, so that its `id` stays its own
        return described


def _text(error: BaseException) -> str:
    with contextlib.suppress(Exception):  # whatever the message is made of cannot be shown
        return str(error)[:_TEXT]
    return ""
