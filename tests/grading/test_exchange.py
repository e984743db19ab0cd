"""What crosses between a notebook and its judge: values, calls, changes, errors, and nothing that runs."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections import Counter, OrderedDict, UserList, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.exchange import Gone, Peer
from helpers.graded.answers import array, number
from helpers.packing import Opaque, Unreadable


@pytest.fixture
def connect() -> Iterator[Callable[[dict], Peer]]:
    """Serves names from a thread; gives the peer that asks for them."""
    peers = []

    def start(names: dict) -> Peer:
        near, far = socket.socketpair()
        near.settimeout(20)
        server = Peer(far, names=names.__getitem__)
        thread = threading.Thread(target=server.serve, daemon=True)
        thread.start()
        peers.append((Peer(near), thread))
        return peers[-1][0]

    yield start
    for peer, thread in peers:
        peer.close()
        thread.join(10)


def crossed(value: object) -> object:
    near, far = socket.socketpair()
    near.settimeout(20)
    thread = threading.Thread(target=Peer(far, names=lambda _: value).serve, daemon=True)
    thread.start()
    peer = Peer(near)
    try:
        return peer.get("value")
    finally:
        peer.close()
        thread.join(10)


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray):
        return (
            type(b) is np.ndarray
            and a.dtype == b.dtype
            and a.shape == b.shape
            and a.tobytes() == b.tobytes()
        )
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and (a == b or a != a)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**900), 2**900)
    | st.floats()
    | st.text()
    | st.binary(max_size=40)
    | st.just(...)
    | hnp.arrays(
        hnp.scalar_dtypes().filter(lambda d: d.kind in "biufc") | hnp.unicode_string_dtypes(),
        hnp.array_shapes(min_dims=0, min_side=0, max_side=4),
    )
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_value_arrives_as_it_was(value: object):
    assert same(value, crossed(value))


@pytest.mark.parametrize(
    "value",
    [
        1 + 2j,
        range(2, 9, 3),
        slice(1, None, 2),
        {1, 2},
        frozenset("ab"),
        np.float32,
        int,
        np.tanh,
        np.dtype("<f4"),
        Fraction(-1, 3),
        Decimal("0.10"),
        Decimal("-1e300"),
        Decimal("Infinity"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_rarer_values_arrive(value: object):
    assert crossed(value) == value


def test_numpy_scalar_keeps_its_type():
    arrived = crossed(np.float32(0.1))
    assert type(arrived) is np.float32
    assert arrived == np.float32(0.1)


def test_table_arrives():
    table = pd.DataFrame({"name": ["a", "b"], "value": [0.5, float("nan")]}, index=[3, 1])
    pd.testing.assert_frame_equal(crossed(table), table)


class Liar(np.ndarray):
    """Says that it equals everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class EqualsAll(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


def test_subclass_counts_as_its_base():
    assert type(crossed(np.arange(3).view(Liar))) is np.ndarray
    assert type(crossed(EqualsAll(3))) is int
    assert crossed(EqualsAll(3)) == 3
    assert type(crossed(OrderedDict(a=1))) is dict


Pair = namedtuple("Pair", "near far")


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (Pair(1, 2), (1, 2)),
        (defaultdict(int, a=1), {"a": 1}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (deque([1, 2]), [1, 2]),
        (UserList([1, 2]), [1, 2]),
        (bytearray(b"ab"), [97, 98]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_container_counts_as_a_plain_one(value: object, arrives: object):
    assert crossed(value) == arrives
    assert type(crossed(value)) is type(arrives)


@pytest.mark.parametrize(
    "value",
    [
        pd.Series([2, 1], index=[5, 6]),
        pd.Index([2, 1]),
        pd.DataFrame({"a": [2], "b": [1]}),
        np.matrix([[2, 1]]),
        np.ma.masked_array([2, 1], [False, True]),
        [2, 1],
        (2, 1),
        range(2, 0, -1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_array_is_none_for_the_judge_either(value: object):
    """An array is demanded in the notebook and in grading alike, with the same words."""
    arrived = crossed(value)
    assert np.asarray(arrived).tolist() == np.asarray(value).tolist()
    messages = set()
    for form in (value, arrived):
        with pytest.raises(AssertionError) as refused:
            array(form, "It")
        messages.add(str(refused.value))
    assert len(messages) == 1


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_view_a_file_and_a_read_only_array_are_arrays(order: str, tmp_path):
    stored = np.memmap(tmp_path / "numbers", "int32", "w+", shape=(2, 3), order=order)
    stored[:] = [[1, 2, 3], [4, 5, 6]]
    fixed = np.array(stored)
    fixed.flags.writeable = False
    for value in (stored, stored[:, ::-1], fixed, fixed.T, np.broadcast_to(fixed[0], (4, 3))):
        assert array(value, "It") is value
        arrived = array(crossed(value), "It")
        assert arrived.dtype == value.dtype
        assert np.array_equal(arrived, value)


@pytest.mark.parametrize(
    "value", [Fraction(1, 4), Decimal("0.25"), np.float16(0.25), pd.Series([0.25])]
)
def test_a_number_is_the_same_number_for_the_judge(value: object):
    assert number(crossed(value)) == number(value) == 0.25


@pytest.mark.parametrize("value", [Decimal("1e999999999"), Decimal("1e-400"), Fraction(1, 10**400)])
def test_a_number_that_takes_for_ever_to_compute_with_is_not_handed_over(value: object):
    assert isinstance(crossed(value), Opaque)


class Thing:
    """An object that no process but its own understands."""

    size = 3

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class Hostile:
    """Resists being looked at."""

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError(name)


@pytest.mark.parametrize("kind", [Thing, Hostile, object])
def test_other_object_arrives_as_nothing_but_a_name(kind: type):
    arrived = crossed(kind())
    assert isinstance(arrived, Opaque)
    assert type(arrived).__name__ == kind.__name__
    assert arrived != 3
    assert not hasattr(arrived, "size")


def test_functions_are_called_where_they_live(connect):
    calls = []

    def double(x: np.ndarray, *, times: int = 1) -> np.ndarray:
        calls.append(threading.current_thread())
        return x * 2 * times

    arrived = connect({"double": double}).get("double")
    assert arrived.__name__ == "double"
    assert arrived(np.arange(3), times=2).tolist() == [0, 4, 8]
    assert calls[0] is not threading.current_thread()


def test_change_of_an_argument_comes_back(connect):
    def change(array: np.ndarray, items: list, table: dict, rng: np.random.Generator) -> float:
        array[0] = 7
        items.append("new")
        table["k"][1] = 8
        table["l"] = 9
        return rng.random()

    array, items, inner, rng = np.zeros(3), ["old"], np.zeros(2), np.random.default_rng(1)
    table = {"k": inner}
    drawn = connect({"change": change}).get("change")(array, items, table, rng)
    assert array.tolist() == [7, 0, 0]
    assert items == ["old", "new"]
    assert table["l"] == 9
    assert table["k"].tolist() == [0, 8]
    expected = np.random.default_rng(1)
    assert drawn == expected.random()
    assert rng.random() == expected.random()


def test_unchanged_arguments_are_left_alone(connect):
    array = np.arange(4.0)
    array.flags.writeable = False
    assert connect({"total": lambda a: a.sum()}).get("total")(array) == 6


def test_function_of_the_test_is_called_back(connect):
    def slope(f: Callable, x: float) -> float:
        return (f(x + 1) - f(x - 1)) / 2

    seen = []

    def square(x: float) -> float:
        seen.append(x)
        return x * x

    assert connect({"slope": slope}).get("slope")(square, 3) == 6
    assert seen == [4, 2]


def test_stand_in_that_goes_back_is_the_thing_itself(connect):
    def f() -> None: ...

    peer = connect({"f": f, "is_f": lambda g: g is f})
    assert peer.get("is_f")(peer.get("f")) is True
    assert peer.get("f") is peer.get("f")


def test_iterable_is_read_anew_at_each_pass(connect):
    class Numbers:
        passes = 0

        def __iter__(self) -> Iterator[int]:
            Numbers.passes += 1
            yield from range(Numbers.passes, 200)

    arrived = connect({"numbers": Numbers()}).get("numbers")
    assert list(arrived) == list(range(1, 200))
    assert next(iter(arrived)) == 2


def test_errors_keep_their_name(connect):
    class OddError(Exception): ...

    def fail(kind: str) -> None:
        raise {"value": ValueError("bad"), "odd": OddError("odd"), "exit": SystemExit(0)}[kind]

    fail_here = connect({"fail": fail}).get("fail")
    with pytest.raises(ValueError, match="bad"):
        fail_here("value")
    for kind, name in (("odd", "OddError"), ("exit", "SystemExit")):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            fail_here(kind)
        assert type(caught.value).__name__ == name
        assert isinstance(caught.value, Exception)


def test_change_that_cannot_be_handed_over_does_not_end_the_server(connect, monkeypatch):
    monkeypatch.setattr("helpers.packing._NODES", 50)

    def grow(items: list) -> None:
        items.extend(range(100))

    peer = connect({"grow": grow, "x": 3})
    with pytest.raises(Exception, match="too many values"):
        peer.get("grow")([])
    assert peer.get("x") == 3


def test_text_that_utf_8_cannot_hold_arrives():
    assert crossed("\ud800 and \udcff") == "\ud800 and \udcff"


def test_missing_name(connect):
    with pytest.raises(KeyError):
        connect({}).get("nothing")


def test_what_an_answer_prints_comes_over(connect, capsys):
    connect({"loud": lambda: print("noise")}).get("loud")()
    assert capsys.readouterr().out == "noise\n"


def test_interruption_by_the_test_itself_comes_back_as_it_was(connect):
    class Stop(BaseException): ...

    def interrupt() -> None:
        raise Stop("enough")

    with pytest.raises(Stop, match="enough"):
        connect({"call": lambda f: f()}).get("call")(interrupt)


def test_interruption_by_an_answer_is_an_ordinary_error(connect):
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(Exception) as caught:  # noqa: PT011
        connect({"interrupt": interrupt}).get("interrupt")()
    assert type(caught.value).__name__ == "KeyboardInterrupt"
    assert isinstance(caught.value, Exception)


# --- messages that lie ------------------------------------------------------------------------------------


def answered(raw: bytes) -> object:
    """What the judge makes of `raw` as an answer."""
    near, far = socket.socketpair()
    near.settimeout(5)
    with far:
        far.sendall(raw)
        far.shutdown(socket.SHUT_WR)
        return Peer(near, message_limit=10**6).get("x")


def message(body: object, rest: bytes = b"") -> bytes:
    text = json.dumps(body).encode()
    return struct.pack("!QQ", len(text), len(rest)) + text + rest


def answer(value: object, sizes: list | None = None, rest: bytes = b"") -> bytes:
    return message({"do": "return", "value": value, "changed": [], "sizes": sizes or []}, rest)


ARRAY = {"t": "array", "dtype": "<f8", "shape": [2], "scalar": False, "at": 0, "kind": ""}
LIES = {
    "nothing": b"",
    "half a header": b"\0\0\0",
    "too large": struct.pack("!QQ", 2**40, 0),
    "not JSON": struct.pack("!QQ", 3, 0) + b"{{{",
    "deep JSON": struct.pack("!QQ", 200_000, 0) + b"[" * 200_000,
    "no message": message([1, 2]),
    "sizes that do not add up": answer(ARRAY, [99], b"\0" * 16),
    "negative size": answer(ARRAY, [-16, 32], b"\0" * 16),
    "no such type": answer({"t": "pickle", "at": 0}),
    "array of objects": answer(ARRAY | {"dtype": "O"}, [16], b"\0" * 16),
    "array of a structure": answer(ARRAY | {"dtype": "i4,O"}, [16], b"\0" * 16),
    "array larger than its bytes": answer(ARRAY | {"shape": [10**9]}, [16], b"\0" * 16),
    "array of a negative shape": answer(ARRAY | {"shape": [-3]}, [16], b"\0" * 16),
    "the same bytes twice": answer({"t": "list", "items": [ARRAY, ARRAY]}, [16], b"\0" * 16),
    "no such bytes": answer(ARRAY | {"at": 5}, [16], b"\0" * 16),
    "name that is not on the list": answer({"t": "stock", "name": "builtins:eval"}),
    "module that is not on the list": answer({"t": "stock", "name": "os:system"}),
    "numpy's loader": answer({"t": "stock", "name": "numpy:load"}),
    "a thing of mine that I do not have": answer({"t": "yours", "number": 3}),
    "a fraction of nothing": answer({"t": "fraction", "parts": [1, 0]}),
    "a decimal that is no number": answer({"t": "decimal", "text": "0.5 points"}),
    "a decimal that takes for ever": answer({"t": "decimal", "text": "1e999999999"}),
    "a set of lists": answer({"t": "set", "items": [{"t": "list", "items": []}]}),
    "change of an argument that was not given": message(
        {"do": "return", "value": 1, "changed": [[5, 1]], "sizes": []}
    ),
    "a request in place of an answer": message({"do": "dance", "sizes": []}),
}


@pytest.mark.parametrize("name", LIES)
def test_lie_is_refused(name: str):
    with pytest.raises((Unreadable, Gone)):
        answered(LIES[name])


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(raw: bytes):
    with pytest.raises((Unreadable, Gone)):
        answered(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["t", "items", "at", "dtype", "shape", "number", "name", "kind", "parts", "scalar"]
            )
            | st.text(max_size=4),
            inner
            | st.sampled_from(
                ["list", "dict", "array", "network", "function", "generator", "stock", "table"]
            ),
            max_size=5,
        )
    ),
    max_leaves=10,
)


@given(JSON)
def test_any_json_is_a_value_or_refused(value: object):
    with contextlib.suppress(Unreadable, Gone, AssertionError):
        answered(answer(value))


def test_error_with_a_strange_name_is_an_error():
    raw = message(
        {"do": "raise", "kind": "__import__('os')", "text": "x", "changed": [], "sizes": []}
    )
    with pytest.raises(Exception, match="x") as caught:
        answered(raw)
    assert type(caught.value) is not Unreadable


def test_an_interruption_is_one_for_the_students_function(connect):
    def stopped() -> None:
        raise KeyboardInterrupt

    def lets_through(step: Callable) -> str:
        try:
            step()
        except Exception:
            return "swallowed"

    def swallows(step: Callable) -> str:
        try:
            step()
        except KeyboardInterrupt:
            return "swallowed"

    peer = connect({"lets_through": lets_through, "swallows": swallows})
    with pytest.raises(KeyboardInterrupt):
        peer.get("lets_through")(stopped)
    assert peer.get("swallows")(stopped) == "swallowed"


def test_no_function_of_the_student_interrupts_the_judge(connect):
    def interrupts() -> None:
        raise KeyboardInterrupt

    with pytest.raises(Exception) as caught:  # noqa: PT011
        connect({"interrupts": interrupts}).get("interrupts")()
    assert not isinstance(caught.value, KeyboardInterrupt)


def test_plan_of_learning_rates_crosses():
    import keras

    plan = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=7)
    got = crossed(plan)
    assert type(got) is type(plan)
    assert got.get_config() == plan.get_config()
    steps = keras.optimizers.schedules.PiecewiseConstantDecay([2], [0.1, 0.01])
    assert callable(crossed(steps))  # of lists: it stays where it is
