"""Messages between a notebook and its judge: values as msgpack, followed by the bytes of their arrays.

Numbers, text, containers, arrays, tables and Keras' own networks cross as inert data (`kinds`). A function or an
iterable stays where it is, and crosses as a number by which it can be asked for. All else becomes `Opaque`.
Reading executes nothing that arrives, and looks up no name that is not on a list.
"""

from __future__ import annotations

import itertools
import math
import socket
import struct
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np

from course.grading.inside import kinds, networks
from helpers.graded import figures, probes

_LIMIT = 2**30  # bytes of a message; the largest array of the course has 190 MB
_TEXT = 2**24  # bytes of it beside the arrays
_DEPTH = 64  # of values within values, msgpack's own lists and dictionaries aside
_EXTENSION = (
    1  # msgpack's code for what is none of its own kinds: the name of one of ours, and its parts
)
_LENGTHS = struct.Struct("!QQ")


class Unreadable(Exception):
    """A message that breaks the rules."""


class Gone(Exception):
    """The other end has gone, or does not answer in time."""


class End:
    """One end of the connection, whose time-out is the longest wait for an answer.

    `_shared` are the arguments of a call that it may change: both ends have them, in the same order.
    """

    def __init__(self, connection: socket.socket, limit: int = _LIMIT) -> None:
        self._connection, self._limit = connection, limit
        self._arrays: list[memoryview] = []  # of the message that is written
        self._data, self._taken, self._depth = bytearray(), 0, 0  # of that which is read
        self._share()
        self._make = kinds.MAKE | {"array": self._read_array, "shared": self._shared_at}

    def _network(self, value: object) -> tuple[object, ...]:
        """Kind and parts of a network."""
        raise NotImplementedError

    def _object(self, value: Any) -> tuple[object, ...]:
        """Kind and parts of a function, an iterable, or what cannot cross."""
        raise NotImplementedError

    def _share(self, *arguments: object) -> None:
        self._shared = [*itertools.chain.from_iterable(map(_mutable, arguments))]
        self._places = {id(value): place for place, value in enumerate(self._shared)}

    def _shared_at(self, place: int) -> object:
        return self._shared[place]

    # --- messages -----------------------------------------------------------------------------------------
    def _send(self, *parts: object) -> None:
        """Send these parts, already written; raises Unreadable before anything is sent, or Gone."""
        text, arrays, self._arrays = packed(parts), self._arrays, []
        size = sum(part.nbytes for part in arrays)
        if len(text) > _TEXT or len(text) + size > _LIMIT:
            raise Unreadable(f"{(len(text) + size) / 2**20:.0f} MB are too much to hand over")
        try:
            self._connection.sendall(_LENGTHS.pack(len(text), size) + text)
            for part in arrays:
                self._connection.sendall(part)
        except OSError as error:
            raise Gone("the other end has gone") from error

    def _receive(self) -> bytes:
        """Text of the next message, which `_read` takes; raises Gone, or Unreadable where it is too large."""
        text, size = _LENGTHS.unpack(self._received(_LENGTHS.size))
        if text > _TEXT or text + size > self._limit:
            raise Unreadable(f"a message of {(text + size) / 2**20:.0f} MB")
        message = bytes(self._received(text))
        self._data, self._taken, self._depth = self._received(size), 0, 0
        return message

    def _received(self, count: int) -> bytearray:
        data = bytearray(count)
        left = memoryview(data)
        while left:
            try:
                done = self._connection.recv_into(left)
            except OSError as error:
                late = isinstance(error, TimeoutError)
                raise Gone("no answer in time" if late else "the other end has gone") from error
            if not done:
                raise Gone("the other end has gone")
            left = left[done:]
        return data

    # --- writing ------------------------------------------------------------------------------------------
    def _value(self, value: object) -> object:
        """`value` in kinds of msgpack."""
        place = self._places.get(id(value))
        return self._content(value) if place is None else _extension("shared", place)

    def _content(self, value: object) -> object:
        """`value` itself, also where both ends have it: it may have changed."""
        try:
            return self._written(value)
        except Unreadable:
            raise
        except Exception:  # an object that resists being looked at
            return _extension("opaque", type(value).__name__)

    def _written(self, value: Any) -> object:
        if value is None or type(value) in (bool, float, str, bytes):
            return value
        if type(value) is int and -(2**63) <= value < 2**64:
            return value
        if array := kinds.as_array(value):
            return self._array(*array)
        if figures.is_figure(value):
            return self._value(figures.describe(value))
        if networks.is_network(value):
            if id(value) in self._places:  # its layers are the same at both ends
                return self._parts("tuple", *networks.state(value))
            return self._parts(*self._network(value))
        if parts := kinds.parts_of(value):
            return self._parts(*parts)
        # A subclass counts as its base, whatever else it claims to be; a number is what NumPy makes of it.
        if isinstance(value, float | Fraction | Decimal):
            return float(value)
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Mapping):
            return {self._value(key): self._value(item) for key, item in value.items()}
        if isinstance(value, Sequence):  # a deque, for example
            return [*map(self._value, value)]
        return self._parts(*self._object(value))

    def _parts(self, kind: object, *parts: object) -> object:
        return _extension(kind, *map(self._value, parts))

    def _array(self, value: np.ndarray, kind: str) -> object:
        plain = np.ascontiguousarray(value).reshape(value.shape)
        if plain.dtype.kind == "O":
            return self._parts("objects", kind, plain.shape, *plain.ravel().tolist())
        name = kinds.dtype(plain.dtype.str).str
        self._arrays += [plain.reshape(-1).view(np.uint8).data] if plain.size else []
        return _extension("array", kind, plain.shape, name)

    # --- reading ------------------------------------------------------------------------------------------
    def _read(self, message: bytes) -> list[Any]:
        """The parts of the message that was received last.

        Raises
        ------
        Unreadable
            When there are none.
        AssertionError
            When one is a network that cannot be built here; the message says why.
        """
        try:
            return self._unpacked(message)
        except (Unreadable, AssertionError):
            raise
        except Exception as error:
            raise Unreadable(f"not a value: {type(error).__name__}: {str(error)[:200]}") from error

    def _unpacked(self, text: bytes) -> list[Any]:
        hooks = {"ext_hook": self._made, "unicode_errors": "surrogatepass"}
        return [*msgpack.unpackb(text, strict_map_key=False, **hooks)]

    def _made(self, code: int, text: bytes) -> object:
        self._depth += 1
        if self._depth > _DEPTH or code != _EXTENSION:
            raise Unreadable("values within values, or none of these kinds")
        kind, *parts = self._unpacked(text)
        self._depth -= 1
        return self._make[kind](*parts)

    def _read_array(self, kind: str, shape: list[int], name: str) -> np.ndarray:
        """The array of the next bytes. They serve once: a short message cannot become a large value."""
        if min(shape, default=0) < 0:  # NumPy would find out such a length by itself
            raise Unreadable(f"an array of shape {shape}")
        dtype, count = kinds.dtype(name), math.prod(shape)
        plain = (
            np.frombuffer(self._data, dtype, count, self._taken) if count else np.empty(0, dtype)
        )
        self._taken += plain.nbytes
        return kinds.named(np.require(plain.reshape(shape), requirements="A"), kind)


def _mutable(value: object) -> Iterator[object]:
    """What a call may change in its arguments, in an order in which both ends find it."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _mutable(item)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes | range):
        for item in value:
            yield from _mutable(item)
    elif isinstance(value, probes.Classifier):
        yield from _mutable(value.asked)
        return
    elif not isinstance(value, np.ndarray | np.random.Generator) and not networks.is_network(value):
        return
    yield value


def packed(value: object) -> bytes:
    """`value`, which is written, as bytes."""
    return bytes(msgpack.packb(value, unicode_errors="surrogatepass"))


def _extension(kind: object, *parts: object) -> msgpack.ExtType:
    return msgpack.ExtType(_EXTENSION, packed([kind, *parts]))
