"""A rating sheet in the room: tablet and phone, by keyboard, without scripts, and where the line comes and goes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts import sessions
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.performance import opening
from app.performance.models import Performance, PerformanceRating
from tests.journeys.conftest import sign_in
from tests.support.house import House

pytestmark = pytest.mark.browser
TABLET, PHONE = {"width": 768, "height": 1024}, {"width": 360, "height": 760}
LESSON = "observed-role-play"


@dataclass
class Room:
    """Two who rate, one who plays, a sheet of the real content, and a server for all of them."""

    house: House
    browser: Browser
    address: str = ""
    contexts: list[BrowserContext] = field(default_factory=list)
    is_cut: bool = False

    def __post_init__(self) -> None:
        place = Place("cohort", self.house.cohort_id)
        self.trainer, self.rater = self.house.person("trainer", place), self.house.person("rater", place)
        self.learner, self.enrolment_id = self.house.learner(name="נועה בן־דוד")
        self.id = self.open()

    def line_to(self, app: Flask) -> Callable[..., Iterable[bytes]]:
        """The application behind a line that no rating passes while it is cut, whoever in the browser sends it."""

        def line(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
            if self.is_cut and environ["REQUEST_METHOD"] == "POST" and "/rate/" in environ["PATH_INFO"]:
                environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
                start("503 Service Unavailable", [])
                return []
            return app(environ, start)

        return line

    def open(self) -> int:
        with self.house.app.app_context(), write_transaction():
            cohort = session().get_one(Cohort, self.house.cohort_id)
            draft = opening.OpeningDraft(LESSON, today(), "he")
            return opening.open_for(SYSTEM, cohort, [self.enrolment_id], draft)[0].id

    def want_second(self) -> None:
        with self.house.app.app_context(), write_transaction():
            session().get_one(Performance, self.id).second_wanted = True

    def sheet(self, part: str = "observer") -> str:
        return f"/performances/{self.id}/rate/{part}"

    def page(self, person: Person, viewport: dict[str, int] = TABLET, language: str = "he", **options: object) -> Page:
        context = self.browser.new_context(base_url=self.address, viewport=viewport, **options)  # type: ignore[arg-type]
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"/sign-in?lang={language}")
        sign_in(page, str(person.email))
        return page

    def on_sheet(self, person: Person, part: str = "observer", **options: object) -> Page:
        """A page with the sheet, once the device has kept it."""
        page = self.page(person, **options)  # type: ignore[arg-type]
        page.goto(self.sheet(part))
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("path => caches.match(path).then(Boolean)", arg=self.sheet(part))
        return page

    def ratings(self) -> list[tuple[str, int]]:
        """Part and number of ticks of every rating."""
        with self.house.app.app_context():
            return [(one.part, len(one.ticks)) for one in session().scalars(select(PerformanceRating))]

    def end_sessions(self, person: Person) -> None:
        with self.house.app.app_context(), write_transaction():
            sessions.end_all(person.id)


@pytest.fixture
def room(app: Flask, house: House, browser: Browser) -> Iterator[Room]:
    made = Room(house, browser)
    server = make_server("127.0.0.1", 0, made.line_to(app), threaded=True)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    for context in made.contexts:
        context.close()
    server.shutdown()
    thread.join(5)


def tick(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.locator(".tick").nth(number).click()


def go_offline(room: Room, page: Page) -> None:
    """A page that is loaded anew may send before the browser knows that it is to be offline: nothing passes here."""
    room.is_cut = True
    page.context.set_offline(True)


def go_online(room: Room, page: Page) -> None:
    room.is_cut = False
    page.context.set_offline(False)


def ticked(page: Page) -> int:
    return page.locator("[name=tick]:checked").count()


def kept(page: Page) -> tuple[int, int]:
    """How many sheets and how many of their pages are on the device."""
    sheets = page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('kelim.sheet.')).length")
    pages = page.evaluate("() => caches.open('kelim-sheets').then(cache => cache.keys()).then(keys => keys.length)")
    return sheets, pages


def wait_until_kept(page: Page, nothing: tuple[int, int] = (0, 0)) -> None:
    for _ in range(50):
        if kept(page) == nothing:
            return
        page.wait_for_timeout(100)
    assert kept(page) == nothing


state = "[data-sheet-state]"
send = "form.sheet .actions button"


@pytest.mark.parametrize("viewport", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_sheet_outlives_the_line_and_a_reload_and_arrives_once(room: Room, viewport: dict[str, int]) -> None:
    page = room.on_sheet(room.trainer, viewport=viewport)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    tick(page, 0, 1)
    expect(page.locator(state)).to_have_attribute("data-state", "kept")
    go_offline(room, page)
    tick(page, 2)
    page.locator("[name=note]").fill("היא שתקה וחיכתה")
    page.locator(send).click()
    expect(page.locator(state)).to_have_attribute("data-state", "waiting")
    page.reload()
    expect(page.locator("form.sheet")).to_be_visible()
    assert ticked(page) == 3
    expect(page.locator("[name=note]")).to_have_value("היא שתקה וחיכתה")
    tick(page, 3)
    page.locator(send).click()
    expect(page.locator(state)).to_have_attribute("data-state", "waiting")
    assert room.ratings() == []
    go_online(room, page)
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 4)]
    expect(page.locator("main")).to_contain_text("היא שתקה וחיכתה")
    wait_until_kept(page)


def test_a_receipt_that_is_lost_brings_no_second_rating(room: Room) -> None:
    page = room.on_sheet(room.trainer)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.request.url)
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/rate/observer", lose)
    tick(page, 0, 5)
    page.locator(send).click()
    expect(page.locator(state)).to_have_attribute("data-state", "waiting")
    assert room.ratings() == [("observer", 2)]
    page.locator(send).click()
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 2)]


def test_a_change_after_a_lost_receipt_is_not_passed_over(room: Room) -> None:
    page = room.on_sheet(room.trainer)
    page.route("**/rate/observer", lambda route: (route.fetch(max_redirects=0), route.abort()), times=1)
    tick(page, 0)
    page.locator(send).click()
    expect(page.locator(state)).to_have_attribute("data-state", "waiting")
    tick(page, 1)
    page.locator(send).click()
    expect(page.locator(".notice-warning[role=alert]")).to_be_visible()
    assert ticked(page) == 2
    assert room.ratings() == [("observer", 1)]


def test_whoever_was_signed_out_in_the_middle_signs_in_and_it_is_sent(room: Room) -> None:
    page = room.on_sheet(room.trainer, viewport=PHONE)
    tick(page, 0, 1, 2)
    room.end_sessions(room.trainer)
    page.locator(send).click()
    expect(page.locator(state)).to_have_attribute("data-state", "signedOut")
    assert room.ratings() == []
    page.locator("[data-sheet-sign-in] a").click()
    sign_in(page, str(room.trainer.email))
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 3)]
    wait_until_kept(page)


def test_a_form_of_an_older_sign_in_is_sent_all_the_same(room: Room) -> None:
    page = room.on_sheet(room.trainer)
    tick(page, 4)
    page.evaluate("() => { document.querySelector('form.sheet [name=csrf_token]').value = 'of yesterday' }")
    page.locator(send).click()
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 1)]


def test_two_tabs_are_one_sheet(room: Room) -> None:
    first = room.on_sheet(room.trainer)
    second = first.context.new_page()
    second.goto(room.sheet())
    tick(first, 0)
    expect(second.locator("[name=tick]").nth(0)).to_be_checked()
    tick(second, 1)
    expect(first.locator("[name=tick]").nth(1)).to_be_checked()
    first.locator(send).click()
    first.wait_for_url(f"**/performances/{room.id}")
    second.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 2)]


def test_somebody_else_was_faster_and_nothing_is_lost(room: Room) -> None:
    room.want_second()
    slow, fast = room.on_sheet(room.trainer), room.on_sheet(room.rater)
    tick(slow, 0, 1)
    slow.locator("[name=note]").fill("מה שנאמר")
    tick(fast, 3)
    fast.locator(send).click()
    fast.wait_for_url(f"**/performances/{room.id}")
    slow.locator(send).click()
    expect(slow.locator(".notice-warning[role=alert]")).to_be_visible()
    assert ticked(slow) == 2
    expect(slow.locator("[name=note]")).to_have_value("מה שנאמר")
    slow.reload()
    assert ticked(slow) == 2
    slow.locator(send).click()
    slow.wait_for_url(f"**/performances/{room.id}")
    assert sorted(room.ratings()) == [("observer", 1), ("second", 2)]
    wait_until_kept(slow)


def test_signing_out_asks_first_and_then_leaves_nothing(room: Room) -> None:
    page = room.on_sheet(room.trainer)
    tick(page, 0)
    asked: list[str] = []
    answers = iter([False, True])

    def answer(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.message)
        dialog.accept() if next(answers) else dialog.dismiss()

    page.on("dialog", answer)
    for _ in range(2):
        page.locator(".menu summary").click()
        page.locator("form[action='/sign-out'] button").click()
        page.keyboard.press("Escape")
    page.wait_for_url("**/sign-in**")
    assert len(asked) == 2
    wait_until_kept(page)
    page.context.set_offline(True)
    page.goto(room.sheet())
    expect(page.locator("form.sheet")).to_have_count(0)
    expect(page.locator("main a[href='/help-now']")).to_be_visible()


def test_the_next_person_on_this_device_finds_nothing(room: Room) -> None:
    page = room.on_sheet(room.trainer)
    tick(page, 0)
    room.end_sessions(room.trainer)
    page.goto("/sign-in")
    sign_in(page, str(room.rater.email))
    wait_until_kept(page)
    page.goto(room.sheet())
    assert ticked(page) == 0


def test_the_keyboard_alone_is_enough(room: Room) -> None:
    page = room.on_sheet(room.trainer, language="en")
    press_until(page, "[name=tick]")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert ticked(page) == 2
    press_until(page, send)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 2)]


def press_until(page: Page, selector: str, most: int = 150) -> None:
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_without_scripts_it_is_a_form(room: Room) -> None:
    page = room.page(room.trainer, PHONE, java_script_enabled=False)
    page.goto(room.sheet())
    page.locator(send).click()
    expect(page.locator(".error-summary")).to_be_visible()
    tick(page, 0, 1)
    page.locator("[name=note]").fill("כך היה")
    page.locator(send).click()
    page.wait_for_url(f"**/performances/{room.id}")
    assert room.ratings() == [("observer", 2)]


def test_a_learner_says_their_own_view_and_reads_what_was_seen(room: Room) -> None:
    page = room.page(room.learner, PHONE)
    page.goto(f"/lessons/{LESSON}")
    page.locator(f"a[href='/performances/{room.id}']").click()
    page.locator(f"a[href='{room.sheet('self')}']").click()
    tick(page, 0)
    page.locator(send).click()
    page.wait_for_url(f"**/performances/{room.id}")
    observer = room.on_sheet(room.trainer)
    observer.locator(".watch-basic [name=tick]").evaluate_all("boxes => boxes.forEach(box => box.click())")
    observer.locator(send).click()
    observer.wait_for_url(f"**/performances/{room.id}")
    page.reload()
    expect(page.locator(".notice-success")).to_be_visible()
    assert page.locator("ul.seen li").count() > 5


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_no_sheet_is_wider_than_a_phone(room: Room, language: str) -> None:
    page = room.page(room.trainer, PHONE, language)
    page.goto(room.sheet())
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    sizes = page.locator(".tick").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert min(sizes) >= 44
