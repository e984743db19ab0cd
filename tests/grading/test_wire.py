"""What crosses between a notebook and its judge: values, calls, changes, errors, and nothing that runs."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections import Counter, OrderedDict, UserList, defaultdict, deque, namedtuple
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import msgpack
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course.grading.inside import wire
from course.grading.inside.kinds import MAKE, Opaque
from course.grading.inside.wire import Gone, Unreadable
from course.grading.remote import Notebook
from helpers.graded.answers import array, number
from helpers.graded.probes import Classifier
from tests.grading.served import crossed, served


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    """No message of these tests is large; a lie about a length shall not take memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "LIMIT", 10**6)
        yield


@pytest.fixture
def connect() -> Iterator[Callable[[dict], Notebook]]:
    """Serves names from a thread; gives what asks for them."""
    with contextlib.ExitStack() as stack:
        yield lambda names: stack.enter_context(served(names.__getitem__))


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


@pytest.mark.parametrize(
    "value",
    [Fraction(-1, 3), Decimal("0.10"), Decimal("-1e300"), Decimal("-Infinity"), Decimal("1e-400")],
)
def test_a_fraction_and_a_decimal_number_arrive_as_a_float(value: object):
    assert type(crossed(value)) is float
    assert crossed(value) == number(value)


@pytest.mark.parametrize("value", [Fraction(10**400), 10**5000], ids=["fraction", "int"])
def test_a_number_that_takes_for_ever_to_calculate_with_is_not_handed_over(value: object):
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

    arrived = connect({"double": double}).ask("double")
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
    drawn = connect({"change": change}).ask("change")(array, items, table, rng)
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
    assert connect({"total": lambda a: a.sum()}).ask("total")(array) == 6


def test_what_else_the_test_holds_of_an_argument_stays_what_it_was(connect):
    """As in a notebook: an entry that gets a new array is another thing than an array that is changed."""

    def step(params: dict) -> dict:
        params["w"] = params["w"] - 1
        params["b"] -= 1
        return params

    w, b = np.zeros(2), np.zeros(2)
    params = {"w": w, "b": b}
    returned = connect({"step": step}).ask("step")(params)
    assert returned is params
    assert params["b"] is b
    assert (w.tolist(), b.tolist(), params["w"].tolist()) == ([0, 0], [-1, -1], [-1, -1])


def test_argument_that_comes_back_is_the_thing_itself(connect):
    array = np.zeros(3)
    pair = connect({"pair": lambda a: (a, a.copy())}).ask("pair")(array)
    assert pair[0] is array
    assert pair[1] is not array


def test_function_of_the_test_cannot_be_handed_over(connect):
    """A graded test that does so is not fit for grading; NumPy's functions are the same at both ends."""
    peer = connect({"apply": lambda f, x: f(x)})
    assert peer.ask("apply")(np.linalg.norm, [3, 4]) == 5
    for own in (lambda x: x, iter([1])):
        with pytest.raises(Unreadable, match="a graded test hands over a"):
            peer.ask("apply")(own, 2)
    assert peer.ask("apply")(np.negative, 2) == -2


def test_stand_in_that_goes_back_is_the_thing_itself(connect):
    def f() -> None: ...

    peer = connect({"f": f, "is_f": lambda g: g is f})
    assert peer.ask("is_f")(peer.ask("f")) is True
    assert peer.ask("f") is peer.ask("f")


def test_iterable_is_read_anew_at_each_pass(connect):
    class Numbers:
        passes = 0

        def __iter__(self) -> Iterator[int]:
            Numbers.passes += 1
            yield from range(Numbers.passes, 200)

    arrived = connect({"numbers": Numbers()}).ask("numbers")
    assert list(arrived) == list(range(1, 200))
    assert next(iter(arrived)) == 2


def test_errors_keep_their_name(connect):
    class OddError(Exception): ...

    def fail(kind: str) -> None:
        raise {"value": ValueError("bad"), "odd": OddError("odd"), "exit": SystemExit(0)}[kind]

    fail_here = connect({"fail": fail}).ask("fail")
    with pytest.raises(ValueError, match="bad"):
        fail_here("value")
    for kind, name in (("odd", "OddError"), ("exit", "SystemExit")):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            fail_here(kind)
        assert type(caught.value).__name__ == name
        assert isinstance(caught.value, Exception)


def test_change_that_cannot_be_handed_over_does_not_end_the_server(connect, monkeypatch):
    monkeypatch.setattr(wire, "TEXT", 150)

    def grow(items: list) -> None:
        items.extend(range(300))

    peer = connect({"grow": grow, "x": 3})
    with pytest.raises(Exception, match="too much to hand over"):
        peer.ask("grow")([])
    assert peer.ask("x") == 3


def test_text_that_utf_8_cannot_hold_arrives():
    assert crossed("\ud800 and \udcff") == "\ud800 and \udcff"


