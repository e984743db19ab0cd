"""Asks axe-core, which knows the rules of WCAG, what a reader who sees or hears a page otherwise would miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

GRAVE = {"serious", "critical"}
SCHEMES = ("light", "dark")
WIDTHS = (1366, 390)  # pixels of a laptop, and of a phone
_FADING = 300  # ms that a page may take from one scheme's colours to the other's


def findings(page: Page) -> list[str]:
    """What axe-core finds on an open page, the gravest first: how grave, which rule, where, what is there.

    Example
    -------
    >>> findings(page)  # doctest: +SKIP
    ['critical: image-alt: img: <img src="…">']
    """
    rules = Axe().run(page).response["violations"]
    rules.sort(key=lambda rule: rule["impact"] not in GRAVE)
    return [
        f"{rule['impact']}: {rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for rule in rules
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail when axe-core finds something serious or critical on an open page, in light or in dark."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(_FADING)
        grave = [finding for finding in findings(page) if finding.split(":")[0] in GRAVE]
        assert not grave, f"in the {scheme} scheme:\n" + "\n".join(grave)


def assert_for_everybody(path: Path, browser: Browser) -> None:
    """Fail when the page in a file is wider than a laptop or a phone, or not accessible there."""
    context = browser.new_context(bypass_csp=True)  # axe-core comes in as a script
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert_accessible(page)
    context.close()
