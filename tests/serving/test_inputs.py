"""Whatever arrives becomes images, or one error that names the field."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.inputs import CAUSES, PIXELS, InvalidInput, parse
from tests.serving.bodies import pixels, raw, rows, shares

LIMIT = 4
GREY = [0, 128] * (PIXELS // 2)


def refused(content: object) -> InvalidInput:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(InvalidInput) as caught:
        parse(body, LIMIT)
    assert caught.value.cause in CAUSES
    return caught.value


# --- what is taken ----------------------------------------------------------------------------------------


@given(pixels)
def test_every_form_of_an_image_gives_the_same(flat: list[int]):
    wanted = np.array(flat, dtype=np.float32) / 255
    scaled = (np.array(flat) / 255).tolist()
    for content in (
        {"image": flat, "scale": 255},
        {"image": rows(flat), "scale": 255},
        {"image": flat, "scale": 255.0},
        {"images": [flat], "scale": 255},
        {"images": [rows(flat)], "scale": 255},
        {"image": scaled, "scale": 1},
    ):
        parsed = parse(json.dumps(content).encode(), LIMIT)
        assert parsed.shape == (1, PIXELS)
        assert parsed.dtype == np.float32
        np.testing.assert_allclose(parsed[0], wanted, atol=1e-6)


@given(st.lists(shares, min_size=1, max_size=LIMIT))
def test_a_batch_keeps_its_order(images: list[list[float]]):
    parsed = parse(json.dumps({"images": images, "scale": 1}).encode(), LIMIT)
    np.testing.assert_allclose(parsed, np.array(images), atol=1e-6)
    assert 0 <= parsed.min() <= parsed.max() <= 1


def test_images_of_both_shapes_may_be_mixed():
    assert parse(
        json.dumps({"images": [GREY, rows(GREY)], "scale": 255}).encode(), LIMIT
    ).shape == (
        2,
        PIXELS,
    )


# --- what is not ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "cause", "field", "says"),
    [
        (b"", "not_json", "body", "not valid JSON"),
        (b"\xff\xfe\x00", "not_json", "body", "not valid JSON"),
        (b"seven", "not_json", "body", "line 1"),
        (b"[" * 100_000, "not_json", "body", "not valid JSON"),
        (b"1" * 5000, "not_json", "body", "not valid JSON"),
        (b"[]", "not_json", "body", "a list of 0; send a JSON object"),
        (b"null", "not_json", "body", "null"),
        ({}, "missing_field", "image", "either image"),
        ({"scale": 255}, "missing_field", "image", "either image"),
        ({"image": GREY, "images": [GREY], "scale": 255}, "missing_field", "image", "either"),
        ({"image": GREY}, "missing_field", "scale", "255 for pixels from 0 to 255"),
        ({"image": GREY, "scale": 256}, "scale", "scale", "255 or 1"),
        ({"image": GREY, "scale": "255"}, "scale", "scale", "255 or 1"),
        ({"image": GREY, "scale": True}, "scale", "scale", "255 or 1"),
        ({"image": GREY, "scale": None}, "scale", "scale", "255 or 1"),
        ({"": GREY}, "unknown_field", "body", "image, images"),
        ({"image": GREY, "scale": 255, "labels": [7]}, "unknown_field", "labels", "image, images"),
        ({"image": "seven", "scale": 255}, "shape", "image", "is text; send 28 rows"),
        ({"image": GREY[:-1], "scale": 255}, "shape", "image", "is a list of 783; send 28 rows"),
        ({"image": [], "scale": 255}, "shape", "image", "is a list of 0"),
        ({"image": [GREY], "scale": 255}, "shape", "image", "is a list of 1;"),
        (
            {"image": [*rows(GREY)[:-1], [0] * 27], "scale": 255},
            "shape",
            "image[27]",
            "a list of 27",
        ),
        ({"image": [*rows(GREY)[:-1], 7], "scale": 255}, "shape", "image[27]", "is 7; a row"),
        ({"image": [[0]] * PIXELS, "scale": 1}, "shape", "image", "Pixel 0 of image is a list"),
        ({"images": [], "scale": 255}, "empty_batch", "images", "at least one"),
        ({"images": GREY, "scale": 255}, "shape", "images[0]", "is 0; send 28 rows"),
        ({"images": "x", "scale": 255}, "shape", "images", "is text"),
        ({"images": [GREY] * 5, "scale": 255}, "batch_limit", "images", "a list of 5; at most 4"),
        ({"images": [GREY, GREY[1:]], "scale": 255}, "shape", "images[1]", "783"),
        ({"image": [*GREY[1:], "9"], "scale": 255}, "not_a_number", "image", "Pixel 783"),
        ({"image": [None, *GREY[1:]], "scale": 255}, "not_a_number", "image", "null"),
        ({"image": [True, *GREY[1:]], "scale": 255}, "not_a_number", "image", "true or false"),
        (
            {"image": [math.nan, *GREY[1:]], "scale": 255},
            "not_a_number",
            "image",
            "Pixel 0 of image is nan",
        ),
        (
            {"image": [math.inf, *GREY[1:]], "scale": 255},
            "range",
            "image",
            "Pixel 0 of image is a huge",
        ),
        (
            {"image": [*rows(GREY)[:-1], [0] * 27 + [300]], "scale": 255},
            "range",
            "image",
            "Pixel 783 of image is 300",
        ),
        ({"image": [256, *GREY[1:]], "scale": 255}, "range", "image", "Pixel 0 of image is 256"),
        ({"image": [-0.5, *GREY[1:]], "scale": 255}, "range", "image", "-0.5"),
        ({"image": GREY, "scale": 1}, "range", "image", "scale 1 means 0 to 1"),
        ({"image": [10**400, *GREY[1:]], "scale": 255}, "range", "image", "huge"),
        ({"images": [GREY, [300] * 784], "scale": 255}, "range", "images[1]", "300"),
    ],
    ids=lambda value: None if isinstance(value, dict | bytes) else str(value)[:20],
)
def test_error_names_the_field_and_says_what_to_do(content, cause, field, says):
    error = refused(content)
    assert (error.cause, error.field) == (cause, field)
    assert says in error.message


def test_number_that_overflows_to_infinity_is_out_of_range():
    body = json.dumps({"image": GREY, "scale": 255}).replace("128", "1e999", 1).encode()
    assert refused(body).message.startswith("Pixel 1 of image is a huge number")


@given(raw)
def test_anything_at_all_gives_images_or_an_error(body: bytes):
    try:
        images, error = parse(body, LIMIT), None
    except InvalidInput as caught:
        images, error = None, caught
    if error:
        assert error.cause in CAUSES
        assert error.field
        assert error.message.endswith(".")
        assert len(error.message) < 200
        json.dumps([error.field, error.message]).encode()  # can be sent
    else:
        assert images.dtype == np.float32
        assert images.shape[1] == PIXELS
        assert 0 <= images.min() <= images.max() <= 1


@given(
    place=st.integers(0, PIXELS - 1),
    value=st.integers(256, 10**30) | st.integers(-(10**30), -1),
)
def test_one_pixel_out_of_range_is_found(place: int, value: int):
    image = [*GREY[:place], value, *GREY[place + 1 :]]
    error = refused({"images": [GREY, image], "scale": 255})
    assert (error.cause, error.field) == ("range", "images[1]")
    assert f"Pixel {place} " in error.message
