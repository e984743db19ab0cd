"""Kinds of values that cross, beside numbers, text, lists and dictionaries: taken to parts, and made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from course.grading.inside import networks
from helpers.graded import probes

_DIGITS = 300  # of a whole number, written to the base 16
_TYPES = (bool, int, float, complex, str, list, tuple, dict, set)
# Types and functions that both processes have, and that do no harm.
_STOCK: dict[str, object] = {kind.__name__: kind for kind in _TYPES} | {
    f"numpy.{name}": value
    for name, value in vars(np).items()
    if isinstance(value, np.ufunc) or (isinstance(value, type) and issubclass(value, np.generic))
}
_STOCK["numpy.linalg.norm"] = np.linalg.norm
_NAMES = {id(value): name for name, value in _STOCK.items()}


class Opaque:
    """Stands for an object that cannot be handed over. Its type has the right name, and that is all."""


def opaque(kind: str) -> Opaque:
    """An object whose type has this name."""
    made: Opaque = type(kind[:80], (Opaque,), {})()
    return made


def parts_of(value: Any) -> tuple[object, ...] | None:
    """Name and parts of the kind that `value` is of; None of what is of none."""
    if name := _NAMES.get(id(value)):
        return "stock", name
    for name, (kind, parts, _) in _KINDS.items():
        if isinstance(value, kind):
            return name, *parts(value)
    pandas = sys.modules.get("pandas")
    if pandas and isinstance(value, pandas.DataFrame):
        columns = ([name, value[name].to_numpy()] for name in value.columns)
        return "table", value.index.to_numpy(), *columns
    return networks.piece(value)


def as_array(value: Any) -> tuple[np.ndarray, str] | None:
    """The array that `value` is, and the name of its type where that is no plain one; None of what is none."""
    pandas = sys.modules.get("pandas")
    if isinstance(value, np.ndarray):
        is_named = isinstance(value, np.matrix | np.ma.MaskedArray)
        return np.asarray(value), type(value).__name__ if is_named else ""
    if networks.is_tensor(value) or (pandas and isinstance(value, pandas.Series | pandas.Index)):
        return np.asarray(value), type(value).__name__
    return None


def named(array: np.ndarray, kind: str) -> np.ndarray:
    """`array`, as one whose type has this name; an empty name is for a plain one."""
    return array.view(type(kind[:80], (np.ndarray,), {})) if kind else array


def dtype(name: str) -> np.dtype:
    """The type of an array of numbers or text; raises ValueError for one of objects, or of several parts."""
    made = np.dtype(name)
    if made.kind not in "biufcSU" or made.fields:
        raise ValueError(f"an array of {name}")
    return made


def _bounds(value: range | slice) -> tuple[object, ...]:
    return value.start, value.stop, value.step


def _digits(value: int) -> list[str]:
    text = hex(value)
    _whole(text)
    return [text]


def _whole(text: str) -> int:
    if len(text) > _DIGITS:  # to calculate with it may take for ever
        raise ValueError("a number of too many digits")
    return int(text, 16)


def _scalar(name: str, data: bytes) -> object:
    return np.frombuffer(data, dtype(name))[0]


def _objects(kind: str, shape: list[int], *items: object) -> np.ndarray:
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return named(array.reshape(shape), kind)


def _generator(state: dict[str, object]) -> np.random.Generator:
    generator = np.random.default_rng(0)
    generator.bit_generator.state = state
    return generator


def _table(index: object, *columns: list[Any]) -> object:
    import pandas as pd

    named = {name: values for name, values in columns if isinstance(values, np.ndarray)}
    return pd.DataFrame(named, index=np.asarray(index))


# By name: the type of a kind, what takes a value to parts, and what makes it of them.
_KINDS: dict[str, tuple[type, Callable[[Any], Iterable[object]], Callable[..., object]]] = {
    "int": (int, _digits, _whole),
    "tuple": (tuple, iter, lambda *items: items),
    "set": (set, iter, lambda *items: set(items)),
    "frozenset": (frozenset, iter, lambda *items: frozenset(items)),
    "range": (range, _bounds, range),
    "slice": (slice, _bounds, slice),
    "scalar": (np.generic, lambda value: [value.dtype.str, value.tobytes()], _scalar),
    "complex": (complex, lambda z: (z.real, z.imag), lambda x, y: complex(float(x), float(y))),
    "ellipsis": (type(...), lambda _: (), lambda: ...),
    "dtype": (np.dtype, lambda value: [value.str], dtype),
    "classifier": (probes.Classifier, lambda p: [p.weights, p.asked], probes.Classifier),
    "generator": (np.random.Generator, lambda rng: [rng.bit_generator.state], _generator),
}
MAKE: dict[str, Callable[..., object]] = {name: make for name, (_, _, make) in _KINDS.items()} | {
    "objects": _objects,
    "table": _table,
    "stock": _STOCK.__getitem__,
    "opaque": opaque,
    "keras": networks.build,
    "problem": networks.refuse,
}
