"""From the bytes of a request to images, or to one clear reason why not."""

from __future__ import annotations

import json
import math
from itertools import chain

import numpy as np

SIDE = 28
PIXELS = SIDE * SIDE
SCALES = (1, 255)
FIELDS = ("image", "images", "scale")
CAUSES = (
    "not_json",
    "missing_field",
    "unknown_field",
    "scale",
    "empty_batch",
    "batch_limit",
    "shape",
    "not_a_number",
    "range",
    "body_limit",
    "content_type",
    "incomplete",
    "framing",
)


class InvalidInput(Exception):
    """A request that cannot be answered.

    Attributes
    ----------
    cause : str
        One of `CAUSES`.
    field : str
        The part of the request it is about, such as `images[3]`; `body` for all of it.
    message : str
        What is wrong and what is expected: one sentence for the caller.
    """

    def __init__(self, cause: str, field: str, message: str) -> None:
        super().__init__(message)
        self.cause, self.field, self.message = cause, field, message


def parse(body: bytes, batch_limit: int) -> np.ndarray:
    """Images of a request as float32 of shape (n, 784), 0 (background) to 1 (ink).

    Raises
    ------
    InvalidInput
    """
    content = _object(body)
    scale = _scale(content)
    if "image" in content:
        rows = [_flat(content["image"], "image")]
        fields = ["image"]
    else:
        images = content["images"]
        if not isinstance(images, list):
            raise InvalidInput("shape", "images", f"images is {_kind(images)}; send a list.")
        if not images:
            raise InvalidInput("empty_batch", "images", "images is empty; send at least one.")
        if len(images) > batch_limit:
            raise InvalidInput(
                "batch_limit",
                "images",
                f"images holds {len(images):,}; at most {batch_limit:,} are taken at a time.",
            )
        fields = [f"images[{i}]" for i in range(len(images))]
        rows = [_flat(image, field) for image, field in zip(images, fields, strict=True)]
    for row, field in zip(rows, fields, strict=True):
        _check_numbers(row, field, scale)
    return np.array(rows, dtype=np.float32) / np.float32(scale)


def _object(body: bytes) -> dict:
    try:
        content = json.loads(body, parse_constant=_constant)
    except InvalidInput:
        raise
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidInput("not_json", "body", f"The body is not valid JSON{where}.") from error
    if not isinstance(content, dict):
        raise InvalidInput("not_json", "body", f"The body is {_kind(content)}; send a JSON object.")
    for name in content:
        if name not in FIELDS:
            raise InvalidInput(
                "unknown_field",
                name[:40] or "body",
                f"There is no field of this name; there are {', '.join(FIELDS)}.",
            )
    if ("image" in content) == ("images" in content):
        raise InvalidInput(
            "missing_field", "image", "Send either image, one image, or images, a list of them."
        )
    return content


def _constant(name: str) -> None:
    raise InvalidInput(
        "not_a_number", "body", f"The body holds {name}, which is not a number in JSON."
    )


def _scale(content: dict) -> int:
    if "scale" not in content:
        raise InvalidInput(
            "missing_field",
            "scale",
            "Say what full ink is: 255 for pixels from 0 to 255, 1 for pixels from 0 to 1.",
        )
    scale = content["scale"]
    if type(scale) not in (int, float) or scale not in SCALES:
        raise InvalidInput("scale", "scale", "scale is 255 or 1: the value of full ink.")
    return int(scale)


def _flat(image: object, field: str) -> list:
    """The 784 entries of an image, whatever they are."""
    expected = "28 rows of 28 numbers, or 784 numbers"
    if not isinstance(image, list):
        raise InvalidInput("shape", field, f"{field} is {_kind(image)}; send {expected}.")
    if len(image) == PIXELS:
        return image
    if len(image) != SIDE:
        raise InvalidInput("shape", field, f"{field} has {len(image)} entries; send {expected}.")
    for i, row in enumerate(image):
        if not isinstance(row, list) or len(row) != SIDE:
            found = f"{len(row)} entries" if isinstance(row, list) else _kind(row)
            raise InvalidInput(
                "shape", f"{field}[{i}]", f"This row is {found}; a row is 28 numbers."
            )
    return list(chain.from_iterable(image))


def _check_numbers(row: list, field: str, scale: int) -> None:
    if not set(map(type, row)) <= {int, float}:
        place = next(i for i, value in enumerate(row) if type(value) not in (int, float))
        raise InvalidInput(
            "not_a_number" if not isinstance(row[place], list) else "shape",
            field,
            f"Pixel {place} of {field} is {_kind(row[place])}; send numbers.",
        )
    if min(row) < 0 or max(row) > scale:
        place = next(i for i, value in enumerate(row) if not 0 <= value <= scale)
        raise InvalidInput(
            "range",
            field,
            f"Pixel {place} of {field} is {_short(row[place])}; scale {scale} means 0 to {scale}.",
        )


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        str: "text",
        list: "a list",
        dict: "an object",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")


def _short(number: float) -> str:
    if isinstance(number, int) and abs(number) > 10**9:
        return "a huge number"
    return "infinite" if math.isinf(number) else f"{number:g}"
