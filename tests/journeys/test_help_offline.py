"""Help is there when the line is not: after one visit the numbers open without network, in the language last read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_numbers_open_without_network(open_page: OpenPage, language: str) -> None:
    page = open_page(language=language)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"/help-now?lang={language}")
    page.context.set_offline(True)
    page.goto(f"/help-now?lang={language}")
    expect(page.locator("a[href='tel:1201']").first).to_be_attached()
    assert page.locator("html").get_attribute("lang") == language


def test_another_page_without_network_leads_to_the_numbers(open_page: OpenPage) -> None:
    page = open_page(language="he")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto("/hours")
    expect(page.locator("a[href^='/help-now']").first).to_be_visible()


def test_it_sets_no_cookie_and_needs_no_script(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.context.clear_cookies()
    page.goto("/help-now?lang=ar")
    expect(page.locator("a[href='tel:1201']").first).to_be_attached()
    assert page.context.cookies() == []