def test_missing_name(connect):
    with pytest.raises(KeyError):
        connect({}).ask("nothing")


def test_interruption_by_an_answer_is_an_ordinary_error(connect):
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(Exception) as caught:  # noqa: PT011
        connect({"interrupt": interrupt}).ask("interrupt")()
    assert type(caught.value).__name__ == "KeyboardInterrupt"
    assert isinstance(caught.value, Exception)


# --- messages that lie ------------------------------------------------------------------------------------


def answered(raw: bytes) -> object:
    """What the judge makes of `raw` as an answer."""
    near, far = socket.socketpair()
    near.settimeout(5)
    with near, far:
        far.sendall(raw)
        far.shutdown(socket.SHUT_WR)
        return Notebook(near).ask("x")


def of(kind: object, *parts: object) -> list:
    """A value of one of our kinds."""
    return [kind, *parts]


def message(body: object, rest: bytes = b"") -> bytes:
    text = msgpack.packb(body)
    return struct.pack("!QQ", len(text), len(rest)) + text + rest


def answer(value: object, rest: bytes = b"", changed: object = ("tuple",)) -> bytes:
    return message(of("tuple", None, value, changed), rest)


def array_of(dtype: str, *shape: int, count: int = 16) -> object:
    return of("array", "", of("tuple", *shape), of("dtype", dtype), of("bytes", count))


TWO = b"\0" * 16
LIES = {
    "nothing": b"",
    "half a header": b"\0\0\0",
    "too large": struct.pack("!QQ", 2**40, 0),
    "arrays that are too large": struct.pack("!QQ", 1, 2**40),
    "not msgpack": struct.pack("!QQ", 3, 0) + b"\xc1{{",
    "lists without end": struct.pack("!QQ", 200_000, 0) + b"\x91" * 200_000,
    "a list as long as a library": struct.pack("!QQ", 5, 0) + b"\xdd\xff\xff\xff\xff",
    "values without end": struct.pack("!QQ", 14_000, 0) + b"\x92\xa5tuple" * 2000,
    "no message": message({"value": 2}),
    "no list": message(of("dict")),
    "too few parts": message(of("tuple", None, 2)),
    "too many parts": message(of("tuple", None, 2, of("tuple"), 3)),
    "half a message": answer(1)[:-1],
    "an extension of msgpack": answer(msgpack.ExtType(2, b"\x90")),
    "a time of msgpack": answer(msgpack.Timestamp(0)),
    "no such kind": answer(of("pickle", b"")),
    "a kind that is no text": answer(of(3, b"")),
    "a kind that is a list": answer(of(of("list"), b"")),
    "a list without a kind": answer([]),
    "array of objects": answer(array_of("O", 2), TWO),
    "array of a structure": answer(array_of("i4,O", 2), TWO),
    "array larger than its bytes": answer(array_of("<f8", 10**9), TWO),
    "array of a negative shape": answer(array_of("<f8", -3), TWO),
    "array of two negative lengths": answer(array_of("<f8", -1, -2), TWO),
    "array of a shape that is none": answer(
        of("array", "", "ab", of("dtype", "<f8"), of("bytes", 16)), TWO
    ),
    "array without bytes": answer(of("array", "", of("tuple", 2), of("dtype", "<f8"), None)),
    "array of a type without bytes": answer(array_of("S0", 10**9, count=0)),
    "array of less than no bytes": answer(array_of("|u1", 11, count=-5), TWO),
    "the same bytes twice": answer(of("list", *[array_of("<f8", 2)] * 2), TWO),
    "name that is not on the list": answer(of("stock", "eval")),
    "module that is not on the list": answer(of("stock", "os.system")),
    "numpy's loader": answer(of("stock", "numpy.load")),
    "a thing of mine": answer(of("mine", 3)),
    "an argument that was not given": answer(of("shared", 0)),
    "a dictionary with a list for a name": answer(of("dict", of("tuple", of("list"), 2))),
    "a dictionary without a value": answer(of("dict", of("tuple", 1))),
    "a dataset": answer(of("dataset", 1)),
    "a whole number that takes for ever": answer(of("int", "9" * 10_000)),
    "a set of lists": answer(of("set", of("list"))),
    "a map of msgpack": answer({"a": 1}),
    "change of an argument that was not given": answer(1, changed=of("tuple", 1)),
    "changes that are none": answer(1, changed=3),
    "a network that is text": answer(of("network", 1, "{", "null")),
    "a function in a network": answer(
        of("network", 1, '{"class_name": "Sequential"}', of("function", 1, "f"))
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_lie_is_refused(name: str):
    with pytest.raises((Unreadable, Gone)):
        answered(LIES[name])


def test_name_of_what_cannot_be_handed_over_is_cut():
    arrived = answered(answer(of("opaque", "n" * 10_000)))
    assert isinstance(arrived, Opaque)
    assert len(type(arrived).__name__) == 80


def test_answer_that_cannot_be_read_does_not_spoil_the_next():
    near, far = socket.socketpair()
    near.settimeout(5)
    with near, far:
        notebook = Notebook(near)
        for raw in (answer(of("pickle", b"")), answer(5)):
            far.sendall(raw)
        with pytest.raises(Unreadable):
            notebook.ask("x")
        assert notebook.ask("y") == 5


def test_after_a_message_that_breaks_off_nothing_is_believed():
    near, far = socket.socketpair()
    near.settimeout(5)
    with near, far:
        notebook = Notebook(near)
        far.sendall(struct.pack("!QQ", 10**7, 0) + answer(5))
        with pytest.raises(Unreadable):
            notebook.ask("x")
        with pytest.raises(Gone):
            notebook.ask("y")


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(raw: bytes):
    with pytest.raises((Unreadable, Gone)):
        answered(raw)


KINDS = [*MAKE, "bytes", "network", "function", "iterable", "shared", "mine", "dataset"]
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["<f8", "|u1", "O", "numpy.float32", "{}", "null", "1e9999"])
    | st.binary(max_size=16)
)
MESSAGES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.builds(
            lambda kind, parts: of(kind, *parts),
            st.sampled_from(KINDS),
            st.lists(inner, max_size=5),
        )
    ),
    max_leaves=10,
)


