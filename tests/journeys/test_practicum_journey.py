"""Practice from the bus to the ministry: written without a line, signed by mail, mended, printed, checked."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import session
from app.hours import queries as hours
from app.placements.models import Supervisor
from app.practicum.models import PracticumDecision
from app.practicum.signing_models import SigningBrowser
from tests.support.phone import FORM, LIST, ROWS, SCREEN, Phone, go_offline, go_online, ready, send_offline
from tests.support.school import School
from tests.support.signing import Scanner, count, run_jobs

pytestmark = pytest.mark.browser
COMMENT, MENDED = "באיזו שעה זה נגמר?", "הקשבתי, ורשמתי את השעה הנכונה"


def signed_minutes(phone: Phone) -> int:
    with phone.practice.house.app.app_context():
        return hours.sum_totals(phone.practice.enrolment_id).minutes("field")


def reached(page: Page) -> list[float]:
    """How far every target is, as the learner's page draws it."""
    page.goto("/practicum")
    return [float(str(one.get_attribute("value"))) for one in page.locator("main progress").all()]


def letter(phone: Phone, school: School, coordinator: Page) -> str:
    """A coordinator has one sent; the path that it leads to."""
    coordinator.goto(f"/supervisors/{phone.practice.supervisor_id}/signing")
    coordinator.locator("main form[action$='/send'] button").click()
    expect(coordinator.locator(".message")).to_be_visible()
    mail = [one for one in run_jobs(school) if one.kind == "signing"][-1]
    assert mail.language == "he"
    return str(re.search(r"/signing/\S+", mail.text)[0])  # type: ignore[index]


def bind(page: Page, school: School, link: str) -> None:
    page.goto(link)
    page.locator("main form[action$='/code'] button").first.click()
    expect(page.locator("#code")).to_be_visible()
    mail = [one for one in run_jobs(school) if one.kind == "signing-code"][-1]
    page.fill("#code", re.search(r"\b\d{6}\b", mail.text)[0])  # type: ignore[index]
    page.locator("main form[action$='/bind'] button").click()
    expect(page.locator("button[value=sign]").first).to_be_visible()


def mend(page: Page) -> None:
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text(COMMENT)
    page.locator("section[aria-labelledby=to-do-title] .rows a").click()
    page.locator("main a[href*='/edit']").click()
    ready(page)
    page.fill("#learning", MENDED)
    page.locator("form[data-entry] [value=submit]").click()
    page.wait_for_url(f"**{LIST}")


def make_record(page: Page) -> tuple[str, bytes]:
    """Its code, and the PDF."""
    page.goto("/practicum/record")
    page.locator("main form[action='/practicum/record'] button").click()
    made = page.locator("a[href^='/practicum/records/']").first
    expect(made).to_be_visible(timeout=30_000)
    code = str(page.locator("a[href^='/verify/']").first.get_attribute("href")).rsplit("/", 1)[1]
    return code, page.request.get(str(made.get_attribute("href"))).body()


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.staff("coordinator")


def test_from_the_bus_to_the_ministry(phone: Phone, school: School, coordinator: Person, tmp_path: Path) -> None:
    practice = phone.practice
    with practice.inside():
        supervisor = session().get_one(Supervisor, practice.supervisor_id)
        supervisor.person_id, supervisor.language = None, "he"

    page = phone.on_form(language="he")
    go_offline(page)
    page.goto(FORM)
    ready(page)
    for number, hour in enumerate((10, 12, 14)):
        send_offline(page, learning=f"הקשבתי {number}", starts=f"{hour}:00", ends=f"{hour + 1}:00")
    assert phone.entries() == []
    go_online(page)
    page.goto(LIST)
    expect(page.locator("main section[aria-labelledby^=week-] li.row")).to_have_count(3, timeout=15_000)
    expect(page.locator(ROWS)).to_have_count(0)
    assert [status for status, _, _ in phone.entries()] == ["submitted"] * 3
    at_first = reached(page)
    assert signed_minutes(phone) == 0

    desk = phone.page(coordinator, "he")
    link = letter(phone, school, desk)
    before = phone.entries()
    assert Scanner(school.client(), link).run() > 3
    assert (phone.entries(), count(practice, PracticumDecision)) == (before, 0)
    with practice.inside():  # the supervisor comes a little later: the scanner has asked for codes as well
        session().execute(update(SigningBrowser).values(asked_at=now() - timedelta(minutes=11)))

    signer = phone.stranger("he")
    bind(signer, school, link)
    lines = signer.locator("main section.card")
    expect(lines).to_have_count(3)
    lines.first.locator("summary").click()
    lines.first.locator("textarea").fill(COMMENT)
    lines.first.locator("button[value=return]").click()
    expect(lines).to_have_count(2)
    for left in (1, 0):
        lines.first.locator("button[value=sign]").click()
        expect(lines).to_have_count(left)
    assert sorted(status for status, _, _ in phone.entries()) == ["approved", "approved", "returned"]
    assert signed_minutes(phone) == 120
    later = reached(page)
    assert all(now >= then for now, then in zip(later, at_first, strict=True))
    assert later != at_first

    mend(page)
    bind(signer, school, letter(phone, school, desk))
    expect(signer.locator("main")).to_contain_text(MENDED)
    signer.locator("button[value=sign]").click()
    expect(signer.locator("main section.card")).to_have_count(0)
    assert signed_minutes(phone) == 180
    assert reached(page) != later

    code, content = make_record(page)
    assert content.startswith(b"%PDF-")
    same, other = tmp_path / "same.pdf", tmp_path / "other.pdf"
    same.write_bytes(content)
    other.write_bytes(content.replace(b"%%EOF", b"%%EOG"))
    anybody = phone.stranger("he")
    anybody.goto("/verify")
    anybody.fill("#code", code.lower())
    anybody.locator("main form button").click()
    anybody.wait_for_url(f"**/verify/{code}")
    assert practice.learner.name not in anybody.locator("main").inner_text()
    result = anybody.locator("[data-compare] [role=status] .notice")
    for file, verdict in ((same, "success"), (other, "danger")):
        anybody.locator("#file").set_input_files(file)
        expect(result).to_have_class(re.compile(f"notice-{verdict}"))
    for shown in (page, desk, signer, anybody):
        assert shown.viewport_size == SCREEN
        assert shown.locator("html").get_attribute("dir") == "rtl"
        assert shown.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
