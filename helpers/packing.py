"""Values as inert data, to be handed to another process: JSON, and the bytes of the arrays it refers to.

What is packed are numbers, text, containers, arrays, tables, random generators, and Keras networks made of Keras'
own layers. A tensor, a series or a matrix arrives as an array whose type has that name. A function or an iterable
becomes a stand-in, through which the other process can call or read it. All else becomes `Opaque`. Unpacking
executes nothing that arrives, and looks up no name that is not on a list here.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import numpy as np

from helpers.graded import figures, stock_networks

_NODES = 2_000_000  # values in one message
_DTYPES = "biufcSU"  # kinds of arrays: numbers and text, never objects
_DIGITS = 300  # of a decimal number, before and after its point: as many as a float may have
_CONTAINERS = {kind.__name__: kind for kind in (list, tuple, set, frozenset)}
_TYPES = {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict, set)}


class Unreadable(Exception):
    """A message that breaks the rules."""


class Opaque:
    """Stands for an object that cannot be handed over. Its type has the right name, and that is all."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Handles(Protocol):
    """Objects that two processes name to each other by number."""

    copies_datasets: bool  # whether a dataset is handed over whole, rather than read when the other side wants it

    def number(self, value: object) -> int:
        """Number under which the other process may name `value` from now on."""

    def mine(self, number: int) -> object:
        """The object that the other process names."""

    def theirs(self, value: object) -> int | None:
        """Number of the other process's object that `value` stands for, if it stands for one."""

    def stand_in(self, number: int, node: dict) -> object:
        """What stands here for the other process's object of this number."""


