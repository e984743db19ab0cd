"""The page on which one draws, in a real browser: with mouse, finger and keyboard."""

from __future__ import annotations

import itertools
import json
import os
import re
from pathlib import Path

import numpy as np
import pytest

from serving import app
from tests.axe import assert_accessible

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
# A seven with a bar through it, which no network takes for a nine, and a nought, as points of a square of 1 by 1.
SEVEN = [[(0.2, 0.2), (0.72, 0.2), (0.5, 0.8)], [(0.4, 0.5), (0.75, 0.5)]]
ROUND = [(0.5 + 0.2 * np.sin(a), 0.5 - 0.33 * np.cos(a)) for a in np.linspace(0, 6.3, 40)]
WAIT = 60_000  # ms; the machine may be busy


@pytest.fixture
def page(browser, digits):
    """The page, opened. The test fails when the page reports an error, or asks another computer."""
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    yield from opened(context, digits)


@pytest.fixture
def phone(browser, digits):
    """The same on a small screen with touch."""
    context = browser.new_context(
        viewport={"width": 375, "height": 667},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    yield from opened(context, digits)


def opened(context, digits):
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    problems, asked = [], []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(digits.url)
    tab.get_by_text("Model digits, version 7").wait_for()
    yield tab
    picture(tab, "end")
    context.close()
    assert not problems
    assert all(url.startswith(digits.url) for url in asked)


def picture(tab, name: str) -> None:
    """Keep a screenshot where `DL_LABS_SCREENSHOTS` says, to be looked at."""
    folder = os.environ.get("DL_LABS_SCREENSHOTS")
    if folder:
        test = os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split()[0]
        tab.screenshot(path=Path(folder) / f"{test}-{name}.png", full_page=True)


def draw(tab, strokes) -> None:
    box = tab.locator("#pad").bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        tab.mouse.move(*places[0])
        tab.mouse.down()
        for place in places[1:]:
            tab.mouse.move(*place, steps=8)
        tab.mouse.up()


def bars(tab) -> list[float]:
    return tab.evaluate(
        "[...document.querySelectorAll('.bar')].map(bar => parseFloat(bar.style.width) || 0)"
    )


def pixels(tab) -> np.ndarray:
    """What the network sees, as an array of shape (28, 28)."""
    values = tab.evaluate(
        "[...document.getElementById('view').getContext('2d').getImageData(0, 0, 28, 28).data]"
    )
    return np.array(values).reshape(28, 28, 4)[:, :, 0]


def expect_verdict(tab, text: str) -> None:
    tab.get_by_role("status").get_by_text(text).wait_for()


# --- mouse ------------------------------------------------------------------------------------------------
def test_a_drawn_seven_wins(page):
    assert bars(page) == [0] * 10
    draw(page, SEVEN)
    expect_verdict(page, "A 7, with a probability of")
    picture(page, "seven")
    values = bars(page)
    assert np.argmax(values) == 7
    assert values[7] > 50
    assert sum(values) == pytest.approx(100, abs=0.1)
    assert page.locator("tr.first th").inner_text() == "7"


def test_bars_move_while_one_draws(page, digits):
    box = page.locator("#pad").bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 70)
    page.mouse.down()
    seen = set()
    for step in range(12):
        page.mouse.move(box["x"] + 80 + 12 * step, box["y"] + 70 + 3 * step, steps=3)
        page.wait_for_timeout(60)
        seen.add(tuple(bars(page)))
    page.mouse.up()
    assert len(seen) > 3


@pytest.mark.parametrize(("size", "place"), [(1, (0, 0)), (0.5, (0.45, 0.05)), (0.3, (0, 0.6))])
def test_size_and_place_of_the_drawing_do_not_matter(page, size, place):
    draw(page, [[(place[0] + size * x, place[1] + size * y) for x, y in line] for line in SEVEN])
    expect_verdict(page, "A 7,")
    image = pixels(page)
    rows, columns = np.nonzero(image)
    assert 19 <= np.ptp(rows) + 1 <= 21  # the longer side fills the box of 20
    mass = image.sum()
    y, x = (np.indices((28, 28)) * image).sum(axis=(1, 2)) / mass + 0.5
    assert (x, y) == pytest.approx((14, 14), abs=0.1)
    assert columns.min() > 0
    assert columns.max() < 27


