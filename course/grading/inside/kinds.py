"""Kinds of values that cross: how each is taken to parts, and made of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from course.grading.inside import networks
from helpers.graded import figures, probes

# Types and functions that both processes have, and that do no harm.
_STOCK: dict[str, Any] = {
    f"numpy.{name}": value
    for name, value in vars(np).items()
    if isinstance(value, np.ufunc) or (isinstance(value, type) and issubclass(value, np.generic))
}
_STOCK |= {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict, set)}
_STOCK |= {"numpy.linalg.norm": np.linalg.norm, "...": ...}
_NAMES = {id(value): name for name, value in _STOCK.items()}


class Opaque:
    """Stands for an object that cannot be handed over. Its type has the right name, and that is all."""


def subclass(base: type, name: str) -> type:
    """A type of this name that is otherwise as `base`."""
    return type(name[:80], (base,), {})


def parts_of(value: Any) -> tuple[Any, ...] | None:
    """Name and parts of the kind that `value` is of; None of what is of none."""
    if name := _NAMES.get(id(value)):
        return "stock", name
    for name, (kind, parts, _) in _KINDS.items():
        if isinstance(value, kind):
            return name, *parts(value)
    pandas = sys.modules.get("pandas")
    if networks.is_tensor(value) or (pandas and isinstance(value, pandas.Series | pandas.Index)):
        return "array", *_array_parts(value)
    if pandas and isinstance(value, pandas.DataFrame):
        return "table", value.index.to_numpy(), {name: value[name].to_numpy() for name in value}
    if figures.is_figure(value):
        return parts_of(figures.describe(value))
    return networks.piece(value)


def _array_parts(value: Any) -> Iterable[object]:
    """Name of its type where that is no plain one; shape, dtype, and its bytes or its objects."""
    is_named = not isinstance(value, np.ndarray) or isinstance(value, np.matrix | np.ma.MaskedArray)
    array = np.asarray(value)
    described = type(value).__name__ if is_named else "", array.shape, array.dtype
    if array.dtype.kind == "O":
        return *described, *array.ravel().tolist()
    return *described, np.ascontiguousarray(array).reshape(-1).view(np.uint8).data


def _array(name: str, shape: tuple[int, ...], dtype: np.dtype, *data: Any) -> np.ndarray:
    objects = dtype.kind == "O"
    flat = np.fromiter(data, dtype, len(data)) if objects else np.frombuffer(data[0], dtype)
    array = np.require(flat.reshape(shape), requirements="A")
    if array.shape != (*shape,):
        raise ValueError(f"an array of the shape {shape}")
    return array.view(subclass(np.ndarray, name)) if name else array


def _dtype(name: str) -> np.dtype:
    """Type of an array; raises ValueError for one of dates, or of several parts."""
    if np.dtype(name).kind not in "biufcSUO":
        raise ValueError(f"an array of {name}")
    return np.dtype(name)


def _generator(state: dict[str, object]) -> np.random.Generator:
    generator = np.random.default_rng(0)
    generator.bit_generator.state = state
    return generator


def _table(index: object, columns: dict[str, object]) -> object:
    import pandas as pd

    arrays = {name: values for name, values in columns.items() if isinstance(values, np.ndarray)}
    return pd.DataFrame(arrays, index=np.asarray(index))


# By name: the type of a kind, what takes a value to parts, and what makes it of them.
# A subclass counts as its base, whatever else it claims to be; a number is what NumPy makes of it.
_KINDS: dict[str, tuple[Any, Callable[[Any], Iterable[object]], Callable[..., object]]] = {
    "array": (np.ndarray, _array_parts, _array),
    "scalar": (np.generic, lambda value: [np.asarray(value)], lambda array: array[()]),
    "int": (int, lambda value: [str(value)], int),  # Python refuses more than 4300 digits
    "float": (float | Fraction | Decimal, lambda value: [float(value)], float),
    "complex": (complex, lambda z: (z.real, z.imag), complex),
    "str": (str, lambda text: [str(text)], str),
    "tuple": (tuple, iter, lambda *items: items),
    "set": (set, iter, lambda *items: {*items}),
    "frozenset": (frozenset, iter, lambda *items: frozenset(items)),
    "range": (range, lambda r: (r.start, r.stop, r.step), range),
    "slice": (slice, lambda s: (s.start, s.stop, s.step), slice),
    "list": (Sequence, iter, lambda *items: [*items]),  # a deque, for example
    "dict": (Mapping, lambda mapping: mapping.items(), lambda *items: dict(items)),
    "dtype": (np.dtype, lambda dtype: [_dtype(dtype.str).str], _dtype),
    "classifier": (probes.Classifier, lambda p: [p.weights, p.asked], probes.Classifier),
    "generator": (np.random.Generator, lambda rng: [rng.bit_generator.state], _generator),
}
MAKE: dict[str, Callable[..., object]] = {name: make for name, (_, _, make) in _KINDS.items()} | {
    "table": _table,
    "stock": _STOCK.__getitem__,
    "opaque": lambda name: subclass(Opaque, name)(),
    "keras": networks.build,
    "problem": networks.refuse,
}
MUTABLE = {"array", "list", "dict", "generator"}  # what a call may change in its arguments
