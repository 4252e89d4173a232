"""What scripts add to pages that work without them, in real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.answers import deal_choices
from tests.support.installation import PASSWORD, Installation

pytestmark = pytest.mark.browser

LESSON = "/lessons/safe-notes"
LESSON_WITH_OPEN_STEPS = "/lessons/who-a-mentor-is"


@pytest.fixture(scope="module")
def folder(prepared_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("behaviours") / "instance"
    shutil.copytree(prepared_installation, folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with Installation(folder).served() as served:
        yield served.address


@pytest.fixture
def database(folder: Path) -> Path:
    return folder / "kelim.sqlite3"


@pytest.fixture
def mentor(page: Page, address: str) -> Page:
    """Signed in as the demo mentor, reading English."""
    page.goto(f"{address}/sign-in?lang=en")
    page.fill("[name=email]", "mentor@demo.kelim.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{address}/")
    return page


def begin_quiz(page: Page, address: str, database: Path) -> str:
    """At the first question of an attempt, which has one right answer of three."""
    page.goto(f"{address}{LESSON}/quiz")
    page.locator(f'main form[action="{LESSON}/quiz"] button').click()
    page.wait_for_url("**/attempts/*/*")
    deal_choices(database, int(page.url.split("/")[-2]), LESSON.removeprefix("/lessons/"))
    page.reload()
    return page.url


def test_an_answer_given_without_a_connection_arrives_by_itself(
    mentor: Page, context: BrowserContext, address: str, database: Path
) -> None:
    begin_quiz(mentor, address, database)
    context.set_offline(True)
    mentor.locator("[name=answer]").first.check()
    mentor.locator("[data-answer] button").click()
    expect(mentor.get_by_text("Your answer is kept on this device")).to_be_visible()
    assert "csrf_token" not in mentor.evaluate("localStorage['kelim.outbox']")
    context.set_offline(False)
    expect(mentor.locator(".options-answered")).to_be_visible()
    assert mentor.evaluate("localStorage['kelim.outbox']") == "[]"


def test_an_answer_is_shown_in_place_and_read_out(mentor: Page, address: str, database: Path) -> None:
    begin_quiz(mentor, address, database)
    mentor.locator("[name=answer]").first.check()
    mentor.locator("[data-answer] button").click()
    expect(mentor.locator(".options-answered")).to_be_visible()
    expect(mentor.locator("#verdict")).to_be_focused()


def test_private_writing_is_saved_while_it_is_written(mentor: Page, address: str) -> None:
    mentor.goto(address + LESSON)
    form = mentor.locator("form[data-draft]").first
    form.locator("textarea").fill("a thought of my own")
    expect(form.locator("[data-draft-mark]")).to_have_text("Saved")
    mentor.reload()
    expect(mentor.locator("form[data-draft] textarea").first).to_have_value("a thought of my own")
    kept = mentor.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "thought" not in kept


def test_leaving_with_unsaved_words_asks_first(mentor: Page, address: str) -> None:
    mentor.goto(address + LESSON)
    mentor.route("**/reflections/**", lambda route: route.abort())
    mentor.locator("form[data-draft] textarea").first.type("unsaved")
    asked: list[str] = []
    mentor.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    mentor.goto(f"{address}/hours")
    assert asked == ["beforeunload"]


def test_a_step_is_ticked_without_a_new_page(mentor: Page, address: str) -> None:
    mentor.goto(address + LESSON_WITH_OPEN_STEPS)
    form = mentor.locator("form[data-swap]:has(input[type=radio])").first
    step = form.get_attribute("data-swap")
    mentor.evaluate("window.samePage = true")
    form.locator("input[type=radio]").first.check()
    form.locator("button").click()
    expect(mentor.locator(f"#{step}.is-done")).to_be_focused()
    assert mentor.evaluate("window.samePage") is True


def test_the_menu_closes_on_escape(mentor: Page) -> None:
    mentor.locator("[data-menu] summary").click()
    expect(mentor.locator(".menu-panel")).to_be_visible()
    mentor.keyboard.press("Escape")
    expect(mentor.locator(".menu-panel")).to_be_hidden()
    expect(mentor.locator("[data-menu] summary")).to_be_focused()
