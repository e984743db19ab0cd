"""Asking a notebook for its names, and calling its functions, from a process that never runs its code.

The judge asks for a name and gets a copy of its value. A function arrives as a stand-in: calling it sends the
arguments over, runs the function where it lives, and brings its result back. Both sides speak the same protocol,
since a function may call one that a test has handed to it. A message is its lengths, a JSON text, and the bytes of
the arrays that the text refers to.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import itertools
import json
import re
import socket
import struct
from collections.abc import Callable, Iterator

from helpers.graded import stock_networks
from helpers.packing import Changes, Packer, Unpacker, Unreadable, restore

MESSAGE_LIMIT = 2**30  # bytes; the largest array of the course has 150 MB
_LENGTHS = struct.Struct("!QQ")
_CHUNK = 64  # items of an iterable that are fetched at once
_AT_ONCE = 2**22  # bytes
_TEXT = 2000  # letters of an error's message
_JSON_LIMIT = 2**26  # bytes; arrays travel beside it
_PRINTED = 100_000  # letters of what a function prints that are handed over


class Gone(Exception):
    """The other side has ended, or does not answer in time."""


class Function:
    """Stands for a function of the other process."""

    def __init__(self, peer: Peer, number: int, name: str) -> None:
        self.__name__ = name
        self._peer, self._number = peer, number

    def __call__(self, *args: object, **kwargs: object) -> object:
        return self._peer.call(self._number, args, kwargs)

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


class Iterable:
    """Stands for an iterable of the other process, such as a dataset; each pass reads it anew."""

    def __init__(self, peer: Peer, number: int, kind: str) -> None:
        self.kind = kind
        self._peer, self._number = peer, number

    def __iter__(self) -> Iterator[object]:
        return self._peer.items(self._number)

    def __repr__(self) -> str:
        return f"<{self.kind}>"


class Peer:
    """One end of the connection.

    Parameters
    ----------
    connection : socket.socket
        Its time-out is the longest wait for an answer.
    names : callable, optional
        Called with a name that the other side asks for; returns its value.
    limited : callable, optional
        Makes a context manager in which each function that the other side calls is run.
    copies_datasets : bool
        Hand datasets over whole. Otherwise the other side reads them when, and as often as, it wants.
    message_limit : int
        Largest message accepted, in bytes.
    """

    def __init__(
        self,
        connection: socket.socket,
        names: Callable[[str], object] | None = None,
        limited: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext,
        copies_datasets: bool = False,
        message_limit: int = MESSAGE_LIMIT,
    ) -> None:
        self.copies_datasets = copies_datasets
        self._connection = connection
        self._names = names
        self._limited = limited
        self._limit = message_limit
        self._mine: list[object] = []
        self._numbers: dict[int, int] = {}  # id of an object in `_mine` -> its place there
        self._theirs: dict[int, object] = {}  # number -> what stands for it here
        self._broken = False
        self._raised: BaseException | None = None  # by a function here that the other side called

    # --- asking -------------------------------------------------------------------------------------------
    def get(self, name: str) -> object:
        """Copy of, or stand-in for, what a name of the other process stands for.

        Raises
        ------
        Exception
            What the other side raised, with its type's name and its text.
        Gone, Unreadable
        """
        return self._ask({"do": "get", "name": name}, Packer(self))

    def call(self, number: int, args: tuple, kwargs: dict) -> object:
        """Result of a function of the other process. What it changes in its arguments changes here, too."""
        packer = Packer(self)
        packed = packer.pack((args, kwargs))
        return self._ask({"do": "call", "number": number, "with": packed}, packer)

    def items(self, number: int) -> Iterator[object]:
        """Items of an iterable of the other process, from the first."""
        begun = self._ask({"do": "iterate", "number": number}, Packer(self))
        while True:
            items, more = self._ask({"do": "next", "number": begun}, Packer(self))
            yield from items
            if not more:
                return

    def close(self) -> None:
        """Let the other side stop serving."""
        with contextlib.suppress(Gone):
            self._send({"do": "end"}, Packer(self))
        self._connection.close()

    def _ask(self, request: dict, packer: Packer) -> object:
        if self._broken:
            raise Gone("the notebook no longer answers")
        try:
            return self._answer_to(request, packer)
        except (Gone, Unreadable):
            # What comes later might be taken for the answer to another question.
            self._broken = True
            raise

    def _answer_to(self, request: dict, packer: Packer) -> object:
        self._send(request, packer)
        while True:
            reply, buffers = self._receive()
            if reply["do"] not in ("return", "raise"):
                self._answer(reply, buffers)
                continue
            unpacker = Unpacker(self, buffers)
            try:
                value = unpacker.unpack(reply.get("value"))
                for place, now in reply["changed"]:
                    restore(packer.mutable[place], unpacker.unpack(now))
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                raise Unreadable(f"not an answer: {type(error).__name__}") from error
            print(str(reply.get("printed", ""))[:_PRINTED], end="")
            if reply["do"] == "raise":
                raise self._raised_there(
                    str(reply.get("kind"))[:80], str(reply.get("text"))[:_TEXT]
                )
            return value

    def _raised_there(self, kind: str, text: str) -> BaseException:
        """The exception of the other side; this side's own where it came from a function that was called back."""
        own, self._raised = self._raised, None
        if own is not None and (type(own).__name__, _text(own)) == (kind, text):
            return own
        # A test stops the student's function with what stops it in the notebook: on the student's side, which has
        # the names, an interruption is one. The judge cannot be stopped like that.
        interrupts = self._names is not None and kind == KeyboardInterrupt.__name__
        return KeyboardInterrupt(text) if interrupts else _exception(kind, text)

    # --- answering ----------------------------------------------------------------------------------------
    def serve(self) -> None:
        """Answer the other side until it closes."""
        with contextlib.suppress(Gone):
            while True:
                request, buffers = self._receive()
                if request["do"] == "end":
                    return
                self._answer(request, buffers)

    def _answer(self, request: dict, buffers: list[memoryview]) -> None:
        unpacker, packer = Unpacker(self, buffers), Packer(self)
        changes, printed = None, io.StringIO()
        try:
            given = unpacker.unpack(request.get("with"))
            changes = Changes(unpacker.mutable)
            with contextlib.redirect_stdout(printed):
                value = self._do(request, given)
            reply = {"do": "return", "value": packer.pack(value)}
            reply["changed"] = _changed(changes, packer)
        except Gone:
            raise
        except BaseException as error:  # `sys.exit` included: it ends the answer, not the server
            packer, self._raised = Packer(self), error
            reply = {"do": "raise", "kind": type(error).__name__, "text": _text(error)}
            reply["changed"] = []
            with contextlib.suppress(Exception):  # what cannot be handed over is not
                reply["changed"] = _changed(changes, packer)
        reply["printed"] = printed.getvalue()[:_PRINTED]
        try:
            self._send(reply, packer)
        except Unreadable as error:  # too much to hand over: nothing has been sent yet
            refusal = {"do": "raise", "kind": "Unreadable", "text": str(error), "changed": []}
            self._send(refusal, Packer(self))

    def _do(self, request: dict, given: object) -> object:
        match request:
            case {"do": "get", "name": str(name)} if self._names:
                return self._names(name)
            case {"do": "call", "number": int(number)}:
                args, kwargs = given
                with self._limited():
                    return self._mine[number](*args, **kwargs)
            case {"do": "iterate", "number": int(number)}:
                return self.number(iter(self._mine[number]))
            case {"do": "next", "number": int(number)}:
                with self._limited():
                    items = list(itertools.islice(self._mine[number], _CHUNK))
                return items, len(items) == _CHUNK
        raise Unreadable(f"not a request: {str(request)[:100]}")

    # --- objects named by number --------------------------------------------------------------------------
    def number(self, value: object) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self._mine)
            self._mine.append(value)  # kept, so that its id stays its own
        return self._numbers[id(value)]

    def mine(self, number: int) -> object:
        return self._mine[number]

    def theirs(self, value: object) -> int | None:
        return next((number for number, other in self._theirs.items() if other is value), None)

    def stand_in(self, number: int, node: dict) -> object:
        if number not in self._theirs:
            if node["t"] == "network":
                made = stock_networks.build(node["described"])
            elif node["t"] == "function":
                made = Function(self, number, str(node["name"])[:80])
            else:
                made = Iterable(self, number, str(node["kind"])[:80])
            self._theirs[number] = made
        return self._theirs[number]

    # --- messages -----------------------------------------------------------------------------------------
    def _send(self, message: dict, packer: Packer) -> None:
        sizes = [part.nbytes for part in packer.buffers]
        text = json.dumps(message | {"sizes": sizes}).encode()
        if len(text) + sum(sizes) > self._limit:
            raise Unreadable(f"{sum(sizes) / 2**20:.0f} MB are too much to hand over")
        try:
            self._connection.sendall(_LENGTHS.pack(len(text), sum(sizes)) + text)
            for part in packer.buffers:
                self._connection.sendall(part)
        except OSError as error:
            raise Gone("the other side has ended") from error

    def _receive(self) -> tuple[dict, list[memoryview]]:
        length, rest = _LENGTHS.unpack(self._read(_LENGTHS.size))
        if length > _JSON_LIMIT or length + rest > self._limit:
            raise Unreadable(f"a message of {(length + rest) / 2**20:.0f} MB")
        text, data = self._read(length), memoryview(self._read(rest))
        try:
            message = json.loads(bytes(text))
            sizes = message.pop("sizes")
            ends = list(itertools.accumulate(sizes, initial=0))
            if not isinstance(message["do"], str) or ends[-1] != rest or min(sizes, default=0) < 0:
                raise ValueError
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable("not a message") from error
        return message, [data[start:end] for start, end in itertools.pairwise(ends)]

    def _read(self, count: int) -> bytearray:
        data, done = bytearray(), 0
        while done < count:
            try:
                part = self._connection.recv(min(count - done, _AT_ONCE))
            except OSError as error:
                late = isinstance(error, TimeoutError)
                raise Gone("no answer in time" if late else "the other side has ended") from error
            if not part:
                raise Gone("the other side has ended")
            data += part
            done += len(part)
        return data


def _changed(changes: Changes | None, packer: Packer) -> list[list]:
    """Place and value of each argument that a call has changed."""
    return [[place, packer.pack(now)] for place, now in changes.found()] if changes else []


def _text(error: BaseException) -> str:
    try:
        return str(error)[:_TEXT]
    except Exception:  # whatever the message is made of cannot be shown
        return ""


def _exception(kind: str, text: str) -> Exception:
    """An exception with the name and text of that of the other side; a builtin one where it is builtin."""
    known = getattr(builtins, kind, None)
    if not (isinstance(known, type) and issubclass(known, Exception)):
        name = kind if re.fullmatch(r"\w{1,80}", kind) else "Exception"
        known = type(name, (Exception,), {})
    try:
        return known(text)
    except TypeError:  # UnicodeDecodeError and its like take more than a text
        return Exception(f"{kind}: {text}")
