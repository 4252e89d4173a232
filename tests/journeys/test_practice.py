"""What was missed comes back, and a faulty question is corrected: in Hebrew, on a phone, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage
from tests.journeys.test_learner import press_until

MENTOR, COORDINATOR, LEARNER = (f"{box}@demo.kelim.example" for box in ("mentor", "coordinator", "oleg.brenner"))
QUIZ = "/quizzes/who-a-mentor-is/regrade"
pytestmark = pytest.mark.browser


def follow(page: Page, selector: str) -> None:
    """Tabs to a link or button and presses Enter there."""
    press_until(page, selector, most=120)
    page.keyboard.press("Enter")


def answer_somehow(page: Page) -> None:
    """Fills the first field of whatever kind the question is, by keyboard, and sends it."""
    press_until(page, "main form[data-answer] :is(input, select, textarea):not([type=hidden])")
    focused = "document.activeElement.matches('select, [type=radio], [type=checkbox]')"
    if not page.evaluate(focused):
        page.keyboard.type("5")
    elif page.evaluate("document.activeElement.matches('select')"):
        page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Space")
    page.evaluate("document.activeElement.scrollIntoView()")
    while not page.evaluate("document.activeElement.matches('main form[data-answer] button.button-wide')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_question_that_comes_back_is_answered_skipped_and_put_away(open_page: OpenPage) -> None:
    page = open_page(MENTOR, "he")
    follow(page, "main a[href='/review']")
    page.wait_for_url(re.compile(r"/review/.+"))
    answer_somehow(page)
    expect(page.locator("#verdict")).to_be_visible()
    answered = page.url
    follow(page, "main a[href='/review']")
    page.wait_for_url(lambda url: url != answered and "/review/" in url)
    expect(page.locator("main form[data-answer]")).to_be_visible()
    skipped = page.url
    follow(page, "main form[action$='/later'] button")
    page.wait_for_url(lambda url: url != skipped)
    away = page.url
    follow(page, "main form[action$='/away'] button")
    page.wait_for_url(lambda url: url != away)
    page.goto(away)
    expect(page.locator("main form[action$='/away']")).to_have_count(0)


def test_the_practice_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page(LEARNER, "he", java_script_enabled=False)
    page.goto("/review")
    assert "/review/" in page.url
    page.locator("main form button.button-wide").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    page.locator("main form[action$='/away'] button").click()
    expect(page.locator("h1")).to_be_visible()


def test_a_question_is_corrected_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(COORDINATOR, "he")
    page.goto("/quizzes")
    follow(page, f"main a[href='{QUIZ}']")
    page.wait_for_url(f"**{QUIZ}")
    follow(page, "main a.row-link")
    page.wait_for_url(re.compile(r"/regrade/[a-z0-9-]+$"))
    press_until(page, "#way-accept")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#way-drop")).to_be_checked()
    follow(page, "main form[method=get] button")
    page.wait_for_url(re.compile(r"/preview\?"))
    expect(page.locator("main dl.figures")).to_be_visible()
    if page.locator("main textarea").count():
        press_until(page, "main textarea")
        page.keyboard.type("המפתח היה שגוי")
        follow(page, "main form[method=post] button[type=submit]")
        page.wait_for_url(f"**{QUIZ}")
        expect(page.locator("main")).to_contain_text("המפתח היה שגוי")
