"""A timed quiz in a real browser: by keyboard, in two tabs, through lost lines and lost sessions, without scripts."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete, update
from werkzeug.serving import make_server

from app.accounts.models import BrowserSession, Person
from app.core.clock import now
from app.core.db import session, write_transaction
from app.quizzes.models import Attempt
from tests.journeys.conftest import PHONE, sign_in
from tests.journeys.test_every_page import AXE, RUN_AXE, WIDER_THAN_SCREEN
from tests.journeys.test_learner import press_until
from tests.quizzes.paced import QUIZ, attempt_of, chosen, pace
from tests.support.school import School

pytestmark = pytest.mark.browser
SAVE, OVERVIEW = "main form[data-answer] .button-wide", "main [name=go][value=all]"
HAND_IN = "main form[action$='/hand-in'] button"


@dataclass
class Seat:
    """Somebody's browser at the first question."""

    school: School
    page: Page
    person: Person
    attempt: int

    def at(self, place: object = "") -> str:
        return f"/attempts/{self.attempt}" + (f"/{place}" if place else "")

    def right(self, number: int) -> list[str]:
        return self.school.right(self.school.drawn(self.attempt)[number - 1])

    def answer(self, page: Page, number: int, *, right: bool = True) -> None:
        key = self.right(number)
        wanted = key if right else [value for value in "ab" if [value] != key][:1]
        for box in page.locator("main input[name=answer]").all():
            if (box.get_attribute("value") in wanted) != box.is_checked():
                box.click()

    def save(self, page: Page, number: int, *, right: bool = True) -> None:
        page.goto(self.at(number))
        self.answer(page, number, right=right)
        page.click(SAVE)
        page.wait_for_url(lambda url: not url.endswith(self.at(number)))

    def ended(self) -> Attempt:
        return attempt_of(self.school, self.attempt)


TakeSeat = Callable[..., Seat]


