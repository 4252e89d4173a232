"""A word of the glossary explains itself where it stands: by touch, by keyboard, by mouse, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import OpenPage, sign_in
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN

LESSON = "/lessons/who-a-mentor-is"
MENTOR = "mentor@demo.kelim.example"
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
pytestmark = pytest.mark.browser


def opened(open_page: OpenPage, language: str, **options: object) -> tuple[Page, Locator, Locator]:
    """The lesson, its words of the glossary, and the place of a meaning."""
    page = open_page(MENTOR, language, **options)
    page.goto(LESSON)
    return page, page.locator("main a.term"), page.locator(".term-meaning")


def focus_before(word: Locator) -> None:
    """So that the next Tab comes to the word, as for whoever walks the page by keyboard."""
    word.evaluate("""word => {
      const before = document.createElement("button");
      word.before(before);
      before.focus();
    }""")


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_a_touch_opens_the_meaning_inside_the_screen(open_page: OpenPage, language: str) -> None:
    page, words, meaning = opened(open_page, language, viewport=NARROW, has_touch=True)
    before = page.evaluate("document.documentElement.scrollHeight")
    for number in range(words.count()):
        words.nth(number).scroll_into_view_if_needed()
        words.nth(number).tap()
        expect(words.nth(number)).to_have_attribute("aria-expanded", "true")
        box = meaning.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0
    assert page.evaluate("document.documentElement.scrollHeight") == before
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    page.touchscreen.tap(5, 5)
    expect(meaning).to_have_count(0)
    assert page.url.endswith(LESSON)


def test_the_meaning_leads_to_the_glossary(open_page: OpenPage) -> None:
    page, words, meaning = opened(open_page, "ar", has_touch=True)
    words.first.tap()
    key = words.first.get_attribute("data-term")
    meaning.locator("a").tap()
    page.wait_for_url(re.compile(rf"/glossary#{key}$"))
    expect(page.locator(f"#{key}")).to_be_in_viewport()


def test_the_keyboard_opens_reads_and_closes(open_page: OpenPage) -> None:
    page, words, meaning = opened(open_page, "he", viewport=WIDE)
    word = words.nth(1)
    focus_before(word)
    page.keyboard.press("Tab")
    expect(word).to_be_focused()
    expect(meaning).to_be_visible()
    described = word.get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_have_text(word.get_attribute("data-meaning") or "?")
    page.keyboard.press("Tab")
    expect(meaning.locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(word).to_be_focused()
    page.keyboard.press("Space")
    expect(meaning).to_be_visible()
    page.keyboard.press("Enter")
    expect(meaning).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(meaning).to_have_count(0)


def test_the_mouse_may_rest_on_the_meaning(open_page: OpenPage) -> None:
    page, words, meaning = opened(open_page, "en", viewport=WIDE)
    words.first.scroll_into_view_if_needed()
    words.first.hover()
    expect(meaning).to_be_visible()
    meaning.hover()
    page.clock.install()
    page.clock.run_for(5000)
    expect(meaning).to_be_visible()
    page.clock.resume()
    page.mouse.move(1200, 20)
    expect(meaning).to_have_count(0)


def test_without_scripts_the_word_is_a_link_that_says_its_meaning(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in?lang=he")
    sign_in(page, MENTOR)
    page.goto(LESSON)
    word = page.locator("main a.term").first
    assert word.get_attribute("title")
    word.click()
    page.wait_for_url(re.compile(r"/glossary#"))
    page.fill("#q", "הִתְאַבְּדוּת")
    page.click("main form[role=search] button")
    expect(page.locator("#suicide")).to_be_visible()
    expect(page.locator("#practicum")).to_have_count(0)
    context.close()


def test_the_glossary_is_searched_while_one_types(open_page: OpenPage) -> None:
    page = open_page(MENTOR, "ar")
    page.goto("/glossary")
    page.evaluate("window.samePage = true")
    page.locator("#q").press_sequentially("الإحالة")
    expect(page.locator("#referral")).to_be_visible()
    expect(page.locator("#practicum")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    assert page.evaluate("window.samePage") is True
