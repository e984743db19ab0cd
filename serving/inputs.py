"""What a request may hold, as pydantic models: they check its bytes, and describe themselves in OpenAPI."""

from __future__ import annotations

import functools
from typing import Annotated, Any, Union

import numpy as np
from pydantic import ConfigDict, Discriminator, Field, RootModel, Tag, ValidationError, create_model

SIDE = 28
PIXELS = SIDE * SIDE
SCALES = (1, 255)
FIELDS = ("image", "images", "scale")
CAUSES = (
    *("not_json", "missing_field", "unknown_field", "scale", "empty_batch", "batch_limit"),
    *("shape", "not_a_number", "range", "body_limit", "content_type", "incomplete", "framing"),
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
    try:
        request = request_model(batch_limit).model_validate_json(body).root
    except ValidationError as error:
        raise InvalidInput(*_refusal(error.errors(include_url=False)[0])) from error
    images = request.images if hasattr(request, "images") else [request.image]
    rows = [np.array(image, dtype=np.float32).ravel() for image in images]
    return np.stack(rows) / np.float32(request.scale)


@functools.cache
def request_model(batch_limit: int) -> type[RootModel]:
    """The model of a request: one image, or a list of them, with either scale."""
    config = ConfigDict(strict=True, extra="forbid")  # strict: neither "255" nor true is a number
    forms = []
    for scale in SCALES:
        pixel = Annotated[float, Field(ge=0, le=scale)]
        rows = Annotated[_list(_list(pixel, SIDE, SIDE), SIDE, SIDE), Tag("rows")]
        flat = Annotated[_list(pixel, PIXELS, PIXELS), Tag("flat")]
        image = Annotated[Union[rows, flat], Discriminator(_shape)]  # noqa: UP007 (no types)
        for name, content in (("image", image), ("images", _list(image, 1, batch_limit))):
            fields: dict[str, Any] = {"scale": Annotated[float, Field(ge=scale, le=scale)]}
            fields[name] = content
            model = create_model(f"{name.title()}{scale}", __config__=config, **fields)
            forms.append(Annotated[model, Tag(f"{name} {scale}")])

    class Images(RootModel[Annotated[Union[tuple(forms)], Discriminator(_form)]]):  # noqa: UP007
        """One image, or a list of them: 28 rows of 28 numbers, or 784 row by row. Ink is high, background 0;
        scale is full ink."""

    return Images


def _list(items: Any, shortest: int, longest: int) -> Any:
    return Annotated[list[items], Field(min_length=shortest, max_length=longest, fail_fast=True)]


def _form(content: object) -> str | None:
    """Which of the models a request must fit; none where its fields are not those of one."""
    if not isinstance(content, dict) or not content.keys() <= set(FIELDS):
        return None
    names = content.keys() - {"scale"}
    return f"{names.pop()} {1 if content.get('scale') == 1 else 255}" if len(names) == 1 else None


def _shape(image: object) -> str | None:
    return {SIDE: "rows", PIXELS: "flat"}.get(len(image)) if isinstance(image, list) else None


def _refusal(error: dict[str, Any]) -> tuple[str, str, str]:
    """Cause, field and message of what pydantic found, in the words of this service."""
    form, *place = error["loc"] or ("",)  # ("images 255", "images", 3, "rows", 7, 7)
    problem, value, kind = error["type"], error["input"], _kind(error["input"])
    match problem, *place:
        case "json_invalid", *_:
            return "not_json", "body", f"The body is not valid JSON: {error['ctx']['error']}."
        case ["union_tag_not_found"] if not isinstance(value, dict):
            return "not_json", "body", f"The body is {kind}; send a JSON object."
        case ["union_tag_not_found"] if unknown := sorted(value.keys() - set(FIELDS)):
            message = f"There is no field of this name; there are {', '.join(FIELDS)}."
            return "unknown_field", unknown[0][:40] or "body", message
        case ["union_tag_not_found"]:
            message = "Send either image, one image, or images, a list of them."
            return "missing_field", "image", message
        case "missing", "scale":
            message = (
                "Say what full ink is: 255 for pixels from 0 to 255, 1 for pixels from 0 to 1."
            )
            return "missing_field", "scale", message
        case _, "scale":
            return "scale", "scale", "scale is 255 or 1: the value of full ink."
        case "list_type", "images":
            return "shape", "images", f"images is {kind}; send a list."
        case "too_short", "images":
            return "empty_batch", "images", "images is empty; send at least one."
        case "too_long", "images":
            most = error["ctx"]["max_length"]
            return (
                "batch_limit",
                "images",
                f"images is {kind}; at most {most:,} are taken at a time.",
            )
    single = place[0] == "image"
    field, inside = ("image", place[1:]) if single else (f"images[{place[1]}]", place[2:])
    match problem, *inside:
        case ["union_tag_not_found"]:
            return "shape", field, f"{field} is {kind}; send 28 rows of 28 numbers, or 784 numbers."
        case _, "rows", row:
            return "shape", f"{field}[{row}]", f"This row is {kind}; a row is 28 numbers."
    pixel = f"Pixel {inside[1] * SIDE + inside[2] if inside[0] == 'rows' else inside[1]} of {field}"
    if problem == "float_type" or value != value:
        cause = "shape" if isinstance(value, list) else "not_a_number"
        return cause, field, f"{pixel} is {kind}; send numbers."
    scale = form.split()[1]
    return "range", field, f"{pixel} is {kind}; scale {scale} means 0 to {scale}."


def _kind(value: object) -> str:
    """What a value is, in words: `text`, `a list of 27`, `256`."""
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if type(value) in (int, float):
        return "a huge number" if abs(value) > 1e9 else f"{value:g}"
    return {bool: "true or false", str: "text", dict: "an object"}.get(type(value), "null")
