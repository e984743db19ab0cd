"""The marking page: nobody without the token, nothing of a student's runs, and the keyboard does it all."""

from __future__ import annotations

import re
import threading

import pytest
from werkzeug.serving import make_server

from course.grading import tables
from course.marking import app
from helpers.languages.catalogue import speaking
from tests.axe import assert_accessible
from tests.marking.conftest import LAB, QUESTIONS

TOKEN = "secret"
QUESTION = QUESTIONS[0]


@pytest.fixture
def client(folder):
    return app.make_app(LAB, folder, TOKEN).test_client()


def points(folder, question=QUESTION):
    return [
        row["points"]
        for row in tables.read_csv(folder / "written.csv", {"points"})
        if row["question"] == question
    ]


def saved(tab) -> None:
    """Wait until the page says so. Not by a script: the page allows none but its own."""
    from playwright.sync_api import expect

    expect(tab.get_by_role("status")).to_have_text("Saved.", timeout=30_000)


def test_every_written_question_has_task_model_answer_and_guide():
    for question in app.questions(LAB).values():
        assert all(
            [question.title, question.task.strip(), question.model.strip(), question.guide.strip()]
        )


def test_the_page_is_in_french_for_who_asks(folder):
    with speaking("fr"):
        client = app.make_app(LAB, folder, TOKEN).test_client()
        for question in app.questions(LAB).values():
            assert all([question.title, question.task.strip(), question.model.strip()])
            assert question.guide.strip()
            assert not re.search(r"\*\*(Réponse type|Barème)", question.model + question.guide)
        overview = client.get(f"/{TOKEN}/").text
        page = client.get(f"/{TOKEN}/{QUESTION}/1").text
        answer = {"student": "Zoë Ng", "points": "99"}
        refused = client.post(f"/{TOKEN}/{QUESTION}", json=answer).json["error"]
    assert "réponses rédigées" in overview
    for french in (
        'lang="fr"',
        "Barème",
        "Réponse de l",
        "0,25</span>",
        'value="0.25"',
        "Enregistré.",
    ):
        assert french in page, french
    words = re.sub(r"<[^>]*>", " ", overview + page)
    assert not re.search(r"\b(Marking|answer|Model|marked|Remark|next|other|Points open)\b", words)
    assert "n'est pas entre 0 et" in refused


@pytest.mark.parametrize("address", ["/", "/wrong/", f"/{QUESTION}/1", "/static/mark.js"])
def test_without_the_token_there_is_nothing(client, address):
    assert client.get(address).status_code == 404


def test_pages_show_answer_model_and_guide_and_run_nothing(client, folder):
    overview = client.get(f"/{TOKEN}/")
    assert all(question in overview.text for question in QUESTIONS)
    students = [answer.student for answer in app.Marks(folder).of(QUESTION)]
    page = client.get(f"/{TOKEN}/{QUESTION}/{students.index('Zoë Ng') + 1}")
    assert "Marking guide" in page.text
    assert "<script>alert" not in page.text
    assert "<math" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_one_goes_on_where_one_stopped(client, folder):
    assert client.get(f"/{TOKEN}/{QUESTION}/").location.endswith("/1")
    order = [a.student for a in app.Marks(folder).of(QUESTION)]
    client.post(f"/{TOKEN}/{QUESTION}", json={"student": order[0], "points": "0"})
    assert client.get(f"/{TOKEN}/{QUESTION}/").location.endswith("/2")


def test_wrong_points_are_refused_with_a_reason(client, folder):
    student = app.Marks(folder).of(QUESTION)[0].student
    answer = client.post(f"/{TOKEN}/{QUESTION}", json={"student": student, "points": "99"})
    assert (answer.status_code, "is not between" in answer.json["error"]) == (400, True)
    assert points(folder) == [""] * 4


@pytest.mark.parametrize("number", ["0", "5", "99"])
def test_answers_that_are_not_there(client, number):
    assert client.get(f"/{TOKEN}/{QUESTION}/{number}").status_code == 404
    assert client.get(f"/{TOKEN}/Q9.99/1").status_code == 404


@pytest.mark.parametrize("possible", [0.5, 0.75, 1, 1.5, 2, 3, 4])
def test_keys_reach_from_nothing_to_all_points(possible):
    keys = app.point_keys(possible)
    assert keys[0] == ("0", "0")
    assert float(keys[-1][1]) == possible
    assert len(keys) <= 9