class Packer:
    """Packs the values of one message: `buffers` are its arrays, `mutable` what a call may change, in order."""

    def __init__(self, handles: Handles) -> None:
        self.buffers: list[memoryview] = []
        self.mutable: list[object] = []
        self._handles = handles
        self._nodes = 0

    def pack(self, value: object) -> object:
        """`value` as JSON."""
        self._nodes += 1
        if self._nodes > _NODES:
            raise Unreadable("too many values to hand over")
        try:
            return self._packed(value)
        except Unreadable:
            raise
        except Exception:  # an object that resists being looked at
            return _opaque(value)

    def _packed(self, value: object) -> object:
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return value
        if kind is int:
            return value if value.bit_length() < 1000 else _opaque(value)
        if kind in _CONTAINERS.values():
            return self._container(value, kind)
        if isinstance(value, np.matrix | np.ma.MaskedArray):
            return self._array(value, kind.__name__)
        if isinstance(value, np.ndarray | np.generic):
            return self._array(value)
        number = self._handles.theirs(value)
        if stock_networks.is_network(value):
            return self._network(value, number)
        if number is not None:
            return {"t": "yours", "number": number}
        if value is ...:
            return {"t": "ellipsis"}
        if kind in (range, slice):
            return {
                "t": kind.__name__,
                "parts": [self.pack(p) for p in (value.start, value.stop, value.step)],
            }
        if kind is complex:
            return {"t": "complex", "parts": [value.real, value.imag]}
        if kind is Fraction and max(map(int.bit_length, value.as_integer_ratio())) < 1000:
            return {"t": "fraction", "parts": value.as_integer_ratio()}
        if kind is Decimal and _is_short(value):
            return {"t": "decimal", "text": str(value)}
        if kind is bytes:
            return {"t": "bytes", "at": self._buffer(np.frombuffer(value, np.uint8))}
        if isinstance(value, np.random.Generator):
            self.mutable.append(value)
            return {"t": "generator", "state": self._aside(value.bit_generator.state)}
        if isinstance(value, np.dtype):
            return {"t": "dtype", "name": value.str}
        if stock := _stock_name(value):
            return {"t": "stock", "name": stock}
        if schedule := _schedule_name(value):
            return {"t": "schedule", "name": schedule, "config": self._aside(value.get_config())}
        if figures.is_figure(value):
            return self._aside(figures.describe(value))
        if _is_tensor(value):
            return self._array(np.asarray(value), kind.__name__)
        if "pandas" in sys.modules and isinstance(value, sys.modules["pandas"].DataFrame):
            columns = [[self._aside(k), self._aside(value[k].to_numpy())] for k in value.columns]
            return {"t": "table", "columns": columns, "index": self._aside(value.index.to_numpy())}
        if "pandas" in sys.modules and isinstance(
            value, sys.modules["pandas"].Series | sys.modules["pandas"].Index
        ):
            return self._array(value.to_numpy(), kind.__name__)
        # A subclass counts as its base, whatever else it claims to be.
        for base in (int, float, str, list, tuple):
            if isinstance(value, base):
                return self._packed(base(value))
        if isinstance(value, Sequence):  # a deque, for example
            return self._packed(list(value))
        if isinstance(value, Mapping):
            self.mutable.append(value)
            return {"t": "dict", "items": [[self.pack(k), self.pack(v)] for k, v in value.items()]}
        if self._handles.copies_datasets and _is_dataset(value):
            return {"t": "dataset", "items": [self._aside(item) for item in value]}
        if callable(value):
            name = str(getattr(value, "__name__", kind.__name__))
            return {"t": "function", "number": self._handles.number(value), "name": name}
        if hasattr(kind, "__iter__"):
            return {"t": "iterable", "number": self._handles.number(value), "kind": kind.__name__}
        return _opaque(value)

    def _aside(self, value: object) -> object:
        """Pack what is part of a larger thing: a call does not change it on its own."""
        before = len(self.mutable)
        node = self.pack(value)
        del self.mutable[before:]
        return node

    def _container(self, value: object, kind: type) -> dict:
        if kind is list:
            self.mutable.append(value)
        return {"t": kind.__name__, "items": [self.pack(item) for item in value]}

    def _array(self, value: np.ndarray | np.generic, kind: str = "") -> dict:
        """`kind` is the name of what it is in the notebook, where that is no plain array."""
        plain = np.ascontiguousarray(np.asarray(value)).reshape(np.shape(value))
        if plain.dtype.kind == "O":
            items = [self.pack(item) for item in plain.ravel().tolist()]
            return {"t": "objects", "shape": plain.shape, "items": items}
        if plain.dtype.kind not in _DTYPES:
            return _opaque(value)
        scalar = isinstance(value, np.generic)
        if not scalar:
            self.mutable.append(value)
        at = self._buffer(plain)
        return {
            "t": "array",
            "dtype": plain.dtype.str,
            "shape": plain.shape,
            "scalar": scalar,
            "at": at,
            "kind": kind,
        }

    def _buffer(self, array: np.ndarray) -> int:
        self.buffers.append(
            memoryview(array.reshape(-1).view(np.uint8)) if array.size else memoryview(b"")
        )
        return len(self.buffers) - 1

    def _network(self, value: object, number: int | None) -> dict:
        problem = stock_networks.problem(value)
        if problem:
            return {"t": "problem", "text": problem}
        self.mutable.append(value)
        if number is not None:
            node = {"t": "network", "yours": number}
        else:
            node = {
                "t": "network",
                "number": self._handles.number(value),
                "described": stock_networks.describe(value),
            }
        weights = [self._buffered(w) for w in value.get_weights()]
        return node | {"weights": weights, "training": stock_networks.training(value)}

    def _buffered(self, array: np.ndarray) -> list:
        if array.dtype.kind not in _DTYPES:  # bfloat16 and its like, which NumPy does not know
            array = array.astype("float32")
        return [array.dtype.str, array.shape, self._buffer(np.ascontiguousarray(array))]


