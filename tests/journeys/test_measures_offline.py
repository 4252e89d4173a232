"""A form that is filled on a phone whose line comes and goes; one answer of it is asked about all the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.core.db import session
from app.measures.models import CaseMeasure
from tests.support.measuring import keep_level
from tests.support.phone import ROWS, STATE, Phone, go_offline, go_online, lose_receipt, ready

pytestmark = pytest.mark.browser

KEEP = "[data-main-actions] button"
ASKS = "section[data-asks]"
HEADING = "One answer needs a conversation today"


@pytest.fixture
def case_id(phone: Phone) -> int:
    keep_level(phone.practice.house, phone.practice.house.institution_id, "scores")
    return phone.practice.case()


def measures(phone: Phone) -> list[tuple[str, int | None, str]]:
    """State, total and what was said to the prompt, as they came."""
    with phone.practice.house.app.app_context():
        found = session().scalars(select(CaseMeasure).order_by(CaseMeasure.id)).all()
        return [(one.state, one.total, one.prompt.state if one.prompt else "") for one in found]


def address(phone: Phone, instrument: str = "phq-9") -> str:
    return f"/measures/new?enrolment={phone.practice.enrolment_id}&instrument={instrument}"


def on_form(phone: Phone, instrument: str = "phq-9") -> Page:
    """A form that is ready, all of them kept for later."""
    page = phone.page()
    page.goto(f"/measures/new?enrolment={phone.practice.enrolment_id}")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    while not page.evaluate("() => JSON.parse(localStorage['kelim.measures.page'] || '{}').at"):
        page.wait_for_timeout(100)
    page.goto(address(phone, instrument))
    ready(page)
    return page


def fill(page: Page, case_id: int, asked: int) -> None:
    page.select_option("#case", str(case_id))
    for number in range(1, 9):
        page.check(f"#answer-{number}-1")
    page.check(f"#answer-9-{asked}")


def test_with_a_line_it_is_kept_and_then_asked(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    fill(page, case_id, asked=1)
    page.click(KEEP)
    page.wait_for_url("**/measures/1")
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    assert measures(phone) == [("kept", 9, "open")]
    page.get_by_role("button", name="I am calling now").click()
    expect(page.locator("main")).to_contain_text("Acting now")
    assert measures(phone) == [("kept", 9, "act-now")]


def test_without_a_line_the_form_opens_keeps_and_asks(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    go_offline(page)
    page.goto(address(phone))
    ready(page)
    fill(page, case_id, asked=2)
    expect(page.locator(ASKS)).to_be_hidden()
    page.click(KEEP)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    expect(page.locator(ASKS)).to_be_focused()
    expect(page.locator(ASKS)).to_contain_text(HEADING)
    expect(page.locator(ROWS)).to_contain_text("PHQ-9")
    assert measures(phone) == []
    page.reload()  # it asks until it is answered
    expect(page.locator(ASKS)).to_be_visible()
    page.get_by_role("button", name="I am calling now").click()
    expect(page.locator(ASKS)).to_be_hidden()
    expect(page.locator(ROWS)).to_have_count(1)
    go_online(page)
    page.goto("/measures")
    expect(page.locator(ROWS)).to_have_count(0)
    assert measures(phone) == [("kept", 10, "act-now")]


def test_what_was_typed_wrongly_is_mended_before_it_is_sent(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    go_offline(page)
    fill(page, case_id, asked=3)
    page.click(KEEP)
    page.get_by_role("button", name="It was typed wrongly").click()
    expect(page.locator(ASKS)).to_be_hidden()
    page.check("#answer-9-0")
    page.click(KEEP)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    expect(page.locator(ASKS)).to_be_hidden()
    go_online(page)
    page.goto("/measures")
    expect(page.locator(ROWS)).to_have_count(0)
    assert measures(phone) == [("kept", 8, "")]


def test_who_was_told_travels_with_the_form(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    go_offline(page)
    fill(page, case_id, asked=1)
    page.click(KEEP)
    page.locator(f"{ASKS} summary").click()
    page.select_option("#told_to", "duty")
    page.fill("#acted_day", "2026-01-01")
    page.fill("#acted_time", "09:00")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(ASKS)).to_be_hidden()
    go_online(page)
    page.goto("/measures")
    expect(page.locator(ROWS)).to_have_count(0)
    assert measures(phone) == [("kept", 9, "acted")]


def test_a_receipt_that_is_lost_makes_no_second_form(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    lose_receipt(page, path="**/measures/**")
    fill(page, case_id, asked=1)
    page.click(KEEP)
    expect(page.locator(ASKS)).to_be_visible()
    page.goto("/measures")
    expect(page.locator(ROWS)).to_have_count(0)
    expect(page.locator("main")).to_contain_text(HEADING)
    assert measures(phone) == [("kept", 9, "open")]


def test_a_form_that_is_left_half_is_kept_as_a_draft(phone: Phone, case_id: int) -> None:
    page = on_form(phone, "gad-7")
    go_offline(page)
    page.select_option("#case", str(case_id))
    page.check("#answer-1-1")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    page.goto("/help-now")
    go_online(page)
    page.goto("/")
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('kelim.entries.unsent'))")
    assert measures(phone) == [("draft", None, "")]


def test_a_form_in_progress_asks_nobody_too_early(phone: Phone, case_id: int) -> None:
    """An entry saves itself along the way; a form is sent when it is finished."""
    page = on_form(phone)
    fill(page, case_id, asked=3)
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    page.wait_for_timeout(5000)
    assert measures(phone) == []


def test_everything_can_be_done_by_keyboard(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    fill(page, case_id, asked=1)
    page.locator(KEEP).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/measures/1")
    page.get_by_role("button", name="I am calling now").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Acting now")


def test_nothing_on_the_phone_tells_what_was_answered(phone: Phone, case_id: int) -> None:
    page = on_form(phone)
    go_offline(page)
    fill(page, case_id, asked=3)
    page.click(KEEP)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    row = page.locator(ROWS).inner_text()
    assert "PHQ-9" in row
    assert "onversation" not in row + page.title()
    assert "onversation" not in page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