@pytest.mark.acceptance
def test_a_class_is_marked_by_keyboard_alone(folder, browser, tmp_path):
    server = make_server("127.0.0.1", 0, app.make_app(LAB, folder, TOKEN), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/{TOKEN}/"
    tab = browser.new_page(viewport={"width": 1366, "height": 768})
    problems = []
    tab.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    tab.on("pageerror", lambda error: problems.append(str(error)))
    tab.goto(f"{home}{QUESTION}/")
    assert tab.locator("#name").is_hidden()
    tab.keyboard.press("1")
    tab.keyboard.press("r")
    tab.keyboard.type("Say why, 2 times.")
    tab.keyboard.press("Escape")
    tab.keyboard.press("u")
    tab.wait_for_url("**/2")
    assert points(folder).count("0.25") == 1
    tab.keyboard.press("a")
    tab.keyboard.press("2")
    tab.keyboard.press("h")
    assert tab.locator("#name").is_visible()
    saved(tab)
    assert sorted(points(folder)) == ["", "", "0.25", "0.5"]
    remarks = [row["remark"] for row in tables.read_csv(folder / "written.csv", {"remark"})]
    assert remarks.count("Say why, 2 times.") == 2, "digits typed into a remark give no points"
    tab.screenshot(path=str(tmp_path / "laptop.png"))
    for width, scheme in [(390, "light"), (390, "dark"), (1366, "dark")]:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        tab.screenshot(path=str(tmp_path / f"{width}-{scheme}.png"), full_page=True)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            "nothing is cut off"
        )
    tab.goto(home)
    tab.screenshot(path=str(tmp_path / "overview.png"))
    assert "2 of 4" in tab.inner_text("table")
    server.shutdown()
    tab.goto("about:blank")
    assert problems == []


@pytest.mark.acceptance
def test_what_cannot_be_saved_is_said_and_not_left(folder, browser):
    server = make_server("127.0.0.1", 0, app.make_app(LAB, folder, TOKEN), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab = browser.new_page()
    tab.goto(f"http://127.0.0.1:{server.server_port}/{TOKEN}/{QUESTION}/1")
    tab.route("**/*", lambda route: route.abort())
    tab.keyboard.press("1")
    tab.wait_for_selector("#status.failed")
    tab.keyboard.press("n")
    tab.wait_for_timeout(300)
    assert tab.url.endswith("/1"), "one stays with what is not saved"
    tab.unroute("**/*")
    tab.keyboard.press("n")
    tab.wait_for_url("**/2")
    assert points(folder).count("0.25") == 1
    server.shutdown()


@pytest.fixture
def home(folder):
    """The address of a page that is served."""
    server = make_server("127.0.0.1", 0, app.make_app(LAB, folder, TOKEN), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{TOKEN}/"
    server.shutdown()


@pytest.mark.acceptance
def test_a_screen_reader_can_use_both_pages(home, browser):
    context = browser.new_context(bypass_csp=True)  # axe-core comes in as a script
    tab = context.new_page()
    for address in (home, f"{home}{QUESTION}/1"):
        tab.goto(address)
        assert_accessible(tab)
    tab.keyboard.press("r")
    tab.keyboard.type("Say why.")
    saved(tab)
    assert_accessible(tab)
    assert tab.get_by_role("status").inner_text() == "Saved.", "which a screen reader reads aloud"
    context.close()


@pytest.mark.acceptance
def test_two_tabs_lose_nothing(home, browser, folder):
    """One gives points and the other a remark, to the same answer and to two answers, and both are reopened."""
    left_tab, right_tab = browser.new_page(), browser.new_page()
    for tab in (left_tab, right_tab):
        tab.goto(f"{home}{QUESTION}/1")
    left_tab.keyboard.press("2")
    saved(left_tab)
    right_tab.keyboard.press("r")
    right_tab.keyboard.type("Name the layer.")
    saved(right_tab)
    right_tab.goto(f"{home}{QUESTION}/2")
    right_tab.keyboard.press("1")
    left_tab.keyboard.press("1")
    for tab in (left_tab, right_tab):
        saved(tab)
        tab.close()
    first, second, *_ = app.Marks(folder).of(QUESTION)
    assert (first.points, first.remark, second.points) == ("0.25", "Name the layer.", "0.25")
    again = browser.new_page()
    again.goto(f"{home}{QUESTION}/")
    assert again.url.endswith("/3"), "one goes on at the first answer without points"
    again.close()
