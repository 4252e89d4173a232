"""The card before a visit, and whom to call, are there when the line is not, and gone when their owner is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, sign_in

pytestmark = pytest.mark.browser
MENTOR, OTHER = "mentor@demo.kelim.example", "lior.ohayon@demo.kelim.example"
NUMBER = "050-000-0000"
WAIT = "async () => { while (!(%s)) await new Promise(r => setTimeout(r, 50)) }"
STAMP = "await caches.match('/before-visit-kept', { cacheName: 'kelim-visit' })"
KEPT = f"(await ({STAMP})?.json())?.language === '%s'"
GONE = "!(await caches.has('kelim-visit'))"


def keep(page: Page, language: str) -> None:
    """Until the first page has put the card aside and something stands by to show it."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(WAIT % (KEPT % language))


def test_whom_to_call_opens_without_a_connection_too(open_page: OpenPage) -> None:
    page = open_page(MENTOR, language="he")
    keep(page, "he")
    page.context.set_offline(True)
    page.goto("/worried")
    assert page.locator("html").get_attribute("lang") == "he"
    expect(page.locator("a[href='tel:0500000000']")).to_be_visible()
    page.goto("/never?lang=he")
    page.locator("footer a[href='/worried']").press("Enter")
    expect(page.locator("a[href='tel:0500000001']")).to_be_visible()


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_opens_without_a_connection_after_the_first_page(open_page: OpenPage, language: str) -> None:
    page = open_page(MENTOR, language=language)
    page.goto(f"/?lang={language}")
    keep(page, language)
    page.context.set_offline(True)
    for address in ("/before-visit", f"/before-visit?lang={language}"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        expect(page.get_by_text(NUMBER).first).to_be_visible()
        expect(page.locator("a[href='tel:0500000000']")).to_be_hidden()
    assert page.locator("ol.pocket-lines > li").count() == 3
    page.locator("summary").first.press("Enter")
    expect(page.locator("a[href='tel:0500000000']")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.help-link')).display") == "flex"


def test_each_language_that_was_read_is_kept(open_page: OpenPage) -> None:
    page = open_page(MENTOR, language="he")
    keep(page, "he")
    page.goto("/?lang=ar")
    keep(page, "ar")
    page.context.set_offline(True)
    for asked, shown in (("?lang=he", "he"), ("?lang=ar", "ar"), ("", "ar"), ("?lang=en", "ar")):
        page.goto(f"/before-visit{asked}")
        assert page.locator("html").get_attribute("lang") == shown
        page.evaluate(WAIT % (KEPT % shown))  # the page that was read last notes its language behind its back


def test_it_goes_when_its_owner_signs_out(open_page: OpenPage) -> None:
    page = open_page(MENTOR)
    keep(page, "he")
    page.locator("details.menu > summary").click()
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url(lambda url: "/before-visit" not in url and "sign-out" not in url)
    page.evaluate(WAIT % GONE)
    page.context.set_offline(True)
    for address in ("/before-visit", "/worried"):
        page.goto(address)
        expect(page.get_by_text(NUMBER)).to_have_count(0)
        expect(page.locator("a[href^='/help-now']").first).to_be_visible()
    expect(page.locator("a[href='tel:101']")).to_be_visible()


def test_somebody_else_on_the_same_device_gets_their_own(open_page: OpenPage) -> None:
    page = open_page(MENTOR)
    keep(page, "he")
    whose = "async () => (await (await caches.match('/before-visit-kept')).json()).person"
    first = page.evaluate(whose)
    page.context.clear_cookies()
    page.goto("/sign-in?lang=he")
    sign_in(page, OTHER)
    page.evaluate(WAIT % f"(await caches.match('/before-visit-kept')) && (await ({whose})()) !== '{first}'")
    keep(page, "he")


def test_the_emergency_card_and_the_never_list_open_without_a_connection(open_page: OpenPage) -> None:
    page = open_page(language="ar")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(WAIT % "await caches.match('/never?lang=ar') && await caches.match('/emergency-card?lang=ar')")
    page.context.set_offline(True)
    page.goto("/emergency-card?lang=ar")
    expect(page.locator("a[href='tel:101']")).to_be_visible()
    page.goto("/never?lang=ar")
    expect(page.locator("#N14")).to_be_attached()
