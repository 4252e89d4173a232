"""A learner's phone: a real browser that talks to a service of its own, over a line that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts import sessions
from app.accounts.models import Person
from app.core.db import session
from app.practicum.models import PracticumEntry
from tests.journeys.conftest import sign_in
from tests.support.practice import Practice, yesterday
from tests.support.school import School

SCREEN = {"width": 360, "height": 760}
FORM, LIST = "/practicum/entries/new", "/practicum/entries"
STATE, SEND = "[data-entry-state]", "form[data-entry] [value=submit]"
ROWS = "[data-outbox] li.row"


@dataclass
class Phone:
    """A learner's phone, and the service that it talks to."""

    practice: Practice
    browser: Browser
    address: str
    contexts: list[BrowserContext] = field(default_factory=list)
    errors: list[Any] = field(default_factory=list)

    def stranger(self, language: str = "en", **options: Any) -> Page:
        """A browser of its own in which nobody is signed in."""
        context = self.browser.new_context(base_url=self.address, viewport=SCREEN, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(error))
        page.goto(f"/sign-in?lang={language}")
        return page

    def page(self, person: Person | None = None, language: str = "en", **options: Any) -> Page:
        page = self.stranger(language, **options)
        sign_in(page, str((person or self.practice.learner).email))
        return page

    def on_form(self, **options: Any) -> Page:
        """A form that is ready, its page kept for later.

        The home page may have kept the form already: what this page does about it is over as well, so that a test that
        takes the line away does not meet a page that is being kept anew.
        """
        page = self.page(**options)
        page.goto(FORM)
        ready(page)
        page.wait_for_load_state("networkidle")
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("form => caches.match(form, {ignoreSearch: true}).then(Boolean)", arg=FORM)
        return page

    def entries(self) -> list[tuple[str, str, int]]:
        """Status, words and minutes of all entries, as they came."""
        with self.practice.house.app.app_context():
            found = session().scalars(select(PracticumEntry).order_by(PracticumEntry.id))
            return [(one.status, one.learning, one.minutes) for one in found]

    def end_sessions(self, person: Person) -> None:
        with self.practice.inside():
            sessions.end_all(person.id)


@pytest.fixture
def phone(school: School, browser: Browser) -> Iterator[Phone]:
    server = make_server("127.0.0.1", 0, school.app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Phone(Practice(school), browser, f"http://127.0.0.1:{server.server_port}")
    yield made
    for context in made.contexts:
        context.close()
    server.shutdown()
    thread.join(5)
    assert made.errors == []


def ready(page: Page) -> None:
    expect(page.locator("form[data-entry][data-ready]")).to_be_attached(timeout=15_000)


def write(page: Page, learning: str = "Waited longer", starts: str = "10:00", ends: str = "11:00") -> None:
    page.select_option("#what", "visit/meet")
    page.fill("#day", yesterday().isoformat())
    page.fill("#starts", starts)
    page.fill("#ends", ends)
    page.check("[name=setting][value=individual]")
    page.fill("#people", "1")
    page.check("[name=mode][value=in-person]")
    page.select_option("#language", "ar")
    page.fill("#learning", learning)


def go_offline(page: Page) -> None:
    """The service worker's requests included, which the browser's own switch may leave alone."""
    page.context.set_offline(True)
    page.context.route("**/*", lambda route: route.abort())


def go_online(page: Page) -> None:
    page.context.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(False)


def send_offline(page: Page, **words: str) -> None:
    write(page, **words)
    page.click(SEND)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")


def lose_receipt(page: Page, times: int = 1, path: str = "**/practicum/entries/**") -> None:
    """The server takes the next sendings, and the phone never hears of it."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or len(lost) == times:
            route.fallback()
            return
        lost.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort()

    page.context.route(path, lose)