def test_undo_and_clear(page):
    draw(page, SEVEN)
    expect_verdict(page, "A 7,")
    draw(page, [ROUND])
    page.get_by_role("button", name="Undo").click()
    expect_verdict(page, "A 7,")
    page.get_by_role("button", name="Clear").click()
    expect_verdict(page, "Nothing drawn yet.")
    assert bars(page) == [0] * 10
    assert pixels(page).max() == 0


def test_a_click_is_a_dot_not_blown_up(page):
    draw(page, [[(0.2, 0.2)]])
    expect_verdict(page, "A ")
    assert 1 <= (pixels(page) > 100).sum() <= 9


# --- finger -----------------------------------------------------------------------------------------------
def test_phone_sized_screen_works_with_a_finger(phone):
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    pad = phone.locator("#pad")
    assert pad.bounding_box()["width"] >= 250
    touch = phone.context.new_cdp_session(phone)

    def send(kind: str, *points) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    box = pad.bounding_box()
    for line in SEVEN:
        path = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]
        send("touchStart", {"x": path[0][0], "y": path[0][1]})
        for (x0, y0), (x1, y1) in itertools.pairwise(path):
            for part in np.linspace(0, 1, 10):
                send("touchMove", {"x": x0 + part * (x1 - x0), "y": y0 + part * (y1 - y0)})
        send("touchEnd")
    expect_verdict(phone, "A 7,")
    picture(phone, "finger")
    assert phone.evaluate("window.scrollY") == 0  # the finger draws and does not scroll
    # Without scrolling one sees the drawing and the ten bars.
    last = phone.locator("tr").last.bounding_box()
    assert last["y"] + last["height"] <= 667
    for button in phone.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44


# --- keyboard and screen reader ---------------------------------------------------------------------------
def test_a_seven_by_keyboard_alone(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "pad"
    for key, times in [("ArrowLeft", 6), ("ArrowUp", 8), (" ", 1), ("ArrowRight", 12)]:
        for _ in range(times):
            page.keyboard.press(key)
    for _ in range(6):  # aslant: two keys at once
        page.keyboard.down("ArrowDown")
        page.keyboard.down("ArrowLeft")
        page.keyboard.up("ArrowDown")
        page.keyboard.up("ArrowLeft")
        page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    picture(page, "keyboard")
    expect_verdict(page, "A 7,")
    page.keyboard.press("Delete")
    expect_verdict(page, "Nothing drawn yet.")
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached[:2] == ["undo", "clear"]  # the keyboard is not caught in the drawing


def test_everything_has_a_name_for_a_screen_reader(page):
    assert page.locator("html").get_attribute("lang") == "en"
    pad = page.get_by_role("application", name="Drawing area")
    assert pad.count() == 1
    assert "Space" in page.locator("#" + pad.get_attribute("aria-describedby")).inner_text()
    assert page.get_by_role("img", name="Nothing yet").count() == 1
    draw(page, SEVEN)
    page.get_by_role("img", name="Your digit in white on black, centred").wait_for()
    table = page.get_by_role("table", name="Probability of each digit")
    assert table.get_by_role("row").count() == 10
    assert table.get_by_role("rowheader").all_inner_texts() == list("0123456789")
    expect_verdict(page, "A 7,")
    for name in ("Your drawing", "What the network sees", "What it answers"):
        assert page.get_by_role("region", name=name).count() == 1


def test_a_service_that_is_gone_is_said(browser, start):
    context = browser.new_context()
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    with start(workers=1) as own:
        tab.goto(own.url)
        tab.get_by_text("Model digits, version 7").wait_for()
    draw(tab, SEVEN)
    tab.get_by_role("alert").get_by_text("No answer from the service").wait_for()
    tab.wait_for_timeout(500)  # the verdict is said when the pen rests
    assert tab.get_by_role("status").inner_text() == ""
    assert bars(tab) == [0] * 10
    tab.get_by_role("button", name="Clear").click()
    expect_verdict(tab, "Nothing drawn yet.")
    assert tab.locator("#problem").inner_text() == ""
    context.close()


# --- what is shown ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("confidence", "probability"),
    [(1, "> 99.9 %"), (0.9996, "> 99.9 %"), (0.998, "99.8 %"), (0.31, "31.0 %")],
)
def test_a_probability_is_never_rounded_to_certainty(page, confidence: float, probability: str):
    shares = [confidence, *[(1 - confidence) / 9] * 9]
    prediction = {"class": 0, "confidence": confidence, "probabilities": shares}
    page.route("**/predict", lambda route: route.fulfill(json={"predictions": [prediction]}))
    draw(page, [ROUND])
    expect_verdict(page, f"A 0, with a probability of {probability}.")
    shown = page.locator("td.share").all_inner_texts()
    assert shown[0] == probability
    assert not {"0.0 %", "100.0 %"} & set(shown)


