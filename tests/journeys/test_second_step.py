"""Staff sign in with a second step, in a real browser with a security key that the browser plays."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from app.accounts.models import Person
from tests.journeys.conftest import PHONE
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN
from tests.journeys.walking import served
from tests.support.application import PASSWORD, make_app
from tests.support.house import House

pytestmark = pytest.mark.browser
STEP, SET_UP, OWN = "/sign-in/second-step", "/sign-in/set-up", "/account/second-step"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OLD_BROWSER = """
delete PublicKeyCredential.parseCreationOptionsFromJSON;
delete PublicKeyCredential.parseRequestOptionsFromJSON;
delete PublicKeyCredential.prototype.toJSON;
"""


@dataclass
class Service:
    """Where coordinators need a second step, at an address that passkeys can be bound to."""

    house: House
    address: str
    browser: Browser
    coordinator: Person
    contexts: list[BrowserContext]

    def open(self, language: str = "he", **options: Any) -> Page:
        """The first page of a fresh browser."""
        given = {"viewport": PHONE} | options
        context = self.browser.new_context(base_url=self.address, **given)
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"/sign-in?lang={language}")
        return page

    def password(self, page: Page) -> None:
        page.fill("[name=email]", str(self.coordinator.email))
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: url.split("?")[0].endswith(("/second-step", "/set-up")))


@pytest.fixture
def service(browser: Browser, prepared: Path, tmp_path: Path) -> Iterator[Service]:
    shutil.copytree(prepared, tmp_path / "instance")
    app = make_app(tmp_path / "instance", second_step_roles=frozenset({"coordinator"}))
    house = House(app, PASSWORD, date.today() - timedelta(days=120))
    contexts: list[BrowserContext] = []
    with served(app) as address:
        name = address.replace("127.0.0.1", "localhost")
        settings = app.extensions["kelim_settings"]
        app.extensions["kelim_settings"] = settings.model_copy(update={"public_url": name})
        yield Service(house, name, browser, house.staff("coordinator"), contexts)
        for context in contexts:
            context.close()


def plug_in(page: Page, **how: object) -> tuple[CDPSession, str]:
    """A security key in this browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | how})
    return devtools, made["authenticatorId"]


def judge(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == [], page.url
    assert page.evaluate(WIDER_THAN_SCREEN) == 0, page.url


def set_up_passkey(service: Service, page: Page) -> None:
    """At sign-in, by keyboard."""
    service.password(page)
    assert page.url.endswith(SET_UP)
    judge(page)
    page.focus("form:has([value=passkey]) button")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SET_UP}/passkey")
    judge(page)
    page.fill("[name=name]", "הטלפון שלי")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{OWN}/codes")


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.click("details.menu summary")
    page.click("form[action='/sign-out'] button")
    page.wait_for_url("**/sign-in*")


@pytest.mark.parametrize("language", ["he", "ar"])
def test_a_coordinator_sets_a_passkey_up_and_comes_back_with_it(service: Service, language: str):
    page = service.open(language)
    devtools, key = plug_in(page)
    set_up_passkey(service, page)
    judge(page)
    assert page.locator(".recovery-codes li").count() == 10
    page.click(f"form[action='{OWN}/codes/kept'] button")
    page.wait_for_url(f"**{OWN}")
    judge(page)
    sign_out(page)
    service.password(page)
    assert page.url.endswith(STEP)
    judge(page)
    page.focus("[data-passkey] button")
    page.keyboard.press("Enter")
    page.wait_for_url(service.address + "/")
    (held,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert held["rpId"] == "localhost"
    assert held["signCount"] == 2


def test_a_browser_that_knows_less_does_it_too(service: Service):
    page = service.open()
    page.add_init_script(OLD_BROWSER)
    page.reload()
    plug_in(page)
    set_up_passkey(service, page)
    sign_out(page)
    service.password(page)
    page.click("[data-passkey] button")
    page.wait_for_url(service.address + "/")


def test_a_key_that_does_not_know_its_owner_is_said_so_and_another_way_is_left(service: Service):
    page = service.open("en")
    devtools, key = plug_in(page)
    set_up_passkey(service, page)
    code = page.locator(".recovery-codes li").first.inner_text()
    sign_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    service.password(page)
    page.click("[data-passkey] button")
    expect(page.locator("[data-passkey] [role=alert]")).to_be_visible()
    judge(page)
    page.click("a[href='/sign-in/recovery']")
    judge(page)
    page.fill("[name=code]", code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{OWN}")
    expect(page.get_by_text("You came in with a recovery code")).to_be_visible()


def test_an_app_does_without_scripts_on_a_small_screen(service: Service):
    page = service.open("ar", java_script_enabled=False, viewport={"width": 320, "height": 640})
    service.password(page)
    page.click("form:has([value=app]) button")
    found = re.search(r"secret=([A-Z2-7]+)", page.content())
    assert found
    codes = pyotp.TOTP(found[1])
    now = codes.now()
    page.fill("[name=code]", now)
    page.click("main form button")
    page.click(f"form[action='{OWN}/codes/kept'] button")
    page.goto("/account")
    page.click("details.menu summary")
    page.click("form[action='/sign-out'] button")
    service.password(page)
    assert not page.locator("[data-passkey]").count()
    page.fill("[name=code]", now)
    page.click("main form button")
    assert page.locator(".error-summary").count() == 1
    assert page.url.endswith(STEP)