class Unpacker:
    """Unpacks one message: `mutable` are the values a call may change, in the order in which they were packed."""

    def __init__(self, handles: Handles, buffers: list[memoryview]) -> None:
        self.mutable: list[object] = []
        self._handles = handles
        self._buffers = dict(enumerate(buffers))

    def unpack(self, node: object) -> object:
        """The value that `node` describes.

        Raises
        ------
        Unreadable
            When it describes none.
        AssertionError
            When it is a network that cannot be built here; the message says why.
        """
        try:
            return self._unpacked(node)
        except (Unreadable, AssertionError):
            raise
        except Exception as error:
            raise Unreadable(f"not a value: {type(error).__name__}: {str(error)[:200]}") from error

    def _unpacked(self, node: object) -> object:
        if node is None or isinstance(node, bool | int | float | str):
            return node
        match node:
            case {"t": "list", "items": list(items)}:
                value = self._noted([])
                value.extend(map(self._unpacked, items))
                return value
            case {"t": "tuple" | "set" | "frozenset" as kind, "items": list(items)}:
                return _CONTAINERS[kind](map(self._unpacked, items))
            case {"t": "dict", "items": list(items)}:
                value = self._noted({})
                value.update((self._unpacked(k), self._unpacked(v)) for k, v in items)
                return value
            case {"t": "array", "scalar": scalar, "kind": str(kind)}:
                array = self._read(node["dtype"], node["shape"], node["at"])
                if kind:
                    array = array.view(type(kind[:80], (np.ndarray,), {}))
                return array[()] if scalar else self._noted(array)
            case {"t": "objects", "shape": shape, "items": list(items)}:
                array = np.empty(len(items), dtype=object)
                array[:] = [self._unpacked(item) for item in items]
                return array.reshape(shape)
            case {"t": "bytes", "at": int(at)}:
                return bytes(self._take(at))
            case {"t": "complex", "parts": [float(real), float(imaginary)]}:
                return complex(real, imaginary)
            case {"t": "fraction", "parts": [int(above), int(below)]}:
                return Fraction(above, below)
            case {"t": "decimal", "text": str(text)} if _is_short(Decimal(text[:1000])):
                return Decimal(text[:1000])
            case {"t": "range" | "slice" as kind, "parts": [start, stop, step]}:
                return {"range": range, "slice": slice}[kind](
                    *map(self._unpacked, (start, stop, step))
                )
            case {"t": "ellipsis"}:
                return ...
            case {"t": "dtype", "name": str(name)}:
                return _dtype(name)
            case {"t": "stock", "name": str(name)}:
                return _stock(name)
            case {"t": "schedule", "name": str(name), "config": config}:
                return _schedule(name, self._aside(config))
            case {"t": "generator", "state": state}:
                generator = np.random.default_rng(0)
                generator.bit_generator.state = self._aside(state)
                return self._noted(generator)
            case {"t": "table", "columns": list(columns), "index": index}:
                import pandas as pd

                named = {self._aside(name): self._aside(values) for name, values in columns}
                return pd.DataFrame(named, index=self._aside(index))
            case {"t": "dataset", "items": list(items)}:
                return _dataset([self._aside(item) for item in items])
            case {"t": "network"}:
                return self._noted(self._network(node))
            case {"t": "problem", "text": str(text)}:
                raise AssertionError(text[:500])
            case {"t": "yours", "number": int(number)}:
                return self._handles.mine(number)
            case {"t": "function" | "iterable", "number": int(number)}:
                return self._handles.stand_in(number, node)
            case {"t": "opaque", "kind": str(kind)}:
                return type(kind[:80], (Opaque,), {})()
        raise Unreadable(f"not a value: {str(node)[:100]}")

    def _noted(self, value: object) -> object:
        self.mutable.append(value)
        return value

    def _aside(self, node: object) -> object:
        """Unpack what the packer did not note as mutable on its own."""
        before = len(self.mutable)
        value = self._unpacked(node)
        del self.mutable[before:]
        return value

    def _read(self, dtype: str, shape: list[int], at: int) -> np.ndarray:
        if any(length < 0 for length in shape):  # NumPy would find out such a length by itself
            raise Unreadable(f"an array of shape {shape}")
        return np.frombuffer(self._take(at), _dtype(dtype)).reshape(shape).copy()

    def _take(self, at: int) -> memoryview:
        """Bytes of an array. They serve once: a short message cannot become a large value."""
        return self._buffers.pop(at)

    def _network(self, node: dict) -> object:
        if "yours" in node:
            network = self._handles.mine(node["yours"])
        else:
            network = self._handles.stand_in(node["number"], node)
        weights = [self._read(*weight) for weight in node["weights"]]
        stock_networks.set_state(network, weights, node["training"])
        return network


class Changes:
    """What happens to mutable values during a call."""

    def __init__(self, values: list[object]) -> None:
        self._before = [(value, _state(value)) for value in values]

    def found(self) -> Iterator[tuple[int, object]]:
        """Position and value of each that is no longer what it was."""
        for place, (value, state) in enumerate(self._before):
            if not _same(state, _state(value)):
                yield place, value


def restore(value: object, now: object) -> None:
    """Change `value` into what its copy in the other process has become."""
    if isinstance(value, np.ndarray):
        value[...] = now
    elif isinstance(value, np.random.Generator):
        value.bit_generator.state = now.bit_generator.state
    elif isinstance(value, list):
        value[:] = now
    elif isinstance(value, dict):
        value.clear()
        value.update(now)
    else:
        stock_networks.set_state(value, now.get_weights(), stock_networks.training(now))