def light(color: str) -> float:
    return sum(map(int, color[4:-1].split(",")[:3])) / 765


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_the_page_follows_the_colour_scheme(browser, digits, scheme: str, screen: tuple[int, int]):
    context = browser.new_context(
        viewport=dict(zip(("width", "height"), screen, strict=True)), color_scheme=scheme
    )
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    tab.goto(digits.url)
    draw(tab, SEVEN)
    expect_verdict(tab, "A 7,")
    picture(tab, scheme)
    style = "getComputedStyle(document.body)"
    paper, ink = (tab.evaluate(f"{style}.{name}") for name in ("backgroundColor", "color"))
    assert (light(paper) < 0.2 < 0.8 < light(ink)) == (scheme == "dark")
    pen = tab.evaluate(
        "document.getElementById('pad').getContext('2d').getImageData(0, 0, 560, 560).data"
        ".reduce((most, value, i) => i % 4 ? most : Math.max(most, value), 0)"
    )
    assert (pen > 200) == (scheme == "dark")
    context.close()


@pytest.mark.parametrize("screen", [(1366, 768), (390, 844)], ids=["laptop", "phone"])
def test_everybody_can_use_it(browser, digits, screen: tuple[int, int]):
    size = dict(zip(("width", "height"), screen, strict=True))
    context = browser.new_context(viewport=size, bypass_csp=True)  # axe-core is put into the page
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    tab.goto(digits.url)
    assert_accessible(tab)
    draw(tab, SEVEN)
    expect_verdict(tab, "A 7,")
    assert_accessible(tab)
    context.close()


def test_a_phone_on_its_side_shows_the_drawing_and_the_bars(browser, digits):
    context = browser.new_context(viewport={"width": 740, "height": 360}, has_touch=True)
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    tab.goto(digits.url)
    draw(tab, SEVEN)
    expect_verdict(tab, "A 7,")
    picture(tab, "side")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 740
    for part in (tab.locator("#pad"), tab.locator("#undo"), tab.locator("tr").last):
        box = part.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 360
    assert tab.locator("#pad").bounding_box()["width"] >= 250
    context.close()


def test_page_in_the_language_of_the_browser(browser, digits):
    context = browser.new_context(locale="fr-FR")
    context.set_default_timeout(WAIT)
    tab = context.new_page()
    tab.goto(digits.url)
    tab.wait_for_function("() => document.documentElement.lang == 'fr'")
    tab.wait_for_function("() => document.getElementById('model').textContent.startsWith('Modèle')")
    draw(tab, SEVEN)
    expect_verdict(tab, "Un 7, avec une probabilité de ")
    shown = tab.inner_text("body")
    picture(tab, "french")
    assert re.search(r"\d,\d %", shown)
    assert "Dessinez un chiffre" in shown
    assert tab.get_attribute("#pad", "aria-label") == "Zone de dessin"
    words = json.loads((app.PAGE / "fr.json").read_text("utf-8"))
    assert not [english for english in words if english in shown and len(english) > 12]
    context.close()
