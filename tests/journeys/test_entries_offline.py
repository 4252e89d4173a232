"""An entry on a phone whose line comes and goes: kept, sealed, sent once, and nobody else's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Dialog, Playwright, expect

from app.practicum import service
from tests.journeys.conftest import sign_in
from tests.support.phone import (
    FORM,
    LIST,
    ROWS,
    SEND,
    STATE,
    Phone,
    go_offline,
    go_online,
    lose_receipt,
    ready,
    send_offline,
    write,
)
from tests.support.practice import Practice, visit, yesterday
from tests.support.processes import wait_until

pytestmark = pytest.mark.browser


def test_with_a_line_it_is_sent_and_nothing_stays(phone: Phone) -> None:
    page = phone.on_form()
    write(page)
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert phone.entries() == [("submitted", "Waited longer", 60)]
    expect(page.locator("main")).to_contain_text("Sent in")
    expect(page.locator(ROWS)).to_have_count(0)


def test_without_a_line_the_form_opens_keeps_and_sends_once(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    page.goto(FORM)
    ready(page)
    send_offline(page, learning="one")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator("#learning")).to_have_value("")
    send_offline(page, learning="two", starts="12:00", ends="12:30")
    page.reload()
    expect(page.locator(ROWS)).to_have_count(2)
    assert phone.entries() == []
    go_online(page)
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("Received")
    expect(page.locator(ROWS)).to_have_count(0)
    assert phone.entries() == [("submitted", "one", 60), ("submitted", "two", 30)]


def test_any_page_without_a_line_leads_to_the_form(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    page.goto("/hours")
    page.locator("[data-kept-form] a").click()
    page.wait_for_url(f"**{FORM}")
    ready(page)


def test_a_draft_that_was_changed_elsewhere_is_compared(phone: Phone) -> None:
    entry_id = phone.practice.write(visit(yesterday(), learning="first"))
    page = phone.on_form()
    page.goto(f"/practicum/entries/{entry_id}/edit")
    ready(page)
    go_offline(page)
    page.fill("#learning", "here")
    page.click(SEND)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    with phone.practice.inside():
        entry = phone.practice.entry(entry_id)
        service.change(phone.practice.actor, entry, visit(yesterday(), learning="there"), entry.version)
    go_online(page)
    page.goto(LIST)
    page.get_by_role("button", name="Look at both").click()
    expect(page.locator("[role=alert]")).to_contain_text("changed meanwhile")
    ready(page)
    expect(page.locator("#learning")).to_have_value("here")
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    expect(page.locator(ROWS)).to_have_count(0)
    assert phone.entries() == [("submitted", "here", 90)]


def test_a_receipt_that_is_lost_makes_no_second_entry(phone: Phone) -> None:
    page = phone.on_form()
    lose_receipt(page)
    send_offline(page)
    assert [status for status, _, _ in phone.entries()] == ["submitted"]
    page.goto(LIST)
    expect(page.locator(ROWS)).to_have_count(0)
    assert [status for status, _, _ in phone.entries()] == ["submitted"]


def test_what_is_repeated_late_undoes_nothing(phone: Phone) -> None:
    """The supervisor has returned it, before the phone hears that it ever arrived."""
    page = phone.on_form()
    lose_receipt(page)
    send_offline(page)
    phone.practice.give_back(1)
    page.goto(LIST)
    expect(page.locator(ROWS)).to_have_count(0)
    assert phone.entries() == [("returned", "Waited longer", 60)]


def test_a_browser_that_is_killed_loses_nothing(
    phone: Phone, playwright: Playwright, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> None:
    def started() -> Any:
        return playwright.chromium.launch_persistent_context(
            tmp_path, base_url=phone.address, **browser_type_launch_args
        )

    context = started()
    page = context.pages[0]
    page.goto("/sign-in?lang=en")
    sign_in(page, str(phone.practice.learner.email))
    page.goto(FORM)
    ready(page)
    lose_receipt(page)
    send_offline(page, learning="one")
    write(page, "two", "12:00", "12:30")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    for process in psutil.process_iter():
        if f"--user-data-dir={tmp_path}" in " ".join(_arguments(process)):
            process.kill()
    context = started()
    page = context.pages[0]
    page.goto("/sign-in?lang=en")
    if page.url.endswith("lang=en"):  # cookies of the last seconds go with the browser
        sign_in(page, str(phone.practice.learner.email))
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("Received")
    expect(page.locator("main")).to_contain_text("Draft")
    context.close()
    assert phone.entries() == [("submitted", "one", 60), ("draft", "two", 30)]


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_two_tabs_send_each_entry_once(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    send_offline(page, learning="one")
    send_offline(page, learning="two", starts="12:00", ends="12:30")
    other = page.context.new_page()
    other.goto(FORM)
    ready(other)
    send_offline(other, learning="three", starts="13:00", ends="13:30")
    go_online(page)
    for tab in (page, other):
        tab.evaluate("() => dispatchEvent(new Event('online'))")
    page.goto(LIST)
    other.goto(LIST)
    wait_until(lambda: len(phone.entries()) >= 3, "the last arrival")
    other.reload()
    expect(other.locator("main")).to_contain_text("Received")
    expect(other.locator(ROWS)).to_have_count(0)
    assert sorted(words for _, words, _ in phone.entries()) == ["one", "three", "two"]


def test_a_draft_saves_itself_here_and_there(phone: Phone) -> None:
    page = phone.on_form()
    write(page, "half a thought")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    expect(page.locator(STATE)).to_have_attribute("data-state", "saved", timeout=10_000)
    assert phone.entries() == [("draft", "half a thought", 60)]
    go_offline(page)
    page.fill("#learning", "half a thought, and more")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    page.reload()
    expect(page.locator("#learning")).to_have_value("half a thought, and more")
    go_online(page)
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert phone.entries() == [("submitted", "half a thought, and more", 60)]


def test_what_was_begun_and_left_is_saved_as_a_draft(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    write(page, "left on the bus")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    page.goto("/help-now")
    go_online(page)
    page.goto("/")
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('kelim.entries.unsent'))")
    assert phone.entries() == [("draft", "left on the bus", 60)]


def test_a_draft_whose_receipt_was_lost_is_written_on(phone: Phone) -> None:
    page = phone.on_form()
    lose_receipt(page, times=2)
    write(page, "first words")
    page.wait_for_timeout(5000)
    assert phone.entries() == [("draft", "first words", 60)]
    page.fill("#learning", "other words")
    page.wait_for_timeout(5000)
    page.fill("#learning", "last words")
    page.click(SEND)
    page.wait_for_url(f"**{LIST}")
    assert phone.entries() == [("submitted", "last words", 60)]


CHOICES = [
    ("[data-keep]", ["there"]),
    ("form[action$=edit] button", ["here"]),
    ("form[data-other] button", ["there", "here"]),
]


@pytest.mark.parametrize(("choice", "words"), CHOICES, ids=["theirs", "mine", "both"])
def test_two_bodies_of_one_entry_are_shown_and_one_is_chosen(phone: Phone, choice: str, words: list[str]) -> None:
    page = phone.on_form()
    go_offline(page)
    write(page, "here")
    expect(page.locator(STATE)).to_have_attribute("data-state", "kept")
    key = page.locator("[name=client_id]").input_value()
    page.click(SEND)
    expect(page.locator(STATE)).to_have_attribute("data-state", "waiting")
    phone.practice.write(visit(yesterday(), minutes=30, learning="there", people=2, setting="group"), key)
    go_online(page)
    page.goto(LIST)
    expect(page.locator(ROWS)).to_contain_text("something else")
    page.get_by_role("button", name="Look at both").click()
    expect(page.locator("main")).to_contain_text("there")
    expect(page.locator("main")).to_contain_text("here")
    page.locator(choice).click()
    page.wait_for_url(re.compile(r"/practicum/entries(/\d+)?$"))
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    expect(page.locator(ROWS)).to_have_count(0)
    assert [learning for _, learning, _ in phone.entries()] == words


def test_a_session_that_ended_loses_nothing(phone: Phone) -> None:
    page = phone.on_form()
    phone.end_sessions(phone.practice.learner)
    write(page)
    page.click(SEND)
    expect(page.locator(STATE)).to_have_attribute("data-state", "signedOut")
    assert phone.entries() == []
    page.click("[data-entry-sign-in] a")
    sign_in(page, str(phone.practice.learner.email))
    expect(page.locator("main")).to_contain_text("Received")
    assert phone.entries() == [("submitted", "Waited longer", 60)]


def test_the_next_person_on_this_phone_neither_sees_nor_sends(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    send_offline(page)
    phone.end_sessions(phone.practice.learner)
    go_online(page)
    other = Practice(phone.practice.house)
    page.goto("/sign-in?lang=en")
    sign_in(page, str(other.learner.email))
    page.goto(LIST)
    page.goto(FORM)
    ready(page)
    expect(page.locator(ROWS)).to_have_count(0)
    assert phone.entries() == []
    pages = page.evaluate(
        "() => caches.open('kelim-entry-forms').then(kept => kept.keys()).then(all => all.map(one => one.url))"
    )
    assert not [one for one in pages if one.endswith(f"enrolment={phone.practice.enrolment_id}")]
    page.context.clear_cookies()
    page.goto("/sign-in?lang=en")
    sign_in(page, str(phone.practice.learner.email))
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("Received")
    assert phone.entries() == [("submitted", "Waited longer", 60)]


def test_signing_out_asks_and_waits(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    send_offline(page)
    go_online(page)
    page.context.route(
        "**/practicum/entries/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    asked: list[str] = []
    answers = iter([False, True])

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if next(answers) else dialog.dismiss()

    page.on("dialog", answer)
    page.goto("/")
    for _ in range(2):
        page.locator(".menu summary").click()
        page.locator("form[action='/sign-out'] button").click()
        page.keyboard.press("Escape")
    page.wait_for_url("**/sign-in**")
    assert len(asked) == 2
    assert "1" in asked[0]
    page.context.unroute_all()
    page.goto(FORM)
    sign_in(page, str(phone.practice.learner.email))
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("Received")
    assert phone.entries() == [("submitted", "Waited longer", 60)]


def test_signing_out_with_nothing_to_send_leaves_nothing(phone: Phone) -> None:
    page = phone.on_form()
    page.locator(".menu summary").click()
    page.locator("form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in**")
    page.wait_for_function("() => caches.has('kelim-entry-forms').then(has => !has)")
    go_offline(page)
    page.goto(FORM)
    expect(page.locator("form[data-entry]")).to_have_count(0)


DUMP = """async () => {
  const asked = ask => new Promise(done => { ask.onsuccess = () => done(ask.result) });
  const base = await asked(indexedDB.open('kelim-entries'));
  const all = name => asked(base.transaction(name).objectStore(name).getAll());
  const [items, keys] = [await all('items'), await all('keys')];
  const plain = items.map(one => JSON.stringify(Object.keys(one)) + new TextDecoder().decode(one.sealed) + one.id);
  const exported = await crypto.subtle.exportKey('raw', keys[0]).then(() => 'exported', () => 'refused');
  return [plain.join(), exported, items.length, JSON.stringify({...localStorage, ...sessionStorage})];
}"""


def test_what_waits_is_sealed_with_a_key_that_stays(phone: Phone) -> None:
    page = phone.on_form()
    go_offline(page)
    send_offline(page, learning="Innermost words")
    sealed, exported, count, storage = page.evaluate(DUMP)
    assert (count, exported) == (1, "refused")
    for secret in ("Innermost", "visit", yesterday().isoformat()):
        assert secret not in sealed
        assert secret not in storage
