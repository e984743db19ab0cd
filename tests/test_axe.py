"""The helper that asks axe-core finds what it is to find, in both schemes."""

from __future__ import annotations

import pytest

from tests.axe import assert_accessible

GOOD = "<!DOCTYPE html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main>"
DARK = "<style>@media (prefers-color-scheme: dark) { p { color: #999; background: #888 } }</style>"


@pytest.mark.acceptance
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<img src='data:,'>", "light.*\ncritical: image-alt"),
        ("<p style='color: #aaa'>Pale</p>", "light.*\nserious: color-contrast"),
        (f"{DARK}<p>Pale</p>", "dark.*\nserious: color-contrast"),
    ],
)
def test_what_a_reader_would_miss_is_named(browser, content, reason):
    page = browser.new_page()
    page.set_content(GOOD.format("<p>Good</p>"))
    assert_accessible(page)
    page.set_content(GOOD.format(content))
    with pytest.raises(AssertionError, match=reason):
        assert_accessible(page)
    page.close()
