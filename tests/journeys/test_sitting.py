"""An exercise on a phone: by keyboard, without motion or scripts, in two windows, offline, over a locked screen."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from app.core.db import session
from app.sittings import journal
from app.sittings.models import Sitting
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN
from tests.journeys.test_learner import press_until
from tests.support.exercises import BREATH, MAP
from tests.support.school import School

pytestmark = pytest.mark.browser
SITTING = re.compile(r"/practice/sittings/\d+")
NEXT, STOP, FINISH = (f"[data-bar] button[value={name}]" for name in ("next", "stop", "finish"))
SAVED = "[data-sitting-mark]"
OFFER, STOPPED = "[data-offer]", "[data-stopping]"
Seat = Callable[..., Page]


@pytest.fixture
def seat(browser: Browser, school: School) -> Iterator[Seat]:
    """A phone of somebody who has begun an exercise."""
    server = make_server("127.0.0.1", 0, school.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts: list[BrowserContext] = []

    def take(exercise: str, language: str = "he", **options: object) -> Page:
        address = f"http://127.0.0.1:{server.server_port}"
        context = browser.new_context(base_url=address, viewport=PHONE, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        person, _ = school.learner(language=language)
        page.goto(f"/sign-in?lang={language}")
        sign_in(page, str(person.email))
        page.goto(f"/practice/exercises/{exercise}")
        return page

    yield take
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


def begin(page: Page, form: str = "full") -> None:
    page.click(f".begin button[value={form}]")
    page.wait_for_url(SITTING)


def kept(school: School, page: Page) -> tuple[Sitting, str]:
    """The sitting of the page, and everything that its owner has kept."""
    number = int(re.findall(r"\d+", page.url.split("/sittings/")[1])[0])
    with school.app.app_context():
        found = session().get_one(Sitting, number)
        owner = session().scalars(select(journal.queries.Enrolment.person_id).filter_by(id=found.enrolment_id)).one()
        said = journal.to_take_along(school.ring, owner)
        session().expunge(found)
        return found, str(said)


def is_good(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    assert page.evaluate(WIDER_THAN_SCREEN) <= 0


@pytest.mark.parametrize("language", ["he", "ar"])
def test_by_keyboard_and_without_motion(school: School, seat: Seat, language: str) -> None:
    page = seat(BREATH, language, reduced_motion="reduce")
    page.clock.install()
    page.goto(page.url)
    press_until(page, ".begin button[value=full]")
    page.keyboard.press("Enter")
    page.wait_for_url(SITTING)
    press_until(page, "[data-rate] input")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    is_good(page)
    press_until(page, NEXT)
    page.keyboard.press("Enter")
    expect(page.locator("#step-2")).to_be_focused()
    press_until(page, "[data-breathe] button")
    page.keyboard.press("Enter")
    circle = page.locator(".breath")
    expect(circle).to_be_visible()
    assert circle.evaluate("circle => getComputedStyle(circle).animationName") == "none"
    first = circle.inner_text()
    page.clock.run_for(5_000)
    assert circle.inner_text() != first
    is_good(page)
    page.clock.fast_forward("06:00")
    expect(circle).to_be_hidden()
    expect(page.locator("[data-breathe] [role=status]")).not_to_be_empty()
    press_until(page, NEXT)
    page.keyboard.press("Enter")
    expect(page.locator("#step-3")).to_be_focused()
    page.go_back()
    expect(page.locator("#step-2")).to_be_focused()
    page.go_forward()
    expect(page.locator("#step-3")).to_be_focused()
    press_until(page, FINISH)
    page.keyboard.press("Enter")
    expect(page.locator("[data-sitting]")).to_have_count(0)
    is_good(page)
    sitting, said = kept(school, page)
    assert (sitting.earned, "'end': 'finished'" in said, "'value': 4" in said) == (7, True, True)


def test_without_scripts(school: School, seat: Seat) -> None:
    page = seat(BREATH, "ar", java_script_enabled=False)
    begin(page)
    page.locator("[data-rate]:visible label", has_text="9").click()
    page.click(NEXT)
    page.wait_for_url(re.compile(r"\?step=2"))
    expect(page.locator("#step-2")).to_be_visible()
    expect(page.locator("#step-1")).to_be_hidden()
    expect(page.locator(OFFER)).to_be_visible()
    page.click(STOP)
    page.wait_for_url(re.compile(r"/stop$"))
    page.click("#person summary")
    expect(page.locator("#person a[href^='tel:']").first).to_be_visible()
    page.click("main a[href^='/practice/sittings/']")
    page.click("button[value=whole]")
    expect(page.locator("[data-rate]:visible")).to_have_count(2)
    page.click(FINISH)
    expect(page.locator("main h1")).to_be_visible()
    assert kept(school, page)[0].earned == 7


def test_two_windows_and_a_broken_line_lose_nothing(school: School, seat: Seat) -> None:
    page = seat(MAP)
    begin(page)
    page.click(NEXT)
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((page, "said in one"), (other, "said in the other")):
        window.fill("textarea:visible", words)
        window.locator("textarea:visible").blur()
        expect(window.locator(SAVED)).to_have_text("נשמר", timeout=10_000)
    expect(other.locator(".other-window blockquote")).to_have_text("said in one")
    other.context.set_offline(True)
    other.fill("textarea:visible", "said in the other, and offline")
    expect(other.locator(SAVED)).to_have_class(re.compile("is-failed"), timeout=10_000)
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert "offline" not in str(other.evaluate(stored))
    other.context.set_offline(False)
    expect(other.locator(SAVED)).to_have_text("נשמר", timeout=10_000)
    said = kept(school, other)[1]
    assert "said in one" in said
    assert "and offline" in said


def test_distress_brings_an_offer_and_stop_needs_no_connection(school: School, seat: Seat) -> None:
    page = seat(BREATH, "he")
    begin(page)
    page.locator("[data-rate]:visible label", has_text="7").click()
    expect(page.locator(OFFER)).to_be_hidden()
    page.locator("[data-rate]:visible label", has_text="8").click()
    expect(page.locator(OFFER)).to_be_in_viewport()
    is_good(page)
    page.context.set_offline(True)
    page.click(f"{OFFER} button[value=person]")
    expect(page.locator(f"{STOPPED} a[href^='tel:']").first).to_be_visible()
    expect(page.locator(f"{STOPPED} h2")).to_be_focused()
    is_good(page)
    page.click("[data-go-on]")
    expect(page.locator("#step-1")).to_be_focused()
    box = page.locator(STOP).bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    page.context.set_offline(False)
    expect(page.locator(SAVED)).to_have_text("נשמר", timeout=10_000)
    sitting, said = kept(school, page)
    assert (sitting.earned, sitting.ended_on, "'value': 8" in said) == (7, None, True)


def test_a_timer_outlives_a_locked_phone(seat: Seat) -> None:
    page = seat(BREATH, "en")
    page.clock.install()
    begin(page, "lite")
    page.click(NEXT)
    clock = page.locator(".timer-face:visible")
    expect(clock).to_have_text("1:00")
    page.locator("[data-timer] button:visible").click()
    page.clock.fast_forward(40_000)
    expect(clock).to_have_text("0:20")
    page.reload()
    expect(clock).to_have_text(re.compile("0:(20|19|18)"))
    page.clock.fast_forward(60_000)
    expect(clock).to_have_text("0:00")
    expect(page.locator("[data-timer] [role=status]")).to_have_text("The time is over.")