@pytest.fixture
def seat(browser: Browser, school: School) -> Iterator[TakeSeat]:
    server = make_server("127.0.0.1", 0, school.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts: list[BrowserContext] = []
    pace(school, feedback="end", time_limit_minutes=20)

    def take(language: str = "he", **options: object) -> Seat:
        address = f"http://127.0.0.1:{server.server_port}"
        context = browser.new_context(base_url=address, viewport=PHONE, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page, (person, _) = context.new_page(), school.learner(language=language)
        page.goto(f"/sign-in?lang={language}")
        sign_in(page, str(person.email))
        page.goto(QUIZ)
        page.click("main form button")
        page.wait_for_url(re.compile(r"/attempts/\d+/1$"))
        return Seat(school, page, person, int(page.url.split("/")[-2]))

    yield take
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


def press(page: Page, selector: str) -> None:
    press_until(page, selector)
    page.keyboard.press("Enter")


def test_the_keyboard_answers_goes_back_changes_and_hands_in(seat: TakeSeat) -> None:
    here = seat()
    page = here.page
    for number in (1, 2):
        press_until(page, "main input[name=answer]")
        page.keyboard.press("Space")
        press(page, SAVE)
        page.wait_for_url(f"**{here.at(number + 1)}")
        expect(page.locator("#main")).to_be_focused()
    press(page, "main [name=go][value=back]")
    page.wait_for_url(f"**{here.at(2)}")
    before = chosen(here.school, here.attempt)[here.school.drawn(here.attempt)[1]]
    press_until(page, "main input[name=answer]")
    if page.locator("main input[type=radio]").count():
        page.keyboard.press("ArrowDown")
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    press(page, OVERVIEW)
    page.wait_for_url(f"**{here.at('hand-in')}")
    assert chosen(here.school, here.attempt)[here.school.drawn(here.attempt)[1]] != before
    expect(page.locator("main .tag-warning")).to_have_count(1)
    press(page, HAND_IN)
    page.wait_for_url(f"**{here.at()}")
    assert here.ended().finished_at is not None


def test_every_page_of_the_way_is_accessible_and_fits(seat: TakeSeat) -> None:
    here = seat()
    page = here.page

    def examine() -> None:
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE) == [], page.url
        assert page.evaluate(WIDER_THAN_SCREEN) <= 0, page.url

    examine()
    here.save(page, 1)
    page.goto(here.at("hand-in"))
    examine()
    end(here, seconds=0)
    page.goto(here.at(2))
    examine()
    page.click(HAND_IN)
    page.wait_for_url(f"**{here.at()}")
    examine()
    page.goto(here.at(2))
    examine()


def test_what_is_not_explained_yet_is_accessible_too(seat: TakeSeat) -> None:
    here = seat()
    pace(here.school, "side", feedback="pass", max_attempts=3)
    end(here, seconds=-1)
    page = here.page
    page.goto(here.at())
    page.click(HAND_IN)
    page.goto(QUIZ)
    page.click("main form button")
    page.wait_for_url(re.compile(r"/attempts/\d+/1$"))
    fresh = Seat(here.school, page, here.person, int(page.url.split("/")[-2]))
    fresh.save(page, 1, right=False)
    page.goto(fresh.at("hand-in"))
    page.click(HAND_IN)
    for path in (fresh.at(), fresh.at(1), QUIZ):
        page.goto(path)
        page.evaluate(AXE)
        assert page.evaluate(RUN_AXE) == [], path
        assert page.evaluate(WIDER_THAN_SCREEN) <= 0, path


def end(here: Seat, seconds: int) -> None:
    """The time of the attempt ends so many seconds from now."""
    with here.school.app.app_context(), write_transaction():
        due = now() + timedelta(seconds=seconds)
        session().execute(update(Attempt).where(Attempt.id == here.attempt).values(due_at=due))


def test_a_second_tab_learns_that_it_is_handed_in(seat: TakeSeat) -> None:
    here = seat("en")
    second = here.page.context.new_page()
    second.goto(here.at(1))
    for number in (1, 2, 3):
        here.save(here.page, number)
    here.page.goto(here.at("hand-in"))
    here.page.click(HAND_IN)
    here.page.wait_for_url(f"**{here.at()}")
    here.answer(second, 1, right=False)
    second.click(SAVE)
    expect(second.get_by_text("Your last change to question 1 came after the end")).to_be_visible()
    assert here.ended().score_percent == 100
    here.page.go_back()
    expect(here.page.locator("h1")).to_be_visible()
    assert here.ended().score_percent == 100


def test_answers_and_handing_in_wait_for_the_line(seat: TakeSeat) -> None:
    here = seat("en")
    page, context = here.page, here.page.context
    for number in (1, 2):
        here.save(page, number)
    page.goto(here.at(3))
    last = context.new_page()
    last.goto(here.at("hand-in"))
    context.set_offline(True)
    here.answer(page, 3)
    page.click(SAVE)
    expect(page.get_by_text("Your answer is kept on this device")).to_be_visible()
    last.click(HAND_IN)
    expect(last.get_by_text("Your answers are handed in by themselves")).to_be_visible()
    assert here.ended().finished_at is None
    context.set_offline(False)
    expect(last.locator("h1")).to_have_text("You passed this quiz")
    assert here.ended().score_percent == 100
    assert page.evaluate("localStorage['kelim.outbox']") == "[]"


def test_a_session_that_ends_in_the_middle_loses_no_answer(seat: TakeSeat) -> None:
    here = seat("en")
    page = here.page
    here.save(page, 1)
    page.goto(here.at(2))
    with here.school.app.app_context(), write_transaction():
        session().execute(delete(BrowserSession).where(BrowserSession.person_id == here.person.id))
    here.answer(page, 2)
    page.click(SAVE)
    page.wait_for_url("**/sign-in**")
    sign_in(page, str(here.person.email))
    expect(page.get_by_text("Your answer has arrived")).to_be_visible()
    assert len(chosen(here.school, here.attempt)) == 2
    page.goto(QUIZ)
    page.click("main form button")
    page.wait_for_url(f"**{here.at(3)}")


def test_a_release_in_the_middle_changes_neither_questions_nor_rules(seat: TakeSeat) -> None:
    here = seat("en")
    drawn = here.school.drawn(here.attempt)
    here.save(here.page, 1)
    pace(here.school, "another", feedback="each", pass_percent=100)
    for number in (2, 3):
        here.save(here.page, number)
    expect(here.page.locator("h1")).to_have_text("Look over, and hand in")
    here.page.click(HAND_IN)
    here.page.wait_for_url(f"**{here.at()}")
    assert here.school.drawn(here.attempt) == drawn
    assert here.ended().is_passed


def test_without_scripts_it_goes_the_same_way(seat: TakeSeat) -> None:
    here = seat(java_script_enabled=False)
    page = here.page
    expect(page.locator(".time-left")).to_contain_text(re.compile(r"\d\d:\d\d"))
    for number in (1, 2):
        here.save(page, number, right=False)
    here.save(page, 1)
    page.goto(here.at(2))
    here.answer(page, 2)
    page.click("main [name=go][value=back]")
    page.wait_for_url(f"**{here.at(1)}")
    here.save(page, 3)
    page.wait_for_url(f"**{here.at('hand-in')}")
    page.click(HAND_IN)
    page.wait_for_url(f"**{here.at()}")
    assert here.ended().score_percent == 100


def test_at_the_end_the_page_hands_in_what_stands_there(seat: TakeSeat) -> None:
    here = seat("en")
    here.save(here.page, 1)
    here.page.goto(here.at(2))
    end(here, seconds=4)
    here.page.reload()
    here.answer(here.page, 2)
    here.page.wait_for_url(f"**{here.at()}")
    ended = here.ended()
    assert ended.score_percent == 66
    assert ended.finished_at == ended.due_at


def test_the_clock_is_calm_and_speaks_twice(seat: TakeSeat) -> None:
    here = seat("en")
    page = here.page
    page.clock.install()
    page.reload()
    line, voice = page.locator(".time-left"), page.locator(".time-left + [role=status]")
    expect(line).to_contain_text("20 min left")
    expect(voice).to_be_empty()
    page.clock.fast_forward("14:30")
    expect(line).to_contain_text("6 min left")
    expect(voice).to_be_empty()
    page.clock.fast_forward("01:00")
    expect(voice).to_have_text("Five minutes left.")
    page.clock.fast_forward("04:00")
    expect(line).to_contain_text("less than a minute left")
    expect(voice).to_contain_text("One minute left.")
