"""The form of an entry on a phone: quick, heeding what may tell who somebody is, and whole without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.core.clock import today
from tests.support.phone import FORM, LIST, ROWS, SEND, STATE, Phone, go_offline, go_online, ready, write
from tests.support.practice import visit, yesterday

pytestmark = pytest.mark.browser


def test_what_may_tell_who_somebody_is_is_said_here_and_may_be_sent(phone: Phone) -> None:
    page = phone.on_form()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.method))
    write(page, "Met with Dana, 050-1234567")
    noticed = page.locator("[data-noticed]")
    expect(noticed).to_contain_text("050-1234567")
    expect(noticed).to_contain_text("Dana")
    requests.clear()
    page.click(SEND)
    expect(noticed).to_be_focused()
    assert "POST" not in requests
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert [status for status, _, _ in phone.entries()] == ["submitted"]


def test_without_scripts_the_server_says_the_same(phone: Phone) -> None:
    page = phone.page(java_script_enabled=False)
    page.goto(FORM)
    write(page, "Met with Dana, 050-1234567")
    page.click(SEND)
    expect(page.locator("main")).to_contain_text("This may tell who somebody is")
    expect(page.locator("main")).to_contain_text("050-1234567")
    assert [status for status, _, _ in phone.entries()] == ["draft"]
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert [status for status, _, _ in phone.entries()] == ["submitted"]


def test_the_same_as_last_week_is_two_touches(phone: Phone) -> None:
    phone.practice.send(visit(today() - timedelta(days=8), learning="then"))
    page = phone.on_form()
    page.locator("[data-like]").click()
    expect(page.locator("#day")).to_have_value(yesterday().isoformat())
    expect(page.locator(SEND)).to_be_focused()
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert phone.entries() == [("submitted", "then", 90), ("submitted", "", 90)]


def test_without_a_line_too(phone: Phone) -> None:
    entry_id = phone.practice.send(visit(today() - timedelta(days=8)))
    page = phone.on_form()
    go_offline(page)
    page.goto(f"{FORM}?like={entry_id}")
    ready(page)
    expect(page.locator("#what")).to_have_value("visit/meet")
    expect(page.locator("#day")).to_have_value(yesterday().isoformat())
    page.click(SEND)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    go_online(page)
    page.goto(LIST)
    expect(page.locator(ROWS)).to_have_count(0)
    assert [status for status, _, _ in phone.entries()] == ["submitted", "submitted"]


def test_the_clock_goes_on_while_the_page_is_away(phone: Phone) -> None:
    page = phone.on_form(timezone_id="America/New_York")
    box = page.locator("[data-entry-timer]")
    box.get_by_role("button", name="Start the clock").click()
    page.goto("/help-now")
    page.evaluate(
        "() => Object.keys(localStorage).filter(key => key.includes('timer'))"
        ".forEach(key => { localStorage[key] -= 50 * 60000 })"
    )
    page.goto(FORM)
    ready(page)
    expect(box).to_contain_text("50 min")
    box.get_by_role("button", name=re.compile("fill in")).click()
    said = page.evaluate("() => ['day', 'starts', 'ends'].map(id => document.getElementById(id).value)")
    zoned = page.evaluate("""() => [Date.now() - 50 * 60000, Date.now()].map(at => new Intl.DateTimeFormat('en-GB',
        {timeZone: 'Asia/Jerusalem', hour: '2-digit', minute: '2-digit'}).format(at))""")
    assert said[1:] == zoned
    assert said[0] in (today().isoformat(), yesterday().isoformat())


def test_usual_lengths_days_and_one_person_are_one_touch(phone: Phone) -> None:
    page = phone.on_form()
    page.get_by_role("button", name="Yesterday").click()
    page.fill("#starts", "16:15")
    page.get_by_role("button", name="90 min").click()
    page.check("[name=setting][value=individual]")
    expect(page.locator("#day")).to_have_value(yesterday().isoformat())
    expect(page.locator("#ends")).to_have_value("17:45")
    expect(page.locator("#people")).to_have_value("1")
    expect(page.locator("[data-lasted]")).to_contain_text("1:30")


def test_worried_shows_whom_to_call_without_a_line(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    page.goto(FORM)
    ready(page)
    page.check("[name=is_worried]")
    expect(page.locator("[data-worried] a[href='/help-now']")).to_be_visible()


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_form_is_no_wider_than_a_phone(phone: Phone, language: str) -> None:
    phone.practice.send(visit(today() - timedelta(days=8)))
    page = phone.on_form(language=language)
    write(page, "050-1234567")
    expect(page.locator("[data-noticed]")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for picks in (".quick-picks .button", ".entry-timer .button:visible"):
        heights = page.locator(picks).evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        assert min(heights) >= 44
