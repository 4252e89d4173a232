"""What a phone shows without a connection, in real Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.installation import Installation

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(prepared_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("offline") / "instance"
    shutil.copytree(prepared_installation, folder)
    with Installation(folder).served() as served:
        yield served.address


@pytest.fixture
def kept(page: Page, address: str) -> Page:
    """A page of Kelim whose service worker has kept what it keeps."""
    page.goto(f"{address}/?lang=ar")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate("async () => { while (!(await caches.match('/kept-at'))) await new Promise(r => setTimeout(r, 50)) }")
    return page


def test_help_opens_without_a_connection_in_every_language(kept: Page, context: BrowserContext, address: str) -> None:
    context.set_offline(True)
    for language in ("he", "ar", "en"):
        kept.goto(f"{address}/help-now?lang={language}")
        expect(kept.locator("html")).to_have_attribute("lang", language)
        expect(kept.locator('a[href="tel:1201"]').first).to_be_visible()
    assert kept.evaluate("getComputedStyle(document.querySelector('.help-link')).display") == "flex"


def test_an_address_without_language_opens_in_the_one_read_last(
    kept: Page, context: BrowserContext, address: str
) -> None:
    kept.goto(f"{address}/help-now?lang=en")
    context.set_offline(True)
    kept.goto(f"{address}/help-now")
    expect(kept.locator("html")).to_have_attribute("lang", "en")


def test_other_pages_say_that_there_is_no_connection(kept: Page, context: BrowserContext, address: str) -> None:
    context.set_offline(True)
    kept.goto(f"{address}/hours")
    expect(kept.locator('main a[href="/help-now"]')).to_be_visible()


def test_only_public_pages_are_kept(kept: Page, address: str) -> None:
    kept.goto(f"{address}/sign-in")
    kept.goto(f"{address}/")
    found = kept.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
        (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()"""
    )
    assert {path for path in found if not path.startswith("/static/")} <= {
        "/help-now",
        "/offline",
        "/away",
        "/kept-at",
        "/kept-language",
        "/never",
        "/emergency-card",
        "/worried",
    }


def test_quick_exit_takes_the_pages_place_in_the_history(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.goto(f"{address}/help-now")
    page.locator("[data-exit]").click()
    page.wait_for_url(f"{address}/away")
    page.go_back()
    assert page.url == f"{address}/sign-in"


def test_three_times_escape_leaves_too(page: Page, address: str) -> None:
    page.goto(f"{address}/help-now")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(f"{address}/away")


def test_without_scripts_every_door_opens_and_the_exit_leads_away(browser: object, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()  # type: ignore[attr-defined]
    page.goto(f"{address}/help-now?lang=en")
    page.get_by_text("Violence, or a child at risk").click()
    expect(page.locator("details").nth(-1)).to_be_attached()
    expect(page.locator('.door[open] a[href="tel:100"]').first).to_be_visible()
    page.locator("[data-exit]").click()
    expect(page).to_have_url(f"{address}/away")
