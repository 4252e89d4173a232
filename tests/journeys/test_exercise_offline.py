"""This week's exercise opens without a connection once it was seen, until its person signs out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser
KEPT = """async () => { while (!(await caches.match('/practice/kept-at', { cacheName: 'kelim-practice' })))
    await new Promise((done) => setTimeout(done, 50)) }"""


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A mentor in Hebrew who has looked at the page of the week."""
    page = open_page("mentor@demo.kelim.example", language="he")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.goto("/practice")
    page.evaluate(KEPT)
    return page


def test_it_opens_without_a_connection_and_says_so(page: Page) -> None:
    title = page.locator("h1").inner_text()
    page.context.set_offline(True)
    page.goto("/practice")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".reading-steps li").first).to_be_visible()
    assert page.locator("main form, main textarea, main input").count() == 0
    page.goto("/practice/journal")
    expect(page.locator("main a[href='/help-now']")).to_be_visible()
    assert page.locator("textarea").count() == 0


def test_it_goes_when_its_person_signs_out(page: Page) -> None:
    page.locator(".menu summary").click()
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in**")
    page.wait_for_function("() => caches.has('kelim-practice').then(has => !has)")
