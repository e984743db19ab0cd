"""The files of the two datasets: which they are, how they are read, what may be wrong with them.

A file is used only when the pixels or labels in it are the official ones, by their SHA-256, however they are
packed; a bad one is named with what is wrong. Importing this module imports NumPy only.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_GZIP = b"\x1f\x8b"
_UINT8 = (
    b"\x00\x00\x08"  # first three bytes of an IDX file of unsigned bytes; the fourth counts axes
)
_KINDS = {1: "labels", 3: "images"}


class DataError(Exception):
    """A data file is missing or bad; the message says which, what is wrong and what to do."""


@dataclass(frozen=True)
class DataFile:
    """An official file: `dataset/name`, the shape of its array, its size in bytes, its sum, that of the array."""

    dataset: str
    name: str
    shape: tuple[int, ...]
    size: int
    sha256: str
    content: str

    def __str__(self) -> str:
        return f"{self.dataset}/{self.name}"


def _files(dataset: str, *entries: tuple[int, str, str]) -> tuple[DataFile, ...]:
    kinds = [
        ("train-images-idx3-ubyte.gz", (60_000, 28, 28)),
        ("train-labels-idx1-ubyte.gz", (60_000,)),
        ("t10k-images-idx3-ubyte.gz", (10_000, 28, 28)),
        ("t10k-labels-idx1-ubyte.gz", (10_000,)),
    ]
    return tuple(
        DataFile(dataset, name, shape, *entry)
        for (name, shape), entry in zip(kinds, entries, strict=True)
    )


# In the order x_train, y_train, x_test, y_test. The authors publish no SHA-256 sums: these are of the files
# whose MD5 sums Keras, torchvision and the Fashion-MNIST repository list; the second sum is of the array in them.
FILES: dict[str, tuple[DataFile, ...]] = {
    "mnist": _files(
        "mnist",
        (
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
        ),
        (
            28_881,
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
        ),
        (
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
        ),
        (
            4_542,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        ),
    ),
    "fashion-mnist": _files(
        "fashion-mnist",
        (
            26_421_880,
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
        ),
        (
            29_515,
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
        ),
        (
            4_422_102,
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
        ),
        (
            5_148,
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
        ),
    ),
}


def parse(packed: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """Array held by an IDX file, compressed with gzip or not.

    IDX: two zero bytes, the type (8: unsigned byte), the number of axes, the length of each axis as
    a big-endian 32-bit integer, then the values.

    Parameters
    ----------
    packed : bytes
        The whole file.
    shape : tuple of int
        What the file must hold: `(count,)` for labels, `(count, rows, columns)` for images.

    Returns
    -------
    ndarray of uint8, of the given shape, writable

    Raises
    ------
    DataError
        When the bytes are not exactly one such file. The message has no file name: it goes on after one.
    """
    values, header = _unpack(packed), 4 + 4 * len(shape)
    if values[:3] != _UINT8 or len(values) < 4:
        raise DataError("is not an IDX file of unsigned bytes (wrong magic number)")
    if values[3] != len(shape):
        actual, expected = (_KINDS.get(axes, f"{axes} axes") for axes in (values[3], len(shape)))
        raise DataError(f"holds {actual} where {expected} should be")
    if len(values) < header:
        raise DataError("ends within its header")
    found_shape = struct.unpack_from(f">{len(shape)}I", values, 4)
    if found_shape != tuple(shape):
        raise DataError(f"announces the shape {found_shape}, not {tuple(shape)}")
    if len(values) - header != math.prod(shape):
        raise DataError(f"holds {len(values) - header:,} values, not {math.prod(shape):,}")
    return np.frombuffer(values, np.uint8, offset=header).reshape(shape).copy()


def _unpack(packed: bytes) -> bytes:
    """Content of a gzip file of one member, or what is not compressed; DataError when it is anything else."""
    if not packed:
        raise DataError("is empty")
    if packed.startswith(_UINT8):
        return packed
    if packed.lstrip()[:1] == b"<":
        raise DataError("is a web page, not data: the download was blocked or needs a login")
    if not packed.startswith(_GZIP):
        raise DataError("is not a gzip file")
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        values = reader.decompress(packed)
    except zlib.error as error:
        raise DataError("is damaged: it cannot be decompressed") from error
    if not reader.eof:
        raise DataError("is cut off")
    if reader.unused_data:
        raise DataError("has bytes after its end")
    return values


def read(path: Path, file: DataFile) -> np.ndarray:
    """Array in `path`, verified to be that of the official `file`.

    Raises
    ------
    DataError
        When `path` cannot be read or holds anything else.
    """
    try:
        packed = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing.") from error
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        return verified(packed, file)
    except DataError as error:
        raise DataError(f"{path} {error}.") from None


def is_as_published(path: Path, file: DataFile) -> bool:
    """Whether `path` is the official `file`, packed as its authors did."""
    try:
        packed = path.read_bytes()
    except OSError:
        return False
    return len(packed) == file.size and hashlib.sha256(packed).hexdigest() == file.sha256


def verified(packed: bytes, file: DataFile) -> np.ndarray:
    """Array in the bytes of an IDX file; DataError, to go on after a name, when it is not that of `file`."""
    try:
        array = parse(packed, file.shape)
        if is_official(array, file):
            return array
        reason = "was altered: its content is not the official one"
    except DataError as error:
        reason = str(error)
    if other := _other(packed, file):
        raise DataError(f"holds the bytes of {other}: files were swapped")
    raise DataError(reason)


def is_official(array: np.ndarray, file: DataFile) -> bool:
    """Whether the pixels or labels are those of `file`."""
    return hashlib.sha256(np.ascontiguousarray(array)).hexdigest() == file.content


def _other(packed: bytes, file: DataFile) -> DataFile | None:
    """The official file other than `file` that these bytes hold."""
    for other in (known for files in FILES.values() for known in files if known != file):
        with contextlib.suppress(DataError):
            if is_official(parse(packed, other.shape), other):
                return other
    return None


def pack(array: np.ndarray) -> bytes:
    """The array as a compressed IDX file; fast rather than small."""
    header = _UINT8 + bytes([array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(header + array.tobytes(), compresslevel=1, mtime=0)
