"""Generated bodies of requests: what the service must take, what it must refuse, and what is between."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from serving.inputs import PIXELS, SIDE

pixels = st.binary(min_size=PIXELS, max_size=PIXELS).map(list)  # far faster than lists of integers
shares = pixels.map(lambda flat: [pixel / 255 for pixel in flat])
numbers = st.integers() | st.floats(allow_nan=True) | st.booleans() | st.none() | st.text()
anything = st.recursive(
    numbers, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def rows(flat: list) -> list:
    """784 numbers as 28 rows."""
    return [flat[i : i + SIDE] for i in range(0, PIXELS, SIDE)]


almost = st.builds(
    lambda flat, place, value: [*flat[:place], value, *flat[place + 1 :]],
    pixels,
    st.integers(0, PIXELS - 1),
    anything,
)
requests = st.fixed_dictionaries(
    {},
    optional={
        "image": anything | almost,
        "images": anything | st.lists(almost, max_size=2),
        "scale": st.sampled_from([1, 255, "1", None, 2]),
    },
)
raw = st.binary() | (requests | anything).map(lambda content: json.dumps(content).encode())


def _allowed(scale: int, flat: st.SearchStrategy[list]) -> st.SearchStrategy[dict]:
    image = flat | flat.map(rows)
    single = st.fixed_dictionaries({"image": image, "scale": st.just(scale)})
    batch = st.fixed_dictionaries(
        {"images": st.lists(image, min_size=1, max_size=3), "scale": st.just(scale)}
    )
    return single | batch


allowed = (_allowed(255, pixels) | _allowed(1, shares)).map(
    lambda content: json.dumps(content).encode()
)
