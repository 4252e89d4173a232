"""Signed by letter and code: one line returned, the others signed; and a PDF that can be checked."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.test_every_page import AXE, RUN_AXE
from tests.journeys.test_learner import Demo, database_of

pytestmark = pytest.mark.browser
COORDINATOR, MENTOR, SIGNER = (f"{box}@demo.kelim.example" for box in ("coordinator", "mentor", "ronit.shani"))
COMMENT = "באיזה יום זה היה?"


def ask(demo: Demo, statement: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{database_of(demo)}?mode=ro", uri=True) as connection:
        return connection.execute(statement, values).fetchall()


def last_letter(demo: Demo, kind: str, pattern: str) -> str:
    """What matches in the newest letter of a kind that waits in the outbox."""
    ((text,),) = ask(demo, "SELECT text FROM outbox_mail WHERE kind = ? ORDER BY id DESC LIMIT 1", kind)
    found = re.search(pattern, str(text))
    assert found is not None
    return found[1]


def waiting(demo: Demo) -> int:
    wanted = """SELECT count(*) FROM practicum_entry e JOIN supervisor s ON s.id = e.supervisor_id
        WHERE s.email = ? AND e.status = 'submitted'"""
    return int(str(ask(demo, wanted, SIGNER)[0][0]))


def credited(demo: Demo) -> int:
    wanted = """SELECT COALESCE(SUM(h.minutes), 0) FROM hours_credit h JOIN enrolment e ON e.id = h.enrolment_id
        JOIN person p ON p.id = e.person_id WHERE p.email = ? AND h.part = 'field'"""
    return int(str(ask(demo, wanted, MENTOR)[0][0]))


def send_link(demo: Demo, page: Page) -> str:
    """As a coordinator; the path that the letter leads to."""
    ((signer,),) = ask(demo, "SELECT id FROM supervisor WHERE email = ?", SIGNER)
    page.goto(f"/supervisors/{signer}/signing")
    page.locator(f"form[action='/supervisors/{signer}/signing/send'] button").click()
    expect(page.locator(".message")).to_be_visible()
    return last_letter(demo, "signing", r"(/signing/\S+)")


def type_code(demo: Demo, page: Page) -> None:
    page.locator("main form[action$='/code'] button").first.click()
    page.locator("#code").fill(last_letter(demo, "signing-code", r"\b(\d{6})\b"))
    page.locator("main form[action$='/bind'] button").click()
    expect(page.locator("button[value=sign]").first).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_line_is_returned_and_mended_and_the_others_are_signed(
    demo: Demo, open_page: OpenPage, scripts: bool
) -> None:
    coordinator = open_page(COORDINATOR, "en")
    mentor = open_page(MENTOR, "he", java_script_enabled=scripts)
    if not waiting(demo):
        mend(mentor)
    link, before = send_link(demo, coordinator), credited(demo)

    scanner = open_page("", "he", java_script_enabled=False)
    scanner.goto(link)
    assert scanner.locator("button[value=sign]").count() == 0

    signer = open_page("", "he", PHONE, java_script_enabled=scripts)
    signer.goto(link)
    type_code(demo, signer)
    lines = signer.locator("main section.card")
    number = lines.count()
    assert number == waiting(demo)
    first = lines.first
    first.locator("summary").click()
    first.locator("textarea").fill(COMMENT)
    first.locator("button[value=return]").click()
    expect(lines).to_have_count(number - 1)
    for left in range(number - 1, 0, -1):
        lines.first.locator("button[value=sign]").click()
        expect(lines).to_have_count(left - 1)
    assert waiting(demo) == 0
    assert number == 1 or credited(demo) > before

    returned = mend(mentor)
    assert waiting(demo) == 1
    before = credited(demo)
    signer.goto(send_link(demo, coordinator))
    type_code(demo, signer)
    signer.locator("button[value=sign]").click()
    expect(signer.locator("main section.card")).to_have_count(0)
    assert credited(demo) > before
    assert ask(demo, "SELECT status FROM practicum_entry WHERE id = ?", returned) == [("approved",)]


def mend(page: Page) -> int:
    """Sends in the entry that came back last; returns its id."""
    page.goto("/practicum/entries")
    link = page.locator("a[href^='/practicum/entries/'][href$='/edit'], .rows a[href^='/practicum/entries/']")
    href = next(
        found
        for one in link.all()
        if re.fullmatch(r"/practicum/entries/\d+(/edit)?", found := str(one.get_attribute("href")))
    )
    entry_id = int(href.split("/")[3])
    page.goto(f"/practicum/entries/{entry_id}/edit")
    page.locator("#learning").fill("נרשם היום הנכון")
    page.locator("button[name=then][value=submit]").click()
    page.wait_for_url("**/practicum/entries")
    return entry_id


def test_the_file_is_the_one_that_was_made_and_a_changed_one_is_not(
    demo: Demo, open_page: OpenPage, tmp_path: Path
) -> None:
    """In the browser itself: nothing is sent."""
    mentor = open_page(MENTOR, "ar")
    mentor.goto("/practicum/record")
    mentor.locator("main form[action='/practicum/record'] button").click()
    made = mentor.locator("a[href^='/practicum/records/']").first
    expect(made).to_be_visible()
    content = mentor.request.get(str(made.get_attribute("href"))).body()
    assert content.startswith(b"%PDF-")
    same, other = tmp_path / "same.pdf", tmp_path / "other.pdf"
    same.write_bytes(content)
    other.write_bytes(content.replace(b"%%EOF", b"%%EOG"))
    code = str(mentor.locator("a[href^='/verify/']").first.get_attribute("href")).rsplit("/", 1)[1]

    anybody = open_page("", "ar", PHONE)
    anybody.goto("/verify")
    anybody.locator("#code").fill(code.lower().replace("-", " "))
    anybody.locator("main form button").click()
    anybody.wait_for_url(f"**/verify/{code}")
    anybody.evaluate(AXE)
    assert anybody.evaluate(RUN_AXE) == []
    sent: list[str] = []
    anybody.on("request", lambda request: sent.append(request.method))
    result = anybody.locator("[data-compare] [role=status] .notice")
    anybody.locator("#file").set_input_files(same)
    expect(result).to_have_class(re.compile("notice-success"))
    anybody.locator("#file").set_input_files(other)
    expect(result).to_have_class(re.compile("notice-danger"))
    assert sent == []
    assert "مرشد" not in anybody.locator("dl.facts").inner_text()
