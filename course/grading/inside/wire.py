"""Messages between a notebook and its judge: values as msgpack, followed by the bytes of their arrays.

What msgpack has no kind for is a list: the name of one of ours (`kinds`), and its parts. A function or an iterable
stays where it is, and crosses as a number by which it can be asked for; what cannot cross becomes `Opaque`.
Reading executes nothing that arrives, and looks up no name that is not on a list.
"""

from __future__ import annotations

import socket
import struct
from typing import Any

import msgpack

from course.grading.inside import kinds, networks

LIMIT = 2**30  # bytes of a message; the largest array of the course has 190 MB
TEXT = 2**24  # bytes of it beside the arrays
NAMES = 0  # number of the function that gives the value of a name
_LENGTHS = struct.Struct("!QQ")


class Unreadable(Exception):
    """A message that breaks the rules."""


class Gone(Exception):
    """The other end has gone, or does not answer in time."""


class End:
    """One end of the connection, whose time-out is the longest wait for an answer."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._make = kinds.MAKE | {"bytes": self._next, "shared": lambda i: self._shared[i]}

    def _object(self, value: Any) -> tuple[Any, ...]:
        """Kind and parts of a network, a function, an iterable, or what cannot cross."""
        raise NotImplementedError

    def _share(self, values: list[Any]) -> None:
        """Know these as what both ends have, in this order: what a call may change in its arguments."""
        self._shared = values
        self._places = {id(value): place for place, value in enumerate(values)}
        self._mutable: list[Any] = []  # values of the message that is written or read
        self._arrays: list[memoryview] = []  # bytes that follow the message that is written

    def _note(self, kind: str, value: object) -> None:
        if kind in kinds.MUTABLE or networks.is_network(value):
            self._mutable.append(value)

    def _packed(self, *parts: object) -> list[bytes | memoryview]:
        """A message of these parts, already written; raises Unreadable where it is too large."""
        text = msgpack.packb(["tuple", *parts], unicode_errors="surrogatepass")
        size = sum(part.nbytes for part in self._arrays)
        if len(text) > TEXT or len(text) + size > LIMIT:
            raise Unreadable(f"{(len(text) + size) / 2**20:.0f} MB are too much to hand over")
        return [_LENGTHS.pack(len(text), size), text, *self._arrays]

    def _send(self, message: list[bytes | memoryview]) -> None:
        try:
            for part in message:
                self._connection.sendall(part)
        except OSError as error:
            raise Gone("the other end has gone") from error

    def _receive(self) -> bytearray:
        """Text of the next message, for `_read`; raises Gone, or Unreadable where it is too large."""
        text, size = _LENGTHS.unpack(self._received(_LENGTHS.size))
        if text > TEXT or text + size > LIMIT:
            raise Unreadable(f"a message of {(text + size) / 2**20:.0f} MB")
        message, self._rest = self._received(text), memoryview(self._received(size))
        return message

    def _received(self, count: int) -> bytearray:
        data = bytearray(count)
        left = memoryview(data)
        while left:
            try:
                done = self._connection.recv_into(left)
            except OSError as error:
                raise Gone(f"no answer: {error}") from error
            if not done:
                raise Gone("the other end has gone")
            left = left[done:]
        return data

    def _value(self, value: object) -> object:
        """`value` in kinds of msgpack."""
        place = self._places.get(id(value))
        return self._content(value) if place is None else ["shared", place]

    def _content(self, value: Any) -> object:
        """The same, also of what both ends have: it may have changed."""
        is_short = type(value) is int and value.bit_length() < 64
        if is_short or value is None or type(value) in (bool, float, str, bytes):
            return value
        if type(value) is memoryview:
            self._arrays.append(value)
            return ["bytes", value.nbytes]
        try:
            kind, *parts = kinds.parts_of(value) or self._object(value)
            written = [kind, *map(self._value, parts)]
        except Unreadable:
            raise
        except Exception:  # an object that resists being looked at
            return ["opaque", type(value).__name__]
        self._note(kind, value)
        return written

    def _read(self, message: bytearray) -> Any:
        """The parts of the message that was received last; raises whatever making them raises."""
        hooks: dict[str, Any] = {"list_hook": self._made, "unicode_errors": "surrogatepass"}
        return msgpack.unpackb(message, max_map_len=0, max_ext_len=0, **hooks)

    def _made(self, items: list[Any]) -> object:
        kind, *parts = items
        value = self._make[kind](*parts)
        self._note(kind, value)
        return value

    def _next(self, count: int) -> memoryview:
        """The next bytes of arrays. They serve once: a short message cannot become a large value."""
        data, self._rest = self._rest[:count], self._rest[count:]
        if data.nbytes != count:
            raise Unreadable(f"an array of {count} bytes")
        return data