def _state(value: object) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, np.random.Generator):
        return str(value.bit_generator.state)
    if isinstance(value, list):
        return list(value)
    if isinstance(value, Mapping):
        return [part for item in value.items() for part in item]
    return [*(w.tobytes() for w in value.get_weights()), str(stock_networks.training(value))]


def _same(a: object, b: object) -> bool:
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_is, a, b))
    return a == b


def _is(a: object, b: object) -> bool:
    """Whether two parts of a state are one object; texts and bytes are equal where they say the same."""
    return a is b or (type(a) is type(b) and isinstance(a, str | bytes) and a == b)


def _opaque(value: object) -> dict:
    return {"t": "opaque", "kind": type(value).__name__}


def _is_short(value: Decimal) -> bool:
    """Whether a decimal number has no more digits than a float: a whole number is made of it in no time."""
    return (
        not value.is_finite() or max(abs(value.adjusted()), len(value.as_tuple().digits)) <= _DIGITS
    )


def _dtype(name: str) -> np.dtype:
    dtype = np.dtype(name)
    if dtype.kind not in _DTYPES or dtype.fields:
        raise Unreadable(f"an array of {name}")
    return dtype


def _is_tensor(value: object) -> bool:
    """Whether `value` is a tensor or a variable of TensorFlow or Keras, with numbers in it."""
    library = type(value).__module__.split(".")[0]
    return (
        library in ("tensorflow", "keras")
        and hasattr(value, "__array__")
        and hasattr(value, "dtype")
    )


def _is_dataset(value: object) -> bool:
    tensorflow = sys.modules.get("tensorflow")
    return tensorflow is not None and isinstance(value, tensorflow.data.Dataset)


def _dataset(items: list[object]) -> object:
    """A dataset of these items, whose arrays may differ in their first axis: the last batch is often smaller."""
    import tensorflow as tf

    signature = tf.nest.map_structure(
        lambda array: tf.TensorSpec((None, *array.shape[1:]), array.dtype), items[0]
    )
    made = tf.data.Dataset.from_generator(lambda: iter(items), output_signature=signature)
    return made.apply(tf.data.experimental.assert_cardinality(len(items)))


def _schedule_name(value: object) -> str | None:
    """Name of the class of a learning rate's plan, if it is one of Keras' own."""
    keras, name = sys.modules.get("keras"), type(value).__name__
    own = getattr(keras.optimizers.schedules, name, None) if keras else None
    return name if own is type(value) and _is_plain(value.get_config()) else None


def _schedule(name: str, config: object) -> object:
    from keras.optimizers import schedules

    kind = getattr(schedules, name, None)
    is_schedule = isinstance(kind, type) and issubclass(kind, schedules.LearningRateSchedule)
    if not (is_schedule and _is_plain(config)):
        raise Unreadable(f"not a plan of learning rates: {name[:80]}")
    return kind(**config)


def _is_plain(config: dict) -> bool:
    return all(
        part is None or isinstance(part, bool | int | float | str) for part in config.values()
    )


def _stock_name(value: object) -> str | None:
    """Name of a type or function that both processes have."""
    if isinstance(value, type):
        if _TYPES.get(value.__name__) is value:
            return f"builtins:{value.__name__}"
        if issubclass(value, np.generic) and getattr(np, value.__name__, None) is value:
            return f"numpy:{value.__name__}"
    if isinstance(value, np.ufunc) and getattr(np, value.__name__, None) is value:
        return f"numpy:{value.__name__}"
    if "keras" in sys.modules and callable(value):
        name = getattr(value, "__name__", "")
        if isinstance(name, str) and getattr(sys.modules["keras"].activations, name, None) is value:
            return f"keras.activations:{name}"
    return None


def _stock(name: str) -> object:
    library, _, attribute = name.partition(":")
    if library == "builtins" and attribute in _TYPES:
        return getattr(builtins, attribute)
    if library in ("numpy", "keras.activations") and not attribute.startswith("_"):
        value = getattr(importlib.import_module(library), attribute, None)
        if _stock_name(value) == name:
            return value
    raise Unreadable(f"not a name on the list: {name[:80]}")