@given(MESSAGES, MESSAGES)
def test_any_message_is_a_value_or_refused(value: object, changed: object):
    with contextlib.suppress(Unreadable, Gone, AssertionError):
        answered(answer(value, TWO))
    with contextlib.suppress(Unreadable, Gone, AssertionError):
        answered(answer(1, TWO, changed))


def test_error_with_a_strange_name_is_an_error():
    with pytest.raises(Exception, match="x") as caught:
        answered(message(of("tuple", "__import__('os')", "x", None)))
    assert type(caught.value).__name__ == "__import__('os')"


@pytest.mark.slow
def test_plan_of_learning_rates_crosses():
    import keras

    plan = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=7)
    received = crossed(plan)
    assert type(received) is type(plan)
    assert received.get_config() == plan.get_config()
    steps = keras.optimizers.schedules.PiecewiseConstantDecay([2], [0.1, 0.01])
    assert crossed(steps).get_config() == steps.get_config()


@pytest.mark.slow
def test_function_of_keras_crosses():
    import keras

    assert crossed(keras.activations.tanh) is keras.activations.tanh
    assert (
        crossed(keras.ops.sin).__name__ == "sin"
    )  # not one that a layer may have: it stays where it is


@pytest.mark.slow
def test_network_dataset_and_plan_are_handed_to_a_function(connect):
    import keras
    import tensorflow as tf

    def go_on(network: object, data: object, rate: object) -> tuple:
        copy = keras.models.clone_model(network)
        copy.set_weights(network.get_weights())
        copy.compile(keras.optimizers.SGD(rate), "mse")
        copy.fit(data, epochs=2, verbose=0)
        return copy, network

    def spoil(network: object) -> object:
        network.set_weights([w + 1 for w in network.get_weights()])
        return network

    network = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    before = [w.copy() for w in network.get_weights()]
    x, y = np.ones((5, 3), "float32"), np.zeros((5, 2), "float32")
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(2)
    plan = keras.optimizers.schedules.ExponentialDecay(0.01, 10, 0.9)
    notebook = connect({"go_on": go_on, "spoil": spoil, "own": network, "same": network})
    copy, given_back = notebook.ask("go_on")(network, data, plan)
    assert given_back is network
    assert copy is not network
    assert int(copy.optimizer.iterations) == 6
    assert all(map(np.array_equal, network.get_weights(), before))
    assert not any(map(np.array_equal, copy.get_weights(), before))
    assert notebook.ask("spoil")(network) is network
    assert all(np.allclose(a, b + 1) for a, b in zip(network.get_weights(), before, strict=True))
    own = notebook.ask("own")
    assert own is notebook.ask("same"), "two names of one network"
    assert own is not network
    assert notebook.ask("spoil")(own) is own


def test_classifier_is_called_there_and_tells_here_what_it_was_asked(connect):
    answer = connect({"answer": lambda image, classify: classify(image * 2).tolist()}).ask("answer")
    probe = Classifier(np.arange(7840.0).reshape(784, 10) / 7840)
    image = np.full((1, 784), 0.25)
    shares = answer(image, probe)
    assert np.allclose(shares, probe.probabilities(image * 2), atol=1e-6)
    assert [asked.tolist() for asked in probe.asked] == [(image * 2).tolist()]
    answer(image, probe)
    assert len(probe.asked) == 2
